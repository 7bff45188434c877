import type { Surroundings } from '../surroundings.ts';
import type { ClbApi } from './cloud/clb-api.ts';
import type { NlbApi } from './cloud/nlb-api.ts';
import type { CloudRules, CloudState } from './cloud/state.ts';
import type { Failure } from './failure.ts';
import type { Journal } from './journal.ts';
import type { LiveService } from './live-service.ts';

/** Which of two calls on one port comes first where the controller makes them at the same time. */
export type Order = 'deletions-first' | 'creations-first';

/** What one run of a controller works with. */
export interface Bench {
  readonly surroundings: Surroundings;
  readonly state: CloudState;
  readonly rules: CloudRules;
  readonly journal: Journal;
  readonly clb: ClbApi;
  readonly nlb: NlbApi;
  readonly order: Order;
}

/**
 * How far a failure reaches: *freeze*: nothing is synced; *degraded*: the rest is synced; *partial*: all but members
 * without a network interface.
 */
export type Reach = 'freeze' | 'degraded' | 'partial';

/** How a run ended. */
export interface RunOutcome {
  /** `requeue`: repeated soon, because a pod may still become a member. `blocked`: not even begun. */
  readonly result: 'ok' | 'error' | 'requeue' | 'blocked';
  readonly failure: Failure | undefined;
  readonly reach: Reach | undefined;
  /** The Service as the run leaves it. */
  readonly service: LiveService;
}

/** What applying the model of a Service gives. */
export interface Applied {
  /** The load balancer that was worked on; empty when none was found. */
  readonly id: string;
  readonly failure: Failure | undefined;
  readonly reach: Reach | undefined;
  /** Members without a network interface were left out. */
  readonly leavesOut: boolean;
  /** A pod that is not ready may still become a member. */
  readonly waitsForPods: boolean;
}

export function frozen(id: string, failure: Failure): Applied {
  return { id, failure, reach: 'freeze', leavesOut: false, waitsForPods: false };
}

export function degraded(id: string, failure: Failure): Applied {
  return { id, failure, reach: 'degraded', leavesOut: false, waitsForPods: false };
}

/** Calls that the controller makes at the same time, in one of the orders that they can happen in. */
export function inOrder<T extends { readonly does: 'create' | 'update' | 'delete' }>(
  actions: readonly T[],
  order: Order,
): T[] {
  const ranks = order === 'deletions-first' ? ['delete', 'update', 'create'] : ['create', 'update', 'delete'];
  return ranks.flatMap((rank) => actions.filter(({ does }) => does === rank));
}
