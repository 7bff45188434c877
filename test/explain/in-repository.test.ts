import { describe, expect, it } from 'vitest';
import type { ExplainedId } from '../../src/analysis/explain/explanation.ts';
import { manifestsOf } from '../../src/analysis/explain/in-repository.ts';
import type { ServiceName } from '../../src/analysis/explain/observation.ts';
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
