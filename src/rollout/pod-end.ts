import type { BackendMode } from '../catalog/backend-modes.ts';
import { delays } from '../catalog/rollout.ts';
import type { PreStop } from './prestop.ts';
import { verdictFrom, type Cause, type OpenQuestion, type Verdict } from './verdict.ts';

/** How open connections are treated when a member leaves its server group. */
export type Drain =
  | { readonly kind: 'on'; readonly seconds: number }
  | { readonly kind: 'off' }
  /** Listeners that work on requests have none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** What decides about the last minute of a pod. Seconds count from its deletion. */
export interface PodEnd {
  readonly mode: BackendMode;
  /** undefined when it is decided elsewhere. */
  readonly graceSeconds: number | undefined;
  /** Of each container that serves the load balancer. */
  readonly stops: readonly PreStop[];
  readonly drain: Drain;
  readonly syncDelaySeconds: number;
  readonly marginSeconds: number;
  /** kube-proxy sends to a pod that ends where its node has no other one. */
  readonly terminatingServed: boolean;
}

/** When nothing new is sent to the pod any more: nodes stay members in Cluster mode, so that kube-proxy decides there. */
export function lastSentAt({ mode, syncDelaySeconds }: Pick<PodEnd, 'mode' | 'syncDelaySeconds'>): number {
  return mode === 'cluster' ? delays.kubeProxy.seconds : syncDelaySeconds;
}

/** Phase (a): whether new connections can reach a pod that is gone. */
export function newConnections(end: PodEnd): Verdict {
  const needed = lastSentAt(end);
  const grace = end.graceSeconds ?? Number.POSITIVE_INFINITY;
  const found: Cause[] = [];
  let open: OpenQuestion | undefined;
  for (const stop of end.stops) {
    const waits = longestWait(stop);
    // Whatever preStop does, the pod is killed when its grace period is over.
    const seconds = needed - Math.min(waits, grace);
    if (seconds > 0) found.push({ why: causeOf(stop, grace), seconds });
    else if (needed > 0) open ??= questionOf(stop);
  }
  if (needed > 0 && end.graceSeconds === undefined) open ??= 'grace-period';
  // A node whose last pod ends is sent to, and has nobody to hand on to.
  if (end.mode === 'local' && !end.terminatingServed) open ??= 'last-pod-of-node';
  return verdictFrom(worstOfEach(found), open);
}

function longestWait(stop: PreStop): number {
  return stop.kind === 'none' ? 0 : stop.kind === 'known' ? stop.seconds : Number.POSITIVE_INFINITY;
}

function causeOf(stop: PreStop, grace: number): Cause['why'] {
  if (stop.kind === 'none') return 'no-prestop';
  return longestWait(stop) > grace ? 'grace' : 'prestop';
}

function questionOf(stop: PreStop): OpenQuestion | undefined {
  if (stop.kind === 'unknown') return 'prestop-length';
  return stop.kind === 'known' && stop.lacksProgram !== undefined ? 'no-sleep-program' : undefined;
}

function worstOfEach(found: readonly Cause[]): Cause[] {
  const worst = new Map<string, Cause>();
  for (const cause of found)
    if ((cause.seconds ?? 0) > (worst.get(cause.why)?.seconds ?? 0)) worst.set(cause.why, cause);
  return [...worst.values()];
}

/** Seconds of preStop as far as they can be read, the longest of all containers. */
export function knownPreStop({ stops }: Pick<PodEnd, 'stops'>): number {
  return stops.reduce((longest, stop) => Math.max(longest, stop.kind === 'known' ? stop.seconds : 0), 0);
}

/** Phase (b): whether open connections are cut before the drain is over or the work is done. */
export function openConnections(end: PodEnd): Verdict {
  const { graceSeconds: grace, drain, marginSeconds } = end;
  // In Cluster mode the end of a pod takes no member away, so that nothing is drained.
  const drains = end.mode !== 'cluster';
  const found: Cause[] = [];
  const open: OpenQuestion[] = [];
  if (grace === undefined) open.push('grace-period');
  else {
    const short = knownPreStop(end) + marginSeconds - grace;
    if (short > 0) found.push({ why: 'margin', seconds: short });
  }
  if (end.stops.some(({ kind }) => kind === 'unknown')) open.push('prestop-length');
  if (drains && drain.kind === 'off') found.push({ why: 'no-drain', seconds: undefined });
  if (drains && drain.kind === 'unknown') open.push('drain');
  if (drains && drain.kind === 'on' && grace !== undefined) {
    if (drain.seconds > grace) found.push({ why: 'drain', seconds: drain.seconds - grace });
    // The drain starts when the member leaves, which is within the sync delay and nobody knows when.
    else if (end.syncDelaySeconds + drain.seconds > grace) open.push('sync-delay');
  }
  return verdictFrom(found, open[0]);
}
