import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/analysis/check.ts';
import { readConfiguration } from '../../src/analysis/read-configuration.ts';
import { checkFiles } from '../support/check-files.ts';
import { filesOfTree, treeNames, treesFolder } from './trees.ts';

/*
 * Each folder of test/trees is a repository in little. `expected.txt` holds everything that is said about it; what a
 * patch, an overlay, a template or another repository may still supply must not be missed in it.
 */

const configurationName = 'ack-service-gate.yml';

/** The files that are judged as they stand, because nothing can change them; in the other trees there are none. */
const complete: Readonly<Record<string, RegExp>> = {
  'overlays-with-namespace-only': /./,
  'overlay-of-overlays': /./,
  'flux-kustomization-plain': /./,
  'flux-paths-that-are-elsewhere': /./,
  'flux-target-namespace-and-variables': /^apps\/web\//,
  'flux-over-overlays': /^shop\/overlays\/staging\//,
  'argo-application-plain': /./,
  'argo-application-set': /^tools\//,
  'clusters-of-the-configuration': /./,
  'copies-for-prod-and-staging': /./,
  'parent-shared-by-two-environments': /./,
  'repeat-in-one-folder': /./,
  'knative-service-of-the-same-name': /./,
  'unreadable-kustomization': /^standalone\//,
};
const absences = /(?:-missing|-not-enabled|-not-wrr|needs-cert|selector-matches-no-workload|duplicate-resource)\//;

describe.each(treeNames)('%s', (tree) => {
  const { [configurationName]: configured, ...files } = filesOfTree(tree);
  const { configuration } = readConfiguration(configured ?? '', configurationName, 'head');
  const lines = linesOf(checkFiles(files, {}, configuration));

  it('is judged as expected', async () => {
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(treesFolder, tree, 'expected.txt'));
  });

  const isComplete = (line: string): boolean =>
    complete[tree]?.test(/^(?:finding|not evaluated) (.*)/.exec(line)?.[1] ?? '') ?? false;
  const missed = lines.filter((line) => line.startsWith('finding') && absences.test(line));

  it('misses nothing that may come from elsewhere', () => {
    expect(missed.filter((line) => !isComplete(line))).toEqual([]);
  });

  if (!(tree in complete)) return;
  it('is judged in full where nothing else can change it', () => {
    expect(missed.filter(isComplete)).not.toEqual([]);
    expect(lines.filter((line) => line.endsWith('render') && isComplete(line))).toEqual([]);
  });
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
