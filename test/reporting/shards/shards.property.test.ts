import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, type CheckInput } from '../../../src/analysis/check.ts';
import { changeBetween } from '../../../src/analysis/compare-trees.ts';
import type { Configuration } from '../../../src/analysis/configuration-schema.ts';
import { resolveSettings } from '../../../src/analysis/resolve-settings.ts';
import { auditOf } from '../../../src/reporting/audit.ts';
import { today, treeOf, type Files } from '../../support/check-files.ts';
import { edited, edits, layout, layoutOf } from '../../support/edits.ts';
import { repository } from '../../support/gate.ts';
import { joined, reportsOf, shardsOf } from '../../support/shards.ts';
import { filesOf } from '../../support/writings.ts';
import { filesOfTree, treeNames } from '../../world/trees.ts';

const seed = 20261126;

/** Fixtures of all rules, and repositories in little: whatever a tree may hold. */
const pieces: readonly Files[] = [
  ...treeNames.map(filesOfTree),
  ...below('test/rules', /\.yaml$/).map((path): Files => ({ [path.replaceAll('/', '-')]: readFileSync(path, 'utf8') })),
];

function below(folder: string, wanted: RegExp): string[] {
  const root = join(repository, folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => wanted.test(name))
    .toSorted()
    .map((name) => join(root, name));
}

const silence =
  '# ack-service-gate-ignore: explicit-address-type, duplicate-key, connection-drain-not-enabled -- known\n';

const piece = fc
  .record({
    files: fc.integer({ min: 0, max: pieces.length - 1 }),
    folder: fc.constantFrom(
      '',
      'a/',
      'a/prod/',
      'a/staging/',
      'b/prod/',
      'b/staging/',
      'prod/',
      'staging/',
      'lone/deep/',
    ),
    isSilenced: fc.boolean(),
  })
  .map(({ files, folder, isSilenced }): Files =>
    Object.fromEntries(
      Object.entries(pieces[files] ?? {}).map(([path, text]) => [
        `${folder}${path.replace(/^.*test-rules-/, '')}`,
        isSilenced && typeof text === 'string' && /^apiVersion: v1\nkind: Service/m.test(text) ? silence + text : text,
      ]),
    ),
  );
const tree = fc.array(piece, { minLength: 1, maxLength: 9 }).map((all): Files => Object.assign({}, ...all) as Files);

const configuration: fc.Arbitrary<Configuration> = fc.constantFrom(
  {},
  { suppressions: { honour: 'all', requireReason: true } },
  { suppressions: { honour: 'none' } },
  { rules: { 'explicit-address-type': 'error', 'duplicate-key': { severity: 'warning', suppressible: false } } },
  { paths: { exclude: ['a/**'] } },
  {
    clusters: [
      { name: 'prod', paths: ['**/prod/**', 'prod/**'], backendMode: 'eni', ccmVersion: 'v2.14.0' },
      { name: 'staging', paths: ['**/staging/**'], provider: 'ack' },
    ],
  },
);
const locale = fc.constantFrom('en', 'zh-CN');

function inputOf(head: Files, base: Files | undefined, policy: Configuration, language: string): CheckInput {
  const settings = resolveSettings({ locale: language }, policy, base !== undefined, 'en');
  const now = treeOf(head);
  if (base === undefined) return { settings, head: now, today, judgesAll: true };
  const before = treeOf(base, 'base');
  return { settings, head: now, base: { tree: before, change: changeBetween(now, before) }, today, judgesAll: true };
}

/** Every report that is made of the parts is that of the undivided run. */
function expectSame(input: CheckInput, total: number): void {
  const whole = reportsOf(auditOf(check(input)));
  const parts = reportsOf(joined(shardsOf(input, total)));
  for (const [format, text] of Object.entries(whole)) expect(parts[format], format).toBe(text);
}

const total = fc.integer({ min: 1, max: 6 });

describe('reports of parts, joined', () => {
  it('are those of the whole tree', () => {
    fc.assert(
      fc.property(tree, configuration, locale, total, (head, policy, language, parts) => {
        expectSame(inputOf(head, undefined, policy, language), parts);
      }),
      { seed, numRuns: 30 },
    );
  });

  it('are those of a change between any two trees', () => {
    fc.assert(
      fc.property(tree, tree, tree, configuration, total, (both, before, after, policy, parts) => {
        expectSame(inputOf({ ...both, ...after }, { ...both, ...before }, policy, 'en'), parts);
      }),
      { seed, numRuns: 15 },
    );
  });

  it('are those of files that were moved, renamed and rewritten', () => {
    fc.assert(
      fc.property(layout, edits, edits, total, (start, earlier, later, parts) => {
        const before = edited(layoutOf(start), earlier);
        expectSame(inputOf(filesOf(edited(before, later)), filesOf(before), {}, 'en'), parts);
      }),
      { seed, numRuns: 15 },
    );
  });

  it('divide what they can: environments apart from one another go to different parts', () => {
    const { files } = environments(8);
    const counts = shardsOf(inputOf(files, undefined, {}, 'en'), 4).map(
      (text) => (JSON.parse(text) as { findings: unknown[] }).findings.length,
    );

    expect(new Set(counts)).toEqual(new Set([counts[0]]));
    expect(counts[0]).toBeGreaterThan(0);
  });
});

function environments(count: number): { files: Files } {
  const one = filesOf(layoutOf('one folder'));
  const files = Array.from({ length: count }, (_, at) =>
    Object.entries(one).map(([path, text]) => [`env-${at}/${path}`, text] as const),
  );
  return { files: Object.fromEntries(files.flat()) };
}
