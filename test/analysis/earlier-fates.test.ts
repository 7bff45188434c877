import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/analysis/configuration-schema.ts';
import { serviceText } from '../support/change-story.ts';
import type { Files } from '../support/check-files.ts';
import { audit, change, type Audit } from '../support/last-audit.ts';
import { cleanDeployment, cleanService, shortGrace } from '../support/manifests.ts';

const text = (bandwidth: string, name = 'web'): string => serviceText({ name, annotations: { bandwidth } });
const web: Files = { 'k8s/web.yaml': text('5M') };
const count = audit({ files: web }).findings.length;
const right = serviceText({ name: 'web', annotations: { scheduler: 'rr' } });
const chart = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

const service = { 'k8s/service.yaml': cleanService };
const pods = { 'k8s/deployment.yaml': shortGrace };
const image = (manifest: string, tag: string): string => manifest.replace('registry.example.com/shop/web:1.0.0', tag);
const bumped = { 'k8s/deployment.yaml': image(shortGrace, 'registry.example.com/shop/web:1.0.1') };
/** A template of another application. */
const unrelated = { 'z/Chart.yaml': chart, 'z/templates/config.yaml': 'kind: ConfigMap\ndata: { a: "{{ .b }}" }\n' };
const asTemplate = {
  'k8s/Chart.yaml': chart,
  'k8s/templates/service.yaml': cleanService.replace('"30"', '"{{ .Values.timeout }}"'),
};

const noPort = { 'k8s/service.yaml': cleanService.replace('targetPort: 8080', 'targetPort: nope') };
const withPort = cleanDeployment
  .replace('- name: http\n              containerPort', '- name: nope\n              containerPort')
  .replace('port: http', 'port: nope');

const configuration: Configuration = {
  clusters: [
    { name: 'dev', paths: ['clusters/dev/**'] },
    { name: 'prod', paths: ['clusters/prod/**'] },
  ],
};
const takesBase = 'resources: [../../base/web.yaml]\n';
const overlay = (name: string): Files => ({ [`clusters/${name}/kustomization.yaml`]: takesBase });
const base = { 'base/web.yaml': text('5M') };
const copies = { 'clusters/dev/web.yaml': text('5M'), 'clusters/prod/web.yaml': text('5M') };

const patch = (bandwidth?: string): string =>
  bandwidth === undefined ? serviceText({ name: 'web', annotations: { spec: 'slb.s1.small' } }) : text(bandwidth);
const patched = (manifest: string, bandwidth?: string): Files => ({
  'base/web.yaml': manifest,
  'prod/kustomization.yaml': 'resources: [../base/web.yaml]\npatches: [{ path: patch.yaml }]\n',
  'prod/patch.yaml': patch(bandwidth),
});
const inPay = (manifest: string): string => manifest.replace('namespace: shop', 'namespace: pay');
const unreadable = `${text('5', 'api')}  broken: "\n`;
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n';
const listOf = (...manifests: readonly string[]): string =>
  `apiVersion: v1\nkind: List\nitems:\n${manifests.map((each) => `- ${each.trimEnd().replaceAll('\n', '\n  ')}\n`).join('')}`;
const autoscaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
  namespace: shop
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: "\${LEAST}"
  maxReplicas: 5
`;

const gone = { same: 0, new: 0, dropped: 0 };

describe('what became of a finding', () => {
  it.each<[what: string, service: Files]>([
    ['became a template', { 'k8s/Chart.yaml': chart, 'k8s/templates/service.yaml': cleanService }],
    ['cannot be read', { 'k8s/service.yaml': `${cleanService}  broken: "\n` }],
    ['selects what is filled in', { 'k8s/service.yaml': cleanService.replace('    app: web', '    app: ${APP}') }],
    [
      'is of a type that is filled in',
      { 'k8s/service.yaml': cleanService.replace('type: LoadBalancer', 'type: ${TYPE}') },
    ],
  ])('findings at pods are not fixed because their Service %s', (_, service) => {
    const before: Audit = { files: { ...pods, 'k8s/service.yaml': cleanService } };
    expect(audit(before).findings.some(({ resource }) => resource?.kind === 'Deployment')).toBe(true);
    for (const now of [pods, bumped])
      expect(change(before, { files: { ...now, ...service } })).toMatchObject({ fixed: 0, unseen: 1 });
  });

  it.each<[situation: string, audits: readonly Files[], became: Record<string, number>]>([
    [
      'stays open while the Service before the pods is a template and the image changes',
      [
        { ...pods, ...service },
        { ...pods, ...asTemplate },
        { ...bumped, ...asTemplate },
      ],
      { ...gone, fixed: 0, unseen: 1 },
    ],
    [
      'stands again when a Service that could not be read is mended',
      [
        { ...pods, ...service },
        { ...pods, 'k8s/service.yaml': `${cleanService}  broken: "\n` },
        { ...bumped, ...service },
      ],
      { ...gone, same: 1, fixed: 1, unseen: 0 },
    ],
    [
      'stays open when the pods of a Service become a template',
      [
        { ...noPort, 'k8s/deployment.yaml': cleanDeployment },
        {
          ...noPort,
          'k8s/Chart.yaml': chart,
          'k8s/templates/deployment.yaml': image(cleanDeployment, '{{ .Values.image }}'),
        },
      ],
      { ...gone, fixed: 0, unseen: 1 },
    ],
    [
      'is fixed when the Service before the pods is changed, whatever template came',
      [
        { ...pods, ...service },
        { ...pods, 'k8s/service.yaml': cleanService.replace('LoadBalancer', 'ClusterIP'), ...unrelated },
      ],
      { ...gone, new: 1, fixed: 1, unseen: 0 },
    ],
    [
      'is fixed when the pods behind a Service are changed, whatever template came',
      [
        { ...noPort, 'k8s/deployment.yaml': cleanDeployment },
        { ...noPort, 'k8s/deployment.yaml': withPort, ...unrelated },
      ],
      { ...gone, fixed: 1, unseen: 0 },
    ],
    [
      'is fixed when it is mended and the image is filled in at once',
      [
        { ...pods, ...service },
        { ...service, 'k8s/deployment.yaml': image(cleanDeployment, '${IMAGE}') },
      ],
      { ...gone, fixed: 1, unseen: 0 },
    ],
    [
      'is new when it was mended before, and the image filled in',
      [
        { ...pods, ...service },
        { ...service, 'k8s/deployment.yaml': image(cleanDeployment, '${IMAGE}') },
        { ...service, 'k8s/deployment.yaml': image(shortGrace, '${IMAGE}') },
      ],
      { ...gone, new: 1, fixed: 0, unseen: 0 },
    ],
    ['is fixed when its file is gone, whatever template came', [web, unrelated], { ...gone, fixed: count, unseen: 0 }],
    [
      'is new where the object comes again elsewhere',
      [web, unrelated, { ...unrelated, 'prod/web.yaml': text('5M') }],
      { ...gone, new: count, fixed: 0, unseen: 0 },
    ],
    [
      'stays open when the value is filled in now, beside one that always was',
      [
        { 'k8s/web.yaml': text('5M').replace('name: web\n', 'name: web\n  labels: { version: "${VERSION}" }\n') },
        {
          'k8s/web.yaml': text('${BANDWIDTH}').replace(
            'name: web\n',
            'name: web\n  labels: { version: "${VERSION}" }\n',
          ),
        },
      ],
      { same: count - 1, new: 1, dropped: 0, fixed: 0, unseen: 1 },
    ],
    [
      'stays open when its object went into a template that was there before',
      [
        { ...web, 'c/Chart.yaml': chart, 'c/templates/web.yaml': 'kind: ConfigMap\n' },
        { 'c/Chart.yaml': chart, 'c/templates/web.yaml': text('{{ .Values.bandwidth }}') },
      ],
      { ...gone, fixed: 0, unseen: count },
    ],
    [
      'stays open when its file became one of templates',
      [web, { 'k8s/web.yaml.tpl': text('${BANDWIDTH}') }],
      { ...gone, fixed: 0, unseen: count },
    ],
    [
      'stays open when a kustomization fetches from elsewhere now',
      [
        { ...web, 'k8s/kustomization.yaml': 'resources: [web.yaml]\n' },
        { 'k8s/kustomization.yaml': 'resources: ["https://github.example/acme/base//web?ref=v1"]\n' },
      ],
      { ...gone, fixed: 0, unseen: count },
    ],
    [
      'is the same when a kustomization gives the namespace',
      [
        { ...web, 'k8s/kustomization.yaml': 'resources: [web.yaml]\n' },
        { ...web, 'k8s/kustomization.yaml': 'namespace: pay\nresources: [web.yaml]\n' },
      ],
      { ...gone, same: count, fixed: 0, unseen: 0 },
    ],
    [
      'is the same when a file that cannot be read is moved',
      [{ 'k8s/web.yaml': `${text('5')}  broken: "\n` }, { 'apps/web.yaml': `${text('5')}  broken: "\n` }],
      { ...gone, same: 1, fixed: 0, unseen: 0 },
    ],
    [
      'stays open when the annotation went into a patch',
      [{ ...base, 'prod/kustomization.yaml': 'resources: [../base/web.yaml]\n' }, patched(right, '5M')],
      { ...gone, fixed: 0, unseen: count },
    ],
    [
      'stays open when the annotation went into a patch that was there before',
      [patched(text('5M')), patched(right, '5M')],
      { ...gone, fixed: 0, unseen: 1 },
    ],
    [
      'is fixed beside a patch that says what it said',
      [patched(text('5M')), patched(right)],
      { ...gone, fixed: 1, unseen: 0 },
    ],
    [
      'stays open when a template that had a Service has another one',
      [
        { ...web, 'c/Chart.yaml': chart, 'c/templates/web.yaml': text('5', '{{ .Release.Name }}') },
        {
          'c/Chart.yaml': chart,
          'c/templates/web.yaml': `${text('5', '{{ .Release.Name }}')}---\n${text('{{ .Values.bandwidth }}')}`,
        },
      ],
      { ...gone, fixed: 0, unseen: count },
    ],
    [
      'stays open when a chart of others takes the place of its file',
      [
        { ...web, 'k8s/kustomization.yaml': 'resources: [web.yaml]\n' },
        { 'k8s/kustomization.yaml': 'helmCharts: [{ name: web, repo: "https://charts.example" }]\n' },
      ],
      { ...gone, fixed: 0, unseen: count },
    ],
    [
      'stays open when an autoscaler comes whose least is filled in',
      [
        { ...service, 'k8s/deployment.yaml': cleanDeployment.replace('replicas: 2', 'replicas: 1') },
        {
          ...service,
          'k8s/deployment.yaml': cleanDeployment.replace('replicas: 2', 'replicas: 1'),
          'k8s/autoscaler.yaml': autoscaler,
        },
      ],
      { ...gone, fixed: 0, unseen: 1 },
    ],
    [
      'is fixed beside a document that could never be read',
      [{ 'k8s/web.yaml': `${text('5M')}---\n${unreadable}` }, { 'k8s/web.yaml': `${right}---\n${unreadable}` }],
      { ...gone, same: count, fixed: 1, unseen: 0 },
    ],
    [
      'is the same when it is moved and a kustomization gives the namespace',
      [
        { 'k8s/web.yaml': text('5M').replace('  namespace: shop\n', '') },
        {
          'apps/web/web.yaml': text('5M').replace('  namespace: shop\n', ''),
          'apps/web/kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\n',
        },
      ],
      { ...gone, same: count, fixed: 0, unseen: 0 },
    ],
    [
      'is the same when it is moved and its name is filled in',
      [web, { 'base/web.yaml': text('5M').replace('name: web', 'name: "${APP}"') }],
      { ...gone, same: count, fixed: 0, unseen: 0 },
    ],
    [
      'is the same when another object comes before it in a list',
      [
        { ...service, 'k8s/list.yaml': listOf(shortGrace) },
        { ...service, 'k8s/list.yaml': listOf(configMap, shortGrace) },
      ],
      { ...gone, same: 1, fixed: 0, unseen: 0 },
    ],
    [
      'is new at a namesake that always stood in the file',
      [{ 'k8s/web.yaml': `${text('5M')}---\n${inPay(right)}` }, { 'k8s/web.yaml': inPay(text('5M')) }],
      { same: count - 1, new: 1, dropped: 0, fixed: count, unseen: 0 },
    ],
    [
      'is the same when copies become one base',
      [copies, { ...base, ...overlay('dev'), ...overlay('prod') }],
      { ...gone, same: count, fixed: 0, unseen: 0 },
    ],
  ])('%s', (_, audits, became) => {
    expect(change(...audits.map((files): Audit => ({ files })))).toEqual(became);
  });

  it.each<[situation: string, before: Files, after: Files, became: Record<string, number>]>([
    [
      'copies become one base',
      copies,
      { ...base, ...overlay('dev'), ...overlay('prod') },
      { ...gone, same: count, fixed: 0, unseen: 0 },
    ],
    [
      'one base becomes copies',
      { ...base, ...overlay('dev'), ...overlay('prod') },
      copies,
      { ...gone, same: 2 * count, fixed: 0, unseen: 0 },
    ],
    // As in a change: the place to mend is the one that was known.
    [
      'another cluster takes the base too',
      { ...base, ...overlay('dev') },
      { ...base, ...overlay('dev'), ...overlay('prod') },
      { ...gone, same: count, fixed: 0, unseen: 0 },
    ],
    [
      'another cluster takes the base instead',
      { ...base, ...overlay('dev') },
      { ...base, ...overlay('prod') },
      { ...gone, new: count, fixed: count, unseen: 0 },
    ],
    [
      'it is mended in the base',
      { ...base, ...overlay('dev'), ...overlay('prod') },
      { 'base/web.yaml': right, ...overlay('dev'), ...overlay('prod') },
      { ...gone, same: count - 1, fixed: 1, unseen: 0 },
    ],
  ])('in clusters: %s', (_, before, after, became) => {
    expect(change({ files: before, configuration }, { files: after, configuration })).toEqual(became);
  });

  it('what is gone for good is fixed, whatever is known of the cluster now', () => {
    const told: Audit = { files: web, configuration: { cluster: { ccmVersion: 'v2.9.1' } } };
    expect(change(told, { files: {} })).toEqual({ ...gone, fixed: count, unseen: 0 });
  });
});
