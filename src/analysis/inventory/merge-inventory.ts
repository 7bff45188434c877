import { transportOf } from '../../catalog/transports.ts';
import type {
  CloudListener,
  CloudLoadBalancer,
  CloudServerGroup,
  CloudVSwitch,
  Inventory,
} from '../../world/inventory.ts';
import { isPartial, isWhole } from './completeness.ts';
import type { InventoryPage, ListenerEntry, LoadBalancerEntry } from './schema.ts';

/** Something that exports say differently, so that it counts as unknown. */
export interface Contradiction {
  readonly id: string;
  /** The names of the fields. */
  readonly fields: readonly string[];
}

export interface MergedInventory {
  readonly inventory: Inventory;
  /** By id, in their order. */
  readonly contradictions: readonly Contradiction[];
  /** Ids of server groups whose load balancer nothing tells, or exports disagree about. */
  readonly unassigned: ReadonlySet<string>;
}

type PageOf<P extends InventoryPage['part']> = Extract<InventoryPage, { part: P }>;

/** Adds up pages, whatever their order. Where two of them disagree about a field, it is not known. */
export function mergeInventory(pages: readonly InventoryPage[]): MergedInventory {
  const ofPart = <P extends InventoryPage['part']>(part: P): PageOf<P>[] =>
    pages.filter((page): page is PageOf<P> => page.part === part);
  const loadBalancers = new Merged<CloudLoadBalancer>();
  const listeners = new Merged<CloudListener & { readonly loadBalancer: string }>();
  const groups = new Merged<CloudServerGroup & { readonly loadBalancer: string | undefined }>();
  const vSwitches = new Merged<CloudVSwitch>();

  for (const { entries } of ofPart('loadBalancers'))
    for (const entry of entries) loadBalancers.add(entry.LoadBalancerId, loadBalancerOf(entry));
  const owners = new Map<string, Set<string>>();
  for (const { entries } of ofPart('listeners'))
    for (const listener of entries) {
      const { LoadBalancerId: owner, ListenerPort: port, ...entry } = listener;
      const protocol = known(entry.ListenerProtocol)?.toLowerCase();
      const serverGroupId = known(entry.VServerGroupId);
      if (serverGroupId !== undefined) owners.set(serverGroupId, (owners.get(serverGroupId) ?? new Set()).add(owner));
      listeners.add(keyOfListener(listener), {
        loadBalancer: owner,
        port,
        protocol,
        description: known(entry.Description),
        serverGroupId,
      });
    }
  for (const { entries } of ofPart('serverGroups')) {
    // An answer is about one load balancer and does not say which; a listener that uses one of its groups does.
    const ownerOf = onlyOne(entries.flatMap(({ VServerGroupId: id }) => [...(owners.get(id) ?? [])]));
    for (const { VServerGroupId: id, VServerGroupName: name, ServerCount: servers } of entries)
      groups.add(id, {
        id,
        name: known(name),
        servers: servers ?? undefined,
        loadBalancer: onlyOne(owners.get(id) ?? []) ?? ownerOf,
      });
  }
  for (const { entries } of ofPart('vSwitches'))
    for (const entry of entries)
      vSwitches.add(entry.VSwitchId, {
        id: entry.VSwitchId,
        vpcId: known(entry.VpcId),
        zoneId: known(entry.ZoneId),
        status: known(entry.Status),
        freeAddresses: entry.AvailableIpAddressCount ?? undefined,
      });

  return {
    inventory: {
      loadBalancers: loadBalancers.entries,
      listeners: grouped([...listeners.entries.values()].sort(byPort)),
      serverGroups: grouped([...groups.entries.values()]),
      vSwitches: vSwitches.entries,
      whole: {
        loadBalancers: isWhole(ofPart('loadBalancers'), ({ LoadBalancerId }) => LoadBalancerId, regionOf),
        vSwitches: isWhole(
          ofPart('vSwitches'),
          ({ VSwitchId }) => VSwitchId,
          () => '',
        ),
      },
      partial: {
        loadBalancers: isPartial(ofPart('loadBalancers'), ({ LoadBalancerId }) => LoadBalancerId),
        listeners: isPartial(ofPart('listeners'), keyOfListener),
        serverGroups: isPartial(ofPart('serverGroups'), ({ VServerGroupId }) => VServerGroupId),
        vSwitches: isPartial(ofPart('vSwitches'), ({ VSwitchId }) => VSwitchId),
      },
    },
    unassigned: new Set(
      [...groups.entries.values()].flatMap(({ id, loadBalancer }) => (loadBalancer === undefined ? [id] : [])),
    ),
    contradictions: [loadBalancers, listeners, groups, vSwitches]
      .flatMap((merged) => merged.contradictions())
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

/** Entries by their key; of one that comes twice, what both say alike. */
class Merged<T extends object> {
  readonly #entries = new Map<string, T>();
  readonly #disputed = new Map<string, Set<string>>();

  /** In the order of their keys, whatever the order in which they came. */
  get entries(): ReadonlyMap<string, T> {
    return new Map([...this.#entries].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  add(key: string, entry: T): void {
    const before = this.#entries.get(key);
    if (before === undefined) {
      this.#entries.set(key, entry);
      return;
    }
    const disputed = this.#disputed.get(key) ?? new Set();
    this.#disputed.set(key, disputed);
    const merged: Record<string, unknown> = Object.fromEntries(Object.entries(before));
    for (const [field, value] of Object.entries(entry)) {
      const known: unknown = merged[field];
      if (value === undefined || disputed.has(field)) continue;
      if (known === undefined) merged[field] = value;
      else if (textOf(known) !== textOf(value)) {
        disputed.add(field);
        merged[field] = undefined;
      }
    }
    this.#entries.set(key, merged as T);
  }

  contradictions(): Contradiction[] {
    return [...this.#disputed]
      .filter(([, fields]) => fields.size > 0)
      .map(([id, fields]) => ({ id, fields: [...fields].sort() }));
  }
}

/** The one value that is there, however often. */
function onlyOne<T>(values: Iterable<T>): T | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}

/** A text that equal values share. */
function textOf(value: unknown): string {
  return JSON.stringify(
    value instanceof Map
      ? [...(value as ReadonlyMap<string, unknown>)].sort(([one], [other]) => (one < other ? -1 : 1))
      : value,
  );
}

function loadBalancerOf(entry: LoadBalancerEntry): CloudLoadBalancer {
  const tags = entry.Tags?.Tag;
  return {
    id: entry.LoadBalancerId,
    name: known(entry.LoadBalancerName),
    status: known(entry.LoadBalancerStatus),
    address: known(entry.Address),
    addressType: known(entry.AddressType),
    ipVersion: known(entry.AddressIPVersion),
    networkType: known(entry.NetworkType),
    vpcId: known(entry.VpcId),
    vSwitchId: known(entry.VSwitchId),
    masterZoneId: known(entry.MasterZoneId),
    slaveZoneId: known(entry.SlaveZoneId),
    resourceGroupId: known(entry.ResourceGroupId),
    instanceChargeType: known(entry.InstanceChargeType),
    // The list has the controller's words in the alias alone; by itself the field says 3 and 4.
    internetChargeType: known(entry.InternetChargeTypeAlias),
    // An empty spec is an answer, not a lack of one.
    spec: entry.LoadBalancerSpec ?? undefined,
    bandwidth: entry.Bandwidth ?? undefined,
    deleteProtection: known(entry.DeleteProtection),
    modificationProtection: known(entry.ModificationProtectionStatus),
    tags:
      tags === undefined || tags === null
        ? undefined
        : new Map(tags.map(({ TagKey: key, TagValue: value }) => [key, value ?? ''])),
  };
}

/** The API writes what is not there as an empty text. */
function known(text: string | null | undefined): string | undefined {
  return text === '' || text === null ? undefined : text;
}

function regionOf({ RegionId: region }: LoadBalancerEntry): string {
  return region ?? '';
}

function keyOfListener({
  LoadBalancerId: owner,
  ListenerPort: port,
  ListenerProtocol: protocol,
}: ListenerEntry): string {
  return `${owner} ${port}/${transportOf(protocol ?? undefined)}`;
}

function byPort(one: CloudListener, other: CloudListener): number {
  return one.port - other.port || ((one.protocol ?? '') < (other.protocol ?? '') ? -1 : 1);
}

function grouped<T extends { readonly loadBalancer: string | undefined }>(
  entries: readonly T[],
): Map<string, Omit<T, 'loadBalancer'>[]> {
  const found = new Map<string, Omit<T, 'loadBalancer'>[]>();
  for (const { loadBalancer, ...entry } of entries) {
    if (loadBalancer === undefined) continue;
    const known = found.get(loadBalancer);
    if (known === undefined) found.set(loadBalancer, [entry]);
    else known.push(entry);
  }
  return found;
}
