import type { Kind } from '../../catalog/annotations.ts';
import { reconcileClb } from './clb/reconcile.ts';
import type { Failure } from './failure.ts';
import type { Mutation } from './journal.ts';
import { hashOf, type LiveService } from './live-service.ts';
import { reconcileNlb } from './nlb/reconcile.ts';
import type { Bench, Reach } from './run.ts';

/** One change of a Service and what its controllers do about it. */
export interface Step {
  /** The controllers that noticed; none: nothing happens, and no event tells. */
  readonly enqueued: readonly Kind[];
  /** How much is looked at: `members` alone where nothing but the spec's rest or an empty annotation changed. */
  readonly scope: 'all' | 'members' | 'none';
  /** Who serves the Service after the change; undefined for one that goes. */
  readonly controller: Kind | 'none' | undefined;
  /**
   * `ignored`: nobody noticed. `blocked`: the cluster forbids public load balancers. `requeue`: repeated soon.
   * `base-still-terminating`: the object of this name could not be made, because the old one is not gone.
   */
  readonly result: 'ok' | 'error' | 'requeue' | 'blocked' | 'ignored' | 'base-still-terminating';
  readonly failure: Failure | undefined;
  /** How far the failure reaches. */
  readonly reach: Reach | undefined;
  readonly mutations: readonly Mutation[];
  /** The same sync once more; undefined where it is not tried. Without mutations and `ok` nothing is left to do. */
  readonly retry: Retry | undefined;
}

export interface Retry {
  readonly result: Step['result'];
  readonly failure: Failure | undefined;
  readonly mutations: readonly Mutation[];
}

/** Lets the controllers work on a Service; answers the Service as they leave it, undefined when it is gone. */
export function takeStep(
  bench: Bench,
  service: LiveService,
  enqueued: readonly Kind[],
  controller: Step['controller'],
  options: { readonly retry: boolean },
): { step: Step; service: LiveService | undefined } {
  if (enqueued.length === 0) {
    const nobody = {
      enqueued,
      scope: 'none' as const,
      controller,
      failure: undefined,
      reach: undefined,
      mutations: [],
      retry: undefined,
    };
    return { step: { ...nobody, result: 'ignored' }, service: remains(service) };
  }
  const first = runAll(bench, service, enqueued);
  let left = remains(first.service);
  let retry: Retry | undefined;
  if (options.retry) {
    const second = left === undefined ? undefined : runAll(bench, left, enqueued);
    retry =
      second === undefined
        ? { result: 'ok', failure: undefined, mutations: [] }
        : { result: second.result, failure: second.failure, mutations: second.mutations };
    if (second !== undefined) left = remains(second.service);
  }
  const { result, failure, reach, mutations } = first;
  const scope = service.hash !== undefined && service.hash === hashOf(service) ? 'members' : 'all';
  return { step: { enqueued, scope, controller, result, failure, reach, mutations, retry }, service: left };
}

type Ran = Pick<Step, 'failure' | 'reach' | 'mutations'> & {
  readonly result: 'ok' | 'error' | 'requeue' | 'blocked';
  readonly service: LiveService;
};

function runAll(bench: Bench, before: LiveService, enqueued: readonly Kind[]): Ran {
  bench.journal.mutations = [];
  let service = before;
  let worst: Omit<Ran, 'service' | 'mutations'> = { result: 'ok', failure: undefined, reach: undefined };
  for (const kind of enqueued) {
    const ran = kind === 'clb' ? reconcileClb(bench, service) : reconcileNlb(bench, service);
    ({ service } = ran);
    if (worst.result === 'ok') worst = ran;
  }
  const { result, failure, reach } = worst;
  return { result, failure, reach, mutations: bench.journal.mutations, service };
}

/** An object that is to go is gone once nothing holds it. */
function remains(service: LiveService): LiveService | undefined {
  return service.deleting && service.finalizers.length === 0 ? undefined : service;
}
