import type { Cause, OpenQuestion, Verdict } from './verdict.ts';
import { verdictFrom } from './verdict.ts';

/** A number of pods: absolute, or a percentage of those that are wanted. */
export type Portion = { readonly pods: number } | { readonly percent: number };

/** How the pods of a workload are replaced by newer ones. */
export type Strategy =
  /** Some at a time. undefined where a number is decided elsewhere. */
  | {
      readonly kind: 'rolling';
      readonly maxUnavailable: Portion | undefined;
      readonly maxSurge: Portion | undefined;
      /** A part of a pod counts as one that may be unavailable. */
      readonly roundsUp: boolean;
    }
  /** All end before the first new one is made. */
  | { readonly kind: 'recreate' }
  /** The new ones are all ready before traffic changes over. */
  | { readonly kind: 'switched' }
  /** When somebody deletes the old ones. */
  | { readonly kind: 'by-hand' }
  /** A pod of its own: nothing replaces it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** What decides about how many pods are left. */
export interface Replacement {
  readonly strategy: Strategy;
  /** The fewest pods that are wanted at any time; undefined when unknown; `nodes` for one on each node. */
  readonly replicas: number | 'nodes' | undefined;
  /** The Service has pods of another workload, too. */
  readonly hasOthers: boolean;
}

/** How long it takes at the least until there is a backend again. */
export interface Gap {
  /** Until a pod can be ready, from its start. */
  readonly startSeconds: number;
  /** Until an old pod has ended. */
  readonly endSeconds: number;
}

/** Phase (c): whether no backend is left at some moment. */
export function backends(replacement: Replacement, { startSeconds, endSeconds }: Gap): Verdict {
  const { strategy, replicas, hasOthers } = replacement;
  if (strategy.kind === 'none') return verdictFrom([], undefined);
  if (strategy.kind === 'unknown') return verdictFrom([], 'strategy');
  if (replicas === 0) return verdictFrom([], 'no-replicas');
  const cause = (why: Cause['why'], seconds: number): Verdict =>
    // Whether the others are replaced at the same time is nothing that a manifest tells.
    hasOthers
      ? verdictFrom([], 'other-workloads')
      : verdictFrom([{ why, seconds: seconds > 0 ? seconds : undefined }], undefined);
  if (strategy.kind === 'recreate') return cause('recreate', endSeconds + startSeconds);
  if (replicas === 1) return cause('single-replica', startSeconds);
  const left =
    strategy.kind === 'rolling' ? leavesOne(strategy, replicas) : strategy.kind === 'by-hand' ? 'by-hand' : true;
  if (left === false) return cause('max-unavailable', startSeconds);
  return verdictFrom([], left === true ? undefined : left);
}

/** Whether a rolling update leaves a pod at every moment, or the question that is open. */
function leavesOne(
  { maxUnavailable, maxSurge, roundsUp }: Extract<Strategy, { kind: 'rolling' }>,
  replicas: number | 'nodes' | undefined,
): boolean | OpenQuestion {
  if (maxUnavailable === undefined) return 'strategy';
  if ('percent' in maxUnavailable && maxUnavailable.percent >= 100) return false;
  if (replicas === undefined || replicas === 'nodes') {
    if ('pods' in maxUnavailable && maxUnavailable.pods === 0) return true;
    return replicas === undefined ? 'replicas' : 'node-count';
  }
  const gone = count(maxUnavailable, replicas, roundsUp);
  if (gone > 0) return gone < replicas;
  if (maxSurge === undefined) return 'strategy';
  // Where neither may change, one may be unavailable, or nothing would ever move.
  return count(maxSurge, replicas, true) > 0 || replicas > 1;
}

function count(portion: Portion, replicas: number, roundsUp: boolean): number {
  if ('pods' in portion) return portion.pods;
  const exact = (portion.percent * replicas) / 100;
  return roundsUp ? Math.ceil(exact) : Math.floor(exact);
}
