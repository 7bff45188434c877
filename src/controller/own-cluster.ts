import type { Inventory } from '../world/inventory.ts';
import { clusterTag } from './context.ts';

/**
 * The id of the cluster whose controller serves the Services of a VPC, as the tags of load balancers tell: those of Services
 * and that of the API server. Undefined unless all load balancers are there and exactly one cluster has some, in this VPC
 * where it is known: another may have Services of the same names.
 */
export function ownClusterOf(inventory: Inventory | undefined, vpcId: string | undefined): string | undefined {
  if (inventory === undefined) return undefined;
  const { loadBalancers, whole } = inventory;
  const all = [...loadBalancers.values()];
  if (!whole.loadBalancers || all.some(({ tags }) => tags === undefined)) return undefined;
  const here = all.filter((each) => vpcId === undefined || each.vpcId === vpcId);
  const [id, ...others] = new Set(here.flatMap(({ tags }) => tags?.get(clusterTag) ?? []));
  return others.length === 0 ? id : undefined;
}
