import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/analysis/check.ts';
import { checkFiles } from '../support/check-files.ts';

/**
 * Each folder of test/trees is a repository in little. `expected.txt` holds everything that is said about it; what a
 * patch, an overlay, a template or another repository may still supply must not be missed in it.
 */
const root = join(import.meta.dirname, '../trees');
const trees = readdirSync(root);

/** Trees in which every manifest is judged as it stands. */
const complete = new Set([
  'overlays-with-namespace-only',
  'flux-kustomization-plain',
  'argo-application-plain',
  'copies-for-prod-and-staging',
  'parent-shared-by-two-environments',
  'repeat-in-one-folder',
  'knative-service-of-the-same-name',
]);
const absences = /(?:-missing|-not-enabled|-not-wrr|needs-cert|selector-matches-no-workload|duplicate-resource)\//;

describe.each(trees)('%s', (tree) => {
  const files = readdirSync(join(root, tree), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'expected.txt')
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, tree).length + 1))
    .toSorted();
  const contents = Object.fromEntries(files.map((file) => [file, readFileSync(join(root, tree, file))]));
  const lines = linesOf(checkFiles(contents));

  it('is judged as expected', async () => {
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(root, tree, 'expected.txt'));
  });

  const missed = lines.filter((line) => line.startsWith('finding') && absences.test(line));
  if (complete.has(tree)) {
    it('is judged in full', () => {
      expect(missed).not.toEqual([]);
      expect(lines.filter((line) => line.includes('render'))).toEqual([]);
    });
  } else {
    it('misses nothing that may come from elsewhere', () => {
      expect(missed).toEqual([]);
    });
  }
});

function linesOf({ findings, notEvaluated, problems }: CheckResult): string[] {
  return [
    ...findings.map(
      ({ location, severity, ruleId, messageId, scope, resource }) =>
        `finding ${location.file}:${location.start.line}:${location.start.column} ${severity} ${ruleId}/${messageId} (${resource?.namespace ?? 'no namespace'}, scope ${scope})`,
    ),
    ...notEvaluated.map(
      ({ location, ruleId, missing }) =>
        `not evaluated ${location.file}:${location.start.line} ${ruleId} for want of ${missing.join(', ')}`,
    ),
    ...problems.map(({ kind, file }) => `problem ${kind} ${file}`),
  ];
}
