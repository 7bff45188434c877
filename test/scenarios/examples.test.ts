import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkReport, linesOf, repository } from '../support/gate.ts';

const examples = readdirSync(join(repository, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'workflows')
  .map(({ name }) => name);

describe.each(examples)('examples/%s', (name) => {
  const folder = join(repository, 'examples', name);
  const expected = readFileSync(join(folder, 'wrong/findings.txt'), 'utf8').split('\n').filter(Boolean);

  it('wrong: exactly what findings.txt lists, from inside', () => {
    expect(expected.length).toBeGreaterThan(0);
    expect(linesOf(checkReport([], { in: join(folder, 'wrong') }))).toEqual(expected);
  });

  it('wrong: the same from the repository’s root', () => {
    const path = `examples/${name}/wrong`;

    expect(linesOf(checkReport([path], { in: repository }))).toEqual(expected.map((line) => `${path}/${line}`));
  });

  it.each([
    ['from inside', [], join(folder, 'right')],
    ['from the root', [`examples/${name}/right`], repository],
    ['by the strict preset', ['--preset', 'strict'], join(folder, 'right')],
  ])('right: complete and clean, %s', (_, paths, from) => {
    const report = checkReport(paths, { in: from });

    expect(linesOf(report)).toEqual([]);
    expect(report.problems).toEqual([]);
    expect(report.notEvaluated.filter(({ missing }) => missing.some((fact) => !fact.startsWith('cluster.')))).toEqual(
      [],
    );
    expect(report.summary).toMatchObject({ loadBalancerServices: 1, foreignLoadBalancers: 0, notRendered: 0 });
    expect(report.summary.workloads).toBeGreaterThan(0);
  });
});

it('the five situations of the troubleshooting guide are there', () => {
  expect(examples.toSorted()).toEqual([
    'https-port',
    'load-imbalance',
    'rollout-503',
    'unreachable-from-inside',
    'unreachable-from-outside',
  ]);
});
