import { changeOf, type ServicePair } from '../controller/change/change.ts';
import { knownCloud } from '../controller/change/known-cloud.ts';
import { Neighbours } from '../controller/change/neighbours.ts';
import { predictLoadBalancer } from '../controller/load-balancer.ts';
import type { Intervention } from '../controller/transition/interventions.ts';
import { pathOf, writtenText } from '../model/node.ts';
import type { ClusterFacts } from '../world/facts.ts';
import type { Inventory } from '../world/inventory.ts';
import type { Service } from '../world/service.ts';
import type { World } from '../world/world.ts';
import { locationIn } from './locate.ts';
import { suppose, type Supposed } from './plan-assumptions.ts';
import { gravityOf, type PlanEntry, type PlanStory } from './plan-entry.ts';
import { handoversOf } from './plan-handovers.ts';
import { locate, locateDelisting, nameOf } from './plan-places.ts';
import { planSentence } from './plan-sentence.ts';
import { loadBalancerOf, saidOf, storyOf } from './plan-story.ts';
import { unseenCondition, type Unseen } from './plan-unseen.ts';
import type { UnrenderedChange, UnrenderedChanges } from './unrendered-changes.ts';

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
    const storyWith = (interventions: readonly Intervention[]): Supposed<PlanStory | undefined> =>
      suppose(
        (known) => changeOf(pair, known, { inventory: head.inventory, interventions }),
        facts,
        (change, given) => storyOf(change, handoversOf(change, neighbours, given)),
        {
          isSame: (one, other) => saidOf(one) === saidOf(other),
          gravity: (story) => (story === undefined ? -1 : gravityOf(story)),
        },
      );
    const isByHand = hasListenersMadeByHand(pair, facts, head.inventory);
    const { answer, assumes, otherwise } = storyWith(isByHand ? madeByHand : []);
    if (answer === undefined) return [];
    const isOpen = [pair.head, pair.base].some((each) => each?.resource.completeness === 'partial');
    const { resource } = service;
    const unseen = [unseenCondition(pair, answer, head.inventory)];
    if (isByHand) unseen.push(listenersCondition(answer, storyWith([]).answer));
    return [
      {
        ...answer,
        scope: resource.scope,
        clusters: resource.cluster === undefined ? [] : [resource.cluster],
        location:
          pair.delistedAt === undefined
            ? locate(nameOf(service), service, world.tree.name)
            : locateDelisting(pair.delistedAt),
        assumes: [...assumes, ...(isOpen ? ['render=unchanged'] : []), ...unseen.flatMap((each) => each.assumes)],
        otherwise: [
          ...otherwise.map((each) => ({
            assumes: each.assumes,
            action: each.answer?.action ?? ('none' as const),
            address: each.answer?.address ?? ('kept' as const),
          })),
          ...unseen.flatMap((each) => each.otherwise),
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

function hasListenersMadeByHand(
  { base, head }: ServicePair,
  facts: ClusterFacts,
  inventory: Inventory | undefined,
): boolean {
  if (base?.isLoadBalancer !== true) return false;
  const { controller, reused, managesListeners } = predictLoadBalancer(base, facts);
  const areListed = inventory?.partial.listeners === false && inventory.listeners.has(reused?.text ?? '');
  if (areListed && knownCloud(inventory, [base, head]) !== undefined) return false;
  return controller === 'clb' && reused !== undefined && !managesListeners;
}

/** Where nobody bound a listener to the controller's groups, they are free to go. */
function listenersCondition(bound: PlanStory, free: PlanStory | undefined): Unseen {
  if (saidOf(bound) === saidOf(free)) return { assumes: [], otherwise: [] };
  const { action = 'none', address = 'kept' } = free ?? {};
  return {
    assumes: ['loadBalancer.listeners=bound'],
    otherwise: [{ assumes: ['loadBalancer.listeners=free'], action, address }],
  };
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
