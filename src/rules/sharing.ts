import { predictLoadBalancer, type LoadBalancer } from '../controller/load-balancer.ts';
import type { RuleContext } from './rule.ts';

/** A load balancer as its controller serves it, that is an existing one by an id that is known. */
export type Reused = LoadBalancer & { readonly reused: { readonly text: string } };

export function isReused(loadBalancer: LoadBalancer): loadBalancer is Reused {
  return loadBalancer.controller !== 'none' && loadBalancer.reused?.text !== undefined;
}

/** What other Services that are applied with this one make of the load balancer that it names. */
export function sharersOf(
  loadBalancer: LoadBalancer,
  { world, facts }: Pick<RuleContext, 'world' | 'facts'>,
): readonly Reused[] {
  if (!isReused(loadBalancer)) return [];
  return world
    .sharing(loadBalancer.service)
    .map((service) => predictLoadBalancer(service, facts))
    .filter(isReused)
    .filter(({ controller }) => controller === loadBalancer.controller);
}

/**
 * Which of two Services that cannot share has to change, so that one of them speaks: the one that this change brought
 * there; else, the same in every run, the one of the greater key.
 */
export function hasToChange(
  one: LoadBalancer,
  other: LoadBalancer,
  { changeOf }: RuleContext,
  wasThere: (before: LoadBalancer, now: LoadBalancer) => boolean = () => true,
): boolean {
  const [isNew, isOtherNew] = [one, other].map((now) => {
    const change = changeOf(now.service);
    if (change === undefined) return false;
    const { before } = change;
    return before === undefined || before.reused?.text !== now.reused?.text || !wasThere(before, now);
  });
  if (isNew !== isOtherNew) return isNew === true;
  return one.service.resource.key > other.service.resource.key;
}
