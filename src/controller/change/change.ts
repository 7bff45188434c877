import { isPlaceholder } from '../../catalog/placeholders.ts';
import type { Manifest } from '../../model/manifest.ts';
import { isPresent, valueAt, writtenText, type Spot } from '../../model/node.ts';
import type { ClusterFacts } from '../../world/facts.ts';
import type { Inventory } from '../../world/inventory.ts';
import type { Service } from '../../world/service.ts';
import { predictLoadBalancer, type LoadBalancer } from '../load-balancer.ts';
import { subjectOf } from '../subject.ts';
import { surroundingsOf, type Surroundings } from '../surroundings.ts';
import type { Intervention } from '../transition/interventions.ts';
import { transitionOf, type KnownCloud, type Transition, type TransitionInput } from '../transition/transition.ts';
import { effectsOf, rejection, type Effect } from './effects.ts';
import { knownCloud } from './known-cloud.ts';

/** One Service in both trees, or in one of them. At least one of them is a load balancer that ACK serves. */
export interface ServicePair {
  readonly base: Service | undefined;
  readonly head: Service | undefined;
  /** `renamed`: another name or namespace before the same pods and ports: one object is deleted, another made. */
  readonly became: 'added' | 'removed' | 'changed' | 'renamed';
  /** What was applied together with it, and what an object of this identity is applied with now; undefined where there is none. */
  readonly moved: Move | undefined;
  /** The entry of a kustomization in base that head no longer has, where the object is still written but not applied. */
  readonly delistedAt?: Delisting | undefined;
}

/** From one scope to another, or from one kustomization that is applied by itself to another; as people call them. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A place in a kustomization of base. */
export interface Delisting {
  readonly at: Spot;
  readonly file: string;
  readonly manifest: Manifest;
}

/** A Service before and after a change, and what the controller does about it under known facts. */
export interface LoadBalancerChange extends ServicePair {
  /** What it was and will be as a load balancer; undefined where it is none. */
  readonly before: LoadBalancer | undefined;
  readonly after: LoadBalancer | undefined;
  readonly transition: Transition;
  readonly effects: readonly Effect[];
  /** What is known of the cluster. */
  readonly surroundings: Surroundings;
  /** What people are taken to have done to the cloud before. */
  readonly interventions: readonly Intervention[];
  /** What is known of the load balancers that the Service names. */
  readonly cloud: KnownCloud | undefined;
}

/** What the cloud is known, or taken, to be before a change. */
export interface Beforehand {
  readonly inventory?: Inventory | undefined;
  /** What people did to it. */
  readonly interventions?: readonly Intervention[];
}

/** Predicts the change from what is known to exist; if deployed, this is what happens. */
export function changeOf(pair: ServicePair, facts: ClusterFacts, beforehand: Beforehand = {}): LoadBalancerChange {
  const { inventory, interventions = [] } = beforehand;
  const key = JSON.stringify([surroundingsOf(facts), interventions]);
  const known = answers.get(pair) ?? [];
  answers.set(pair, known);
  const answer = known.find((each) => each.key === key && each.inventory === inventory);
  if (answer !== undefined) return answer.change;
  const change = predictChange(pair, facts, { inventory, interventions });
  known.push({ key, inventory, change });
  return change;
}

// Rules and the plan ask about the same pair again and again; the answer depends on nothing else.
const answers = new WeakMap<
  ServicePair,
  { key: string; inventory: Inventory | undefined; change: LoadBalancerChange }[]
>();

function predictChange(
  pair: ServicePair,
  facts: ClusterFacts,
  { inventory, interventions }: { inventory: Inventory | undefined; interventions: readonly Intervention[] },
): LoadBalancerChange {
  const surroundings = surroundingsOf(facts);
  const cloud = knownCloud(inventory, [pair.base, pair.head]);
  const transition = transitionOf({
    base: sideOf(pair.base),
    head: sideOf(pair.head),
    surroundings,
    interventions,
    cloud,
  });
  const predicted = (service: Service | undefined): LoadBalancer | undefined =>
    service?.isLoadBalancer === true ? predictLoadBalancer(service, facts) : undefined;
  return {
    ...pair,
    before: predicted(pair.base),
    after: predicted(pair.head),
    transition,
    effects: isRejected(pair) ? [rejection(pair.head)] : effectsOf(transition),
    surroundings,
    interventions,
    cloud,
  };
}

/** What the controller would do if head said of one annotation what base says. */
export function transitionWithout(
  { base, head, surroundings, interventions, cloud }: LoadBalancerChange,
  key: string,
): Transition {
  const side = sideOf(head);
  if (side === undefined)
    return transitionOf({ base: sideOf(base), head: undefined, surroundings, interventions, cloud });
  const annotations = new Map(side.subject.annotations);
  const old = base === undefined ? undefined : subjectOf(base).annotations.get(key);
  if (old === undefined) annotations.delete(key);
  else annotations.set(key, old);
  return transitionOf({
    base: sideOf(base),
    head: { ...side, subject: { ...side.subject, annotations } },
    surroundings,
    interventions,
    cloud,
  });
}

/** A Service that is and stays a load balancer keeps its class: the API server takes no other, and stores nothing. */
function isRejected({ base, head, became }: ServicePair): boolean {
  if (became !== 'changed' || base?.isLoadBalancer !== true || head?.isLoadBalancer !== true) return false;
  const [old, asked] = [base, head].map(classOf);
  return old !== undefined && asked !== undefined && old !== asked;
}

/** The class, empty without one; undefined where it is decided elsewhere. */
function classOf({ spec }: Service): string | undefined {
  const node = valueAt(spec, 'loadBalancerClass');
  if (!isPresent(node)) return '';
  const text = writtenText(node);
  return node.kind === 'unknown' || isPlaceholder(text) ? undefined : text;
}

function sideOf(service: Service | undefined): TransitionInput['base'] {
  if (service === undefined) return undefined;
  return { subject: subjectOf(service), spec: service.spec === undefined ? '' : writtenText(service.spec) };
}

/** One tree leaves the namespace to whoever applies it, and the other one states it: it may be the same. */
export function mayBeSameNamespace({ base, head, became }: ServicePair): boolean {
  if (became !== 'renamed' || base === undefined || head === undefined) return false;
  const [one, other] = [base.resource.identity, head.resource.identity];
  return one.name === other.name && (one.namespace === null) !== (other.namespace === null);
}
