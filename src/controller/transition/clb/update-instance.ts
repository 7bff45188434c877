import { defaultName, ownTag, reusedTag } from '../../context.ts';
import { controllerChanges } from '../../../catalog/controller-changes.ts';
import { equalsFold } from '../../go/text.ts';
import type { Value } from '../../values.ts';
import { foundAttribute, same, type AttributeMap, type ClbState } from '../cloud/state.ts';
import { about, failure, joined, within, type Failure } from '../failure.ts';
import { keyOf } from '../live-service.ts';
import type { Bench } from '../run.ts';
import { tagChanges } from '../ownership.ts';
import type { Wish } from './apply.ts';

const mostTags = 10;

/** Attributes that never change, with the annotation that asks for them and the complaint, in the controller's order. */
const immutable = [
  ['masterZoneId', 'master-zoneid', 'can not change LoadBalancer master zone id once created'],
  ['slaveZoneId', 'slave-zoneid', 'can not change LoadBalancer slave zone id once created'],
  ['addressType', 'address-type', 'can not change LoadBalancer AddressType once created. delete and retry'],
  ['addressIPVersion', 'ip-version', 'can not change LoadBalancer AddressIPVersion once created'],
  ['resourceGroupId', 'resource-group-id', 'can not change ResourceGroupId once created'],
  ['networkType', 'network-type', 'can not change LoadBalancer network type once created'],
  ['address', 'ip', 'can not change LoadBalancer address once created'],
] as const;

/** Attributes that are set by a call of their own. */
const settable = [
  ['deleteProtection', 'delete-protection', 'SetLoadBalancerDeleteProtection'],
  ['modificationProtectionStatus', 'modification-protection', 'SetLoadBalancerModificationProtection'],
  ['loadBalancerName', 'name', 'SetLoadBalancerName'],
] as const;

/**
 * Brings the attributes of an instance to what annotations say; what they do not say is left alone, save for the IP
 * version. Runs for reused instances too, and for a Service that goes. Source: `LoadBalancerManager.Update`, v2.14.0.
 */
export function updateInstance(bench: Bench, wish: Wish, clb: ClbState): Failure | undefined {
  const wanted: AttributeMap = wish.goes ? {} : (wish.prediction.instance as AttributeMap);
  const live = bench.clb.find(clb.id);
  const found = (name: string): Value | undefined =>
    name === 'address' && !clb.assumed ? clb.address : foundAttribute(clb, live, name, wanted[name]);
  const failures: (Failure | undefined)[] = [addTag(bench, wish, clb)];

  // A Service that asks for no IP version is synced to IPv4 only, whatever asks later.
  const version = clb.assumed && clb.synced !== true ? found('addressIPVersion') : clb.attributes['addressIPVersion'];
  for (const [name, key, complaint] of immutable) {
    const [wish, has] =
      name === 'addressIPVersion' ? [wanted[name] ?? 'ipv4', version ?? 'ipv4'] : [wanted[name], found(name)];
    if (wish !== undefined && !same(wish, has)) failures.push(failure(`alicloud: ${complaint}`, [key]));
  }
  failures.push(updateBilling(bench, wish, wanted, clb, found), updateTraffic(bench, wanted, clb, found));
  for (const [name, key, api] of settable) {
    const value = wanted[name];
    if (value === undefined || same(value, found(name))) continue;
    const failed = bench.clb.modify(api, clb.id, { [name]: value });
    if (failed !== undefined) failures.push(about([key], within(`${api}: `, failed)));
  }
  failures.push(updateTags(bench, wish, clb));
  return joined(failures);
}

function addTag(bench: Bench, wish: Wish, clb: ClbState): Failure | undefined {
  const [tag, value] = wish.reused
    ? ([reusedTag, 'true'] as const)
    : ([ownTag, defaultName(wish.prediction.context)] as const);
  if (clb.tags.has(tag) || clb.tags.size >= mostTags) return undefined;
  const failed = bench.clb.tag(clb.id, new Map([[tag, value]]));
  return failed === undefined ? undefined : within('AddTags: ', failed);
}

/** Source: `updateInstanceChargeTypeAndInstanceSpec` of the controller, v2.14.0. */
function updateBilling(
  bench: Bench,
  { prediction }: Wish,
  wanted: Readonly<AttributeMap>,
  clb: ClbState,
  found: (name: string) => Value | undefined,
): Failure | undefined {
  const prefix = 'updateInstanceChargeTypeAndInstanceSpec error: ';
  const charge = wanted['instanceChargeType'];
  const spec = wanted['loadBalancerSpec'];
  if (charge !== undefined && !same(charge, found('instanceChargeType'))) {
    const changes: AttributeMap = { instanceChargeType: charge };
    if (isBySpec(charge)) changes['loadBalancerSpec'] = spec ?? 'slb.s1.small';
    const failed = bench.clb.modify('ModifyLoadBalancerInstanceChargeType', clb.id, changes);
    return failed === undefined ? undefined : about(['instance-charge-type'], within(prefix, failed));
  }
  const isGuarded = prediction.context.version.since(controllerChanges.specLeftUnderClcu.since);
  if (isGuarded && !isBySpec(charge ?? found('instanceChargeType'))) return undefined;
  if (spec === undefined || same(spec, found('loadBalancerSpec'))) return undefined;
  const failed = bench.clb.modify('ModifyLoadBalancerInstanceSpec', clb.id, { loadBalancerSpec: spec });
  return failed === undefined ? undefined : about(['spec'], within(prefix, failed));
}

function isBySpec(charge: Value | undefined): boolean {
  return typeof charge === 'string' && equalsFold(charge, 'paybyspec');
}

/** The billing of traffic and the bandwidth change together, on public instances only. */
function updateTraffic(
  bench: Bench,
  wanted: Readonly<AttributeMap>,
  clb: ClbState,
  found: (name: string) => Value | undefined,
): Failure | undefined {
  const charge = wanted['internetChargeType'];
  const bandwidth = wanted['bandwidth'];
  const newCharge = charge !== undefined && !same(charge, found('internetChargeType'));
  const newBandwidth = bandwidth !== undefined && charge === 'paybybandwidth' && !same(bandwidth, found('bandwidth'));
  if (!newCharge && !newBandwidth) return undefined;
  const type = clb.attributes['addressType'] ?? (clb.assumed ? 'internet' : undefined);
  if (type !== 'internet') return undefined;
  const failed = bench.clb.modify('ModifyLoadBalancerInternetSpec', clb.id, {
    internetChargeType: (newCharge ? charge : clb.attributes['internetChargeType']) ?? '',
    bandwidth: (newBandwidth ? bandwidth : clb.attributes['bandwidth']) ?? 0,
  });
  const keys = [...(newCharge ? ['charge-type'] : []), ...(newBandwidth ? ['bandwidth'] : [])];
  return failed === undefined ? undefined : about(keys, within('ModifyLoadBalancerInternetSpec: ', failed));
}

/** Tags of the annotation, if it names any, and no others but those of the cloud and the controller. */
function updateTags(bench: Bench, wish: Wish, clb: ClbState): Failure | undefined {
  const asked = wish.goes ? undefined : wish.prediction.instance.tags;
  if (asked === undefined) return undefined;
  const { add, drop } = tagChanges(wish.prediction.context, clb.tags, asked as Readonly<Record<string, Value>>);
  const svc = keyOf(wish.service.side.subject);
  const words = (verb: string, tags: readonly string[]): string =>
    `error to ${verb} slb id [${clb.id}] with tags [${tags.join(' ')}], svc [${svc}], err: `;
  if (add.size > 0) {
    const failed = bench.clb.tag(clb.id, add);
    if (failed !== undefined) return about(['additional-resource-tags'], within(words('tag', [...add.keys()]), failed));
  }
  if (drop.length > 0) {
    const failed = bench.clb.untag(clb.id, drop);
    if (failed !== undefined) return about(['additional-resource-tags'], within(words('untag', drop), failed));
  }
  return undefined;
}
