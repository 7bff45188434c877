import { describe, expect, it } from 'vitest';
import { readInventories } from '../../src/analysis/inventory/load-inventory.ts';
import type { ClusterFacts } from '../../src/world/facts.ts';
import { serviceText } from '../support/change-story.ts';
import { checkFiles } from '../support/check-files.ts';

const id = 'lb-bp1h2k3j4l5m6n7o8p9q';
const reusing = serviceText({ name: 'web', annotations: { id, 'force-override-listeners': 'true' } });
const placed = serviceText({ name: 'web', annotations: { 'address-type': 'intranet', 'vswitch-id': 'vsw-1' } });

/** What rules say of a Service under some exports: messages, and `?` where something of the exports is missing. */
function said(service: string, exports: readonly object[], facts: ClusterFacts = {}): string[] {
  const text = JSON.stringify(exports);
  const { inventory } = readInventories([{ file: 'cloud.json', text, modified: undefined }]);
  const cluster = { backendMode: 'node', nodeCount: 3, ...facts } as const;
  const { findings, notEvaluated } = checkFiles({ 'web.yaml': service }, {}, { cluster }, inventory);
  const rules = ['backend-quota-exceeded', 'reused-clb-mismatch', 'vswitch-unusable'];
  return [
    ...findings.filter(({ ruleId }) => rules.includes(ruleId)).map(({ messageId }) => messageId),
    ...notEvaluated
      .filter(({ ruleId, missing }) => rules.includes(ruleId) && missing.join() === 'inventory')
      .map(({ ruleId }) => `? ${ruleId}`),
  ].sort();
}

/** Load balancers, each with the id of the cluster in its tag. */
const balancers = (tags: Readonly<Record<string, string | undefined>>, total = Object.keys(tags).length): object => ({
  TotalCount: total,
  LoadBalancers: {
    LoadBalancer: Object.entries(tags).map(([name, cluster]) => ({
      LoadBalancerId: name,
      Tags: { Tag: cluster === undefined ? [] : [{ TagKey: 'ack.aliyun.com', TagValue: cluster }] },
    })),
  },
});
const listeners = (descriptions: Readonly<Record<number, string>>, facts: object = {}): object => ({
  TotalCount: Object.keys(descriptions).length,
  ...facts,
  Listeners: Object.entries(descriptions).map(([port, description]) => ({
    LoadBalancerId: id,
    ListenerPort: Number(port),
    ListenerProtocol: 'tcp',
    Description: description,
    VServerGroupId: `rsp-${port}`,
  })),
});
const groups = (counts: readonly (number | undefined)[], facts: object = {}, name = 'by hand'): object => ({
  ...facts,
  VServerGroups: {
    VServerGroup: counts.map((count, at) => ({
      VServerGroupId: at === 0 ? 'rsp-9000' : `rsp-other-${at}`,
      VServerGroupName: name,
      ServerCount: count,
    })),
  },
});
const full = { TotalCount: 1, VSwitches: { VSwitch: [{ VSwitchId: 'vsw-1', AvailableIpAddressCount: 0 }] } };
const known = balancers({ [id]: undefined, 'lb-api': 'c1' });
const more = { NextToken: 'x', TotalCount: 120 };

describe('one page of several', () => {
  it('of listeners does not show that a port is free', () => {
    expect(said(reusing, [known, listeners({ 9000: 'by hand' })])).toEqual([]);
    expect(said(reusing, [known, listeners({ 9000: 'by hand' }, more)])).toEqual([
      '? backend-quota-exceeded',
      '? reused-clb-mismatch',
    ]);
  });

  it('of listeners shows what is on it', () => {
    expect(said(reusing, [known, listeners({ 80: 'by hand' }, more)])).toEqual([
      '? backend-quota-exceeded',
      'taken-over',
    ]);
  });

  it('of listeners does not show that a load balancer is still to be made', () => {
    expect(said(placed, [known, full])).toEqual(['full']);
    expect(said(placed, [known, full, listeners({ 80: 'k8s/80/web/shop/c1' }, more)])).toEqual([]);
    expect(said(placed, [known, full, listeners({ 9000: 'by hand' }, more)])).toEqual(['? vswitch-unusable']);
  });

  it('of server groups does not show that no others have servers', () => {
    const one = listeners({ 9000: 'by hand' });
    expect(said(reusing, [known, one, groups([80])])).toEqual([]);
    expect(said(reusing, [known, one, groups([80], { TotalCount: 60 })])).toEqual(['? backend-quota-exceeded']);
    expect(said(reusing, [known, one, groups([80, undefined])])).toEqual(['? backend-quota-exceeded']);
    expect(said(reusing, [known, one, groups([200], { TotalCount: 60 })])).toEqual(['servers']);
  });

  it('of load balancers or vSwitches does not show that there is no such id', () => {
    const others = balancers({ 'lb-api': 'c1' });
    expect(said(reusing, [others])).toEqual(['unknown']);
    expect(said(reusing, [balancers({ 'lb-api': 'c1' }, 2)])).toEqual(['? reused-clb-mismatch']);
    const elsewhere = placed.replace('vsw-1', 'vsw-2');
    expect(said(elsewhere, [full])).toEqual(['unknown']);
    expect(said(elsewhere, [{ ...full, TotalCount: 2 }])).toEqual(['? vswitch-unusable']);
  });
});

describe('what was made for a Service of this name', () => {
  const own = listeners({ 80: 'k8s/80/web/shop/c1' });

  it('is its own where there is one cluster', () => {
    expect(said(reusing, [known, own])).toEqual([]);
    expect(said(placed, [known, full, own])).toEqual([]);
  });

  it('is that of another cluster where that is known', () => {
    expect(said(reusing, [balancers({ [id]: undefined, 'lb-api': 'c2' }), own])).toEqual(['taken-over']);
    expect(said(placed, [balancers({ 'lb-api': 'c2' }), full, own])).toEqual(['full']);
  });

  it.each([
    ['there are two clusters', balancers({ [id]: undefined, 'lb-api': 'c1', 'lb-api-2': 'c2' })],
    ['not all load balancers are there', balancers({ [id]: undefined, 'lb-api': 'c1' }, 9)],
    ['no cluster shows itself', balancers({ [id]: undefined })],
  ])('may be that of another cluster where %s', (_, clusters) => {
    expect(said(reusing, [clusters, own])).toEqual(['? reused-clb-mismatch']);
    expect(said(placed, [clusters, full, own])).toEqual(['? vswitch-unusable']);
  });

  it('may count among the servers of others', () => {
    const two = balancers({ [id]: undefined, 'lb-api': 'c1', 'lb-api-2': 'c2' });
    const made = groups([199], {}, 'k8s/30080/web/shop/c1');
    const one = listeners({ 9000: 'by hand' });
    expect(said(reusing, [known, one, made])).toEqual([]);
    expect(said(reusing, [two, one, made])).toEqual(['? backend-quota-exceeded']);
    expect(said(reusing, [balancers({ [id]: undefined, 'lb-api': 'c2' }), one, made])).toEqual(['servers']);
  });
});
