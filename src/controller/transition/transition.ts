import type { Surroundings } from '../surroundings.ts';
import { CauseFinder, type Cause } from './causes.ts';
import { ClbApi } from './cloud/clb-api.ts';
import { NlbApi } from './cloud/nlb-api.ts';
import { emptyCloud, type CloudRules, type CloudState } from './cloud/state.ts';
import { endStateOf, fatesOf, type EndState, type LoadBalancerFate } from './end-state.ts';
import { onAppearance, onChange, serverOf } from './event-handlers.ts';
import { intervene, type Intervention } from './interventions.ts';
import { Journal, type Mutation, type Refusal } from './journal.ts';
import { created, isSameObject, keyOf, type LiveService, type Side } from './live-service.ts';
import { completed, completedSurroundings, withKeptNodePorts } from './names.ts';
import type { Bench, Order } from './run.ts';
import { takeStep, type Step } from './step.ts';

/** What changes, where, and what is known of the cloud. */
export interface TransitionInput {
  /** undefined: the Service is made. */
  readonly base: Side | undefined;
  /** undefined: the Service is deleted. Of another namespace, name or uid: the one is deleted, the other made. */
  readonly head: Side | undefined;
  /** Which of two objects is dealt with first; deletion unless said otherwise. */
  readonly order?: 'deleteFirst' | 'createFirst' | undefined;
  readonly surroundings: Surroundings;
  /** The surroundings when the change comes, where they differ. */
  readonly headSurroundings?: Surroundings | undefined;
  /** What exists before base is made, and how the cloud answers; nothing described where undefined. */
  readonly cloud?: KnownCloud | undefined;
  /** What people did between base and head. */
  readonly interventions?: readonly Intervention[] | undefined;
  /** Head is deleted afterwards. */
  readonly thenDelete?: boolean | undefined;
}

export interface KnownCloud {
  readonly state: CloudState;
  /** Where they are left out, calls are refused only for what they ask, and load balancers beside those of `state` exist. */
  readonly rules?: CloudRules;
  /** Calls that fail, by name. */
  readonly failing?: ReadonlyMap<string, Refusal>;
}

/** A mutation and what in the manifests brings it about. */
export interface PlannedMutation extends Mutation {
  readonly causes: readonly Cause[];
}

export type PlannedStep = Omit<Step, 'mutations'> & {
  readonly mutations: readonly PlannedMutation[];
  /** What in the manifests brings the failure about. */
  readonly failureCauses: readonly Cause[];
};

/** What the controller does when base becomes head. */
export interface Transition {
  /** Making base; undefined where there is none. */
  readonly base: Step | undefined;
  /** The change of the object, or making the new one. */
  readonly head: PlannedStep;
  /** Deleting base, where head is another object. */
  readonly removal: PlannedStep | undefined;
  /** Deleting head afterwards, where it was asked for. */
  readonly thenDelete: PlannedStep | undefined;
  readonly before: EndState;
  /** After head, where it is deleted afterwards. */
  readonly afterHead: EndState | undefined;
  readonly after: EndState;
  /** What becomes of each load balancer that existed before or after. */
  readonly loadBalancers: readonly LoadBalancerFate[];
  /**
   * How it goes when calls that the controller makes at the same time come in the other order, and what it does then
   * differs; the rest of the answer is the run in which deletions come first.
   */
  readonly race: Omit<Transition, 'race'> | undefined;
}

/** Predicts what Cloud Controller Manager does with a live Service that changes. Never throws. */
export function transitionOf(input: TransitionInput): Transition {
  const main = runTransition(input, 'deletions-first');
  const other = runTransition(input, 'creations-first');
  return { ...main, race: tellsApart(main) === tellsApart(other) ? undefined : other };
}

function tellsApart({ head, removal, thenDelete, after }: Omit<Transition, 'race'>): string {
  const said = (step: PlannedStep | undefined): unknown =>
    step === undefined
      ? null
      : [
          step.result,
          step.failure?.text,
          step.mutations
            .map(({ api, lb, target, args, error }) => JSON.stringify([api, lb, target, args, error?.text]))
            .sort(),
          step.retry?.result,
        ];
  const { clbs, nlbs, services } = after;
  return JSON.stringify([said(head), said(removal), said(thenDelete), clbs, nlbs, services]);
}

function runTransition(input: TransitionInput, order: Order): Omit<Transition, 'race'> {
  const base = input.base === undefined ? undefined : sideOf(input.base);
  const head = input.head === undefined ? undefined : changedSide(sideOf(input.head), base);
  const rules = input.cloud?.rules ?? unknownRules(input.surroundings);
  const state = structuredClone(input.cloud?.state ?? emptyCloud());
  const benchWith = (surroundings: Surroundings): Bench => {
    const journal = new Journal(input.cloud?.failing ?? new Map());
    return {
      surroundings: completedSurroundings(surroundings),
      state,
      rules,
      journal,
      clb: new ClbApi(state, rules, journal),
      nlb: new NlbApi(state, rules, journal),
      order,
    };
  };
  const services = new Map<string, LiveService>();
  const gone = new Set<string>();
  const keep = (key: string, service: LiveService | undefined): void => {
    if (service === undefined) {
      services.delete(key);
      gone.add(key);
    } else services.set(key, service);
  };

  const before = benchWith(input.surroundings);
  let made: Step | undefined;
  if (base !== undefined) {
    const service = created(base);
    const taken = takeStep(
      before,
      service,
      onAppearance(service, before.surroundings),
      serverOf(base.subject, before.surroundings),
      { retry: false },
    );
    made = taken.step;
    keep(keyOf(base.subject), taken.service);
    for (const one of [...state.clbs, ...state.nlbs]) if (one.assumed) one.synced = true;
  }
  const live = base === undefined ? undefined : services.get(keyOf(base.subject));
  for (const intervention of input.interventions ?? []) intervene(state, live, intervention);
  const atFirst = endStateOf(state, services, gone);

  const bench = benchWith(input.headSurroundings ?? input.surroundings);
  const finder = new CauseFinder(base?.subject, head?.subject);
  const plan = (step: Step): PlannedStep => withCauses(step, finder);
  const remove = (side: Side): PlannedStep => {
    const key = keyOf(side.subject);
    const service = services.get(key);
    if (service === undefined) return plan(ignored(undefined));
    const leaving = { ...service, deleting: true };
    const enqueued = service.finalizers.length === 0 ? [] : onChange(service, leaving, bench.surroundings);
    const taken = takeStep(bench, leaving, enqueued, undefined, { retry: true });
    keep(key, taken.service);
    return plan(taken.step);
  };
  const make = (side: Side, retry: boolean): PlannedStep => {
    const key = keyOf(side.subject);
    const controller = serverOf(side.subject, bench.surroundings);
    if (services.has(key)) return plan({ ...ignored(controller), result: 'base-still-terminating' });
    const service = created(side);
    const taken = takeStep(bench, service, onAppearance(service, bench.surroundings), controller, { retry });
    keep(key, taken.service);
    return plan(taken.step);
  };

  let headStep: PlannedStep;
  let removal: PlannedStep | undefined;
  if (head === undefined) headStep = base === undefined ? plan(ignored(undefined)) : remove(base);
  else if (base === undefined) headStep = make(head, true);
  else if (isSameObject(base.subject, head.subject)) {
    const service = live ?? created(base);
    const changed = { ...service, side: head };
    const enqueued = onChange(service, changed, bench.surroundings);
    const controller = serverOf(head.subject, bench.surroundings);
    const taken = takeStep(bench, changed, enqueued, controller, { retry: true });
    keep(keyOf(head.subject), taken.service);
    headStep = plan(taken.step);
  } else if (input.order === 'createFirst') {
    headStep = make(head, false);
    removal = remove(base);
  } else {
    removal = remove(base);
    headStep = make(head, false);
  }

  let afterHead: EndState | undefined;
  let thenDelete: PlannedStep | undefined;
  if (input.thenDelete === true && head !== undefined) {
    afterHead = endStateOf(state, services, gone);
    thenDelete = remove(head);
  }
  const after = endStateOf(state, services, gone);
  return {
    base: made,
    head: headStep,
    removal,
    thenDelete,
    before: atFirst,
    afterHead,
    after,
    loadBalancers: fatesOf(atFirst, after),
  };
}

function ignored(controller: Step['controller']): Step {
  return {
    enqueued: [],
    scope: 'none',
    controller,
    result: 'ignored',
    failure: undefined,
    reach: undefined,
    mutations: [],
    retry: undefined,
  };
}

function sideOf({ subject, spec }: Side): Side {
  return { subject: completed(subject), spec };
}

function changedSide(head: Side, base: Side | undefined): Side {
  if (base === undefined || !isSameObject(base.subject, head.subject)) return head;
  return { ...head, subject: withKeptNodePorts(head.subject, base.subject) };
}

function withCauses(step: Step, finder: CauseFinder): PlannedStep {
  return {
    ...step,
    mutations: step.mutations.map((mutation) => ({ ...mutation, causes: finder.causesOf(mutation) })),
    failureCauses:
      step.failure === undefined ? [] : step.failure.parts.flatMap(({ keys }) => finder.causesOf({ keys })),
  };
}

/** Nothing is known: named load balancers exist, and calls are refused only for what they ask. */
function unknownRules({ vpcId }: Surroundings): CloudRules {
  const chosen = (what: string): { placeholder: string } => ({ placeholder: `<${what} that the cloud chose>` });
  return {
    complete: false,
    backendQuota: undefined,
    expiredCertificates: [],
    missingCertificates: [],
    fullVSwitches: [],
    sharedPerformance: [],
    elasticAddresses: new Map(),
    clusterVpc: vpcId,
    newClb: {
      masterZoneId: chosen('zone'),
      slaveZoneId: chosen('zone'),
      resourceGroupId: chosen('resource group'),
      bandwidth: chosen('bandwidth'),
      internetChargeType: 'paybytraffic',
      addressIPVersion: 'ipv4',
      loadBalancerSpec: '',
    },
    newNlb: { addressIpVersion: 'ipv4', resourceGroupId: chosen('resource group') },
    addressOf: (_made, _internet, id) => `<address of ${id}>`,
  };
}
