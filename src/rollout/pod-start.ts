import { verdictFrom, type Cause, type Verdict } from './verdict.ts';

/** The readiness probe of a container. */
export type Readiness =
  | { readonly kind: 'none' }
  /** Seconds from the start of the container to the first moment at which it can be ready. */
  | { readonly kind: 'known'; readonly earliestSeconds: number }
  | { readonly kind: 'unknown' };

/** What decides about the first minute of a pod. Seconds count from the start of its containers. */
export interface PodStart {
  /** Of each container that serves the load balancer. */
  readonly probes: readonly Readiness[];
  /** The Service takes pods that are not ready for ready ones. */
  readonly publishesNotReady: boolean;
  /** The pod waits for being a member before it counts as ready. */
  readonly hasGate: boolean;
  readonly minReadySeconds: number;
}

/** Phase (d): whether traffic reaches a pod that is not ready. */
export function readiness({ probes, publishesNotReady }: PodStart): Verdict {
  const found: Cause[] = [];
  if (publishesNotReady) found.push({ why: 'publish-not-ready', seconds: undefined });
  if (probes.some(({ kind }) => kind === 'none')) found.push({ why: 'no-readiness-probe', seconds: undefined });
  return verdictFrom(found, probes.some(({ kind }) => kind === 'unknown') ? 'readiness-probe' : undefined);
}

/** When a new pod can be ready at the earliest. */
export function earliestReady({ probes }: Pick<PodStart, 'probes'>): number {
  return probes.reduce((latest, probe) => Math.max(latest, probe.kind === 'known' ? probe.earliestSeconds : 0), 0);
}
