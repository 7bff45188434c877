import { replacementDefaults } from '../catalog/rollout.ts';
import { isPresent, numberOf, textOf, valueAt, type ValueNode } from '../model/node.ts';
import type { Guards } from '../world/guards.ts';
import type { Workload } from '../world/workload.ts';
import type { Portion, Replacement, Strategy } from './replacement.ts';

/** How a workload replaces its pods, from its manifest. */
export function strategyOf({ kind: { kind }, resource: { root } }: Workload): Strategy {
  // What holds pods without replacing them by others leaves that to whoever owns it.
  if (kind === 'Pod') return { kind: 'none' };
  if (kind === 'ReplicaSet' || kind === 'ReplicationController') return { kind: 'by-hand' };
  const spec = valueAt(root, 'spec');
  const written = valueAt(spec, 'strategy') ?? valueAt(spec, 'updateStrategy');
  if (kind === 'Rollout') return argoStrategy(written);
  const type = valueAt(written, 'type');
  const typeText = textOf(type);
  if (isPresent(type) && typeText === undefined) return { kind: 'unknown' };
  if (typeText === 'Recreate') return { kind: 'recreate' };
  if (typeText === 'OnDelete') return { kind: 'by-hand' };
  // Kruise's CloneSet writes the numbers beside the type.
  return rolling(kind, kind === 'CloneSet' ? written : valueAt(written, 'rollingUpdate'));
}

/** An Argo Rollout without a strategy is refused; a new colour is complete before traffic goes to it. */
function argoStrategy(written: ValueNode | undefined): Strategy {
  if (isPresent(valueAt(written, 'blueGreen'))) return { kind: 'switched' };
  const canary = valueAt(written, 'canary');
  return canary === undefined ? { kind: 'unknown' } : rolling('Rollout', canary);
}

function rolling(kind: string, numbers: ValueNode | undefined): Strategy {
  const byDefault = replacementDefaults[kind];
  if (byDefault === undefined || numbers?.kind === 'unknown') return { kind: 'unknown' };
  const { maxUnavailable, maxSurge, roundsUp } = byDefault;
  return {
    kind: 'rolling',
    maxUnavailable: portionAt(numbers, 'maxUnavailable', maxUnavailable),
    maxSurge: portionAt(numbers, 'maxSurge', maxSurge),
    roundsUp,
  };
}

function portionAt(holder: ValueNode | undefined, key: string, byDefault: number | string): Portion | undefined {
  const node = valueAt(holder, key);
  return portionOf(isPresent(node) ? (numberOf(node) ?? textOf(node)) : byDefault);
}

/** `3`, `50%`; undefined for what is neither. */
export function portionOf(written: number | string | undefined): Portion | undefined {
  if (typeof written === 'number') return { pods: written };
  const percent = /^([0-9]+)%$/.exec(written ?? '')?.[1];
  return percent === undefined ? undefined : { percent: Number(percent) };
}

/**
 * The fewest pods that a workload is to have. An autoscaler's minimum holds in the manifest's stead; without either,
 * Kubernetes makes one pod.
 */
export function replicasOf(workload: Workload, { scalers }: Pick<Guards, 'scalers'>): Replacement['replicas'] {
  if (workload.kind.kind === 'DaemonSet') return 'nodes';
  if (scalers.length > 0) {
    const least = scalers.map(({ minReplicas }) => minReplicas);
    // One that takes the last pod, too, does so when nobody asks for it.
    return least.some((each) => each === undefined)
      ? undefined
      : Math.max(1, Math.min(...least.map((each) => each ?? 1)));
  }
  const node = valueAt(workload.resource.root, 'spec', 'replicas');
  return isPresent(node) ? workload.replicas : 1;
}

/** True for a budget that lets all of so many pods be taken at once; false where that is not certain. */
export function allowsAll(
  { minAvailable, maxUnavailable }: Guards['budgets'][number],
  replicas: number | undefined,
): boolean {
  const most = portionOf(numberOf(maxUnavailable) ?? textOf(maxUnavailable));
  if (most !== undefined)
    return 'percent' in most ? most.percent >= 100 : replicas !== undefined && most.pods >= replicas;
  const least = portionOf(numberOf(minAvailable) ?? textOf(minAvailable));
  return least !== undefined && ('percent' in least ? least.percent === 0 : least.pods === 0);
}
