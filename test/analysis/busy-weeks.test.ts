import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/analysis/configuration-schema.ts';
import { serviceText } from '../support/change-story.ts';
import type { Files } from '../support/check-files.ts';
import { audit, change, leave } from '../support/last-audit.ts';
import { cleanDeployment, cleanService } from '../support/manifests.ts';

const text = (bandwidth: string): string => serviceText({ name: 'web', annotations: { bandwidth } });
const count = audit({ files: { 'web.yaml': text('5M') } }).findings.length;
const of = (namespace: string, manifest: string): string =>
  manifest.replace('namespace: shop', `namespace: ${namespace}`);
const broken = (manifest: string): string => `${manifest}  broken: "\n`;
const chart = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

const clean = of('staging', cleanService);
const prod = { 'prod/web.yaml': of('prod', text('5M')) };
const brokenProd = { 'prod/web.yaml': broken(of('prod', text('5M'))) };
const staging = { 'staging/web.yaml': clean };
const cleanCount = audit({ files: staging }).findings.length;

/** A Service with one fault, its pods, and what a kustomization says of them. */
const faulty = cleanService.replace(
  '  annotations:\n',
  '  annotations:\n    service.beta.kubernetes.io/alibaba-cloud-loadbalancer-bandwidth: "5M"\n',
);
const said = (service: string, more: string, others: Files = {}): Files => ({
  'k8s/service.yaml': service,
  'k8s/deployment.yaml': cleanDeployment,
  'k8s/kustomization.yaml': `resources: [service.yaml, deployment.yaml]\n${more}`,
  ...others,
});
const memory = (size: string, name = 'web'): string =>
  `patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata:\n      name: ${name}\n    spec:\n      memory: ${size}\n`;
const ofApi = (bandwidth: string): string =>
  `patches:\n- target: { kind: Service, name: api }\n  patch: |-\n    - op: add\n      path: /metadata/annotations/service.beta.kubernetes.io~1alibaba-cloud-loadbalancer-bandwidth\n      value: "${bandwidth}"\n`;

const configuration: Configuration = {
  clusters: [
    { name: 'prod', paths: ['clusters/prod/**'] },
    { name: 'staging', paths: ['clusters/staging/**'] },
  ],
};

describe('after a busy week', () => {
  it.each<[what: string, audits: readonly Files[]]>([
    ['cannot be read', [prod, { ...brokenProd, ...staging }]],
    [
      'is a template',
      [prod, { 'prod/Chart.yaml': chart, 'prod/templates/web.yaml': text('{{ .Values.bandwidth }}'), ...staging }],
    ],
    ['could not be read the week before', [prod, brokenProd, { ...brokenProd, ...staging }]],
  ])('what %s is not fixed because another environment came with a namesake', (_, audits) => {
    expect(change(...audits.map((files) => ({ files })))).toMatchObject({ fixed: 0, unseen: count });
  });

  it('what cannot be read in one cluster is not fixed because its namesake in another one was moved', () => {
    const before = { 'clusters/prod/web.yaml': text('5M'), 'clusters/staging/web.yaml': cleanService };
    const after = { 'clusters/prod/web.yaml': broken(text('5M')), 'clusters/staging/apps/web.yaml': cleanService };
    expect(change({ files: before, configuration }, { files: after, configuration })).toMatchObject({
      same: cleanCount,
      fixed: 0,
      unseen: count,
    });
  });

  it.each<[beside: string, before: string, after: string, others?: [Files, Files]]>([
    ['a patch of its pods is another one', memory('1Gi'), memory('2Gi')],
    ['a patch of other pods comes', '', memory('1Gi', 'api')],
    ['a patch of another Service is another one', ofApi('5M'), ofApi('6M')],
    ['its pods are more', 'replicas: [{ name: web, count: 2 }]\n', 'replicas: [{ name: web, count: 4 }]\n'],
    [
      'a chart has another version',
      'helmCharts: [{ name: redis, version: 1.0.0 }]\n',
      'helmCharts: [{ name: redis, version: 1.1.0 }]\n',
    ],
    ['images have other tags', 'images: [{ name: web, newTag: a }]\n', 'images: [{ name: web, newTag: b }]\n'],
    [
      'a component comes that brings objects alone',
      '',
      'components: [monitoring]\n',
      [
        {},
        {
          'k8s/monitoring/kustomization.yaml':
            'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [monitor.yaml]\n',
          'k8s/monitoring/monitor.yaml':
            'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: web\n',
        },
      ],
    ],
  ])('what is mended is fixed although %s', (_, before, after, [old, now] = [{}, {}]) => {
    const was = audit({ files: said(faulty, before, old) }).findings.filter(({ ruleId }) => ruleId.endsWith('integer'));
    expect(was).toHaveLength(1);
    const became = change({ files: said(faulty, before, old) }, { files: said(cleanService, after, now) });
    expect(became).toMatchObject({ fixed: 1, unseen: 0 });
  });

  it('what went into a patch is not fixed, whatever the patch names before its object', () => {
    const patch = text('5M').replace('metadata:\n', 'metadata:\n  labels:\n    name: other\n');
    const patches = `patches:\n- patch: |-\n    ${patch.trimEnd().replaceAll('\n', '\n    ')}\n`;
    const became = change({ files: said(faulty, '') }, { files: said(cleanService, patches) });
    expect(became).toMatchObject({ fixed: 0, unseen: 1 });
  });

  it('what is mended is fixed although its pods became a template', () => {
    const before = { 'k8s/service.yaml': faulty, 'k8s/deployment.yaml': cleanDeployment };
    const after = {
      'k8s/service.yaml': cleanService,
      'k8s/Chart.yaml': chart,
      'k8s/templates/pods.yaml': cleanDeployment,
    };
    expect(change({ files: before }, { files: after })).toMatchObject({ fixed: 1, unseen: 0 });
  });

  it('a file that cannot be read is not taken for another one that could not', () => {
    const [one, two] = [broken(text('5')), broken(of('pay', text('5')))];
    expect(change({ files: { 'b/web.yaml': one } }, { files: { 'a/pay.yaml': two, 'b/web.yaml': one } })).toMatchObject(
      {
        same: 1,
        new: 1,
      },
    );
    expect(change({ files: { 'b/web.yaml': one } }, { files: { 'a/pay.yaml': two } })).toMatchObject({
      same: 0,
      new: 1,
    });
  });

  it('a namesake beside it in its folder does not stand for what cannot be read', () => {
    const dev = { 'k8s/web-dev.yaml': text('5M') };
    const both = { ...dev, 'k8s/web-prod.yaml': text('5M') };
    const unread = { ...both, 'k8s/web-dev.yaml': broken(text('5M')) };
    const rule = { requested: { rule: ['annotation-not-integer'] } };
    expect(change({ files: both, ...rule }, { files: unread, ...rule })).toMatchObject({
      same: 1,
      fixed: 0,
      unseen: 1,
    });
    expect(change({ files: both, ...rule }, { files: unread, ...rule }, { files: both, ...rule })).toMatchObject({
      same: 2,
      new: 0,
    });
  });

  it('what is filled in, and its namespace or name with it, stays out of sight', () => {
    const filledIn = text('${BANDWIDTH}');
    for (const [word, open] of [
      ['namespace: shop', 'namespace: "${SPACE}"'],
      ['name: web', 'name: "${APP}"'],
    ] as const) {
      const files = { 'k8s/web.yaml': filledIn.replace(word, open) };
      const rule = { requested: { rule: ['annotation-not-integer'] } };
      const weeks = [
        { files: { 'k8s/web.yaml': text('5M') }, ...rule },
        { files, ...rule },
        { files, ...rule },
      ];
      expect(change(...weeks)).toMatchObject({ fixed: 0, unseen: 1 });
      expect(change(...weeks, { files: { 'k8s/web.yaml': text('5M') }, ...rule })).toMatchObject({ same: 1, new: 0 });
    }
  });

  it('what is mended while its folder is renamed is fixed, and its namesake is not', () => {
    const before = { 'k8s/a/web.yaml': text('5M'), 'k8s/b/web.yaml': text('5M') };
    const rule = { requested: { rule: ['annotation-not-integer'] } };
    for (const mended of ['a', 'b']) {
      const after = Object.fromEntries(
        ['a', 'b'].map((at) => [`apps/${at}/web.yaml`, text(at === mended ? '5' : '5M')]),
      );
      const result = audit({ files: after, ...rule }, leave(audit({ files: before, ...rule })));
      expect(result.since?.fixed.map(({ file }) => file)).toEqual([`k8s/${mended}/web.yaml`]);
      expect(result.findings.map(({ status }) => status)).toEqual(['unchanged']);
    }
  });

  it('what is deleted is fixed although a namesake elsewhere is decided by a patch', () => {
    const elsewhere = {
      'kustomize/web.yaml': cleanService.replace('  namespace: shop\n', ''),
      'kustomize/kustomization.yaml': 'resources: [web.yaml]\npatches: [{ path: p.yaml }]\n',
      'kustomize/p.yaml': text('5'),
    };
    const rule = { requested: { rule: ['connection-drain-not-enabled'] } };
    const before = { ...elsewhere, 'release/web.yaml': text('5') };
    expect(change({ files: before, ...rule }, { files: elsewhere, ...rule })).toMatchObject({ fixed: 1, unseen: 0 });
  });

  it('an environment that comes is not taken for one that goes', () => {
    const at = (name: string): Files => ({
      [`envs/${name}/web.yaml`]: text('5M').replace('  namespace: shop\n', ''),
      [`envs/${name}/kustomization.yaml`]: `namespace: ${name}\nresources: [web.yaml]\n`,
    });
    expect(change({ files: at('stg') }, { files: at('uat') })).toMatchObject({ same: 0, new: count, fixed: count });
  });
});
