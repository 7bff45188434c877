import { transportOf } from '../../catalog/transports.ts';
import type { LoadBalancerChange } from './change.ts';
import type { Effect } from './effects.ts';

/** A port of one load balancer that a Service asks for, and that another Service has until then. */
export interface Handover {
  /** The listener as it is asked for, and as it stands: `443/http`. */
  readonly wanted: string;
  readonly standing: string;
  readonly loadBalancer: string;
  /** The effect by which the new owner asks for it. */
  readonly effect: Effect;
  readonly from: LoadBalancerChange;
  /** The old owner deletes the listener with the same change; else it goes on asking for the port. */
  readonly isGivenUp: boolean;
}

/** Ports that pass to a Service from others that name the same load balancer. */
export function handoversTo(change: LoadBalancerChange, others: readonly LoadBalancerChange[]): Handover[] {
  return change.effects.flatMap((effect): Handover[] => {
    const { kind, loadBalancer, target } = effect;
    if (kind !== 'listener-created' || loadBalancer === undefined || target === undefined) return [];
    for (const from of others) {
      const standing = listenersBefore(from, loadBalancer).find((one) => isSamePlace(one, target));
      if (standing === undefined) continue;
      const isGivenUp = from.effects.some(
        (other) =>
          other.kind === 'listener-deleted' &&
          other.loadBalancer === loadBalancer &&
          other.target?.toLowerCase() === standing,
      );
      // Whoever lets go of it without deleting it is in nobody's way.
      if (isGivenUp || asksFor(standing, from, loadBalancer))
        return [{ wanted: target.toLowerCase(), standing, loadBalancer, effect, from, isGivenUp }];
    }
    return [];
  });
}

function listenersBefore({ base, transition }: LoadBalancerChange, loadBalancer: string): string[] {
  return base === undefined ? [] : listenersOf(transition.before, loadBalancer);
}

function asksFor(target: string, { after, transition }: LoadBalancerChange, loadBalancer: string): boolean {
  if (after?.managesListeners !== true || after.reused?.text !== loadBalancer) return false;
  return listenersOf(transition.after, loadBalancer).includes(target);
}

function listenersOf({ clbs, nlbs }: LoadBalancerChange['transition']['after'], loadBalancer: string): string[] {
  return [...clbs, ...nlbs]
    .filter(({ id }) => id === loadBalancer)
    .flatMap(({ listeners }) => listeners.map(({ target }) => target.toLowerCase()));
}

function isSamePlace(one: string, other: string): boolean {
  const [port, protocol] = one.split('/');
  const [otherPort, otherProtocol] = other.split('/');
  return port === otherPort && transportOf(protocol) === transportOf(otherProtocol);
}
