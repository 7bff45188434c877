import { controllerChanges } from '../../catalog/controller-changes.ts';
import { withDefaultTags, type CreateDefaults } from '../create-defaults.ts';
import { defaultName, type Context } from '../context.ts';
import { fromCluster, type MutableAttributes } from '../values.ts';
import type { NlbInstance, NlbInstanceAttribute } from './instance.ts';

/** What is added when an NLB is created. Source: `setDefaultValueForLoadBalancer` of the controller, v2.14.0. */
export function nlbInstanceDefaults(context: Context, instance: NlbInstance): CreateDefaults {
  const { surroundings, version } = context;
  const defaults: MutableAttributes<NlbInstanceAttribute> = {};
  if (instance.addressType === undefined) defaults.addressType = 'internet';
  if (instance.name === undefined) defaults.name = defaultName(context);
  defaults.vpcId = surroundings.vpcId ?? fromCluster('VPC of the cluster');
  const group = surroundings.resourceGroupId;
  // Both came with this version.
  if (version.since(controllerChanges.nlbProtections.since)) {
    if (instance.resourceGroupId === undefined && group !== undefined && group !== '') defaults.resourceGroupId = group;
    defaults.deletionProtectionConfig = { enabled: true };
    defaults.modificationProtectionConfig = { status: 'ConsoleProtection', reason: 'managed.by.ack' };
  }
  defaults.tags = withDefaultTags(context, instance.tags);
  return { defaults, error: undefined };
}
