import { describe, expect, it } from 'vitest';
import { CannotEvaluate } from '../../src/analysis/failure.ts';
import { readInventories } from '../../src/analysis/inventory/load-inventory.ts';
import type { Inventory } from '../../src/world/inventory.ts';

const loadBalancer = {
  LoadBalancerId: 'lb-1',
  LoadBalancerName: 'front',
  LoadBalancerStatus: 'active',
  Address: '10.0.0.9',
  AddressType: 'intranet',
  AddressIPVersion: 'ipv4',
  RegionId: 'cn-hangzhou',
  VpcId: 'vpc-1',
  Tags: { Tag: [{ TagKey: 'team', TagValue: 'shop' }] },
};
const listener = { LoadBalancerId: 'lb-1', ListenerPort: 443, ListenerProtocol: 'https', VServerGroupId: 'rsp-1' };
const group = { VServerGroupId: 'rsp-1', VServerGroupName: 'k8s/30443/web/shop/c1', ServerCount: 12 };
const vSwitch = { VSwitchId: 'vsw-1', VpcId: 'vpc-1', ZoneId: 'cn-hangzhou-i', AvailableIpAddressCount: 7 };

const balancers = (entries: readonly object[], total?: number): object => ({
  ...(total === undefined ? {} : { PageNumber: 1, PageSize: 100, TotalCount: total }),
  LoadBalancers: { LoadBalancer: entries },
});
const vSwitches = (entries: readonly object[], total?: number): object => ({
  TotalCount: total,
  VSwitches: { VSwitch: entries },
});

function read(...texts: readonly (string | object)[]): { inventory: Inventory; notices: string[] } {
  const files = texts.map((text, at) => ({
    file: `export-${at}.json`,
    text: typeof text === 'string' ? text : JSON.stringify(text),
    modified: undefined,
  }));
  const { inventory, notices } = readInventories(files);
  if (inventory === undefined) throw new Error('nothing was read');
  return { inventory, notices: notices.map(({ kind, message }) => `${kind} ${message.en}`) };
}

function refusal(text: string | object): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof CannotEvaluate) return error.message;
    throw error;
  }
  return 'read without a complaint';
}

describe('an export', () => {
  it('is known by its shape', () => {
    const { inventory, notices } = read(
      balancers([loadBalancer], 1),
      { NextToken: '', Listeners: [listener] },
      { VServerGroups: { VServerGroup: [group] } },
      vSwitches([vSwitch], 1),
    );

    expect(inventory.loadBalancers.get('lb-1')).toMatchObject({ addressType: 'intranet', vpcId: 'vpc-1' });
    expect(inventory.loadBalancers.get('lb-1')?.tags).toEqual(new Map([['team', 'shop']]));
    expect(inventory.listeners.get('lb-1')).toEqual([
      { port: 443, protocol: 'https', description: undefined, serverGroupId: 'rsp-1' },
    ]);
    expect(inventory.serverGroups.get('lb-1')).toEqual([{ id: 'rsp-1', name: 'k8s/30443/web/shop/c1', servers: 12 }]);
    expect(inventory.vSwitches.get('vsw-1')).toMatchObject({ zoneId: 'cn-hangzhou-i', freeAddresses: 7 });
    expect(inventory.whole).toEqual({ loadBalancers: true, vSwitches: true });
    expect(notices).toEqual([
      'inventory-read checked against this inventory (load balancers: 1)',
      'inventory-read checked against this inventory (listeners: 1)',
      'inventory-read checked against this inventory (server groups: 1)',
      'inventory-read checked against this inventory (vSwitches: 1)',
    ]);
  });

  it('tells its day where that is known', () => {
    const text = JSON.stringify(balancers([loadBalancer], 1));
    const [notice] = readInventories([{ file: 'lb.json', text, modified: '2026-06-14' }]).notices;
    expect(notice?.message).toEqual({
      en: 'checked against this inventory (load balancers: 1, written 2026-06-14)',
      zh: '已与该资源清单核对（负载均衡 1 个，写于 2026-06-14）',
    });
  });

  it.each([
    [
      'pages that a loop appended',
      `${JSON.stringify(balancers([loadBalancer]), null, 2)}\n${JSON.stringify(vSwitches([vSwitch]))}\n`,
    ],
    ['a list of pages', JSON.stringify([balancers([loadBalancer]), vSwitches([vSwitch])])],
    ['a byte order mark', `\uFEFF${JSON.stringify([balancers([loadBalancer]), vSwitches([vSwitch])])}`],
  ])('may be %s', (_, text) => {
    const { inventory } = read(text);
    expect([...inventory.loadBalancers.keys(), ...inventory.vSwitches.keys()]).toEqual(['lb-1', 'vsw-1']);
  });

  it('may leave out and empty what the API leaves out and empties', () => {
    const bare = { LoadBalancerId: 'lb-1', VpcId: '', MasterZoneId: null, LoadBalancerSpec: '' };
    const { inventory } = read(balancers([bare]));
    expect(inventory.loadBalancers.get('lb-1')).toMatchObject({ vpcId: undefined, masterZoneId: undefined, spec: '' });
    expect(inventory.loadBalancers.get('lb-1')?.tags).toBeUndefined();
  });
});

describe('what is absent', () => {
  const second = { ...loadBalancer, LoadBalancerId: 'lb-2' };
  it.each([
    ['one page that has them all', [balancers([loadBalancer, second], 2)], true],
    ['two pages', [balancers([loadBalancer], 2), balancers([second], 2)], true],
    ['a page behind the last one', [balancers([loadBalancer, second], 2), balancers([], 2)], true],
    ['the first of two pages', [balancers([loadBalancer], 2)], false],
    ['one page twice', [balancers([loadBalancer], 2), balancers([loadBalancer], 2)], false],
    ['pages without a total, as --pager prints them', [balancers([loadBalancer, second])], false],
    ['pages of two days, with two totals', [balancers([loadBalancer, second], 2), balancers([loadBalancer], 1)], false],
    ['two regions', [balancers([loadBalancer], 1), balancers([{ ...second, RegionId: 'cn-beijing' }], 1)], true],
    [
      'half of one region',
      [balancers([loadBalancer], 1), balancers([{ ...second, RegionId: 'cn-beijing' }], 2)],
      false,
    ],
    ['an account without any', [balancers([], 0)], true],
    ['no export of load balancers', [vSwitches([vSwitch], 1)], false],
  ])('is proved by a whole export: %s', (_, pages, isWhole) => {
    expect(read(...pages).inventory.whole.loadBalancers).toBe(isWhole);
  });

  it('is left open for groups whose load balancer nobody names', () => {
    const groups = { VServerGroups: { VServerGroup: [group, { VServerGroupId: 'rsp-2' }] } };
    expect([...read(groups).inventory.serverGroups]).toEqual([]);
    // One answer is about one load balancer: what holds for a group of it holds for all.
    const known = read(groups, { Listeners: [listener] }).inventory.serverGroups.get('lb-1');
    expect(known?.map(({ id }) => id)).toEqual(['rsp-1', 'rsp-2']);
  });
});

describe('a listing of listeners', () => {
  const page = (ports: readonly number[], facts: object, owner = 'lb-1'): object => ({
    ...facts,
    Listeners: ports.map((port) => ({ ...listener, LoadBalancerId: owner, ListenerPort: port })),
  });
  it.each([
    ['all in one answer', [page([80, 443], { TotalCount: 2, NextToken: '' })], false],
    ['the first page', [page([80], { TotalCount: 2, NextToken: 'x' })], true],
    ['the last page alone', [page([80], { TotalCount: 2, NextToken: '' })], true],
    ['a first page that tells no total', [page([80], { NextToken: 'x' })], true],
    [
      'two pages',
      [page([80], { TotalCount: 2, NextToken: 'x' }), page([443], { TotalCount: 2, NextToken: null })],
      false,
    ],
    [
      'one answer for each load balancer',
      [
        page([80, 443], { TotalCount: 2 }),
        page([80, 443], { TotalCount: 2 }, 'lb-2'),
        page([80], { TotalCount: 1 }, 'lb-3'),
      ],
      false,
    ],
    [
      'the first page of one load balancer, and all of another',
      [page([80], { TotalCount: 2, NextToken: 'x' }), page([80, 443], { TotalCount: 2 }, 'lb-2')],
      true,
    ],
    ['the same answer twice', [page([80], { TotalCount: 1 }), page([80], { TotalCount: 1 })], false],
    ['pages without a total, as --pager prints them', [page([80, 443], {})], false],
  ])('that does not hold all is known: %s', (_, pages, isPartial) => {
    const { inventory, notices } = read(...pages);
    expect(inventory.partial.listeners).toBe(isPartial);
    expect(notices.some((notice) => notice.includes('there are further pages'))).toBe(isPartial);
  });
});

describe('server groups whose load balancer nobody names', () => {
  const notices = (groups: readonly object[], ...others: readonly object[]): (string | undefined)[][] =>
    readInventories(
      [{ VServerGroups: { VServerGroup: groups } }, ...others].map((text, at) => ({
        file: `export-${at}.json`,
        text: JSON.stringify(text),
        modified: undefined,
      })),
    ).notices.map(({ message }) => [message.en, message.zh]);

  it('are told of, since they do not count', () => {
    expect(notices([group, { VServerGroupId: 'rsp-2' }, group])).toEqual([
      [
        'checked against this inventory (server groups: 3); 2 server groups could not be assigned to a load balancer, and do not count',
        '已与该资源清单核对（服务器组 3 个）；有 2 个服务器组无法对应到负载均衡，不计入',
      ],
    ]);
    expect(notices([group])[0]?.[0]).toMatch(/; 1 server group could not .* does not count$/);
  });

  it('are not told of where listeners name it', () => {
    expect(notices([group], { Listeners: [listener] })[0]).toEqual([
      'checked against this inventory (server groups: 1)',
      '已与该资源清单核对（服务器组 1 个）',
    ]);
  });
});

describe('exports that disagree', () => {
  it('leave unknown what they say differently, and tell', () => {
    const later = { ...loadBalancer, AddressType: 'internet', VpcId: 'vpc-2', Tags: { Tag: [] } };
    const { inventory, notices } = read(balancers([loadBalancer]), balancers([later]), balancers([loadBalancer]));
    expect(inventory.loadBalancers.get('lb-1')).toMatchObject({
      addressType: undefined,
      vpcId: undefined,
      tags: undefined,
      address: '10.0.0.9',
    });
    expect(notices.at(-1)).toBe(
      'inventory-contradiction inventories disagree about lb-1 (addressType, tags, vpcId), which counts as unknown',
    );
  });

  it('may each know what the other does not', () => {
    const { inventory, notices } = read(
      balancers([{ LoadBalancerId: 'lb-1', AddressType: 'intranet' }]),
      balancers([{ LoadBalancerId: 'lb-1', VpcId: 'vpc-1' }]),
    );
    expect(inventory.loadBalancers.get('lb-1')).toMatchObject({ addressType: 'intranet', vpcId: 'vpc-1' });
    expect(notices.filter((notice) => notice.startsWith('inventory-contradiction'))).toEqual([]);
  });
});

describe('what is no export', () => {
  it.each([
    ['no JSON', 'AccessKeySecret=k1', 'export-0.json: this is no JSON.'],
    ['cut off', '{"LoadBalancers": {"LoadBalancer": [', 'export-0.json: this is no JSON.'],
    ['empty', ' \n', 'export-0.json: it is empty.'],
    [
      'another command',
      { Instances: { Instance: [] } },
      'export-0.json: $ is the output of no command that is known here.',
    ],
    ['a text', '"LoadBalancers"', 'export-0.json: $ is the output of no command that is known here.'],
    ['null', 'null', 'export-0.json: $ is the output of no command that is known here.'],
    ['an error', { Code: 'Forbidden.RAM', Message: 'k1' }, 'export-0.json: $ is an error that the cloud answered.'],
    [
      'two at once',
      { LoadBalancers: { LoadBalancer: [] }, Listeners: [] },
      'export-0.json: $ looks like the outputs of two commands at once.',
    ],
    ['of another shape', { LoadBalancers: [loadBalancer] }, 'export-0.json: $.LoadBalancers: expected a map.'],
    [
      'a wrong value',
      balancers([loadBalancer, { ...loadBalancer, AddressType: 5, Bandwidth: 'k1' }]),
      'export-0.json: $.LoadBalancers.LoadBalancer[1].AddressType: expected a text.\n' +
        'export-0.json: $.LoadBalancers.LoadBalancer[1].Bandwidth: expected a whole number.',
    ],
    [
      'no id',
      balancers([{ ...loadBalancer, LoadBalancerId: undefined }]),
      'export-0.json: $.LoadBalancers.LoadBalancer[0].LoadBalancerId: expected a text.',
    ],
    [
      'an id that is a sentence',
      balancers([{ LoadBalancerId: 'lb-1\n::error::k1' }]),
      'export-0.json: $.LoadBalancers.LoadBalancer[0].LoadBalancerId: expected an id.',
    ],
    [
      'a word that is a sentence',
      balancers([{ ...loadBalancer, VpcId: 'vpc](https://k1)' }]),
      'export-0.json: $.LoadBalancers.LoadBalancer[0].VpcId: expected a plain word.',
    ],
    [
      'the second of several',
      `${JSON.stringify(balancers([]))}\n{"Listeners": [{"LoadBalancerId": "lb-1", "ListenerPort": 70000}]}`,
      'export-0.json: answer 2 $.Listeners[0].ListenerPort: expected a port.',
    ],
  ])('is refused with the file and the place, and never with a value: %s', (_, text, message) => {
    expect(refusal(text)).toBe(message);
    expect(refusal(text)).not.toContain('k1');
  });

  it('is not listed without end', () => {
    const wrong = balancers(Array.from({ length: 40 }, () => ({ LoadBalancerId: 5 })));
    expect(refusal(wrong).split('\n')).toHaveLength(11);
    expect(refusal(wrong)).toMatch(/… and 30 more$/);
  });
});

describe('hostile content', () => {
  it('changes nothing but what it says', () => {
    const text = `{"__proto__": {"x": 1}, "LoadBalancers": {"LoadBalancer": [
      {"LoadBalancerId": "lb-1", "__proto__": {"addressType": "internet"}, "constructor": {"prototype": {}}}]}}`;
    const { inventory } = read(text);
    expect(inventory.loadBalancers.get('lb-1')?.addressType).toBeUndefined();
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('may be nested as deep as it likes', () => {
    expect(refusal(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toMatch(/^export-0.json: /);
  });

  it('takes no Service for the owner of a listener that people described', () => {
    const Description = 'k8s/443/<script>/shop/c1';
    const { inventory } = read({ Listeners: [{ ...listener, Description }] });
    expect(inventory.listeners.get('lb-1')?.[0]?.description).toBe(Description);
  });
});
