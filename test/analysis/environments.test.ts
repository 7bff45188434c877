import { describe, expect, it } from 'vitest';
import { check, type CheckResult } from '../../src/analysis/check.ts';
import { changeBetween } from '../../src/analysis/compare-trees.ts';
import type { Configuration } from '../../src/analysis/configuration-schema.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import { checkFiles, today, treeOf, type Files } from '../support/check-files.ts';

/** Regressions that a fresh reader found: what stands once and is applied many times, and what can no longer be judged. */
const service = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  selector: {app: nobody}
  ports: [{port: 80}]
`;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web}]}
`;
const base: Files = {
  'base/kustomization.yaml': 'resources: [service.yaml, deployment.yaml]\n',
  'base/service.yaml': service,
  'base/deployment.yaml': deployment,
};
const overlay = (name: string, more = ''): Files => ({
  [`clusters/${name}/kustomization.yaml`]: `namespace: ${name}\nresources: [../../base]\n${more}`,
});

function compared(before: Files, after: Files): CheckResult {
  const head = treeOf(after);
  const tree = treeOf(before, 'base');
  return check({
    settings: resolveSettings({}, {}, true, 'en'),
    head,
    base: { tree, change: changeBetween(head, tree) },
    today,
  });
}

const statuses = ({ findings }: CheckResult): string[] =>
  findings.map(({ ruleId, resource, status }) => `${ruleId} ${resource?.namespace ?? '-'} ${status}`);

describe('clusters', () => {
  const files = { ...base, ...overlay('prod'), ...overlay('other') };

  it('hold for what an overlay brings in', () => {
    const configuration: Configuration = {
      clusters: [
        { name: 'other', paths: ['clusters/other/**'], provider: 'other' },
        { name: 'prod', paths: ['clusters/prod/**'], provider: 'ack' },
      ],
    };
    const { findings, summary } = checkFiles(files, {}, configuration);
    expect(findings.map(({ ruleId, clusters, resource }) => [ruleId, clusters, resource?.namespace])).toEqual([
      ['connection-drain-not-enabled', ['prod'], 'prod'],
      ['explicit-address-type', ['prod'], 'prod'],
      ['selector-matches-no-workload', ['prod'], 'prod'],
    ]);
    expect(summary.foreignLoadBalancers).toBe(1);
  });

  it('add up where one place goes to several', () => {
    const clusters = ['prod', 'other'].map((name) => ({ name, paths: [`clusters/${name}/**`] }));
    const { findings } = checkFiles(files, {}, { clusters });
    const [drain] = findings.filter(({ ruleId }) => ruleId === 'connection-drain-not-enabled');
    expect(drain?.clusters).toEqual(['other', 'prod']);
  });

  it('leave nothing without a required fact', () => {
    const clusters = [{ name: 'prod', paths: ['nowhere/**'], ccmVersion: 'v2.14.0' }];
    expect(() => checkFiles(base, {}, { clusters, requireFacts: ['ccmVersion'] })).toThrow(
      'requireFacts: cluster lacks ccmVersion, and no entry of clusters matches base/service.yaml.',
    );
    expect(() =>
      checkFiles(files, {}, { cluster: { ccmVersion: 'v2.14.0' }, clusters, requireFacts: ['ccmVersion'] }),
    ).not.toThrow();
  });
});

describe('an overlay beside', () => {
  const one = { ...base, ...overlay('dev'), ...overlay('prod') };

  it.each([
    ['that is added', one, { ...one, ...overlay('aaa') }],
    ['that is taken away', { ...one, ...overlay('aaa') }, one],
  ])('%s makes nothing new and nothing fixed of what says the same everywhere', (_, before, after) => {
    const drain = statuses(compared(before, after)).filter((line) => line.startsWith('connection-drain'));
    expect(drain).toHaveLength(1);
    expect(drain[0]).toMatch(/unchanged$/);
  });

  it('that patches leaves open what it may change, and calls nothing fixed', () => {
    const result = compared(one, { ...one, ...overlay('test', 'namePrefix: t-\n') });
    expect(statuses(result)).toEqual([]);
    expect(result.notEvaluated.map(({ ruleId }) => ruleId)).toContain('connection-drain-not-enabled');
  });
});

describe('what can no longer be judged is not fixed', () => {
  const plain = { 'templates/service.yaml': service, 'templates/deployment.yaml': deployment };

  it('behind a chart', () => {
    const { findings, problems } = compared(plain, { ...plain, 'Chart.yaml': 'name: web\n' });
    expect(findings).toEqual([]);
    expect(problems.map(({ kind }) => kind)).toEqual(['unrendered-template', 'unrendered-template']);
  });

  it.each(['utf16le', 'UTF-32'])('behind %s without a mark', (encoding) => {
    const bytes =
      encoding === 'utf16le'
        ? Buffer.from(service, 'utf16le')
        : Buffer.from(Uint32Array.from(service, (character) => character.codePointAt(0) ?? 0).buffer);
    const result = compared(plain, { ...plain, 'templates/service.yaml': bytes });
    expect(statuses(result)).toEqual(['unreadable-manifest - new']);
  });

  it('is fixed where it is mended', () => {
    const mended = { ...plain, 'templates/service.yaml': service.replace('nobody', 'web') };
    expect(statuses(compared(plain, mended))).toContain('selector-matches-no-workload - fixed');
  });
});

describe('kustomizations that kustomize refuses or that lead nowhere', () => {
  const kinds = (files: Files): string[] => checkFiles(files).problems.map(({ kind }) => kind);
  const drainOf = (files: Files): unknown[] =>
    checkFiles(files).findings.filter(({ ruleId }) => ruleId === 'connection-drain-not-enabled');

  it.each(['patches: 5\n', 'components: {a: b}\n', 'namespace: 5\n', 'labels: yes\n'])(
    '%j is told and weakens nothing',
    (field) => {
      const files = { 'kustomization.yaml': `resources: [service.yaml]\n${field}`, 'service.yaml': service };
      expect(kinds(files)).toEqual(['invalid-kustomization']);
      expect(drainOf(files)).toHaveLength(1);
    },
  );

  it('a patch of what stands nowhere is told', () => {
    const files = { 'kustomization.yaml': 'patches: [{path: service.yaml}]\n', 'service.yaml': service };
    expect(kinds(files)).toEqual(['patch-without-target']);
  });

  it.each([
    ['its object is here', 'resources: [web.yaml]\npatches: [{path: patch.yaml}]\n'],
    ['it names a target', 'patches: [{path: patch.yaml, target: {kind: Service}}]\n'],
  ])('a patch is no problem where %s', (_, kustomization) => {
    const files = {
      'kustomization.yaml': kustomization,
      'web.yaml': service,
      'patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n',
    };
    expect(kinds(files)).toEqual([]);
  });
});

it('says when the configuration leaves nothing to report on', () => {
  const { problems } = checkFiles(base, {}, { paths: { exclude: ['**'] } });
  expect(problems.map(({ kind }) => kind)).toEqual(['paths-exclude-all']);
});

describe('placeholders', () => {
  const open = service.replace(
    'name: web\n',
    'name: web\n  annotations:\n    service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type: ${REACH}\n',
  );
  const own = <T extends { ruleId: string }>(all: readonly T[]): readonly T[] =>
    all.filter(({ ruleId }) => ruleId === 'placeholder-value');

  it('are a fault only if nothing fills them in', () => {
    const { findings } = checkFiles({ 'apps/web.yaml': open });
    expect(own(findings)).toMatchObject([
      { severity: 'warning', certainty: 'conditional', assumes: ['substitution=none'] },
    ]);
  });

  it('stay open where something may fill them in', () => {
    const files = {
      'apps/kustomization.yaml': 'resources: [web.yaml]\npatches: [{path: reach.yaml}]\n',
      'apps/web.yaml': open,
      'apps/reach.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web, annotations: {a: b}}\n',
    };
    const { findings, notEvaluated } = checkFiles(files);
    expect(own(findings)).toEqual([]);
    expect(own(notEvaluated)).toMatchObject([{ missing: ['render'] }]);
  });
});
