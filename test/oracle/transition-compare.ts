import { eventsIn } from '../../src/catalog/events/patterns.ts';
import type { EndState, ListenerEnd, LoadBalancerEnd } from '../../src/controller/transition/end-state.ts';
import type { Mutation } from '../../src/controller/transition/journal.ts';
import type { Reach } from '../../src/controller/transition/run.ts';
import type { Step } from '../../src/controller/transition/step.ts';
import { transitionOf, type Transition } from '../../src/controller/transition/transition.ts';
import { readable } from './compare.ts';
import {
  transitionInputOf,
  type RecordedEnd,
  type RecordedInput,
  type RecordedMutation,
  type RecordedStep,
  type RecordedTransition,
  type TransitionCase,
} from './transition-recording.ts';

/** What is compared of one step. */
interface SaidStep {
  readonly enqueued: readonly string[];
  readonly controller: string | undefined;
  readonly result: string;
  readonly class: string | undefined;
  /** Ids of the events that the error tells of. */
  readonly events: readonly string[];
  readonly error: string | undefined;
  readonly mutations: readonly string[];
  readonly retry: { readonly result: string; readonly mutations: number } | undefined;
}

interface Said {
  readonly base: Pick<SaidStep, 'result' | 'class' | 'error'> | undefined;
  readonly head: SaidStep;
  readonly removal: SaidStep | undefined;
  readonly thenDelete: SaidStep | undefined;
  readonly after: unknown;
  readonly afterHead: unknown;
}

/**
 * Undefined where model and recording agree, else a readable difference (`-` recorded, `+` model). Where it depends on
 * the order of calls that are made at the same time, one of the two runs must agree, and the model must say so.
 */
export function transitionDifference(one: TransitionCase): string | undefined {
  const answer = transitionAnswer(one.input);
  const { race, ...main } = one.expected;
  const wanted = recordedSaid(main);
  const other = race === undefined ? wanted : recordedSaid({ ...main, ...race });
  // A second run that ends like the first one shows only that the order is free.
  const depends = JSON.stringify(other) !== JSON.stringify(wanted);
  const first = compared(wanted, modelSaid(answer));
  if (depends !== (answer.race !== undefined))
    return `-depends on the order: ${depends}\n+depends on the order: ${!depends}\n${first ?? ''}`;
  return first ?? (answer.race === undefined ? undefined : compared(other, modelSaid(answer.race)));
}

/** What the model answers to a recorded input. */
export function transitionAnswer(input: RecordedInput): Transition {
  return transitionOf(transitionInputOf(input));
}

/** What is compared of an answer, in the words of the recordings. */
export function modelSaid(answer: Omit<Transition, 'race'>): Said {
  return {
    base:
      answer.base === undefined
        ? undefined
        : {
            result: answer.base.result,
            class: classOf(answer.base.reach),
            error: answer.base.result === 'blocked' ? undefined : answer.base.failure?.text,
          },
    head: modelStep(answer.head),
    removal: answer.removal === undefined ? undefined : modelStep(answer.removal),
    thenDelete: answer.thenDelete === undefined ? undefined : modelStep(answer.thenDelete),
    after: modelEnd(answer.after),
    afterHead: answer.afterHead === undefined ? undefined : modelEnd(answer.afterHead),
  };
}

function recordedSaid(recorded: Omit<RecordedTransition, 'race'>): Said {
  const { base } = recorded;
  return {
    base: base === undefined ? undefined : { result: base.result, class: base.class, error: base.error },
    head: recordedStep(recorded.head),
    removal: recorded.removal === undefined ? undefined : recordedStep(recorded.removal),
    thenDelete: recorded.thenDelete === undefined ? undefined : recordedStep(recorded.thenDelete),
    after: recordedEnd(recorded.after),
    afterHead: recorded.afterHead === undefined ? undefined : recordedEnd(recorded.afterHead),
  };
}

function compared(wanted: Said, got: Said): string | undefined {
  const { head, removal, thenDelete } = wanted;
  // A retry is compared where one was recorded.
  const trimmed: Said = {
    ...got,
    base: wanted.base === undefined ? undefined : got.base,
    head: { ...got.head, retry: head.retry === undefined ? undefined : got.head.retry },
    removal:
      got.removal === undefined
        ? undefined
        : { ...got.removal, retry: removal?.retry === undefined ? undefined : got.removal.retry },
    thenDelete:
      got.thenDelete === undefined
        ? undefined
        : { ...got.thenDelete, retry: thenDelete?.retry === undefined ? undefined : got.thenDelete.retry },
  };
  return readable(JSON.stringify(wanted, null, 1), JSON.stringify(trimmed, null, 1));
}

function classOf(reach: Reach | undefined): string | undefined {
  return reach?.toUpperCase();
}

function modelStep(step: Omit<Step, 'mutations'> & { readonly mutations: readonly Mutation[] }): SaidStep {
  const { enqueued, controller, result, failure, reach, mutations, retry } = step;
  const error = result === 'blocked' ? undefined : anyOrder(failure?.text);
  return {
    enqueued,
    controller,
    result,
    class: classOf(reach),
    events: [...new Set(error === undefined ? [] : (failure?.parts ?? []).map(({ event }) => event ?? '?'))].sort(),
    error,
    mutations: mutations
      .map(({ api, lb, target, args, error: refused }) => mutationText({ api, lb, target, args, error: refused?.text }))
      .sort(),
    retry: retry === undefined ? undefined : { result: retry.result, mutations: retry.mutations.length },
  };
}

function recordedStep({ enqueued, controller, result, error, class: reach, mutations, retry }: RecordedStep): SaidStep {
  return {
    enqueued: enqueued ?? [],
    controller,
    result,
    class: reach,
    events: error === undefined ? [] : [...eventsIn(error)].sort(),
    error: anyOrder(error),
    mutations: (mutations ?? []).map((mutation) => mutationText(mutation)).sort(),
    retry: retry === undefined ? undefined : { result: retry.result, mutations: retry.mutations },
  };
}

/** Errors of calls that are made at the same time come in any order. */
function anyOrder(error: string | undefined): string | undefined {
  const list = /^(.*?: )?\[(\[SDKError\].*|[^[].*, .*)\]$/s.exec(error ?? '');
  if (list === null) return error;
  return `${list[1] ?? ''}[${(list[2] ?? '').split(', ').sort().join(', ')}]`;
}

type MutationWords = { readonly [K in keyof RecordedMutation]: RecordedMutation[K] | undefined };

function mutationText({ api, lb, target, args, error }: MutationWords): string {
  const words = Object.entries(args ?? {})
    // Which of several vSwitches is drawn nobody knows.
    .filter(([name, value]) => name !== 'VSwitchId' || typeof value === 'string')
    .map(([name, value]) => `${name}=${JSON.stringify(sortedKeys(value))}`)
    .sort();
  return [api, lb ?? '', target ?? '', ...words, error === undefined ? '' : `refused ${error}`].join(' | ');
}

/** The same value with keys in order, lists without repetitions, and no flags that are off by nature. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(sortedKeys(one))))].sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sortedKeys(one)]),
  );
}

function modelEnd({ clbs, nlbs, serverGroups, services }: EndState): unknown {
  return {
    clb: clbs
      .map((one) => ({
        ...instanceEnd(one),
        address: one.address,
        groups: sortedKeys(one.groups),
        listeners: one.listeners.map(listenerText).sort(),
      }))
      .sort(byId),
    nlb: nlbs
      .map((one) => ({
        ...instanceEnd(one),
        securityGroups: [...one.securityGroups].sort(),
        listeners: one.listeners.map(({ target, group }) => `${target} -> ${group}`).sort(),
      }))
      .sort(byId),
    serverGroups: sortedKeys(serverGroups),
    services: services
      .map(({ service, gone, terminating, ingress, finalizers, hash, loadBalancer }) =>
        gone
          ? { service, gone }
          : { service, terminating, ingress, finalizers, hash, loadBalancer: loadBalancer ?? '' },
      )
      .sort(byService),
  };
}

function listenerText({ target, group, owner, forwardsTo }: ListenerEnd): string {
  return `${target} -> ${group} owner=${owner ?? 'foreign'}${forwardsTo === 0 ? '' : ` forward:${forwardsTo}`}`;
}

function instanceEnd({ id, name, addressType, tags }: LoadBalancerEnd): { id: string } & Record<string, unknown> {
  return { id, name, addressType, tags: sortedKeys(tags) };
}

function recordedEnd({ clb, nlb, serverGroups, services }: RecordedEnd): unknown {
  return {
    clb: (clb ?? [])
      .map(({ id, name, address, addressType, tags, groups, listeners }) => ({
        id,
        name: name ?? '',
        addressType: addressType ?? '',
        tags: sortedKeys(tags ?? {}),
        address,
        groups: sortedKeys(withLists(groups)),
        listeners: [...((listeners ?? []) as readonly string[])].sort(),
      }))
      .sort(byId),
    nlb: (nlb ?? [])
      .map(({ id, name, addressType, tags, securityGroupIds, listeners }) => ({
        id,
        name: name ?? '',
        addressType: addressType ?? '',
        tags: sortedKeys(tags ?? {}),
        securityGroups: [...new Set((securityGroupIds ?? []) as readonly string[])].sort(),
        listeners: [...((listeners ?? []) as readonly string[])].sort(),
      }))
      .sort(byId),
    serverGroups: sortedKeys(withLists(serverGroups)),
    services: (services ?? [])
      .map(({ service, gone, terminating, ingress, finalizers, hash, loadBalancerIdLabel }) =>
        gone === true
          ? { service: String(service), gone }
          : {
              service: String(service),
              terminating: terminating === true,
              ingress: ingress ?? [],
              finalizers: finalizers ?? [],
              hash,
              loadBalancer: loadBalancerIdLabel ?? '',
            },
      )
      .sort(byService),
  };
}

function withLists(groups: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(groups ?? {}).map(([id, servers]) => [id, servers ?? []]));
}

function byId(a: { readonly id?: unknown }, b: { readonly id?: unknown }): number {
  return String(a.id) < String(b.id) ? -1 : 1;
}

function byService(a: { readonly service: string }, b: { readonly service: string }): number {
  return a.service < b.service ? -1 : 1;
}
