import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { ChangePlan } from '../../src/reporting/plan-schema.ts';
import type { ChangePlanReport } from '../../src/reporting/report-schema.ts';
import { commit, expectValidReport, gate, git, repositoryOf, write } from '../support/gate.ts';
import type { Files } from '../support/check-files.ts';

/**
 * Real manifests from public repositories, edited commit by commit. What each commit comes to was worked out from the rows
 * of the behaviour notes that it names (`T17`) and from the manifest.
 */
const corpus = resolve(process.env['ACK_SERVICE_GATE_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus'));
const isThere = existsSync(corpus);
const folder = join(import.meta.dirname, 'history');

/** One edit, named by its first key. Words stand once in the file, unless `every` says otherwise. */
type Edit =
  | { readonly in: string; readonly replace: string; readonly with: string; readonly every?: true }
  /** The one line that holds these words goes. */
  | { readonly in: string; readonly cut: string }
  | { readonly in: string; readonly below: string; readonly insert: string }
  | { readonly in: string; readonly dropDocument: string }
  | { readonly in: string; readonly endLines: 'crlf' }
  | { readonly in: string; readonly comment: 'out' }
  | { readonly in: string; readonly wrap: 'List' }
  | { readonly move: string; readonly to: string }
  | { readonly copy: string; readonly to: string }
  | { readonly write: string; readonly text: string }
  | { readonly delete: string };

interface Commit {
  readonly does: string;
  readonly row: string;
  readonly edits: readonly Edit[];
  /** A line an entry; below it, further in, its effects, where they are stated. Nothing stated, nothing compared. */
  readonly plan?: string;
  readonly isCausedElsewhere?: true;
}

interface History {
  /** The folders of the layout that it needs. */
  readonly holds: readonly string[];
  /** What is known of the cluster from the first commit on. */
  readonly cluster?: Readonly<Record<string, string>>;
  readonly commits: readonly Commit[];
}

const histories = ['clb', 'reused-and-nlb', 'manifests', 'repository'].map(
  (name) => [name, parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')) as History] as const,
);

describe.skipIf(!isThere)(`history of real manifests (${isThere ? 'found' : 'not there'})`, () => {
  it.each(histories)(
    '%s: plan --base HEAD~1 is right for each commit',
    (_, { holds, cluster, commits }) => {
      const repository = repositoryOf({
        ...layout(holds),
        ...(cluster === undefined ? {} : { 'ack-service-gate.yml': stringify({ cluster }) }),
      });
      for (const { does, row, edits, plan, isCausedElsewhere } of commits) {
        for (const edit of edits) apply(edit, repository);
        commit(repository);
        const entries = planSince('HEAD~1', repository);
        if (plan === undefined) continue;
        expect.soft(`${row} ${does}\n${textOf(entries, plan)}`).toBe(`${row} ${does}\n${plan}`);
        if (isCausedElsewhere !== true) expect.soft([does, ...misplaced(entries, repository)]).toEqual([does]);
      }
      git(repository, 'rm', '-r', '--quiet', '.');
      git(repository, 'checkout', '--quiet', 'main', '--', '.');
      commit(repository);
      expect(planSince('main', repository)).toEqual([]);
    },
    120_000,
  );

  it('has commits enough', () => {
    expect(histories.flatMap(([, { commits }]) => commits).length).toBeGreaterThanOrEqual(40);
  });
});

function layout(holds: readonly string[]): Files {
  const [, ...rows] = readFileSync(join(folder, 'layout.tsv'), 'utf8').trimEnd().split('\n');
  return Object.fromEntries(
    rows.flatMap((row) => {
      const [path = '', source = ''] = row.split('\t');
      if (!holds.includes(path.split('/')[0] ?? '')) return [];
      return [[path, readFileSync(join(corpus, source), 'utf8')]];
    }),
  );
}

function apply(edit: Edit, repository: string): void {
  if ('move' in edit) {
    mkdirSync(dirname(join(repository, edit.to)), { recursive: true });
    renameSync(join(repository, edit.move), join(repository, edit.to));
  } else if ('copy' in edit) cpSync(join(corpus, edit.copy), join(repository, edit.to));
  else if ('write' in edit) write(repository, { [edit.write]: edit.text });
  else if ('delete' in edit) rmSync(join(repository, edit.delete));
  else {
    const file = join(repository, edit.in);
    const before = readFileSync(file, 'utf8');
    const after = edited(before, edit);
    expect(after, `${edit.in} is as it was`).not.toBe(before);
    writeFileSync(file, after);
  }
}

function edited(text: string, edit: Extract<Edit, { readonly in: string }>): string {
  if ('replace' in edit) {
    if (edit.every !== true) expectOnce(text, edit.replace);
    return text.replaceAll(edit.replace, () => edit.with);
  }
  if ('endLines' in edit) return text.replaceAll(/\r?\n/g, '\r\n');
  if ('comment' in edit) return text.replaceAll(/^(?=.)/gm, '# ');
  if ('wrap' in edit) return `apiVersion: v1\nkind: List\nitems:\n  - ${text.replaceAll(/\n(?=.)/g, '\n    ')}`;
  if ('dropDocument' in edit) {
    expectOnce(text, edit.dropDocument);
    const documents = text.split(/^---\n/m);
    return documents.filter((document) => !document.includes(edit.dropDocument)).join('---\n');
  }
  const lines = text.split('\n');
  const words = 'cut' in edit ? edit.cut : edit.below;
  const [at = -1, ...more] = lines.flatMap((line, index) => (line.includes(words) ? [index] : []));
  expect([words, at < 0, more]).toEqual([words, false, []]);
  return ('cut' in edit ? lines.toSpliced(at, 1) : lines.toSpliced(at + 1, 0, edit.insert)).join('\n');
}

function expectOnce(text: string, words: string): void {
  expect([words, text.split(words).length - 1]).toEqual([words, 1]);
}

function planSince(base: string, repository: string): ChangePlan {
  const { status, stdout, stderr } = gate(['plan', '--base', base, '--format', 'json'], { in: repository });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const report = JSON.parse(stdout) as ChangePlanReport;
  expectValidReport(report);
  return report.plan;
}

type Entry = ChangePlan[number];

/** The plan in the words of the table; effects of an entry are left out where the table leaves them out. */
function textOf(entries: ChangePlan, expected: string): string {
  const stated = `${expected}\n`;
  return entries
    .map((entry) => {
      const line = lineOf(entry);
      return stated.includes(`${line}\n`) && !stated.includes(`${line}\n  `)
        ? `${line}\n`
        : [line, ...entry.effects.map((effect) => `  ${effectText(effect)}`), ''].join('\n');
    })
    .join('');
}

function lineOf(entry: Entry): string {
  const { action, event, failure, object, becomes, address, location, dependsOnOrder, assumes, otherwise } = entry;
  const who = [entry.formerly, entry.resource].flatMap((each) => (each === null ? [] : [nameOf(each)])).join(' -> ');
  const what = [action, event, failure].filter((each) => each !== null).join(' ');
  return [
    `${what}: ${who} ${object}${becomes === null ? '' : ` into ${becomes}`}`,
    [...new Set([entry.before, entry.after].map(loadBalancerText))].join(' -> '),
    `address ${address}`,
    `at ${location.file}${location.tree === 'base' ? ' in base' : ''}`,
    ...(dependsOnOrder ? ['whatever comes first'] : []),
    ...(assumes.length === 0 ? [] : [`if ${assumes.join(' and ')}`]),
    ...otherwise.map((other) => `else ${other.assumes.join(' and ')}: ${other.action} ${other.address}`),
  ].join(', ');
}

function nameOf({ namespace, name }: Entry['resource']): string {
  return namespace === null ? name : `${namespace}/${name}`;
}

function loadBalancerText(loadBalancer: Entry['before']): string {
  return loadBalancer === null ? 'none' : `${loadBalancer.kind} ${loadBalancer.id ?? loadBalancer.exposure}`;
}

function effectText({ kind, target, attributes }: Entry['effects'][number]): string {
  const changes = attributes.map(({ name, from, to }) => `${name} ${from ?? '-'} -> ${to ?? '-'}`);
  return [kind, ...(target === null ? [] : [target]), ...changes].join(' ');
}

/** Effects of which no cause is at a line that this commit touched. */
function misplaced(entries: ChangePlan, repository: string): string[] {
  if (entries.length === 0) return [];
  const touched = touchedLines(git(repository, 'diff', '--unified=0', '--no-renames', 'HEAD~1', 'HEAD'));
  return entries.flatMap(({ effects }) =>
    effects
      .filter(({ causes }) => !causes.some((cause) => linesOf(cause).some((line) => touched.has(line))))
      .map((effect) => `${effectText(effect)} because of ${JSON.stringify(effect.causes)}`),
  );
}

function linesOf({ tree, file, startLine, endLine }: Entry['location']): string[] {
  return Array.from({ length: endLine - startLine + 1 }, (_, at) => `${tree} ${file} ${startLine + at}`);
}

function touchedLines(diff: string): ReadonlySet<string> {
  const touched = new Set<string>();
  let file = '';
  for (const line of diff.split('\n')) {
    file = /^diff --git a\/(.*) b\//.exec(line)?.[1] ?? file;
    const [, base, baseCount = '1', head, headCount = '1'] =
      /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    for (let at = 0; at < Number(base === undefined ? 0 : baseCount); at++)
      touched.add(`base ${file} ${Number(base) + at}`);
    for (let at = 0; at < Number(head === undefined ? 0 : headCount); at++)
      touched.add(`head ${file} ${Number(head) + at}`);
  }
  return touched;
}
