import { describe, expect, it } from 'vitest';
import { buildWorld, type World } from '../../src/world/world.ts';
import { checkFiles, treeOf, type Files } from '../support/check-files.ts';

const workload = (namespace: string | null, labels = 'app: web, tier: front'): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web${namespace === null ? '' : `, namespace: ${namespace}`} }\nspec: { replicas: 2, template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: web }] } } }\n`;
const budget = (namespace: string | null, selector: string): string =>
  `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: web${namespace === null ? '' : `, namespace: ${namespace}`} }\nspec: { minAvailable: 1, selector: ${selector} }\n`;
const scaler = (target: string, least = 'minReplicas: 3'): string =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web, namespace: shop }\nspec: { scaleTargetRef: ${target}, ${least} }\n`;

function worldOf(files: Files): World {
  return buildWorld(treeOf(files), { clusterOf: () => ({ name: undefined, facts: {} }) });
}

function guardsIn(files: Files): { budgets: number; scalers: (number | undefined)[] } {
  const world = worldOf(files);
  const { budgets, scalers } = world.guardsOf(world.workloads[0] ?? expect.fail());
  return { budgets: budgets.length, scalers: scalers.map(({ minReplicas }) => minReplicas) };
}

describe('budgets of a workload', () => {
  it.each([
    ['with its labels', 'shop', '{ matchLabels: { app: web } }', 1],
    ['with all of its labels', 'shop', '{ matchLabels: { app: web, tier: front } }', 1],
    ['with another label', 'shop', '{ matchLabels: { app: web, tier: back } }', 0],
    ['of other pods', 'shop', '{ matchLabels: { app: api } }', 0],
    ['without labels', 'shop', '{}', 1],
    ['by expressions', 'shop', '{ matchExpressions: [{ key: app, operator: Exists }] }', 1],
    ['with a label that is filled in later', 'shop', '{ matchLabels: { app: "${APP}" } }', 1],
    ['of another namespace', 'pay', '{ matchLabels: { app: web } }', 0],
    ['of a namespace that is left open', null, '{ matchLabels: { app: web } }', 1],
  ])('%s', (_, namespace, selector, count) => {
    expect(guardsIn({ 'a.yaml': workload('shop'), 'b.yaml': budget(namespace, selector) }).budgets).toBe(count);
  });

  it('of another environment are none of its own', () => {
    const files = Object.fromEntries(['prod', 'staging'].map((env) => [`${env}/web.yaml`, workload('shop')]));
    const world = worldOf({ ...files, 'staging/budget.yaml': budget('shop', '{ matchLabels: { app: web } }') });
    const counts = world.workloads.map((each) => [each.resource.file, world.guardsOf(each).budgets.length]);
    expect(Object.fromEntries(counts)).toEqual({ 'prod/web.yaml': 0, 'staging/web.yaml': 1 });
  });

  it('are those of the copy that stands nearest', () => {
    const text = budget('shop', '{ matchLabels: { app: web } }');
    const copies = { 'web.yaml': workload('shop'), 'eu/web.yaml': workload('shop') };
    const world = worldOf({ ...copies, 'budget.yaml': text, 'eu/budget.yaml': text, 'us/budget.yaml': text });
    const found = world.workloads.map((each) => [
      each.resource.file,
      world.guardsOf(each).budgets.map(({ resource }) => resource.file),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      'web.yaml': ['budget.yaml', 'us/budget.yaml'],
      'eu/web.yaml': ['eu/budget.yaml'],
    });
  });
});

describe('autoscalers of a workload', () => {
  it.each([
    ['of it', scaler('{ kind: Deployment, name: web }'), [3]],
    ['that name no minimum', scaler('{ kind: Deployment, name: web }', 'maxReplicas: 9'), [1]],
    [
      'with a minimum that is filled in later',
      scaler('{ kind: Deployment, name: web }', 'minReplicas: "${MIN}"'),
      [undefined],
    ],
    ['of another kind', scaler('{ kind: StatefulSet, name: web }'), []],
    ['of another name', scaler('{ kind: Deployment, name: api }'), []],
  ])('%s', (_, text, expected) => {
    expect(guardsIn({ 'a.yaml': workload('shop'), 'b.yaml': text }).scalers).toEqual(expected);
  });
});

describe('what autoscalers leave out', () => {
  const text = (apiVersion: string, kind: string, target: string): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\nspec: { scaleTargetRef: ${target} }\n`;

  it.each([
    [
      'of Kubernetes',
      text('autoscaling/v2', 'HorizontalPodAutoscaler', '{ kind: Deployment, name: web }'),
      [1, undefined],
    ],
    ['of KEDA, the kind of what they scale, too', text('keda.sh/v1alpha1', 'ScaledObject', '{ name: web }'), [0, 100]],
  ])('counts as their documentation says: those %s', (_, scaled, [minReplicas, maxReplicas]) => {
    const world = worldOf({ 'a.yaml': workload('shop'), 'b.yaml': scaled });
    expect(world.workloads.map((each) => world.guardsOf(each).scalers)).toEqual([
      [{ resource: expect.anything(), isNamed: true, minReplicas, maxReplicas }],
    ]);
  });

  it('is no Deployment where KEDA scales another kind', () => {
    const stateful = workload('shop').replace('kind: Deployment', 'kind: StatefulSet');
    const scaled = text('keda.sh/v1alpha1', 'ScaledObject', '{ name: web }');
    expect(guardsIn({ 'a.yaml': stateful, 'b.yaml': scaled }).scalers).toEqual([]);
  });
});

describe('what is read for what it says of others', () => {
  const broken = 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: "web\n';

  it('is not judged itself, and no fault of it is', () => {
    const twice = budget('shop', '{}');
    const { findings, summary } = checkFiles({
      'a.yaml': workload('shop'),
      'b.yaml': twice,
      'c.yaml': twice,
      'd.yaml': broken,
    });
    expect(findings).toEqual([]);
    expect(summary.workloads).toBe(1);
  });

  it('brings no pods', () => {
    const service =
      'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { type: LoadBalancer, selector: { app: wep }, ports: [{ port: 80 }] }\n';
    const found = checkFiles({
      'a.yaml': workload('shop'),
      'b.yaml': budget('shop', '{}'),
      'c.yaml': service,
    }).findings;
    expect(found.map(({ ruleId }) => ruleId)).toContain('selector-matches-no-workload');
  });
});
