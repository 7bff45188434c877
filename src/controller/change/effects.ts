import type { EventId } from '../../catalog/events.ts';
import { transportOf } from '../../catalog/transports.ts';
import type { Service } from '../../world/service.ts';
import type { Cause } from '../transition/causes.ts';
import type { Args } from '../transition/journal.ts';
import type { PlannedMutation, PlannedStep, Transition } from '../transition/transition.ts';

/** One thing that a change does in the cloud, in the terms that people think in. */
export interface Effect {
  readonly kind:
    | 'load-balancer-created'
    /** Its address goes back to the cloud. */
    | 'load-balancer-deleted'
    /** It is kept with its address and costs money, and no Service points at it. */
    | 'load-balancer-orphaned'
    /** A load balancer that people made, which no Service uses any more. */
    | 'load-balancer-left'
    | 'load-balancer-changed'
    | 'listener-created'
    | 'listener-deleted'
    /** Deleted and created: the port is closed in between. */
    | 'listener-recreated'
    | 'listener-changed'
    | 'group-changed'
    /** The sync ends with an error. */
    | 'refused'
    /** No controller notices the change; there is no event. */
    | 'unnoticed'
    /** The API server refuses the manifest, so nothing changes at all. */
    | 'rejected';
  readonly loadBalancer: string | undefined;
  /** `443/https` of a listener, the name of a group. */
  readonly target: string | undefined;
  readonly args: Args;
  /** Of a listener: the cloud refuses what is asked; one that was to be made anew stays closed. */
  readonly refused: boolean;
  /** Of a refusal: the event that people see, and how far it reaches. */
  readonly event: EventId | undefined;
  readonly reach: PlannedStep['reach'];
  readonly text: string | undefined;
  readonly causes: readonly Cause[];
}

/** What a transition comes to, load balancers first, then listeners by port, then what is refused. */
export function effectsOf(transition: Transition): readonly Effect[] {
  const steps = [transition.removal, transition.head].filter((step) => step !== undefined);
  const mutations = steps.flatMap((step) => step.mutations);
  return [
    ...loadBalancerEffects(transition, mutations),
    ...listenerEffects(mutations),
    ...otherEffects(mutations),
    ...steps.flatMap(refusal),
    ...(transition.head.result === 'ignored' ? [effect('unnoticed', {})] : []),
  ];
}

/** A class that differs, in head or, where it is gone, in base. */
export function rejection(head: Service | undefined): Effect {
  const tree = head?.loadBalancerClass === undefined ? 'base' : 'head';
  return effect('rejected', { causes: [{ tree, what: 'field', field: 'loadBalancerClass' }] });
}

function loadBalancerEffects(
  { loadBalancers, after, before }: Transition,
  mutations: readonly PlannedMutation[],
): Effect[] {
  const assumed = new Set(
    [...before.clbs, ...before.nlbs, ...after.clbs, ...after.nlbs].flatMap((each) => (each.assumed ? [each.id] : [])),
  );
  return loadBalancers.flatMap(({ id, fate }): Effect[] => {
    // A load balancer that a Service names was there before, whoever did not describe it.
    if (fate === 'kept' || (fate === 'created' && assumed.has(id))) return [];
    const causes = mutations.find(({ api, lb }) =>
      fate === 'created' ? /^Create(?:LoadBalancer|NLB)$/.test(api) : lb === id && /^(?:Delete|Untag|Set)/.test(api),
    )?.causes;
    return [effect(`load-balancer-${fate}`, { loadBalancer: id, causes: causes ?? [] })];
  });
}

function listenerEffects(mutations: readonly PlannedMutation[]): Effect[] {
  const ofListeners = mutations.filter(({ api }) => /Listener/.test(api) && !/Extension|Tag/.test(api));
  const deleted = ofListeners.filter(({ api }) => api.startsWith('Delete'));
  const created = ofListeners.filter(({ api }) => api.startsWith('Create'));
  const placeOf = ({ lb, target }: PlannedMutation): string => {
    const [port, protocol] = target?.split('/') ?? [];
    return `${lb} ${port}/${transportOf(protocol)}`;
  };
  const isRecreated = (mutation: PlannedMutation, others: readonly PlannedMutation[]): boolean =>
    others.some((other) => placeOf(other) === placeOf(mutation));
  return [
    ...deleted
      .filter((mutation) => !isRecreated(mutation, created))
      .map((mutation) => effect('listener-deleted', of(mutation))),
    ...created.map((mutation) =>
      effect(isRecreated(mutation, deleted) ? 'listener-recreated' : 'listener-created', of(mutation)),
    ),
    ...ofListeners
      .filter((mutation) => !deleted.includes(mutation) && !created.includes(mutation))
      .map((mutation) => effect('listener-changed', of(mutation))),
  ];
}

function otherEffects(mutations: readonly PlannedMutation[]): Effect[] {
  return mutations.flatMap((mutation): Effect[] => {
    const { api, error } = mutation;
    // What the cloud refuses is no effect; the refusal is one of its own.
    if (error !== undefined) return [];
    if (/Listener/.test(api) || /^(?:Create|Delete)(?:LoadBalancer|NLB)$/.test(api)) return [];
    if (/ServerGroup|Servers$/.test(api)) return [effect('group-changed', of(mutation))];
    return [effect('load-balancer-changed', of(mutation))];
  });
}

function refusal({ result, reach, failure, failureCauses, mutations }: PlannedStep): Effect[] {
  if (result !== 'error' && result !== 'blocked') return [];
  const event = failure?.parts.find((part) => part.event !== undefined)?.event;
  // Where the failure names nothing itself, the call that the cloud refused does.
  const refused = mutations.filter(({ error }) => error !== undefined).flatMap(({ causes }) => causes);
  const causes = failureCauses.length > 0 ? failureCauses : refused;
  return [effect('refused', { event, reach, text: failure?.text, causes })];
}

function of({ lb, target, args, error, causes }: PlannedMutation): Partial<Effect> {
  return { loadBalancer: lb, target, args, refused: error !== undefined, causes };
}

function effect(kind: Effect['kind'], more: Partial<Effect>): Effect {
  return {
    loadBalancer: undefined,
    target: undefined,
    args: {},
    refused: false,
    event: undefined,
    reach: undefined,
    text: undefined,
    causes: [],
    ...more,
    kind,
  };
}
