import { changeOf, type LoadBalancerChange, type ServicePair } from '../controller/change/change.ts';
import type { Intervention } from '../controller/transition/interventions.ts';
import { Neighbours } from '../controller/change/neighbours.ts';
import type { LoadBalancer } from '../controller/load-balancer.ts';
import type { EndState, LoadBalancerEnd } from '../controller/transition/end-state.ts';
import { isPlaceholderValue } from '../controller/values.ts';
import { pathOf, writtenText } from '../model/node.ts';
import type { ClusterFacts } from '../world/facts.ts';
import type { Service } from '../world/service.ts';
import type { Inventory } from '../world/inventory.ts';
import type { World } from '../world/world.ts';
import { locationIn } from './locate.ts';
import { suppose } from './plan-assumptions.ts';
import { unseenCondition } from './plan-unseen.ts';
import type { UnrenderedChange, UnrenderedChanges } from './unrendered-changes.ts';
import { handoversOf, withOwners, type Handovers } from './plan-handovers.ts';
import { planEffectsOf } from './plan-effects.ts';
import { locate, locateDelisting, nameOf } from './plan-places.ts';
import {
  gravityOf,
  type AddressFate,
  type PlanAction,
  type PlanEffect,
  type PlanEntry,
  type PlannedLoadBalancer,
  type PlanStory,
} from './plan-entry.ts';
import { planSentence } from './plan-sentence.ts';

export interface PlanInput {
  readonly head: World;
  readonly base: World;
  readonly pairs: readonly ServicePair[];
  readonly isReported: (file: string) => boolean;
  readonly unrenderedChanges: UnrenderedChanges;
}

/** What a change does to load balancers, the worst first; load balancers that it leaves alone are left out. */
export function planChanges({ head, base, pairs, isReported, unrenderedChanges }: PlanInput): PlanEntry[] {
  const neighbours = new Neighbours(pairs, head.inventory);
  const entries = pairs.flatMap((pair): PlanEntry[] => {
    const service = pair.head ?? pair.base;
    if (service === undefined) return [];
    const unrendered = isUntouched(pair) ? unrenderedChanges.of(pair) : undefined;
    if (isUntouched(pair) && unrendered === undefined) return [];
    const files = [pair.head?.resource, pair.base?.resource, pair.delistedAt].flatMap((each) => each?.file ?? []);
    if (!files.some(isReported)) return [];
    const world = pair.head === undefined ? base : head;
    const { facts } = world.profileOf(service.resource);
    if (unrendered !== undefined) return [unknownEntry(pair, service, facts, unrendered)];
    const { answer, assumes, otherwise } = suppose(
      (known) => predictedChange(pair, known, head.inventory),
      facts,
      (change, given) => storyOf(change, handoversOf(change, neighbours, given)),
      {
        isSame: (one, other) => saidOf(one) === saidOf(other),
        gravity: (story) => (story === undefined ? -1 : gravityOf(story)),
      },
    );
    if (answer === undefined) return [];
    const isOpen = [pair.head, pair.base].some((each) => each?.resource.completeness === 'partial');
    const { resource } = service;
    const unseen = unseenCondition(pair, answer, head.inventory);
    return [
      {
        ...answer,
        scope: resource.scope,
        clusters: resource.cluster === undefined ? [] : [resource.cluster],
        location:
          pair.delistedAt === undefined
            ? locate(nameOf(service), service, world.tree.name)
            : locateDelisting(pair.delistedAt),
        assumes: [...assumes, ...(isOpen ? ['render=unchanged'] : []), ...unseen.assumes],
        otherwise: [
          ...otherwise.map((each) => ({
            assumes: each.assumes,
            action: each.answer?.action ?? ('none' as const),
            address: each.answer?.address ?? ('kept' as const),
          })),
          ...unseen.otherwise,
        ],
        summary: planSentence(answer),
      },
    ];
  });
  return withoutFalseHope(entries).sort(worstFirst);
}

/** Kustomizations say something else, and the manifest does not. */
function unknownEntry(
  pair: ServicePair,
  service: Service,
  facts: ClusterFacts,
  { at, file, manifest, tree }: UnrenderedChange,
): PlanEntry {
  const { transition, before, after } = changeOf(pair, facts);
  const { identity, scope, cluster } = service.resource;
  const cause = locationIn({ tree: tree.name, file, lines: manifest.lines }, at.range, pathOf(at.node));
  const story: PlanStory = {
    resource: identity,
    object: 'changed',
    formerly: null,
    leaves: null,
    becomes: null,
    action: 'unknown',
    address: 'unknown',
    before: loadBalancerOf(service, transition.before, before),
    after: loadBalancerOf(service, transition.after, after),
    listenersManaged: after?.managesListeners ?? false,
    event: null,
    failure: null,
    dependsOnOrder: false,
    calls: 0,
    effects: [{ kind: 'not-rendered', target: null, attributes: [], causes: [cause] }],
  };
  return {
    ...story,
    scope,
    clusters: cluster === undefined ? [] : [cluster],
    location: locate(nameOf(service), service, 'head'),
    assumes: ['render=changed'],
    otherwise: [{ assumes: ['render=unchanged'], action: 'none', address: 'kept' }],
    summary: planSentence(story),
  };
}

/** Of a load balancer whose listeners people make, they made them: they use the controller's groups. */
const madeByHand: readonly Intervention[] = [{ does: 'bind-groups' }];

function predictedChange(pair: ServicePair, facts: ClusterFacts, inventory: Inventory | undefined): LoadBalancerChange {
  const change = changeOf(pair, facts, { inventory });
  const { before, cloud } = change;
  const isByHand = before?.controller === 'clb' && before.reused !== undefined && !before.managesListeners;
  return isByHand && cloud === undefined ? changeOf(pair, facts, { interventions: madeByHand }) : change;
}

/** The worst first, then in the order of files. */
function worstFirst(one: PlanEntry, other: PlanEntry): number {
  const place = ({ location: { file, document, startOffset } }: PlanEntry): string =>
    `${file}\0${String(document).padStart(9, '0')}\0${String(startOffset).padStart(12, '0')}`;
  return gravityOf(other) - gravityOf(one) || (place(one) < place(other) ? -1 : 1);
}

/** A load balancer that one Service gives up and another one takes keeps its address only if all goes well. */
function withoutFalseHope(entries: readonly PlanEntry[]): PlanEntry[] {
  const given = new Set(entries.flatMap(({ after, before }) => (after === null && before !== null ? [before.id] : [])));
  return entries.map((entry) => {
    const isTaken = entry.before === null && entry.after?.id != null && given.has(entry.after.id);
    if (!isTaken || entry.address !== 'kept') return entry;
    const open = { ...entry, address: 'unknown' as const };
    return { ...open, summary: planSentence(open) };
  });
}

/** Nothing that a controller looks at differs. */
function isUntouched({ base, head, became }: ServicePair): boolean {
  if (became !== 'changed' || base === undefined || head === undefined) return false;
  const text = ({ resource: { root, namespaceName } }: Service): string =>
    [namespaceName, ...['metadata', 'spec'].map((key) => written(root.entries.get(key)?.value))].join('\0');
  return text(base) === text(head);
}

function written(node: Parameters<typeof writtenText>[0] | undefined): string {
  return node === undefined ? '' : writtenText(node);
}

/** What the change comes to under given facts; undefined where nothing happens to the load balancer. */
function storyOf(change: LoadBalancerChange, handovers: Handovers): PlanStory | undefined {
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

function saidOf(story: PlanStory | undefined): string {
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
function loadBalancerOf(
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
