import { controllerChanges } from '../../../catalog/controller-changes.ts';
import { defaultName, ownTag } from '../../context.ts';
import type { ClbPrediction } from '../../prediction.ts';
import type { ClbState, CloudState } from '../cloud/state.ts';
import { about, failure, joined, within, type Failure } from '../failure.ts';
import { hashOf, keyOf, needsNone, textOfValue, type LiveService } from '../live-service.ts';
import { groupPortText } from '../names.ts';
import { findOwn, isMadeByController, nameFor } from '../ownership.ts';
import { degraded, frozen, type Applied, type Bench } from '../run.ts';
import { wantedGroup, type WantedGroup } from '../wanted-group.ts';
import { createClb } from './create.ts';
import { deleteClb } from './delete.ts';
import { cleanUpGroups, describeGroups, planGroups } from './groups.ts';
import { planListeners } from './listener-plan.ts';
import { syncGroupsAndListeners } from './sync.ts';
import { updateInstance } from './update-instance.ts';

/** What the controller wants of a CLB; nothing where the Service is to go. */
export interface Wish {
  readonly service: LiveService;
  readonly prediction: ClbPrediction;
  readonly reused: boolean;
  readonly managesListeners: boolean;
  readonly preserve: boolean;
  readonly goes: boolean;
  /** The annotations, the listeners, the ports are new since the last full sync. */
  readonly full: boolean;
}

/**
 * Makes the cloud what the Service says. Source: `ReconcileService.buildAndApplyModel` and `ModelApplier.Apply` of the
 * controller, v2.14.0.
 */
export function applyClb(bench: Bench, service: LiveService, prediction: ClbPrediction): Applied {
  const goes = needsNone(service);
  const { error } = prediction;
  if (!goes && error !== undefined) {
    const keys = error.annotation === undefined ? [] : [error.annotation.key];
    return frozen('', failure(`build lb local model error: ${error.message}`, keys, error.event));
  }
  const wish: Wish = {
    service,
    prediction,
    reused: prediction.userManaged,
    managesListeners: prediction.listenersManaged,
    preserve: prediction.preserveOnDelete,
    goes,
    full: service.hash === undefined || service.hash !== hashOf(service),
  };
  const applied = apply(bench, wish);
  return applied.failure === undefined
    ? applied
    : { ...applied, failure: within('apply model error: ', applied.failure) };
}

function apply(bench: Bench, wish: Wish): Applied {
  const { service, prediction, reused, goes, full } = wish;
  const sought = find(bench, wish);
  if ('failure' in sought) return frozen('', within('get load balancer attribute from cloud, error: ', sought.failure));
  let remote = sought.found === undefined ? undefined : snapshot(sought.found);
  let described = remote === undefined ? undefined : describeGroups(bench, wish, remote);
  if (remote !== undefined) {
    const unread = joined(
      [
        readFailure(bench, 'ListTagResources', 'DescribeTags: '),
        readFailure(bench, 'DescribeVServerGroups', 'get lb backend from remote error: DescribeVServerGroups error: '),
        full && wish.managesListeners
          ? readFailure(
              bench,
              'DescribeLoadBalancerListeners',
              'get lb listeners from cloud, error: DescribeLoadBalancerListeners error:',
            )
          : undefined,
        described !== undefined && 'failure' in described ? described.failure : undefined,
      ].filter((one) => one !== undefined),
    );
    if (unread !== undefined) return frozen(remote.id, unread);
  }
  let listenersSeen = [...(remote?.listeners.values() ?? [])];

  if (full) {
    const prefix = 'update lb attribute error: ';
    if (goes) {
      const failed = deleteClb(bench, wish, remote);
      if (failed !== undefined) return frozen(remote?.id ?? '', within(prefix, failed));
      if (!reused && !wish.preserve) remote = undefined;
    } else if (remote === undefined) {
      const [status] = service.ingress;
      if (status !== undefined)
        return frozen(
          '',
          failure(
            `${prefix}alicloud: can not find loadbalancer, but it's defined in service [${status.ip}] ` +
              'this may happen when you delete the loadbalancer',
            ['id'],
            'E04b',
          ),
        );
      const made = createClb(bench, prediction);
      if ('failure' in made) return frozen('', within(`${prefix}create lb error: `, made.failure));
      const clb = bench.clb.find(made.id);
      if (clb !== undefined) remote = snapshot(clb);
      described = { groups: [] };
      listenersSeen = [];
    }
    if (!goes && reused && remote !== undefined) {
      const reason = whyNotReusable(wish, remote);
      if (reason !== undefined)
        return frozen(
          remote.id,
          failure(`${prefix}alicloud: the loadbalancer ${remote.id} can not be reused, ${reason}`, ['id']),
        );
    }
  }
  if (remote === undefined) {
    if (goes) return { id: '', failure: undefined, reach: undefined, leavesOut: false, waitsForPods: false };
    const tag = textOfValue(defaultName(prediction.context));
    return frozen('', failure(`alicloud: can not find loadbalancer by tag [${ownTag}:${tag}]`, [], 'E24'));
  }

  const wanted = goes ? [] : wantedGroups(wish);
  const groups = described === undefined || 'failure' in described ? [] : described.groups;
  const groupPlan = planGroups(wanted, groups);
  let listenerPlan = undefined;
  if (full && wish.managesListeners) {
    const planned = planListeners(wish, wanted, listenersSeen);
    if ('failure' in planned) return frozen(remote.id, within('merge listener: ', planned.failure));
    listenerPlan = planned;
  }
  const compares = !goes || prediction.context.version.since(controllerChanges.updatedOnDeletion.since);
  const instanceFailure = full && compares ? updateInstance(bench, wish, remote) : undefined;
  const failures: (Failure | undefined)[] = [
    instanceFailure === undefined ? undefined : within('update lb attribute error: ', instanceFailure),
    ...syncGroupsAndListeners(bench, remote.id, groupPlan, listenerPlan),
  ];
  const failed = joined(failures);
  if (failed !== undefined) return degraded(remote.id, failed);
  if (full) {
    const dirty = joined(cleanUpGroups(bench, wish, remote.id, wanted, groups));
    if (dirty !== undefined) return degraded(remote.id, within('cleanup lb error: ', dirty));
  }
  return {
    id: remote.id,
    failure: undefined,
    reach: undefined,
    leavesOut: !goes && prediction.backends.groups.some(({ invalid }) => (invalid?.length ?? 0) > 0),
    waitsForPods: !goes && prediction.backends.waitsForPods === true,
  };
}

function readFailure({ journal }: Bench, api: string, prefix: string): Failure | undefined {
  const failed = journal.read(api);
  return failed === undefined ? undefined : within(prefix, failed);
}

/** By id, else by the controller's tag, else by its name. Source: `FindLoadBalancer` of the controller, v2.14.0. */
function find(bench: Bench, wish: Wish): { found: ClbState | undefined } | { failure: Failure } {
  const { state, rules, journal } = bench;
  const named = wish.prediction.instance.loadBalancerId;
  if (named !== undefined) {
    const id = textOfValue(named);
    const unread = journal.read('DescribeLoadBalancerAttribute');
    if (unread !== undefined) return { failure: about(['id'], unread) };
    const found = bench.clb.find(id);
    if (found !== undefined) return { found };
    if (!rules.complete) return { found: assume(state, id, rules.addressOf(0, true, id)) };
    const request = 'RequestId: 00000000-0000-0000-0000-000000000000';
    return {
      failure: failure(
        `[SDKError] API: DescribeLoadBalancerAttribute, ErrorCode: InvalidLoadBalancerId.NotFound, ${request}, ` +
          'Message: The specified LoadBalancerId does not exist.',
        ['id'],
        'E26',
      ),
    };
  }
  const { context } = wish.prediction;
  const unread = journal.read('DescribeLoadBalancers');
  if (unread !== undefined)
    return { failure: within(`[${keyOf(context.subject)}] find loadbalancer by tag error: `, unread) };
  return findOwn(context, state.clbs, ({ attributes }) => attributes['loadBalancerName']);
}

/** A load balancer that is named and that nobody described. */
function assume(state: CloudState, id: string, address: string): ClbState {
  const clb: ClbState = {
    id,
    address,
    attributes: {},
    tags: new Map(),
    listeners: new Map(),
    groups: new Map(),
    assumed: true,
  };
  state.clbs.push(clb);
  return clb;
}

function snapshot(clb: ClbState): ClbState {
  return structuredClone(clb);
}

/** Source: `isLoadBalancerReusable` of the controller, v2.14.0. */
function whyNotReusable({ service, prediction }: Wish, clb: ClbState): string | undefined {
  if (isMadeByController(clb.tags)) return 'can not reuse loadbalancer created by kubernetes.';
  if (prediction.context.annotations.text('external-ip-type') === 'eip') return undefined;
  const [first] = service.ingress;
  if (first === undefined) return undefined;
  if (service.ingress.some(({ ip, hostname }) => ip === clb.address || (hostname !== '' && ip === '')))
    return undefined;
  return `service has been associated with ip [${first.ip}], cannot be bound to ip [${clb.address}]`;
}

function wantedGroups({ prediction: { context, backends } }: Wish): WantedGroup[] {
  return backends.groups.map((group) => {
    const port = groupPortText(context.backendMode, group.servicePort);
    return wantedGroup(context, group, nameFor(context, port));
  });
}
