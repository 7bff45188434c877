import type { EventId } from '../../catalog/events.ts';
import type { LoadBalancerChange } from './change.ts';

/** What becomes of the load balancer of a Service that is deleted, renamed, moved, or no load balancer any more. */
export interface Departure {
  readonly kind:
    /** Its address goes back to the cloud. */
    | 'deleted'
    /** It stays with its address, without listeners, and belongs to nobody. */
    | 'preserved'
    /** A named load balancer stays; the listeners that the controller made go. */
    | 'released'
    /** A named load balancer stays, with the listeners that people made. */
    | 'by-hand'
    /** The new Service names the same load balancer, and makes its listeners anew. */
    | 'handed-over'
    /** The controller cleans up elsewhere: it stays as it is, listeners included. */
    | 'forgotten'
    /** No controller takes note: it stays as it is, listeners included. */
    | 'unnoticed'
    /** The cleanup fails at every attempt. */
    | 'stuck';
  /** Ports, or ranges of ports, whose listeners go. */
  readonly ports: readonly string[];
  /** Of a cleanup that fails. */
  readonly event: EventId | undefined;
}

/** Undefined where nothing departs, and where there was no load balancer. */
export function departureOf(change: LoadBalancerChange): Departure | undefined {
  const { before, after, became, transition, effects } = change;
  if (before === undefined || (became === 'changed' && after !== undefined)) return undefined;
  const existing = [...transition.before.clbs, ...transition.before.nlbs];
  const [label] = transition.before.services.flatMap(({ loadBalancer }) => loadBalancer ?? []);
  const was = existing.find(({ id }) => id === label) ?? existing[0];
  if (was === undefined) return undefined;
  const step = transition.removal ?? transition.head;
  const ports = effects.flatMap(({ kind, target }) =>
    kind === 'listener-deleted' || kind === 'listener-recreated' ? (target?.split('/')[0] ?? []) : [],
  );
  const departure = (kind: Departure['kind'], event?: EventId): Departure => ({ kind, ports, event });
  if (step.result === 'ignored') return departure('unnoticed');
  if (step.failure !== undefined)
    return departure('stuck', step.failure.parts.find(({ event }) => event !== undefined)?.event ?? 'E41');
  const keepsListeners = ports.length === 0 && was.listeners.length > 0;
  switch (transition.loadBalancers.find(({ id }) => id === was.id)?.fate) {
    case 'deleted':
      return departure('deleted');
    case 'orphaned':
      return departure(keepsListeners ? 'forgotten' : 'preserved');
    case 'left':
      if (keepsListeners) return departure('forgotten');
      return departure(before.managesListeners ? 'released' : 'by-hand');
    case 'kept':
      if (!before.managesListeners) return departure('by-hand');
      return departure(effects.some(({ kind }) => kind === 'listener-recreated') ? 'handed-over' : 'released');
    default:
      return undefined;
  }
}
