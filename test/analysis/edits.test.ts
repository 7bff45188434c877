import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, parseAllDocuments, visit, type Document } from 'yaml';
import { check, type CheckResult } from '../../src/analysis/check.ts';
import { changeBetween } from '../../src/analysis/compare-trees.ts';
import { resolveSettings, type Requested } from '../../src/analysis/resolve-settings.ts';
import { checkFiles, today, treeOf, type Files } from '../support/check-files.ts';
import { cleanDeployment, cleanService } from '../support/manifests.ts';

/**
 * Edits that change nothing for Kubernetes make no finding new and none fixed; an edit that makes a bad thing worse
 * always makes it new. The population are the fixtures of the rules.
 */
const rulesFolder = join(import.meta.dirname, '../rules');
const fixtures = readdirSync(rulesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: rule }) =>
    readdirSync(join(rulesFolder, rule))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => ({ rule, file, text: readFileSync(join(rulesFolder, rule, file), 'utf8') })),
  );
const rules = [...new Set(fixtures.map(({ rule }) => rule))];
const seed = 20261124;

function compare(before: Files, after: Files, requested: Requested = {}): CheckResult {
  const base = treeOf(before, 'base');
  const head = treeOf(after, 'head');
  return check({
    settings: resolveSettings(requested, {}, true, 'en'),
    head,
    base: { tree: base, change: changeBetween(head, base) },
    today,
  });
}

function requestedBy(text: string): Requested {
  const flags = /^# flags: (.*)/.exec(text)?.[1];
  return flags === undefined ? {} : { set: flags.split(' ').filter((word) => word !== '--set') };
}

const statuses = ({ findings }: CheckResult): string[] =>
  findings.map(({ ruleId, messageId, status }) => `${ruleId}/${messageId} ${status}`);

/** A number for each choice that an edit makes, all from one seed. */
type Choose = (below: number) => number;

const choices = fc.infiniteStream(fc.nat({ max: 1_000_000 })).map((stream): Choose => {
  return (below) => (stream.next().value ?? 0) % below;
});

function shuffle<T>(items: readonly T[], choose: Choose): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(choose(rest.length), 1)[0] as T);
}

type Documents = Document.Parsed[];

function documentsOf(text: string): Documents {
  return parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, merge: false }) as Documents;
}

/** Templates are no YAML to another program, and a document with a directive needs its place in the file. */
const isPlain = (text: string): boolean => !/\{\{|\$\{|\{%|<%|^%/m.test(text);

/** A plain scalar that is a string to every reader of YAML. */
const isCertainlyString = (text: string): boolean =>
  /^[A-Za-z][A-Za-z0-9./-]{3,}$/.test(text) && !/^(?:true|false|null|none)$/i.test(text);

function requote(document: Documents[number], choose: Choose): void {
  visit(document, {
    Scalar(_, node) {
      const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
      const isPlainString = node.type === 'PLAIN' && isCertainlyString(String(node.value)) && node.tag === undefined;
      if (isQuoted || isPlainString) node.type = choose(2) === 0 ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE';
    },
  });
}

function restyle(document: Documents[number], choose: Choose): void {
  visit(document, {
    Collection(_, node) {
      node.flow = choose(4) === 0;
    },
  });
}

function comment(document: Documents[number], choose: Choose): void {
  document.commentBefore = ' {{ no template }}\n kind: Service';
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && choose(4) === 0) key.commentBefore = ' apiVersion: v1';
      if (isScalar(value) && choose(6) === 0 && value.type !== 'BLOCK_LITERAL' && value.type !== 'BLOCK_FOLDED')
        value.comment = ' "on"';
    },
  });
}

/** Of a key that is written twice the last one counts, and an alias must follow its anchor. */
function reorderKeys(document: Documents[number], choose: Choose): void {
  let isFixed = false;
  visit(document, {
    Alias() {
      isFixed = true;
    },
    Map(_, { items }) {
      const keys = items.map(({ key }) => String(key));
      isFixed ||= new Set(keys).size < keys.length;
    },
  });
  if (isFixed) return;
  visit(document, {
    Map(_, node) {
      if (isMap(node)) node.items = shuffle(node.items, choose);
    },
  });
}

function print(documents: Documents, choose: Choose): string {
  const options = {
    indent: 2 + choose(5),
    indentSeq: choose(2) === 0,
    lineWidth: choose(2) === 0 ? 0 : 60,
    flowCollectionPadding: choose(2) === 0,
  };
  const text = documents.map((document) => document.toString(options)).join('---\n');
  return choose(4) === 0 ? text.replaceAll('\n', '\r\n') : text;
}

const names = ['web.yaml', 'a.yml', 'z.YAML', '服务.yaml', 'x y.yaml'];

/** The same objects as a text holds, written in another way. */
function rewrite(text: string, choose: Choose): Files {
  if (!isPlain(text)) return renameOnly(text, choose);
  let documents = documentsOf(text);
  if (documents.some(({ errors }) => errors.length > 0)) return renameOnly(text, choose);
  for (const document of documents) {
    if (document.contents === null) continue;
    for (const edit of [requote, restyle, comment, reorderKeys]) if (choose(2) === 0) edit(document, choose);
  }
  if (choose(2) === 0) documents = shuffle(documents, choose);
  const files = new Map<string, Documents>();
  const isSplit = choose(2) === 0;
  const first = choose(names.length);
  for (const [at, document] of documents.entries()) {
    const name = names[(isSplit ? first + at : first) % names.length] ?? '';
    files.set(name, [...(files.get(name) ?? []), document]);
  }
  return Object.fromEntries([...files].map(([name, parts]) => [`k8s/${name}`, print(parts, choose)]));
}

function renameOnly(text: string, choose: Choose): Files {
  return { [`k8s/${names[choose(names.length)]}`]: `# moved\n\n${text}` };
}

describe.each(rules)('%s: another way to write the same', (rule) => {
  const population = fixtures.filter(
    // What cannot be read counts as new wherever it is touched.
    (fixture) => fixture.rule === rule && !hasUnreadable(fixture.text),
  );

  it.each(population)('$file', ({ text }) => {
    const before = { 'k8s/web.yaml': text };
    const requested = requestedBy(text);
    const fingerprints = ({ findings }: CheckResult): string[] => findings.map(({ fingerprint }) => fingerprint).sort();
    const original = fingerprints(checkFiles(before, requested));

    fc.assert(
      fc.property(choices, fc.constantFrom('en', 'zh-CN'), (choose, locale) => {
        const after = rewrite(text, choose);
        const result = compare(before, after, { ...requested, locale });
        const changed = statuses(result).filter((line) => !line.endsWith(' unchanged'));
        expect({ changed, after: changed.length > 0 ? after : {} }).toEqual({ changed: [], after: {} });
        expect(fingerprints(result)).toEqual(original);
      }),
      { seed, numRuns: 8 },
    );
  });
});

function hasUnreadable(text: string): boolean {
  return checkFiles({ 'k8s/web.yaml': text }).findings.some(({ ruleId }) => ruleId === 'unreadable-manifest');
}

describe('worse', () => {
  const graceAndStop = (grace: number, seconds: number): Files => ({
    'service.yaml': cleanService,
    'deployment.yaml': cleanDeployment
      .replace('PeriodSeconds: 60', `PeriodSeconds: ${grace}`)
      .replace('"sleep", "30"', `"sleep", "${seconds}"`),
  });

  it('preStop 10 → 300 beside the same grace', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 329 }), (grace) => {
        const result = compare(graceAndStop(grace, 10), graceAndStop(grace, 300));
        const short = result.findings.filter(({ ruleId }) => ruleId === 'grace-period-too-short');
        expect(short.map(({ status, worsened }) => [status, worsened])).toEqual([['new', grace < 40]]);
      }),
      { seed },
    );
  });

  it('a longer preStop, or less grace, is new and worse wherever it was already too short', () => {
    const seconds = fc.integer({ min: 31, max: 3_600 });
    fc.assert(
      fc.property(
        seconds,
        fc.nat({ max: 600 }),
        fc.nat({ max: 600 }),
        fc.boolean(),
        (grace, longer, less, toBetter) => {
          fc.pre(longer + less > 0 && grace - less > 30);
          const before = graceAndStop(grace, grace);
          const after = graceAndStop(grace - less, grace + longer);
          const { findings } = toBetter ? compare(after, before) : compare(before, after);
          const short = findings.filter(({ ruleId }) => ruleId === 'grace-period-too-short');
          expect(short.map(({ status, worsened }) => [status, worsened])).toEqual([
            toBetter ? ['unchanged', false] : ['new', true],
          ]);
        },
      ),
      { seed },
    );
  });

  it('another offending value', () => {
    const values = ['on', 'off', '1', '30', '0x10', '[a]', '{a: b}', '1.5', 'true', 'null'];
    const service = (value: string): Files => ({
      'service.yaml': cleanService.replace('drain: "on"', `drain: ${value}`),
      'deployment.yaml': cleanDeployment,
    });
    const isRefused = (value: string): boolean =>
      checkFiles(service(value)).findings.some(({ ruleId }) => ruleId === 'annotation-not-string');
    const scalars = values.filter(isRefused);
    expect(scalars.length).toBeGreaterThan(5);

    fc.assert(
      fc.property(fc.constantFrom(...scalars), fc.constantFrom(...scalars), (before, after) => {
        const result = compare(service(before), service(after), { rule: ['annotation-not-string'] });
        const open = result.findings.filter(({ status }) => status !== 'fixed');
        expect(open.map(({ status }) => status)).toEqual([before === after ? 'unchanged' : 'new']);
      }),
      { seed },
    );
  });
});
