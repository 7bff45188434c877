import type { Value } from '../../values.ts';
import { listIn } from '../cloud/nlb-api.ts';
import { canonical, type AttributeMap, type NlbListenerState, type NlbState } from '../cloud/state.ts';
import { about, failure, joined, within, type Failure } from '../failure.ts';
import type { Bench } from '../run.ts';
import type { Wish } from './apply.ts';
import { createGroup, sendMembers, updateGroup, type GroupPlan } from './groups.ts';
import type { NlbListenerAction, NlbListenerPlan, WantedListener } from './listener-plan.ts';

/** Source: `applyServerGroups` and `applyListeners` (nlbv2) of the controller, v2.14.0. */
export function syncGroupsAndListeners(
  bench: Bench,
  wish: Wish,
  nlb: NlbState | undefined,
  groups: GroupPlan,
  listeners: NlbListenerPlan | undefined,
): (Failure | undefined)[] {
  const ofGroups: (Failure | undefined)[] = [];
  const ofListeners: (Failure | undefined)[] = [];
  const unprocessed = new Set(listeners?.byGroup.keys());
  const lb = nlb?.id ?? '';
  const vpcId = nlb?.attributes['vpcId'] ?? bench.surroundings.vpcId;
  const workAtOnce = (): void => {
    for (const action of listeners?.atOnce ?? []) ofListeners.push(perform(bench, wish, lb, action));
  };
  const workOnGroups = (): void => {
    for (const wanted of groups.create) {
      const failed = createGroup(bench, wish, vpcId, wanted);
      if (failed !== undefined) {
        ofGroups.push(within('EnsureServerGroupCreated error: ', failed));
        continue;
      }
      // The listener does not wait for the members.
      if (unprocessed.delete(wanted.name))
        for (const action of listeners?.byGroup.get(wanted.name) ?? []) {
          if (action.does !== 'delete') action.wanted.group = wanted.id;
          ofListeners.push(perform(bench, wish, lb, action));
        }
      const unfilled = sendMembers(bench, 'AddNLBServers', wanted.id, wanted.members);
      if (unfilled !== undefined) ofGroups.push(within('BatchAddServers error: ', unfilled));
    }
    for (const { wanted, seen } of groups.update) ofGroups.push(...updateGroup(bench, wish, wanted, seen));
  };
  if (bench.order === 'deletions-first') {
    workAtOnce();
    workOnGroups();
  } else {
    workOnGroups();
    workAtOnce();
  }
  if (unprocessed.size > 0) ofListeners.push(failure('there are unprocessed listeners in reconcile', [], 'E38'));
  return [...ofGroups, ...ofListeners];
}

/** The controller's words for a failed creation and a failed change are swapped. */
function perform(bench: Bench, wish: Wish, lb: string, action: NlbListenerAction): Failure | undefined {
  switch (action.does) {
    case 'delete': {
      const failed = bench.nlb.deleteListener(lb, action.found);
      return failed === undefined ? undefined : within('EnsureListenerDeleted error: ', failed);
    }
    case 'create': {
      const failed = create(bench, lb, action.wanted);
      return failed === undefined ? undefined : within('EnsureListenerUpdated error: ', failed);
    }
    case 'update': {
      const failed = update(bench, wish, lb, action.wanted, action.found);
      return failed === undefined ? undefined : within('EnsureListenerCreated error: ', failed);
    }
  }
}

function create(bench: Bench, lb: string, wanted: WantedListener): Failure | undefined {
  const failed = bench.nlb.createListener(lb, wanted);
  if (failed !== undefined) return about(failed.text.includes('CertificateIds') ? ['cert-id'] : [], failed);
  const more = listIn(wanted.attributes['additionalCertificateIds']);
  return more.length === 0 ? undefined : bench.nlb.certify('AssociateAdditionalCertificates', lb, wanted, more);
}

/** Attributes that are compared on every listener, and those only where TLS ends at it. */
const everywhere = ['proxyProtocolEnabled', 'idleTimeout', 'cps'] as const;
const tlsOnly = ['caEnabled', 'securityPolicyId', 'alpnEnabled'] as const;
const certificates = ['certificateIds', 'caCertificateIds'] as const;

/** Source: `UpdateNLBListener` of the controller, v2.14.0. */
function update(
  bench: Bench,
  wish: Wish,
  lb: string,
  { attributes: wanted, protocol, description, group }: WantedListener,
  found: NlbListenerState,
): Failure | undefined {
  const has = found.attributes;
  const changes: AttributeMap = {};
  if (found.description !== description) changes['listenerDescription'] = description;
  if (found.group !== group) changes['serverGroupId'] = group;
  const compare = (names: readonly string[]): void => {
    for (const name of names)
      if (wanted[name] !== undefined && canonical(wanted[name]) !== canonical(has[name] ?? unset(wanted[name])))
        changes[name] = wanted[name];
  };
  compare(everywhere);
  const proxy = wanted['proxyProtocolV2Config'] as Readonly<AttributeMap> | undefined;
  if (proxy !== undefined) {
    const now = (has['proxyProtocolV2Config'] ?? {}) as Readonly<AttributeMap>;
    if (Object.entries(proxy).some(([name, value]) => now[name] !== value))
      changes['proxyProtocolV2Config'] = { ...now, ...proxy };
  }
  const failures: (Failure | undefined)[] = [];
  if (protocol === 'TCPSSL') {
    for (const name of certificates) {
      const ids = listIn(wanted[name]);
      if (ids.length > 0 && !isSameList(ids, listIn(has[name]))) changes[name] = ids;
    }
    compare(tlsOnly);
    const policy = wanted['alpnPolicy'];
    if (wanted['alpnEnabled'] === true && policy !== undefined && policy !== has['alpnPolicy'])
      changes['alpnPolicy'] = policy;
    if (wish.prediction.context.annotations.has('additional-cert-ids'))
      failures.push(updateCertificates(bench, lb, found, listIn(wanted['additionalCertificateIds'])));
  }
  if (Object.keys(changes).length > 0) failures.push(bench.nlb.updateListener(lb, found, changes));
  return joined(failures);
}

/** What an attribute is that the cloud does not tell. */
function unset(like: Value | undefined): Value {
  return typeof like === 'boolean' ? false : typeof like === 'number' ? 0 : '';
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  const has = new Set(b.map((one) => one.toLowerCase()));
  return a.length === b.length && a.every((one) => has.has(one.toLowerCase()));
}

function updateCertificates(
  bench: Bench,
  lb: string,
  found: NlbListenerState,
  wanted: readonly string[],
): Failure | undefined {
  const has = listIn(found.attributes['additionalCertificateIds']);
  if (isSameList(wanted, has)) return undefined;
  const add = wanted.filter((id) => !has.includes(id));
  const drop = has.filter((id) => !wanted.includes(id));
  const failures: Failure[] = [];
  if (add.length > 0) {
    const failed = bench.nlb.certify('AssociateAdditionalCertificates', lb, found, add);
    if (failed !== undefined) failures.push(within('error associate additional certs: ', failed));
  }
  if (drop.length > 0) {
    const failed = bench.nlb.certify('DisassociateAdditionalCertificates', lb, found, drop);
    if (failed !== undefined) failures.push(within('error disassociate additional certs: ', failed));
  }
  const failed = joined(failures);
  return failed === undefined ? undefined : about(['additional-cert-ids'], failed);
}
