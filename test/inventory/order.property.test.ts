import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readInventories } from '../../src/analysis/inventory/load-inventory.ts';

/** Words of a small set, so that entries meet and contradict one another. */
const word = fc.constantFrom('a', 'b', undefined, '');
const ids = fc.constantFrom('lb-1', 'lb-2', 'lb-3');
const total = fc.constantFrom(undefined, 0, 1, 2, 3);
const tags = fc.constantFrom(undefined, { Tag: [] }, { Tag: [{ TagKey: 'team', TagValue: 'a' }] });

const loadBalancers = fc.record({
  TotalCount: total,
  LoadBalancers: fc.record({
    LoadBalancer: fc.array(
      fc.record({ LoadBalancerId: ids, AddressType: word, VpcId: word, RegionId: word, Tags: tags }),
      { maxLength: 4 },
    ),
  }),
});
const listeners = fc.record({
  TotalCount: total,
  NextToken: word,
  Listeners: fc.array(
    fc.record({
      LoadBalancerId: ids,
      ListenerPort: fc.constantFrom(80, 443),
      ListenerProtocol: fc.constantFrom('tcp', 'udp', 'http', undefined),
      VServerGroupId: fc.constantFrom('rsp-1', 'rsp-2', undefined),
    }),
    { maxLength: 4 },
  ),
});
const groups = fc.record({
  TotalCount: total,
  VServerGroups: fc.record({
    VServerGroup: fc.array(
      fc.record({
        VServerGroupId: fc.constantFrom('rsp-1', 'rsp-2', 'rsp-3'),
        VServerGroupName: word,
        ServerCount: fc.constantFrom(undefined, 1, 2),
      }),
      { maxLength: 3 },
    ),
  }),
});
const vSwitches = fc.record({
  TotalCount: total,
  VSwitches: fc.record({
    VSwitch: fc.array(fc.record({ VSwitchId: fc.constantFrom('vsw-1', 'vsw-2'), ZoneId: word }), { maxLength: 3 }),
  }),
});
const page = fc.oneof(loadBalancers, listeners, groups, vSwitches);

/** What was read, as a text that equal inventories share. */
function read(files: readonly (readonly object[])[]): string {
  const { inventory, notices } = readInventories(
    files.map((pages, at) => ({ file: `${at}.json`, text: JSON.stringify(pages), modified: undefined })),
  );
  const plain = (value: unknown): unknown =>
    value instanceof Map ? [...(value as ReadonlyMap<string, unknown>)] : value;
  const told = notices.filter(({ kind }) => kind === 'inventory-contradiction').map(({ message }) => message.en);
  return JSON.stringify([inventory, told], (_, value: unknown) => plain(value));
}

it('is the same in whatever order pages come, and in however many files', () => {
  fc.assert(
    fc.property(
      fc
        .array(page, { minLength: 1, maxLength: 8 })
        .chain((pages) =>
          fc.tuple(
            fc.constant(pages),
            fc.shuffledSubarray(pages, { minLength: pages.length, maxLength: pages.length }),
            fc.nat(pages.length),
          ),
        ),
      ([pages, shuffled, cut]) => {
        const once = read([pages]);
        expect(read([shuffled])).toBe(once);
        expect(read([shuffled.slice(0, cut), shuffled.slice(cut)])).toBe(once);
        expect(read(shuffled.map((each) => [each]))).toBe(once);
        expect(read([[...pages, ...shuffled]])).toBe(once);
      },
    ),
    { numRuns: 400 },
  );
});
