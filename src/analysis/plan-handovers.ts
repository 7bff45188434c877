import type { LoadBalancerChange } from '../controller/change/change.ts';
import { handoversTo, type Handover } from '../controller/change/handovers.ts';
import type { Neighbours } from '../controller/change/neighbours.ts';
import { identityText } from '../model/finding.ts';
import type { ClusterFacts } from '../world/facts.ts';
import type { PlanEffect } from './plan-entry.ts';

/** Ports that pass between the Service of a change and others that change with it. */
export interface Handovers {
  readonly to: readonly Handover[];
  /** With the Service that takes it. */
  readonly from: readonly (Handover & { readonly to: LoadBalancerChange })[];
}

export function handoversOf(change: LoadBalancerChange, neighbours: Neighbours, facts: ClusterFacts): Handovers {
  const has = (kind: string): boolean => change.effects.some((effect) => effect.kind === kind);
  if (!has('listener-created') && !has('listener-deleted')) return { to: [], from: [] };
  const others = neighbours.of(change, facts);
  return {
    to: handoversTo(change, others),
    from: others.flatMap((to) =>
      handoversTo(to, [change])
        .filter(({ isGivenUp }) => isGivenUp)
        .map((handover) => ({ ...handover, to })),
    ),
  };
}

/** The effects of a change, with what is known of others: a listener that stands is neither made nor deleted. */
export function withOwners(
  effects: readonly PlanEffect[],
  change: LoadBalancerChange,
  { to, from }: Handovers,
): PlanEffect[] {
  return effects.map((effect): PlanEffect => {
    const { kind, target } = effect;
    const taken = kind === 'listener-created' ? to.find(({ wanted }) => wanted === target) : undefined;
    if (taken !== undefined) {
      if (taken.wanted !== taken.standing) return taken.isGivenUp ? effect : { ...effect, kind: 'refused' };
      return {
        ...effect,
        kind: taken.isGivenUp ? 'listener-taken-over' : 'listener-contested',
        attributes: [{ name: 'owner', from: nameOf(taken.from), to: nameOf(change) }],
      };
    }
    const given = kind === 'listener-deleted' ? from.find(({ standing }) => standing === target) : undefined;
    if (given === undefined || given.wanted !== given.standing) return effect;
    return {
      ...effect,
      kind: 'listener-taken-over',
      attributes: [{ name: 'owner', from: nameOf(change), to: nameOf(given.to) }],
    };
  });
}

function nameOf({ base, head }: LoadBalancerChange): string | null {
  const service = head ?? base;
  return service === undefined ? null : identityText(service.resource.identity);
}
