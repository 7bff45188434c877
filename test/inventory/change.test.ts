import { describe, expect, it } from 'vitest';
import { readInventories } from '../../src/analysis/inventory/load-inventory.ts';
import type { CheckResult } from '../../src/analysis/check.ts';
import { serviceText } from '../support/change-story.ts';
import { checkChange } from '../support/check-files.ts';

/** Changes of Services whose load balancer an inventory knows: what is predicted begins with what exists. */
const reused = { id: 'lb-hand', 'force-override-listeners': 'true' };
const before = serviceText({ name: 'web', annotations: reused });

function change(head: string, loadBalancer: object, listeners: readonly object[] = []): CheckResult {
  const text = JSON.stringify([
    { LoadBalancers: { LoadBalancer: [{ LoadBalancerId: 'lb-hand', ...loadBalancer }] } },
    { Listeners: listeners.map((each) => ({ LoadBalancerId: 'lb-hand', ...each })) },
  ]);
  const { inventory } = readInventories([{ file: 'cloud.json', text, modified: undefined }]);
  const requested = { set: ['cluster.vpcId=vpc-1', 'cluster.ccmVersion=v2.14.0'] };
  return checkChange({ 'web.yaml': before }, { 'web.yaml': head }, requested, [], inventory);
}

const effectsOf = ({ plan }: CheckResult): string[] =>
  (plan ?? []).flatMap(({ effects }) =>
    effects.map(({ kind, target }) => `${kind}${target === null ? '' : ` ${target}`}`),
  );
const rulesOf = ({ findings }: CheckResult): string[] =>
  findings
    .filter(({ status }) => status === 'new')
    .map(({ ruleId, messageId, severity }) => `${ruleId}/${messageId} ${severity}`)
    .filter((said) => /mismatch|immutable/.test(said));

describe('the address type that is said from now on', () => {
  const head = serviceText({ name: 'web', annotations: { ...reused, 'address-type': 'intranet' } });

  it('is refused where the load balancer has the other one, which is said once', () => {
    const result = change(head, { AddressType: 'internet' });
    expect(result.plan?.[0]?.event).toBe('E17');
    expect(rulesOf(result)).toEqual(['reused-clb-mismatch/attribute error']);
  });

  it('is no news where the load balancer has it', () => {
    const result = change(head, { AddressType: 'intranet' });
    expect(result.plan?.[0]?.event ?? null).toBeNull();
    expect(rulesOf(result)).toEqual([]);
  });

  it('stays open where nobody knows', () => {
    const open = ['immutable-attribute-changed/added warning'];
    expect(rulesOf(change(head, {}))).toEqual([]);
    expect(rulesOf(checkChange({ 'web.yaml': before }, { 'web.yaml': head }))).toEqual(open);
  });
});

describe('a port that is added', () => {
  const head = serviceText({ name: 'web', annotations: reused, ports: ['80', '443:8443'] });

  it('gets a listener of its own where there is none', () => {
    expect(effectsOf(change(head, {}))).toEqual(['listener-created 443/tcp']);
  });

  it('takes the listener over that people made', () => {
    const result = change(head, {}, [{ ListenerPort: 443, ListenerProtocol: 'tcp', Description: 'by hand' }]);
    expect(effectsOf(result)).toContain('listener-changed 443/tcp');
    expect(effectsOf(result)).not.toContain('listener-created 443/tcp');
    expect(rulesOf(result)).toEqual(['reused-clb-mismatch/taken-over warning']);
  });

  it('is refused where a listener of another protocol is in the way', () => {
    const result = change(head, {}, [{ ListenerPort: 443, ListenerProtocol: 'https', Description: 'by hand' }]);
    expect(effectsOf(result)).toEqual(['refused']);
    expect(result.plan?.[0]?.event).toBe('E37');
    expect(rulesOf(result)).toEqual(['reused-clb-mismatch/port-taken error']);
  });
});

describe('listeners that people made', () => {
  const own = { id: 'lb-hand' };
  const filled = serviceText({ name: 'web', annotations: own });
  const emptied = serviceText({ name: 'web', type: 'ClusterIP', annotations: own });
  const assumed = (...exports: readonly object[]): readonly string[] => {
    const text = JSON.stringify([{ LoadBalancers: { LoadBalancer: [{ LoadBalancerId: 'lb-hand' }] } }, ...exports]);
    const { inventory } = readInventories([{ file: 'cloud.json', text, modified: undefined }]);
    const { plan } = checkChange({ 'web.yaml': filled }, { 'web.yaml': emptied }, {}, [], inventory);
    return plan?.flatMap(({ assumes }) => assumes).filter((each) => each.includes('listeners')) ?? [];
  };
  const listing = (facts: object): object => ({
    ...facts,
    Listeners: [{ LoadBalancerId: 'lb-hand', ListenerPort: 443, ListenerProtocol: 'tcp', Description: 'by hand' }],
  });

  it('may use the groups of the Service unless an export shows all listeners', () => {
    expect(assumed()).toEqual(['loadBalancer.listeners=bound']);
    expect(assumed(listing({ TotalCount: 2, NextToken: 'x' }))).toEqual(['loadBalancer.listeners=bound']);
    expect(assumed(listing({ TotalCount: 1 }))).toEqual([]);
  });
});

it('tells of an id that belongs to a controller, whatever the change is about', () => {
  const head = serviceText({ name: 'web', annotations: { ...reused, id: 'lb-hand' }, ports: ['81'] });
  const own = { Tags: { Tag: [{ TagKey: 'kubernetes.do.not.delete', TagValue: 'a1' }] } };
  const result = change(head, own);
  expect(result.findings.map(({ ruleId, messageId }) => `${ruleId}/${messageId}`)).toContain(
    'reused-clb-mismatch/made-by-controller',
  );
});
