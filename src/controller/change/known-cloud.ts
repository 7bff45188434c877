import type { Inventory } from '../../world/inventory.ts';
import type { Service } from '../../world/service.ts';
import { annotation } from '../annotations.ts';
import { emptyCloud, type AttributeMap, type ClbState } from '../transition/cloud/state.ts';
import type { KnownCloud } from '../transition/transition.ts';
import type { Value } from '../values.ts';

/**
 * The load balancers that Services name, as the inventory has them; undefined where it has none of them. What it does not
 * tell of them is taken to be as it is asked for. Their server groups start empty: what is in them is not exported.
 */
export function knownCloud(
  inventory: Inventory | undefined,
  services: readonly (Service | undefined)[],
): KnownCloud | undefined {
  const ids = new Set(services.flatMap((service) => (service && annotation(service, 'id')?.text) ?? []));
  const clbs = [...ids].flatMap((id) => (inventory === undefined ? [] : (clbOf(inventory, id) ?? [])));
  return clbs.length === 0 ? undefined : { state: { ...emptyCloud(), clbs } };
}

function clbOf({ loadBalancers, listeners }: Inventory, id: string): ClbState | undefined {
  const found = loadBalancers.get(id);
  if (found === undefined) return undefined;
  const attributes: Readonly<Record<string, Value | undefined>> = {
    addressType: found.addressType,
    addressIPVersion: found.ipVersion,
    masterZoneId: found.masterZoneId,
    slaveZoneId: found.slaveZoneId,
    resourceGroupId: found.resourceGroupId,
    networkType: found.networkType,
    instanceChargeType: found.instanceChargeType,
    internetChargeType: found.internetChargeType,
    loadBalancerSpec: found.spec,
    loadBalancerName: found.name,
    bandwidth: found.bandwidth,
    deleteProtection: found.deleteProtection,
    modificationProtectionStatus: found.modificationProtection,
  };
  const known = Object.entries(attributes).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return {
    id,
    address: found.address ?? `<address of ${id}>`,
    attributes: Object.fromEntries(known) satisfies AttributeMap,
    tags: new Map(found.tags),
    listeners: new Map(
      (listeners.get(id) ?? []).flatMap(({ port, protocol, description = '' }) =>
        protocol === undefined
          ? []
          : [
              [
                `${port}/${protocol}`,
                { port, protocol, description, group: '', attributes: {}, extensions: [] },
              ] as const,
            ],
      ),
    ),
    groups: new Map(),
    assumed: true,
  };
}
