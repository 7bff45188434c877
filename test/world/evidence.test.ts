import { describe, expect, it } from 'vitest';
import { checkFiles, type Files } from '../support/check-files.ts';

const labels = (text: string): string =>
  `{ metadata: { labels: { ${text} } }, spec: { containers: [{ name: main }] } }`;
const metadata = (name: string, namespace?: string): string =>
  `{ name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`} }`;

const service = (namespace?: string, selector = 'app: web'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: ${metadata('web', namespace)}\nspec: { type: LoadBalancer, selector: { ${selector} }, ports: [{ port: 80 }] }\n`;
const deployment = (name: string, namespace?: string, pods = `app: ${name}`): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: ${metadata(name, namespace)}\nspec: { template: ${labels(pods)} }\n`;
const worker = deployment('worker', 'shop');
const object = (apiVersion: string, kind: string, spec = '{}'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata('web', 'shop')}\nspec: ${spec}\n`;

const nameless =
  'apiVersion: v1\nkind: Pod\nmetadata: { generateName: x-, labels: { app: x } }\nspec: { containers: [] }\n';

/** `matched`, `unmatched`, or what is missing to tell. */
function selectorOf(files: Files): string {
  const { findings, notEvaluated } = checkFiles(files);
  const found = findings.filter(({ ruleId }) => ruleId === 'selector-matches-no-workload');
  const open = notEvaluated.filter(({ ruleId }) => ruleId === 'selector-matches-no-workload');
  return (
    [...found.map(({ messageId }) => messageId), ...open.map(({ missing }) => missing.join())].join(' ') || 'matched'
  );
}

describe('a selector without a match', () => {
  it.each<[string, Files, string]>([
    ['beside workloads of its namespace', { 'web.yaml': service('shop'), 'w.yaml': worker }, 'unmatched'],
    ['without any workload', { 'web.yaml': service('shop') }, 'workload'],
    [
      'beside workloads of another namespace',
      { 'web.yaml': service('shop'), 'w.yaml': deployment('worker', 'pay') },
      'workload',
    ],
    [
      'with a workload in another folder of its namespace',
      { 'a/web.yaml': service('shop'), 'b/w.yaml': worker },
      'unmatched',
    ],
    [
      'in an open namespace, beside a workload',
      { 'a/web.yaml': service(), 'a/w.yaml': deployment('worker') },
      'unmatched',
    ],
    [
      'in an open namespace, far from any workload',
      { 'a/web.yaml': service(), 'b/w.yaml': deployment('worker') },
      'workload',
    ],
    [
      'where a match leaves its namespace open',
      { 'web.yaml': service('shop'), 'w.yaml': worker, 'd.yaml': deployment('web') },
      'workload',
    ],
    [
      'where a match has the namespace that is left open here',
      { 'web.yaml': service(), 'w.yaml': deployment('worker'), 'd.yaml': deployment('web', 'shop') },
      'workload',
    ],
    [
      'where a match goes to a namespace yet to be filled in',
      { 'web.yaml': service('shop'), 'w.yaml': worker, 'd.yaml': deployment('web', '"${ns}"') },
      'workload',
    ],
    [
      'where a match has another namespace',
      { 'web.yaml': service('shop'), 'w.yaml': worker, 'd.yaml': deployment('web', 'pay') },
      'unmatched',
    ],
    [
      'with a value yet to be filled in',
      { 'web.yaml': service('shop', 'app: "${app}"'), 'w.yaml': worker },
      'workload',
    ],
    [
      'beside labels yet to be filled in',
      { 'web.yaml': service('shop'), 'w.yaml': deployment('worker', 'shop', 'app: "${app}"') },
      'workload',
    ],
    [
      'beside other labels yet to be filled in',
      { 'web.yaml': service('shop'), 'w.yaml': deployment('worker', 'shop', 'app: worker, version: "${v}"') },
      'unmatched',
    ],
    [
      'beside a custom resource that may bring the pods',
      { 'web.yaml': service('shop'), 'w.yaml': worker, 'x.yaml': object('example.shop/v1', 'Cache') },
      'workload',
    ],
    [
      'beside a Helm release',
      { 'web.yaml': service('shop'), 'w.yaml': worker, 'x.yaml': object('helm.toolkit.fluxcd.io/v2', 'HelmRelease') },
      'workload',
    ],
    [
      'beside an Argo CD Application',
      { 'web.yaml': service('shop'), 'w.yaml': worker, 'x.yaml': object('argoproj.io/v1alpha1', 'Application') },
      'workload',
    ],
    [
      'beside a Flux Kustomization',
      {
        'web.yaml': service('shop'),
        'w.yaml': worker,
        'x.yaml': object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', '{ path: ./nowhere }'),
      },
      'workload',
    ],
    [
      'beside a Knative Service',
      { 'web.yaml': service('shop'), 'w.yaml': worker, 'x.yaml': object('serving.knative.dev/v1', 'Service') },
      'workload',
    ],
    [
      'beside a kustomization under another name',
      {
        'web.yaml': service('shop'),
        'w.yaml': worker,
        'x.yaml': object('kustomize.config.k8s.io/v1', 'Kustomization'),
      },
      'unmatched',
    ],
    [
      'beside pods without names, as in another folder',
      {
        'a/web.yaml': service('shop'),
        'a/w.yaml': worker,
        'a/x.yaml': nameless,
        'b/d.yaml': nameless,
        'b/w.yaml': deployment('web', 'shop'),
      },
      'matched',
    ],
    [
      'beside what never brings pods',
      { 'web.yaml': service('shop'), 'w.yaml': worker, 'x.yaml': object('v1', 'ConfigMap') },
      'unmatched',
    ],
    [
      'where only another folder holds a custom resource',
      { 'a/web.yaml': service('shop'), 'a/w.yaml': worker, 'b/x.yaml': object('example.shop/v1', 'Cache') },
      'unmatched',
    ],
    [
      'where a chart is not rendered',
      {
        'web.yaml': service('shop'),
        'w.yaml': worker,
        'chart/Chart.yaml': '',
        'chart/templates/d.yaml': deployment('web'),
      },
      'render',
    ],
    [
      'where a workload may still be patched',
      {
        'web.yaml': service('shop'),
        'w/w.yaml': worker,
        'w/kustomization.yaml': 'resources: [w.yaml]\nnamePrefix: a-\n',
      },
      'render',
    ],
    [
      'beside a Rollout of labels that are not here',
      {
        'web.yaml': service('shop'),
        'w.yaml': object('argoproj.io/v1alpha1', 'Rollout', '{ workloadRef: { kind: Deployment, name: web } }'),
      },
      'workload',
    ],
    [
      'beside a Rollout that borrows other labels',
      {
        'web.yaml': service('shop'),
        'w.yaml': worker,
        'r.yaml': object('argoproj.io/v1alpha1', 'Rollout', '{ workloadRef: { kind: Deployment, name: worker } }'),
      },
      'unmatched',
    ],
    [
      'of an environment, beside one that has a match',
      {
        'prod/web.yaml': service('shop'),
        'prod/w.yaml': worker,
        'test/web.yaml': service('shop'),
        'test/d.yaml': deployment('web', 'shop'),
        'test/w.yaml': worker,
      },
      'unmatched',
    ],
    [
      'of an environment, beside what may be shared',
      { 'prod/web.yaml': service('shop'), 'test/web.yaml': service('shop'), 'tools/w.yaml': worker },
      'workload workload',
    ],
    [
      'of all environments, which have nearer copies of it',
      { 'web.yaml': service('shop'), 'prod/web.yaml': service('shop'), 'prod/d.yaml': deployment('web', 'shop') },
      'workload',
    ],
  ])('%s', (_, files, expected) => {
    expect(selectorOf(files)).toBe(expected);
  });
});

describe('no pods at all', () => {
  const scaledToZero = deployment('web', 'shop').replace('spec: {', 'spec: { replicas: 0,');
  const borrower = (kind: string, name: string): string =>
    object(
      'argoproj.io/v1alpha1',
      'Rollout',
      `{ replicas: 2, workloadRef: { apiVersion: apps/v1, kind: ${kind}, name: ${name} } }`,
    );

  it.each<[string, Files, string]>([
    ['replicas: 0', {}, 'no-replicas'],
    ['replicas: 0, and a Rollout that borrows the template', { 'r.yaml': borrower('Deployment', 'web') }, 'matched'],
    ['replicas: 0, and a Rollout that borrows another', { 'r.yaml': borrower('Deployment', 'api') }, 'no-replicas'],
    [
      'replicas: 0, and a Rollout that borrows from another kind',
      { 'r.yaml': borrower('ReplicaSet', 'web') },
      'no-replicas',
    ],
  ])('%s', (_, files, expected) => {
    expect(selectorOf({ 'web.yaml': service('shop'), 'd.yaml': scaledToZero, ...files })).toBe(expected);
  });
});

describe('an object that is written twice', () => {
  const repeats = (files: Files): string[] =>
    checkFiles(files)
      .findings.filter(({ ruleId }) => ruleId === 'duplicate-resource')
      .map(({ location }) => `${location.file}:${location.start.line}`);

  it.each<[string, Files, string[]]>([
    ['in one file', { 'a.yaml': `${worker}---\n${worker}` }, ['a.yaml:8']],
    [
      'in one list',
      {
        'a.yaml': `apiVersion: v1\nkind: List\nitems:\n- { apiVersion: v1, kind: Service, metadata: ${metadata('web')} }\n- { apiVersion: v1, kind: Service, metadata: ${metadata('web')} }\n`,
      },
      ['a.yaml:5'],
    ],
    ['in one folder', { 'k/a.yaml': worker, 'k/b.yaml': worker }, ['k/b.yaml:3']],
    ['three times', { 'a.yaml': worker, 'b.yaml': worker, 'c.yaml': worker }, ['b.yaml:3', 'c.yaml:3']],
    ['in one folder of an environment', { 'p/a.yaml': worker, 'p/b.yaml': worker, 's/a.yaml': worker }, ['p/b.yaml:3']],
    ['in two environments', { 'p/a.yaml': worker, 's/a.yaml': worker }, []],
    ['in a folder and the one above', { 'a.yaml': worker, 's/a.yaml': worker }, []],
    ['in two namespaces', { 'a.yaml': worker, 'b.yaml': deployment('worker', 'pay') }, []],
    ['as two kinds', { 'a.yaml': worker, 'b.yaml': worker.replace('Deployment', 'StatefulSet') }, []],
    [
      'as kinds of the same name',
      { 'a.yaml': object('v1', 'Service'), 'b.yaml': object('serving.knative.dev/v1', 'Service') },
      [],
    ],
    [
      'in two versions of its kind',
      { 'a.yaml': worker, 'b.yaml': worker.replace('apps/v1', 'extensions/v1beta1') },
      ['b.yaml:3'],
    ],
    [
      'as a patch',
      {
        'a.yaml': worker,
        'b.yaml': worker,
        'kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: b.yaml }]\n',
      },
      [],
    ],
    [
      'without a name',
      {
        'a.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { generateName: a- }\n---\napiVersion: v1\nkind: Pod\nmetadata: { generateName: a- }\n`,
      },
      [],
    ],
  ])('%s', (_, files, expected) => {
    expect(repeats(files)).toEqual(expected);
  });

  it('for two clusters is one object for each', () => {
    const files = { 'a.yaml': worker, 'b.yaml': worker };
    const clusters = [{ name: 'one', paths: ['a.yaml'] }];
    const { findings } = checkFiles(files, {}, { clusters });
    expect(findings.filter(({ ruleId }) => ruleId === 'duplicate-resource')).toEqual([]);
  });
});
