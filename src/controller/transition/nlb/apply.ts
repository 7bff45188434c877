import { defaultName, ownTag } from '../../context.ts';
import type { NlbPrediction } from '../../prediction.ts';
import type { Value } from '../../values.ts';
import { attributesWithout } from '../attributes.ts';
import type { AttributeMap, NlbState, SecurityGroup } from '../cloud/state.ts';
import { about, failure, joined, within, type Failure } from '../failure.ts';
import { hashOf, needsNone, textOfValue, keyOf, type LiveService } from '../live-service.ts';
import { findOwn, isMadeByController, ownTags } from '../ownership.ts';
import { degraded, frozen, type Applied, type Bench } from '../run.ts';
import type { WantedGroup } from '../wanted-group.ts';
import { cleanUpGroups, describeGroups, planGroups, wantedGroups, type SeenGroup } from './groups.ts';
import { planListeners, type NlbListenerPlan } from './listener-plan.ts';
import { associatedGroup, deleteAssociatedGroup, updateAssociatedGroup } from './security-group.ts';
import { syncGroupsAndListeners } from './sync.ts';
import { updateInstance } from './update-instance.ts';

/** What the controller wants of an NLB; nothing where the Service is to go. */
export interface Wish {
  readonly service: LiveService;
  readonly prediction: NlbPrediction;
  readonly reused: boolean;
  readonly managesListeners: boolean;
  readonly preserve: boolean;
  readonly goes: boolean;
  readonly full: boolean;
  /** What annotations give to the instance, and at creation the defaults as well. */
  attributes: AttributeMap;
  readonly sourceRanges: readonly string[];
}

/** Source: `ReconcileNLB.buildAndApplyModel` and `ModelApplier.Apply` (nlbv2) of the controller, v2.14.0. */
export function applyNlb(
  bench: Bench,
  service: LiveService,
  prediction: NlbPrediction,
): { applied: Applied; securityGroup: string | undefined } {
  const goes = needsNone(service);
  const { error } = prediction;
  if (!goes && error !== undefined) {
    const keys = error.annotation === undefined ? [] : [error.annotation.key];
    const failed = failure(`build lb local model error: ${error.message}`, keys, error.event);
    return { applied: frozen('', failed), securityGroup: undefined };
  }
  const { sourceRanges, ...attributes } = prediction.instance;
  const wish: Wish = {
    service,
    prediction,
    reused: prediction.userManaged,
    managesListeners: prediction.listenersManaged,
    preserve: prediction.preserveOnDelete,
    goes,
    full: service.hash === undefined || service.hash !== hashOf(service),
    attributes: goes ? {} : (attributes as AttributeMap),
    sourceRanges: goes ? [] : ((sourceRanges as readonly string[] | undefined) ?? []),
  };
  const { applied, securityGroup } = apply(bench, wish);
  return {
    applied:
      applied.failure === undefined ? applied : { ...applied, failure: within('apply model error: ', applied.failure) },
    securityGroup,
  };
}

function apply(bench: Bench, wish: Wish): { applied: Applied; securityGroup: string | undefined } {
  const end = (applied: Applied): { applied: Applied; securityGroup: string | undefined } => ({
    applied,
    securityGroup: undefined,
  });
  const { prediction, reused, goes, full, service } = wish;
  const sought = find(bench, wish);
  if ('failure' in sought) return end(frozen('', within('get nlb attribute from cloud error: ', sought.failure)));
  let remote = sought.found === undefined ? undefined : structuredClone(sought.found);
  let groups: SeenGroup[] = [];
  const seeGroups = (prefix: string): Failure | undefined => {
    const seen = describeGroups(bench, wish);
    if ('failure' in seen) return within(`${prefix}DescribeVServerGroups error: `, seen.failure);
    ({ groups } = seen);
    return undefined;
  };
  if (remote !== undefined) {
    const unread = joined([
      readFailure(bench, 'ListTagResources', 'ListNLBTagResources: '),
      seeGroups('get lb backend from remote error: '),
      full && wish.managesListeners
        ? readFailure(bench, 'ListListeners', 'get lb listeners from cloud, error: ')
        : undefined,
    ]);
    if (unread !== undefined) return end(frozen(remote.id, unread));
  }
  const listenersSeen = [...(remote?.listeners.values() ?? [])];
  const prefix = 'update nlb attribute error: ';
  if (full) {
    if (goes) {
      if (!reused) {
        const unread = seeGroups('build remote server group model error: ');
        if (unread !== undefined) return end(frozen(remote?.id ?? '', within(prefix, unread)));
        const failed = remote === undefined ? undefined : remove(bench, wish, remote);
        if (failed !== undefined) return end(frozen(remote?.id ?? '', within(prefix, failed)));
        if (!wish.preserve) remote = undefined;
      }
    } else if (remote === undefined) {
      const [status] = service.ingress;
      if (status !== undefined) {
        const words =
          `alicloud: can not find loadbalancer, but it's defined in service [${status.ip}] ` +
          'this may happen when you delete the loadbalancer';
        return end(frozen('', failure(prefix + words, ['id'], 'E04b')));
      }
      const made = create(bench, wish);
      if ('failure' in made) return end(frozen('', within(`${prefix}create nlb error: `, made.failure)));
      const nlb = bench.nlb.find(made.id);
      if (nlb !== undefined) remote = structuredClone(nlb);
      const { securityGroupIds, ipv6AddressType, crossZoneEnabled } = wish.attributes;
      const needsMore =
        (Array.isArray(securityGroupIds) && securityGroupIds.length > 0) ||
        ipv6AddressType !== undefined ||
        crossZoneEnabled !== undefined;
      if (needsMore && remote !== undefined) {
        const failed = updateInstance(bench, wish, remote, undefined, undefined);
        if (failed !== undefined) return end(frozen(remote.id, within(prefix, failed)));
      }
    }
    if (!goes && reused && remote !== undefined) {
      const reason = whyNotReusable(wish, remote);
      if (reason !== undefined)
        return end(
          frozen(remote.id, failure(`${prefix}the loadbalancer ${remote.id} can not be reused, ${reason}`, ['id'])),
        );
    }
  }

  const early: Failure[] = [];
  let associated: SecurityGroup | undefined;
  if (full && needsAssociated(wish, remote)) {
    const found = associatedGroup(bench, wish);
    if ('failure' in found) early.push(within('update source ranges error: ', found.failure));
    else associated = found.group;
  }
  const wanted: WantedGroup[] = goes ? [] : wantedGroups(wish);
  const plan = planGroups(wanted, groups);
  if ('failure' in plan) return end(frozen(remote?.id ?? '', plan.failure));
  let listenerPlan: NlbListenerPlan | undefined;
  if (remote !== undefined && full) {
    if (wish.managesListeners) {
      const planned = planListeners(wish, wanted, listenersSeen);
      if ('failure' in planned) return end(frozen(remote.id, planned.failure));
      listenerPlan = planned;
    }
  } else if (remote === undefined && !goes) {
    const words = `alicloud: can not find loadbalancer by tag [${ownTag}:${textOfValue(defaultName(prediction.context))}]`;
    return end(frozen('', failure(words, [], 'E24')));
  }

  const failures: (Failure | undefined)[] = [];
  if (full && !goes && remote !== undefined) {
    const ranges = wish.sourceRanges.length > 0 ? associated?.id : undefined;
    const failed = updateInstance(bench, wish, remote, associated, ranges);
    failures.push(failed === undefined ? undefined : within(prefix, failed));
    if (ranges !== undefined && associated !== undefined) {
      const refused = updateAssociatedGroup(bench, wish, associated);
      failures.push(refused === undefined ? undefined : within('update associated security group error: ', refused));
    }
  }
  failures.push(...syncGroupsAndListeners(bench, wish, remote, plan, listenerPlan));
  const failed = joined(failures);
  if (failed !== undefined) return end(degraded(remote?.id ?? '', failed));
  let left = associated;
  if (full) {
    const dirty: (Failure | undefined)[] = cleanUpGroups(bench, wish, wanted, groups);
    if (wish.sourceRanges.length === 0 && associated !== undefined && !(wish.preserve && goes)) {
      const refused = deleteAssociatedGroup(bench, wish, associated);
      dirty.push(refused);
      if (refused === undefined) left = undefined;
    }
    const unclean = joined(dirty);
    if (unclean !== undefined) return end(degraded(remote?.id ?? '', unclean));
  }
  return {
    applied: {
      id: remote?.id ?? '',
      failure: undefined,
      reach: undefined,
      leavesOut: !goes && prediction.backends.groups.some(({ invalid }) => (invalid?.length ?? 0) > 0),
      waitsForPods: !goes && prediction.backends.waitsForPods === true,
    },
    securityGroup: left?.id,
  };
}

function readFailure({ journal }: Bench, api: string, prefix: string): Failure | undefined {
  const failed = journal.read(api);
  return failed === undefined ? undefined : within(prefix, failed);
}

/** By id, else by the controller's tag, else by its name. Source: `FindNLB` of the controller, v2.14.0. */
function find(bench: Bench, wish: Wish): { found: NlbState | undefined } | { failure: Failure } {
  const { state, rules, journal } = bench;
  const named = wish.prediction.instance.loadBalancerId;
  if (named !== undefined) {
    const id = textOfValue(named);
    const unread = journal.read('GetLoadBalancerAttribute');
    if (unread !== undefined) return { failure: about(['id'], unread) };
    const found = bench.nlb.find(id);
    if (found !== undefined) return { found };
    if (!rules.complete) {
      const nlb: NlbState = {
        id,
        dnsName: `${id}.nlb.aliyuncs.com`,
        attributes: {},
        tags: new Map(),
        securityGroups: [],
        listeners: new Map(),
        assumed: true,
      };
      state.nlbs.push(nlb);
      return { found: nlb };
    }
    const request = 'RequestId: 00000000-0000-0000-0000-000000000000';
    return {
      failure: failure(
        `[SDKError] API: GetLoadBalancerAttribute, ErrorCode: ResourceNotFound.loadBalancer, ${request}, ` +
          'Message: The specified resource of loadBalancer is not found.',
        ['id'],
        'E26',
      ),
    };
  }
  const unread = journal.read('ListLoadBalancers');
  if (unread !== undefined) return { failure: unread };
  return findOwn(wish.prediction.context, state.nlbs, ({ attributes }) => attributes['name']);
}

function create(bench: Bench, wish: Wish): { id: string } | { failure: Failure } {
  const { create: added, instance } = wish.prediction;
  wish.attributes = attributesWithout({ ...instance, ...added?.defaults }, 'sourceRanges');
  const tags = new Map(Object.entries((wish.attributes['tags'] ?? {}) as Readonly<Record<string, Value>>));
  // The rest is set by calls of their own once the instance is there.
  const later = ['tags', 'securityGroupIds', 'ipv6AddressType', 'crossZoneEnabled'];
  if (wish.attributes['bandwidthPackageId'] === '') later.push('bandwidthPackageId');
  return bench.nlb.create(attributesWithout(wish.attributes, ...later), tags);
}

/** Source: `ModelApplier.deleteLoadBalancer` (nlbv2) of the controller, v2.14.0. */
function remove(bench: Bench, wish: Wish, nlb: NlbState): Failure | undefined {
  if (!wish.preserve) {
    const failed = bench.nlb.protect(nlb.id, { deletionProtection: false });
    if (failed !== undefined) return within(`delete nlb [${nlb.id}] error: disable delete protection error: `, failed);
    const refused = bench.nlb.delete(nlb.id);
    return refused === undefined ? undefined : within(`delete nlb [${nlb.id}] error: `, refused);
  }
  const off = { deletionProtection: false, modificationProtection: 'NonProtection' };
  const failed = bench.nlb.protect(nlb.id, off);
  if (failed !== undefined) {
    const svc = keyOf(wish.service.side.subject);
    return within(
      `set loadbalancer [${nlb.id}] protections off error: error to set nlb id [${nlb.id}] protections off, svc [${svc}], err: `,
      failed,
    );
  }
  const gone = ownTags(wish.prediction.context, nlb.tags);
  if (gone.length === 0) return undefined;
  const left = bench.nlb.untag(nlb.id, 'loadbalancer', gone);
  return left === undefined ? undefined : within(`cleanup loadbalancer [${nlb.id}] tags error: `, left);
}

/** Source: `isNLBReusable` of the controller, v2.14.0. */
function whyNotReusable({ service }: Wish, nlb: NlbState): string | undefined {
  if (isMadeByController(nlb.tags)) return 'can not reuse loadbalancer created by kubernetes.';
  const [first] = service.ingress;
  if (first === undefined || service.ingress.some(({ hostname }) => hostname === nlb.dnsName)) return undefined;
  return `service has been associated with dnsname [${first.hostname}], cannot be bound to dnsname [${nlb.dnsName}]`;
}

/** Source: `needFindAssociatedSecurityGroup` of the controller, v2.14.0. */
function needsAssociated(wish: Wish, nlb: NlbState | undefined): boolean {
  if (wish.reused) return false;
  return (
    wish.sourceRanges.length > 0 ||
    (nlb?.securityGroups.length ?? 0) > 0 ||
    (wish.service.securityGroupLabel ?? '') !== ''
  );
}
