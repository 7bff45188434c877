import { controllerChanges } from '../../catalog/controller-changes.ts';
import { defaultName, type Context } from '../context.ts';
import { withDefaultTags, type CreateDefaults } from '../create-defaults.ts';
import { equalsFold } from '../go/text.ts';
import { fromCluster, isKnown, type MutableAttributes, type Value } from '../values.ts';
import type { ClbInstance, ClbInstanceAttribute } from './instance.ts';

/** What is added or changed when a CLB is created. Source: `setModelDefaultValue` of the controller, v2.14.0. */
export function clbInstanceDefaults(context: Context, instance: ClbInstance): CreateDefaults {
  const { surroundings, version } = context;
  const defaults: MutableAttributes<ClbInstanceAttribute> = {};
  const addressType = instance.addressType ?? 'internet';
  if (instance.addressType === undefined) defaults.addressType = addressType;
  if (instance.loadBalancerName === undefined) defaults.loadBalancerName = defaultName(context);

  if (addressType === 'intranet') {
    defaults.vpcId = surroundings.vpcId ?? fromCluster('VPC of the cluster');
    if (instance.networkType !== 'classic' && instance.vSwitchId === undefined) {
      const vSwitch = drawVSwitch(surroundings.vSwitchIds);
      if (vSwitch === undefined) return { defaults: {}, error: 'get vsw id from metadata error: no vswitches found' };
      defaults.vSwitchId = vSwitch;
    }
  }

  const billing = billingOf(instance.instanceChargeType, version.since(controllerChanges.clcuByDefault.since));
  if (billing === 'PayBySpec' && instance.loadBalancerSpec === undefined) defaults.loadBalancerSpec = 'slb.s1.small';
  if (billing === 'PayByCLCU' && instance.instanceChargeType !== 'PayByCLCU') defaults.instanceChargeType = 'PayByCLCU';
  if (instance.deleteProtection === undefined) defaults.deleteProtection = 'on';
  if (instance.modificationProtectionStatus === undefined) {
    defaults.modificationProtectionStatus = 'ConsoleProtection';
    defaults.modificationProtectionReason = 'managed.by.ack';
  }
  const group = surroundings.resourceGroupId;
  if (
    instance.resourceGroupId === undefined &&
    group !== undefined &&
    group !== '' &&
    version.since(controllerChanges.clusterResourceGroup.since)
  )
    defaults.resourceGroupId = group;
  defaults.tags = withDefaultTags(context, instance.tags);
  return { defaults, error: undefined };
}

function drawVSwitch(ids: readonly string[] | undefined): Value | undefined {
  if (ids === undefined) return fromCluster('a vSwitch of the cluster');
  return ids.length > 1 ? fromCluster('one of cluster.vSwitchIds') : ids[0];
}

/** Without a word PayByCLCU from v2.12.1 on, PayBySpec before; undefined for a placeholder or another text. */
function billingOf(stated: Value | undefined, clcuByDefault: boolean): 'PayBySpec' | 'PayByCLCU' | undefined {
  if (stated === undefined) return clcuByDefault ? 'PayByCLCU' : 'PayBySpec';
  const text = typeof stated === 'string' && isKnown(stated) ? stated : '';
  if (equalsFold(text, 'paybyspec')) return 'PayBySpec';
  return equalsFold(text, 'paybyclcu') ? 'PayByCLCU' : undefined;
}
