import * as z from 'zod/mini';

/**
 * The fields that are read of the cloud's answers. What else an answer holds is dropped unseen, secrets with it. Where no
 * field is required, a field that is null counts as absent.
 */
const id = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'expected an id'));
/** A word that messages may quote. */
const word = z.nullish(z.string().check(z.regex(/^[\w.:/-]{0,128}$/, 'expected a plain word')));
/** A text that people wrote, and that is never quoted. */
const text = z.nullish(z.string());
const count = z.nullish(z.int().check(z.gte(0, 'expected no less than 0')));

const page = { TotalCount: count, PageNumber: count, PageSize: count, NextToken: text };

const loadBalancer = z.object({
  LoadBalancerId: id,
  LoadBalancerName: text,
  LoadBalancerStatus: word,
  Address: word,
  AddressType: word,
  AddressIPVersion: word,
  NetworkType: word,
  RegionId: word,
  VpcId: word,
  VSwitchId: word,
  MasterZoneId: word,
  SlaveZoneId: word,
  ResourceGroupId: word,
  InstanceChargeType: word,
  InternetChargeType: word,
  InternetChargeTypeAlias: word,
  LoadBalancerSpec: word,
  Bandwidth: z.nullish(z.int()),
  DeleteProtection: word,
  ModificationProtectionStatus: word,
  Tags: z.nullish(z.object({ Tag: z.nullish(z.array(z.object({ TagKey: z.string(), TagValue: text }))) })),
});

const listener = z.object({
  LoadBalancerId: id,
  ListenerPort: z.int().check(z.gte(1, 'expected a port'), z.lte(65535, 'expected a port')),
  ListenerProtocol: word,
  Description: text,
  VServerGroupId: word,
});

const serverGroup = z.object({
  VServerGroupId: id,
  VServerGroupName: text,
  ServerCount: count,
});

const vSwitch = z.object({
  VSwitchId: id,
  VpcId: word,
  ZoneId: word,
  Status: word,
  AvailableIpAddressCount: count,
});

/** The answers by what they hold, as `inventoryOperations` of the catalogue has them. */
export const inventorySchemas = {
  loadBalancers: z.object({ ...page, LoadBalancers: z.object({ LoadBalancer: z.array(loadBalancer) }) }),
  listeners: z.object({ ...page, Listeners: z.array(listener) }),
  serverGroups: z.object({ ...page, VServerGroups: z.object({ VServerGroup: z.array(serverGroup) }) }),
  vSwitches: z.object({ ...page, VSwitches: z.object({ VSwitch: z.array(vSwitch) }) }),
} as const;

export type LoadBalancerEntry = z.infer<typeof loadBalancer>;
export type ListenerEntry = z.infer<typeof listener>;
export type ServerGroupEntry = z.infer<typeof serverGroup>;
export type VSwitchEntry = z.infer<typeof vSwitch>;

/** What each answer may tell of the answers beside it. */
export interface PageFacts {
  readonly total: number | undefined;
  /** Another page follows. */
  readonly hasNext: boolean;
}

/** One answer of the cloud, or one page of it. */
export type InventoryPage = PageFacts &
  (
    | { readonly part: 'loadBalancers'; readonly entries: readonly LoadBalancerEntry[] }
    | { readonly part: 'listeners'; readonly entries: readonly ListenerEntry[] }
    | { readonly part: 'serverGroups'; readonly entries: readonly ServerGroupEntry[] }
    | { readonly part: 'vSwitches'; readonly entries: readonly VSwitchEntry[] }
  );
