import { describe, expect, it } from 'vitest';
import { gracePeriodOf, type Workload } from '../../src/world/workload.ts';
import { buildWorld } from '../../src/world/world.ts';
import { treeOf } from '../support/check-files.ts';

function workloadOf(podSpec: string): Workload {
  const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: ${podSpec} } }\n`;
  const world = buildWorld(treeOf({ 'web.yaml': text }), { clusterOf: () => ({ name: undefined, facts: {} }) });
  return world.workloads[0] ?? expect.fail();
}

describe('the grace period', () => {
  it.each([
    ['of a pod that names none', '{ containers: [] }', 30],
    ['that is null', '{ terminationGracePeriodSeconds: null }', 30],
    ['that is written', '{ terminationGracePeriodSeconds: 75 }', 75],
    ['that is zero', '{ terminationGracePeriodSeconds: 0 }', 0],
    ['that is filled in later', '{ terminationGracePeriodSeconds: "${grace}" }', undefined],
    ['that is no number', '{ terminationGracePeriodSeconds: "75" }', undefined],
  ])('%s', (_, podSpec, seconds) => {
    expect(gracePeriodOf(workloadOf(podSpec)).seconds).toBe(seconds);
  });
});
