import { annotation } from '../controller/annotations.ts';
import { isOn, type LoadBalancer, verdictOf } from '../controller/load-balancer.ts';
import { isPresent, valueAt, type ValueNode } from '../model/node.ts';
import type { Drain } from '../rollout/pod-end.ts';
import { preStopOf } from '../rollout/prestop.ts';
import { gatesOf, minReadySecondsOf, readinessOf } from '../rollout/read-pod.ts';
import { replicasOf, strategyOf } from '../rollout/read-strategy.ts';
import type { Replacement } from '../rollout/replacement.ts';
import { judgeRollout, openRollout, type Rollout } from '../rollout/rollout.ts';
import { isBelow } from '../controller/controller-version.ts';
import { sleepAction, terminatingServedSince } from '../catalog/rollout.ts';
import type { ClusterFacts } from '../world/facts.ts';
import { gracePeriodOf, type Container, type Workload } from '../world/workload.ts';
import type { World } from '../world/world.ts';
import type { RolloutAssumptions } from './rule.ts';
import { connectionPorts, containersServing, integerOf, settingsReach } from './support.ts';

/** How a load balancer treats open connections to a member that leaves. */
export function drainOf(loadBalancer: LoadBalancer): Drain {
  const { service, controller, listeners } = loadBalancer;
  if (connectionPorts(loadBalancer).length === 0)
    return { kind: listeners.some(({ protocol }) => protocol === undefined) ? 'unknown' : 'none' };
  if (!settingsReach(loadBalancer)) return { kind: 'unknown' };
  const drain = isOn(annotation(service, 'connection-drain'), controller);
  if (drain === undefined) return { kind: 'unknown' };
  if (!drain) return { kind: 'off' };
  const timeout = annotation(service, 'connection-drain-timeout');
  const seconds = integerOf(timeout);
  // A listener that the cloud refuses keeps the drain that it had.
  if (verdictOf(loadBalancer, 'connection-drain-timeout')?.outcome === 'refused') return { kind: 'unknown' };
  if (seconds !== undefined && seconds > 0) return { kind: 'on', seconds };
  // An NLB cuts at once then; the listener of a CLB is refused.
  const isNothing = timeout === undefined || seconds === 0;
  return { kind: isNothing && controller === 'nlb' ? 'off' : 'unknown' };
}

/** How the pods of a workload behind a Service are replaced. */
export function replacementOf(workload: Workload, { service }: LoadBalancer, world: World): Replacement {
  const others = world
    .workloadsOf(service)
    // The same object written twice is one.
    .filter(
      (other) => other.resource.key !== workload.resource.key && !other.kind.runsToCompletion && other.replicas !== 0,
    );
  return {
    strategy: strategyOf(workload),
    replicas: replicasOf(workload, world.guardsOf(workload)),
    hasOthers: others.length > 0,
  };
}

/** The rollouts of a workload behind one of its load balancers. */
export function rolloutOf(
  workload: Workload,
  loadBalancer: LoadBalancer,
  {
    world,
    facts,
    assumptions,
  }: {
    readonly world: World;
    readonly facts: ClusterFacts;
    readonly assumptions: RolloutAssumptions;
  },
): Rollout {
  const containers = containersServing(workload, [loadBalancer]);
  if (workload.podSpec?.kind !== 'map' || containers.length === 0) return openRollout('pod-template');
  const { service, backendMode } = loadBalancer;
  const gates = gatesOf(workload) ?? [];
  return judgeRollout(
    {
      end: {
        graceSeconds: gracePeriodOf(workload).seconds,
        stops: containers.map((container) =>
          isSleepDropped(container, facts) ? { kind: 'none' } : preStopOf(container),
        ),
        drain: drainOf(loadBalancer),
        terminatingServed: isBelow(facts.kubernetesVersion, terminatingServedSince) !== true,
        ...assumptions,
      },
      start: {
        probes: containers.map(readinessOf),
        publishesNotReady: isTrue(valueAt(service.spec, 'publishNotReadyAddresses')),
        hasGate: gates.some((gate) => gate.service === service.resource.identity.name),
        minReadySeconds: minReadySecondsOf(workload) ?? 0,
      },
      replacement: replacementOf(workload, loadBalancer, world),
    },
    backendMode,
  );
}

/** An API server that is too old drops the sleep action: the pod then ends without waiting. */
function isSleepDropped({ node }: Container, { kubernetesVersion }: ClusterFacts): boolean {
  const sleep = valueAt(node, 'lifecycle', 'preStop', 'sleep');
  return isPresent(sleep) && isBelow(kubernetesVersion, sleepAction.since) === true;
}

function isTrue(node: ValueNode | undefined): boolean {
  return isPresent(node) && node.kind === 'scalar' && node.type === 'bool' && node.text === 'true';
}
