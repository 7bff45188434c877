import { describe, expect, it } from 'vitest';
import type { ExplainedId } from '../../src/analysis/explain/explanation.ts';
import { manifestsOf } from '../../src/analysis/explain/in-repository.ts';
import type { ServiceName, Situation } from '../../src/analysis/explain/observation.ts';
import type { Configuration } from '../../src/analysis/configuration-schema.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import { serviceText } from '../support/change-story.ts';
import { today, treeOf, type Files } from '../support/check-files.ts';
import { cleanDeployment } from '../support/manifests.ts';

const web: ServiceName = { namespace: 'shop', name: 'web' };

/** What each manifest of a Service answers. */
function answers(
  files: Files,
  id: ExplainedId,
  service = web,
  configuration: Configuration = {},
): string[] | undefined {
  const settings = resolveSettings({}, configuration, false, 'en');
  const found = manifestsOf(treeOf(files), settings, today).answersOf(id, service);
  return found?.map(
    ({ location: { file, document, path }, verdict, ruleId }) => `${file}#${document} ${path}: ${verdict} ${ruleId}`,
  );
}

const key = 'metadata.annotations["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-bandwidth"]';
const mended = serviceText({ name: 'web', annotations: { bandwidth: '5' } });
const broken = serviceText({ name: 'web', annotations: { bandwidth: '5M' } });
const inNamespace = (text: string, namespace: string): string =>
  text.replace('namespace: shop', `namespace: ${namespace}`);

describe('what a rule finds', () => {
  it('in a Service of another namespace in the same file is no answer for this one', () => {
    const files = { 'all.yaml': [inNamespace(broken, 'stage'), mended].join('---\n') };

    expect(answers(files, 'E28')).toEqual(['all.yaml#1 metadata.name: no-longer null']);
    expect(answers(files, 'E28', { namespace: 'stage', name: 'web' })).toEqual([
      `all.yaml#0 ${key}: causes annotation-not-integer`,
    ]);
  });

  it('in a Deployment of the same name is no answer for the Service', () => {
    const misled = cleanDeployment.replace('  name: web\n', `  name: web\n  annotations:\n    example.com/owner: 5\n`);
    const files = { 'all.yaml': [misled, mended].join('---\n') };

    expect(answers(files, 'S06')).toEqual(['all.yaml#1 metadata.name: not-seen null']);
    expect(answers({ 'all.yaml': mended.replace('"5"', '5') }, 'S06')).toEqual([
      `all.yaml#0 ${key}: causes annotation-not-string`,
    ]);
  });

  it('in the copy of a Service is the answer of the copy', () => {
    expect(answers({ 'all.yaml': [mended, broken].join('---\n') }, 'E28')).toEqual([
      'all.yaml#0 metadata.name: no-longer null',
      `all.yaml#1 ${key}: causes annotation-not-integer`,
    ]);
  });

  it('holds for every namespace that a file goes to', () => {
    const overlay = (namespace: string): string => `namespace: ${namespace}\nresources: [../base]\n`;
    const files = {
      'base/web.yaml': broken.replace('  namespace: shop\n', ''),
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'shop/kustomization.yaml': overlay('shop'),
      'stage/kustomization.yaml': overlay('stage'),
    };
    const causes = [`base/web.yaml#0 ${key}: causes annotation-not-integer`];

    expect(answers(files, 'E28')).toEqual(causes);
    expect(answers(files, 'E28', { namespace: 'stage', name: 'web' })).toEqual(causes);
  });
});

describe('the situation of a Service, by its manifest', () => {
  const situation = (files: Files, configuration: Configuration = {}): Situation | undefined =>
    manifestsOf(treeOf(files), resolveSettings({}, configuration, false, 'en'), today).situationOf(web);
  const of = (annotations: Readonly<Record<string, string>>, spec?: string): Files => ({
    'web.yaml': serviceText({ name: 'web', annotations, ...(spec === undefined ? {} : { spec }) }),
  });
  const backendType = 'service.beta.kubernetes.io/backend-type';
  const plain = { isReused: false, isOverridden: false, isNlb: false, hasPodMembers: undefined, isLocal: false };

  it.each<[title: string, files: Files, expected: Situation]>([
    ['that says nothing', of({}), plain],
    [
      'that says everything',
      of(
        { id: 'lb-bp1h2k3j4l5m6n7o8p9q', 'force-override-listeners': 'true', [backendType]: 'eni' },
        '  externalTrafficPolicy: Local\n  loadBalancerClass: alibabacloud.com/nlb',
      ),
      { isReused: true, isOverridden: true, isNlb: true, hasPodMembers: true, isLocal: true },
    ],
    [
      'with other words',
      of({ id: '', 'force-override-listeners': 'on', [backendType]: 'node' }),
      { ...plain, hasPodMembers: false },
    ],
    [
      'with placeholders',
      of(
        { id: '${LB_ID}', 'force-override-listeners': '${OVERRIDE}', [backendType]: '${BACKEND_TYPE}' },
        '  externalTrafficPolicy: "${POLICY}"\n  loadBalancerClass: "${CLASS}"',
      ),
      {},
    ],
    [
      'with expressions of a template',
      {
        'web.yaml': serviceText({
          name: 'web',
          annotations: { id: 'x' },
          spec: '  externalTrafficPolicy: {{ .Values.policy }}\n  loadBalancerClass: {{ .Values.class }}',
        }).replace('"x"', '{{ .Values.id }}'),
      },
      { isOverridden: false },
    ],
    [
      'of a class that nobody here serves',
      of({}, '  loadBalancerClass: example.com/other'),
      { ...plain, isNlb: undefined },
    ],
    [
      'that a kustomization may change',
      {
        ...of({ 'force-override-listeners': 'true' }),
        'kustomization.yaml': 'resources: [web.yaml]\npatches: [{path: patch.yaml}]\n',
        'patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n',
      },
      { isOverridden: true },
    ],
  ])('%s', (_, files, expected) => {
    expect(situation(files)).toEqual(expected);
  });

  it.each([
    ['eni', {}, true],
    ['node', {}, false],
    ['eni', { [backendType]: 'node' }, false],
    ['eni', { [backendType]: '' }, true],
    ['node', { [backendType]: '${BACKEND_TYPE}' }, undefined],
  ] as const)('has what the cluster makes members: %s, %j', (backendMode, annotations, hasPodMembers) => {
    expect(situation(of(annotations), { cluster: { backendMode } })).toEqual({ ...plain, hasPodMembers });
  });
});
