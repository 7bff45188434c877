import { probeDefaults, readinessGate } from '../catalog/rollout.ts';
import { isPresent, itemsOf, numberOf, textOf, valueAt, type ScalarNode } from '../model/node.ts';
import type { Container, Workload } from '../world/workload.ts';
import type { Readiness } from './pod-start.ts';

/** When a container can be ready, from its readiness probe; a startup probe comes before it. */
export function readinessOf({ node }: Container): Readiness {
  if (node.kind !== 'map') return { kind: 'unknown' };
  const probe = valueAt(node, 'readinessProbe');
  if (!isPresent(probe)) return { kind: 'none' };
  if (probe.kind !== 'map') return { kind: 'unknown' };
  const started = startOf(valueAt(node, 'startupProbe'));
  const ready = startOf(probe);
  if (started === undefined || ready === undefined) return { kind: 'unknown' };
  // The readiness probe counts from the start of the container, and is not asked before the startup probe has succeeded.
  return { kind: 'known', earliestSeconds: Math.max(started, ready) };
}

/** The first moment at which a probe can have succeeded often enough; undefined when a number is decided elsewhere. */
function startOf(probe: ReturnType<typeof valueAt>): number | undefined {
  if (!isPresent(probe)) return 0;
  const [delay, period, successes] = (['initialDelaySeconds', 'periodSeconds', 'successThreshold'] as const).map(
    (key) => {
      const written = valueAt(probe, key);
      return isPresent(written) ? numberOf(written) : probeDefaults[key];
    },
  );
  if (delay === undefined || period === undefined || successes === undefined) return undefined;
  return delay + Math.max(0, successes - 1) * period;
}

/** A readiness gate of a pod that is one of the controller's. */
export interface Gate {
  /** The name of the Service that it waits for. */
  readonly service: string;
  readonly node: ScalarNode;
}

/** The gates of a pod that wait for the controller; undefined where they cannot be known. */
export function gatesOf({ podSpec }: Pick<Workload, 'podSpec'>): readonly Gate[] | undefined {
  const gates = valueAt(podSpec, 'readinessGates');
  if (podSpec?.kind !== 'map' || gates?.kind === 'unknown') return undefined;
  return itemsOf(gates).flatMap((item) => {
    const node = valueAt(item, 'conditionType');
    const type = textOf(node);
    if (node?.kind !== 'scalar' || type === undefined || !type.startsWith(readinessGate.prefix)) return [];
    return [{ service: type.slice(readinessGate.prefix.length), node }];
  });
}

/** How long a pod must be ready before it counts as available; undefined when it is decided elsewhere. */
export function minReadySecondsOf({ resource: { root } }: Workload): number | undefined {
  const node = valueAt(root, 'spec', 'minReadySeconds');
  return isPresent(node) ? numberOf(node) : 0;
}
