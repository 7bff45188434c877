import type { Value } from '../../values.ts';
import { tagChanges } from '../ownership.ts';
import { listIn } from '../cloud/nlb-api.ts';
import { canonical, foundAttribute, type AttributeMap, type NlbState, type SecurityGroup } from '../cloud/state.ts';
import { about, failure, joined, within, type Failure } from '../failure.ts';
import { keyOf, textOfValue } from '../live-service.ts';
import type { Bench } from '../run.ts';
import type { Wish } from './apply.ts';

/**
 * Brings the attributes of an NLB to what annotations say. `associated` is the security group for source ranges, and
 * `ranges` its id where source ranges are asked for. Source: `NLBManager.Update` of the controller, v2.14.0.
 */
export function updateInstance(
  bench: Bench,
  wish: Wish,
  nlb: NlbState,
  associated: SecurityGroup | undefined,
  ranges: string | undefined,
): Failure | undefined {
  const wanted = wish.attributes;
  const failures: (Failure | undefined)[] = [];
  const live = bench.nlb.find(nlb.id);
  const found = (name: string): Value | undefined => foundAttribute(nlb, live, name, wanted[name]);
  const isOther = (name: string): boolean => {
    const value = wanted[name];
    return value !== undefined && textOfValue(value).toLowerCase() !== textOfValue(found(name)).toLowerCase();
  };
  for (const [name, key, label] of [
    ['addressIpVersion', 'ip-version', 'AddressIpVersion'],
    ['resourceGroupId', 'resource-group-id', 'ResourceGroupId'],
  ] as const)
    if (isOther(name)) {
      const words = `service: ${textOfValue(wanted[name])}, nlb: ${textOfValue(nlb.attributes[name])}`;
      failures.push(failure(`${label} cannot be changed, ${words}`, [key]));
    }
  const call = (api: string, name: string, key: string, words: string): void => {
    const failed = bench.nlb.modify(api, nlb.id, { [name]: wanted[name] ?? '' });
    if (failed !== undefined) failures.push(about([key], within(words, failed)));
  };
  if (isOther('addressType'))
    call('UpdateNLBAddressType', 'addressType', 'address-type', 'UpdateNLBAddressType error: ');
  if (hasOtherZones(wanted['zoneMappings'], found('zoneMappings')))
    call('UpdateNLBZones', 'zoneMappings', 'zone-maps', 'update zone mappings error: ');
  failures.push(updateSecurityGroups(bench, wish, nlb, associated, ranges));
  if (isOther('ipv6AddressType'))
    call('UpdateNLBIPv6AddressType', 'ipv6AddressType', 'ipv6-address-type', 'UpdateNLBIPv6AddressType error: ');
  failures.push(updateBandwidthPackage(bench, wanted['bandwidthPackageId'], nlb, found('bandwidthPackageId')));
  failures.push(updateTags(bench, wish, nlb));
  const changes: AttributeMap = {};
  const name = wanted['name'];
  if (name !== undefined && canonical(name) !== canonical(found('name'))) changes['name'] = name;
  const crossZone = wanted['crossZoneEnabled'];
  if (crossZone !== undefined && canonical(crossZone) !== canonical(found('crossZoneEnabled') ?? false))
    changes['crossZoneEnabled'] = crossZone;
  if (Object.keys(changes).length > 0) {
    const failed = bench.nlb.modify('UpdateNLB', nlb.id, changes);
    if (failed !== undefined) failures.push(within('UpdateNLBAttribute error: ', failed));
  }
  return joined(failures);
}

/** A zone that is asked for and not there in this way; zones that are there and not asked for are no reason. */
function hasOtherZones(wanted: Value | undefined, found: Value | undefined): boolean {
  if (!Array.isArray(wanted)) return false;
  const has = Array.isArray(found) ? (found as readonly Readonly<Record<string, Value>>[]) : [];
  return (wanted as readonly Readonly<Record<string, Value>>[]).some(
    (zone) =>
      !has.some(
        (one) =>
          one['zoneId'] === zone['zoneId'] &&
          one['vSwitchId'] === zone['vSwitchId'] &&
          ['allocationId', 'ipv4Addr'].every((name) => zone[name] === undefined || zone[name] === one[name]),
      ),
  );
}

function updateSecurityGroups(
  bench: Bench,
  wish: Wish,
  nlb: NlbState,
  associated: SecurityGroup | undefined,
  ranges: string | undefined,
): Failure | undefined {
  const asked = wish.attributes['securityGroupIds'];
  const wanted = [...listIn(asked), ...(ranges === undefined ? [] : [ranges])];
  if (asked === undefined && associated === undefined && wanted.length === 0) return undefined;
  const has = nlb.securityGroups;
  const lower = (ids: readonly string[]): Set<string> => new Set(ids.map((id) => id.toLowerCase()));
  const hasAlready = lower(has);
  if (wanted.length === has.length && [...lower(wanted)].every((id) => hasAlready.has(id))) return undefined;
  // Of an instance that nobody described, what is asked for is taken to be so.
  if (nlb.assumed && has.length === 0) {
    const live = bench.nlb.find(nlb.id);
    if (live !== undefined) live.securityGroups = [...wanted];
    return undefined;
  }
  const join = wanted.filter((id) => !has.includes(id));
  const leave = has.filter((id) => !wanted.includes(id));
  const failures: (Failure | undefined)[] = [];
  let isFull = false;
  if (join.length > 0) {
    const failed = bench.nlb.joinSecurityGroups(nlb.id, join);
    isFull = failed?.text.includes('QuotaInsufficient') === true;
    if (!isFull) failures.push(failed);
  }
  if (leave.length > 0) failures.push(bench.nlb.leaveSecurityGroups(nlb.id, leave));
  if (isFull) failures.push(bench.nlb.joinSecurityGroups(nlb.id, join));
  const failed = joined(failures);
  return failed === undefined
    ? undefined
    : about(['security-group-ids'], within('update security group ids error: ', failed));
}

function updateBandwidthPackage(
  bench: Bench,
  wanted: Value | undefined,
  nlb: NlbState,
  found: Value | undefined,
): Failure | undefined {
  if (wanted === undefined || canonical(wanted) === canonical(found ?? '')) return undefined;
  const live = bench.nlb.find(nlb.id);
  const step = (api: string, id: Value, becomes: Value): Failure | undefined => {
    const failed = bench.nlb.modify(api, nlb.id, { bandwidthPackageId: id });
    if (failed === undefined && live !== undefined) live.attributes['bandwidthPackageId'] = becomes;
    return failed;
  };
  const detached = found === undefined || found === '' ? undefined : step('DetachCommonBandwidthPackage', found, '');
  if (detached !== undefined) return about(['bandwidth-package-id'], detached);
  return wanted === '' ? undefined : step('AttachCommonBandwidthPackage', wanted, wanted);
}

/** Tags of the annotation, if it names any, and no others but those of the cloud and the controller. */
function updateTags(bench: Bench, wish: Wish, nlb: NlbState): Failure | undefined {
  const asked = wish.attributes['tags'] as Readonly<Record<string, Value>> | undefined;
  if (asked === undefined || Object.keys(asked).length === 0) return undefined;
  const { add, drop } = tagChanges(wish.prediction.context, nlb.tags, asked);
  const svc = keyOf(wish.service.side.subject);
  const words = (verb: string): string => `error to ${verb} slb id [${nlb.id}] with tags, svc [${svc}], err: `;
  const added = add.size > 0 ? bench.nlb.tag(nlb.id, add) : undefined;
  if (added !== undefined) return about(['additional-resource-tags'], within(words('tag'), added));
  const dropped = drop.length > 0 ? bench.nlb.untag(nlb.id, 'loadbalancer', drop) : undefined;
  return dropped === undefined ? undefined : about(['additional-resource-tags'], within(words('untag'), dropped));
}
