import type { Context } from '../context.ts';
import { Problems } from '../problems.ts';
import { parseTags } from '../tags.ts';
import { isKnown, type Attributes, type MutableAttributes } from '../values.ts';

export type ClbInstanceAttribute =
  | 'addressType'
  | 'internetChargeType'
  | 'instanceChargeType'
  | 'loadBalancerSpec'
  | 'bandwidth'
  | 'loadBalancerId'
  | 'loadBalancerName'
  | 'vSwitchId'
  | 'vpcId'
  | 'masterZoneId'
  | 'slaveZoneId'
  | 'resourceGroupId'
  | 'addressIPVersion'
  | 'deleteProtection'
  | 'modificationProtectionStatus'
  | 'modificationProtectionReason'
  | 'tags'
  | 'address'
  | 'networkType';
export type ClbInstance = Attributes<ClbInstanceAttribute>;

/** Annotations that are passed on as they are written. */
const passedOn: readonly (readonly [string, ClbInstanceAttribute])[] = [
  ['address-type', 'addressType'],
  ['charge-type', 'internetChargeType'],
  ['instance-charge-type', 'instanceChargeType'],
  ['spec', 'loadBalancerSpec'],
  ['id', 'loadBalancerId'],
  ['name', 'loadBalancerName'],
  ['vswitch-id', 'vSwitchId'],
  ['master-zoneid', 'masterZoneId'],
  ['slave-zoneid', 'slaveZoneId'],
  ['resource-group-id', 'resourceGroupId'],
  ['ip-version', 'addressIPVersion'],
  ['delete-protection', 'deleteProtection'],
  ['modification-protection', 'modificationProtectionStatus'],
  ['ip', 'address'],
  ['network-type', 'networkType'],
];

/** The attributes that annotations give to a CLB instance. Source: `LoadBalancerManager.BuildLocalModel`, v2.14.0. */
export function clbInstance({ annotations, surroundings }: Context): {
  instance: ClbInstance;
  problems: Problems;
} {
  const problems = new Problems('instance', 'build lb attribute error: ');
  const instance: MutableAttributes<ClbInstanceAttribute> = {};
  for (const [key, attribute] of passedOn) {
    const text = annotations.text(key);
    if (text !== undefined) instance[attribute] = text;
  }
  const bandwidth = annotations.integer('bandwidth');
  if (bandwidth !== undefined) {
    if ('placeholder' in bandwidth) instance.bandwidth = bandwidth;
    else if ('value' in bandwidth) {
      if (bandwidth.value !== 0n) instance.bandwidth = Number(bandwidth.value);
    } else {
      const found = annotations.find('bandwidth');
      problems.add('E28', `bandwidth must be integer, got [${found?.text}], error: ${bandwidth.fault}`, found);
    }
  }
  const tags = annotations.text('additional-resource-tags');
  if (tags !== undefined) {
    const parsed = isKnown(tags) ? parseTags(tags) : tags;
    if (Object.keys(parsed).length > 0) instance.tags = parsed;
  }
  const type = instance.addressType ?? 'internet';
  // Looked at ahead of everything else, before the model is built; an instance that is only named counts, too.
  if (surroundings.publicForbidden === true && type === 'internet')
    problems.refuse('E27', 'create public address slb is not allowed', annotations.find('address-type'));
  // The classic network has no vSwitches.
  if (instance.networkType === 'classic') delete instance.vSwitchId;
  return { instance, problems };
}
