import type { LoadBalancerChange } from '../controller/change/change.ts';
import type { LoadBalancer } from '../controller/load-balancer.ts';
import type { EndState, LoadBalancerEnd } from '../controller/transition/end-state.ts';
import { isPlaceholderValue } from '../controller/values.ts';
import type { Service } from '../world/service.ts';
import { planEffectsOf } from './plan-effects.ts';
import type { AddressFate, PlanAction, PlanEffect, PlannedLoadBalancer, PlanStory } from './plan-entry.ts';
import { withOwners, type Handovers } from './plan-handovers.ts';

/** What the change comes to under given facts; undefined where nothing happens to the load balancer. */
export function storyOf(change: LoadBalancerChange, handovers: Handovers): PlanStory | undefined {
  const { base, head, became, moved, transition, after: prediction } = change;
  const service = head ?? base;
  if (service === undefined) return undefined;
  const isKept = became === 'changed';
  const before = base === undefined ? null : loadBalancerOf(base, transition.before, change.before);
  const made = head === undefined ? null : loadBalancerOf(head, transition.after, change.after);
  const effects = withOwners(planEffectsOf(change, { before, after: made }), change, handovers);
  const isLocked = effects.some(({ kind }) => kind === 'not-accepted');
  const atEnd = isLocked ? before : made;
  const refusal = isLocked ? locked : (refusalOf(change, before, atEnd) ?? keptOut(handovers));
  const action = refusal === undefined ? actionOf(effects, change) : 'refuse';
  if (action === undefined) return undefined;
  const isRetyped = isKept && base?.isLoadBalancer === true && head?.isLoadBalancer === false;
  const story: Omit<PlanStory, 'address'> = {
    resource: service.resource.identity,
    object: became === 'removed' && moved !== undefined ? 'left' : isRetyped ? 'retyped' : became,
    formerly: became === 'renamed' && base !== undefined ? base.resource.identity : null,
    leaves: became === 'removed' && moved !== undefined ? moved.from : null,
    becomes: moved?.to ?? (isRetyped ? (head?.type ?? 'ClusterIP') : null),
    action,
    before,
    after: atEnd,
    listenersManaged:
      prediction !== undefined && prediction.prediction.controller !== 'none' && prediction.prediction.listenersManaged,
    event: refusal?.event ?? null,
    failure: refusal?.failure ?? null,
    dependsOnOrder: transition.race !== undefined || dependsOnOthers(handovers),
    calls: [transition.removal, transition.head].reduce((sum, step) => sum + (step?.mutations.length ?? 0), 0),
    effects: refusal?.failure === 'silent' ? effects : effects.filter(({ kind }) => kind !== 'unnoticed'),
  };
  return { ...story, address: addressOf(story, change) };
}

function dependsOnOthers({ to, from }: Handovers): boolean {
  return from.length > 0 || to.some(({ isGivenUp }) => isGivenUp);
}

/** The cloud has one listener at a port, whatever its protocol, while its owner asks for it. */
function keptOut({ to }: Handovers): typeof portTaken | undefined {
  return to.some(({ wanted, standing, isGivenUp }) => wanted !== standing && !isGivenUp) ? portTaken : undefined;
}

const portTaken = { event: 'E37', failure: 'degraded' } as const;

const locked = { event: null, failure: 'freeze' } as const;

/** What tells one story from another. */
export function saidOf(story: PlanStory | undefined): string {
  if (story === undefined) return '';
  const { action, address, event, failure, dependsOnOrder, effects } = story;
  return JSON.stringify([
    action,
    address,
    event,
    failure,
    dependsOnOrder,
    effects.map(({ kind, target, attributes }) => [kind, target, attributes]),
  ]);
}

function actionOf(effects: readonly PlanEffect[], { became }: LoadBalancerChange): PlanAction | undefined {
  const has = (...kinds: readonly PlanEffect['kind'][]): boolean => effects.some(({ kind }) => kinds.includes(kind));
  const isMade = has('load-balancer-created');
  const isGone = has('load-balancer-deleted');
  const isLeft = has('load-balancer-orphaned', 'load-balancer-left');
  if (became === 'renamed' && effects.length > 0) return 'replace';
  if (isMade) return isGone || isLeft ? 'replace' : 'create';
  if (isGone) return 'delete';
  if (isLeft) return 'orphan';
  if (has('listener-recreated')) return 'replace';
  if (became === 'added' || effects.some(({ kind }) => kind !== 'unnoticed' && kind !== 'ignored')) return 'update';
  return has('ignored') ? 'ignore' : undefined;
}

function refusalOf(
  { effects, transition }: LoadBalancerChange,
  before: PlannedLoadBalancer | null,
  after: PlannedLoadBalancer | null,
): Pick<PlanStory, 'event' | 'failure'> | undefined {
  const refused = effects.find(({ kind }) => kind === 'refused');
  if (refused !== undefined)
    return {
      event: refused.event ?? null,
      failure: refused.reach === 'freeze' || refused.reach === undefined ? 'freeze' : 'degraded',
    };
  // A load balancer that is there, and nobody who looks after it any more.
  const isAlone = transition.head.result === 'ignored' && before !== null && after !== null;
  return isAlone && transition.head.controller === 'none' ? { event: null, failure: 'silent' } : undefined;
}

/** Never *kept* where an object is deleted and another one made, whatever the cloud may do with what is left. */
function addressOf(
  { action, object, before, after, effects }: Omit<PlanStory, 'address'>,
  { transition }: LoadBalancerChange,
): AddressFate {
  const has = (kind: PlanEffect['kind']): boolean => effects.some((effect) => effect.kind === kind);
  if (has('not-accepted')) return 'kept';
  if (has('load-balancer-created')) return 'new';
  if (has('load-balancer-deleted')) return 'lost';
  if (object === 'renamed' || object === 'left') return 'unknown';
  if (before === null) return after === null || after.id === null ? 'unknown' : 'kept';
  // Bound to another load balancer, whatever becomes of the old one.
  if (after !== null && after.id !== before.id && action !== 'refuse') return 'new';
  const fate = transition.loadBalancers.find(({ fate: each }) => each !== 'created');
  // The zones of an NLB take its addresses with them, and so does the way it is reached.
  const moves = effects.some(({ attributes }) =>
    attributes.some(({ name }) => name === 'zoneMappings' || name === 'addressType'),
  );
  if (fate === undefined || (moves && action !== 'refuse')) return 'unknown';
  return fate.address === 'lost' ? 'lost' : 'kept';
}

/** The load balancer that a Service points at. */
export function loadBalancerOf(
  { resource }: Service,
  { services, clbs, nlbs }: EndState,
  predicted: LoadBalancer | undefined,
): PlannedLoadBalancer | null {
  const key = `${resource.namespaceName ?? '<namespace>'}/${resource.identity.name}`;
  const id = services.find(({ service, gone }) => service === key && !gone)?.loadBalancer;
  const end = [...clbs, ...nlbs].find((each) => each.id === id);
  return end === undefined ? null : plannedOf(end, predicted);
}

function plannedOf(
  { kind, id, addressType }: LoadBalancerEnd,
  predicted: LoadBalancer | undefined,
): PlannedLoadBalancer {
  const type = addressType.toLowerCase();
  const named =
    predicted?.prediction.controller === 'none' ? undefined : predicted?.prediction.context.annotations.text('id');
  const own = isPlaceholderValue(named) ? named.placeholder : id;
  return {
    kind,
    id: /^n?lb-new-/.test(id) ? null : own,
    exposure: type === 'internet' || type === 'intranet' ? type : 'unknown',
  };
}
