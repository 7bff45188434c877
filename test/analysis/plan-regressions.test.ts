import { describe, expect, it } from 'vitest';
import type { PlanEntry } from '../../src/analysis/plan-entry.ts';
import { serviceText, type ServiceText } from '../support/change-story.ts';
import { checkChange, type Files } from '../support/check-files.ts';

/** What edits of real manifests brought to light (`test/corpus/history.test.ts`). */
function planOf(base: Files, head: Files, set: readonly string[] = []): readonly PlanEntry[] {
  return checkChange(base, head, { set: [...set] }).plan ?? [];
}

const web = (more: Partial<ServiceText> = {}): string => serviceText({ name: 'web', ...more });
const nlb = '  loadBalancerClass: alibabacloud.com/nlb';

it('a Service of another cloud stays that, though one of its name elsewhere is for ACK', () => {
  const aws = (policy: string): string =>
    web({
      annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' },
      spec: `  externalTrafficPolicy: ${policy}`,
    });
  const ack = { 'ack/web.yaml': web() };
  expect(planOf({ ...ack, 'aws/web.yaml': aws('Local') }, { ...ack, 'aws/web.yaml': aws('Cluster') })).toEqual([]);
});

it('a Service that a kustomization lists from now on is made', () => {
  const files = { 'web.yaml': web(), 'other.yaml': serviceText({ name: 'other' }) };
  const listing = (...names: readonly string[]): Files => ({ 'kustomization.yaml': `resources: [${names.join()}]\n` });
  const listed = planOf({ ...files, ...listing('other.yaml') }, { ...files, ...listing('other.yaml', 'web.yaml') });
  expect(listed).toMatchObject([{ object: 'added', action: 'create', address: 'new', location: { file: 'web.yaml' } }]);
  // Without a kustomization before, nothing tells that the file was not applied as it stands.
  expect(planOf(files, { ...files, ...listing('other.yaml', 'web.yaml') })).toEqual([]);
});

it('a version with a build after its numbers is no threshold for what older ones do alike', () => {
  const named = { name: 'edge', 'address-type': 'internet' };
  const change = planOf(
    { 'web.yaml': web({ annotations: named }) },
    { 'web.yaml': web({ annotations: { ...named, id: 'lb-1' } }) },
  );
  expect(change).toMatchObject([{ action: 'refuse', event: 'E18', assumes: [], otherwise: [] }]);
});

it('without a billing of its own, a load balancer of an older controller is billed by specification', () => {
  const sized = (spec: string): Files => ({ 'web.yaml': web({ annotations: { spec } }) });
  const answer = (version: string): string[] =>
    planOf(sized('slb.s1.small'), sized('slb.s2.small'), [`cluster.ccmVersion=${version}`]).map(({ action }) => action);
  expect(answer('v2.11.2')).toEqual(['update']);
  expect(answer('v2.12.1')).toEqual(['ignore']);
});

describe('the causes of an effect', () => {
  const pathsOf = ([entry]: readonly PlanEntry[]): string[] =>
    (entry?.effects ?? []).map(({ kind, causes }) => `${kind}: ${causes.map(({ path }) => path).join()}`);

  it('are the annotation, where an NLB is reached otherwise', () => {
    const reached = (type: string): Files => ({
      'web.yaml': web({ annotations: { 'address-type': type, 'zone-maps': 'a:vsw-a,b:vsw-b' }, spec: nlb }),
    });
    const key = 'metadata.annotations["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type"]';
    expect(pathsOf(planOf(reached('intranet'), reached('internet')))).toEqual([`exposure-changed: ${key},${key}`]);
  });

  it('are the namespaces, where the name stays', () => {
    const change = planOf({ 'web.yaml': web() }, { 'web.yaml': web({ namespace: 'store' }) });
    expect(pathsOf(change)).toContain('load-balancer-created: metadata.namespace');
  });

  it('are the entries of the ports, where the number stays', () => {
    const ports = (protocol: string): Files => ({
      'web.yaml': web().replace('{ name: p80,', `{ name: p80, protocol: ${protocol},`),
    });
    expect(pathsOf(planOf(ports('TCP'), ports('UDP')))).toEqual([
      'listener-deleted: spec.ports[80/UDP].protocol,spec.ports[80/TCP].protocol',
      'listener-created: spec.ports[80/UDP].protocol,spec.ports[80/TCP].protocol',
    ]);
  });
});
