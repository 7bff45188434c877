import { isPresent, numberOf, valueAt } from '../model/node.ts';
import type { Scaler } from './guards.ts';
import type { Workload } from './workload.ts';

/**
 * How many pods a workload has at most: the maximum of its autoscaler, else its replicas (one unless they are said);
 * `each-node` for a DaemonSet; undefined when it is decided elsewhere.
 */
export function podCountOf(
  { kind: { kind }, resource: { root } }: Workload,
  autoscaler: Scaler | undefined,
): number | 'each-node' | undefined {
  if (kind === 'DaemonSet') return 'each-node';
  if (kind === 'Pod') return 1;
  if (autoscaler !== undefined) return autoscaler.maxReplicas;
  const replicas = valueAt(root, 'spec', 'replicas');
  return isPresent(replicas) ? numberOf(replicas) : 1;
}
