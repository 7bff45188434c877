import type { Resource } from '../model/manifest.ts';
import type { RuleContext, Undecided } from './rule.ts';

/**
 * What is missing before an id that a whole inventory lacks can be said not to exist; undefined where nothing is. An
 * export of another cluster's region or account lacks it, too: one of several clusters must be recognised by its VPC.
 */
export function missingForAbsence(
  { world: { inventory }, facts: { vpcId } }: RuleContext,
  { cluster }: Resource,
): Undecided['undecided'][number] | undefined {
  if (vpcId === undefined) return cluster === undefined ? undefined : 'cluster.vpcId';
  const all = [...(inventory?.loadBalancers.values() ?? []), ...(inventory?.vSwitches.values() ?? [])];
  return all.some((each) => each.vpcId === vpcId) ? undefined : 'inventory';
}
