import { writtenText } from '../../model/node.ts';
import type { ClusterFacts } from '../../world/facts.ts';
import type { Service } from '../../world/service.ts';
import { predictLoadBalancer, type LoadBalancer } from '../load-balancer.ts';
import { subjectOf } from '../subject.ts';
import { surroundingsOf } from '../surroundings.ts';
import { transitionOf, type Transition, type TransitionInput } from '../transition/transition.ts';
import { effectsOf, type Effect } from './effects.ts';

/** One Service in both trees, or in one of them. At least one of them is a load balancer that ACK serves. */
export interface ServicePair {
  readonly base: Service | undefined;
  readonly head: Service | undefined;
  /** `renamed`: another name or namespace before the same pods and ports: one object is deleted, another made. */
  readonly became: 'added' | 'removed' | 'changed' | 'renamed';
  /** Where an object of this identity stands now, in another scope; undefined where there is none. */
  readonly movedTo: string | undefined;
}

/** A Service before and after a change, and what the controller does about it under known facts. */
export interface LoadBalancerChange extends ServicePair {
  /** What it was and will be as a load balancer; undefined where it is none. */
  readonly before: LoadBalancer | undefined;
  readonly after: LoadBalancer | undefined;
  readonly transition: Transition;
  readonly effects: readonly Effect[];
}

/** Predicts the change; if deployed, this is what happens. */
export function changeOf(pair: ServicePair, facts: ClusterFacts): LoadBalancerChange {
  const transition = transitionOf({
    base: sideOf(pair.base),
    head: sideOf(pair.head),
    surroundings: surroundingsOf(facts),
  });
  const predicted = (service: Service | undefined): LoadBalancer | undefined =>
    service?.isLoadBalancer === true ? predictLoadBalancer(service, facts) : undefined;
  return {
    ...pair,
    before: predicted(pair.base),
    after: predicted(pair.head),
    transition,
    effects: effectsOf(transition),
  };
}

function sideOf(service: Service | undefined): TransitionInput['base'] {
  if (service === undefined) return undefined;
  return { subject: subjectOf(service), spec: service.spec === undefined ? '' : writtenText(service.spec) };
}
