import type { EventId } from '../../catalog/events.ts';
import { weightOf } from '../backends/group-settings.ts';
import type { Context } from '../context.ts';
import { equalsFold } from '../go/text.ts';
import { toInt32 } from '../go/integer.ts';
import { isKnown, type MutableAttributes, type Value } from '../values.ts';
import { nlbHealthCheck } from './health-check.ts';

export type NlbGroupAttribute =
  | 'protocol'
  | 'addressIPVersion'
  | 'ipVersionAffinityMode'
  | 'anyPortEnabled'
  | 'healthCheckConfig'
  | 'serverGroupType'
  | 'connectionDrainEnabled'
  | 'connectionDrainTimeout'
  | 'scheduler'
  | 'preserveClientIpEnabled'
  | 'resourceGroupId';

export interface NlbGroupSettings {
  readonly attributes: MutableAttributes<NlbGroupAttribute>;
  readonly healthCheck: Readonly<Record<string, Value>> | undefined;
  /** The port of the check is set to zero. */
  readonly withoutCheckPort: boolean;
  readonly defaultWeight: number | undefined;
  readonly faults: readonly { readonly event: EventId; readonly key: string; readonly message: string }[];
}

/** What is the same for all groups. Source: `setServerGroupAttributeFromAnno` of the controller, v2.14.0. */
export function nlbGroupSettings(context: Context): NlbGroupSettings {
  const { annotations } = context;
  const attributes: MutableAttributes<NlbGroupAttribute> = {};
  const faults: { event: EventId; key: string; message: string }[] = [];

  const type = annotations.text('server-group-type');
  if (isKnown(type)) {
    if (equalsFold(type, 'ip')) attributes.serverGroupType = 'Ip';
    else if (equalsFold(type, 'instance')) attributes.serverGroupType = 'Instance';
    // The complaint shows the type that is still unset, not the one that was written.
    else faults.push({ event: 'N08', key: 'server-group-type', message: 'unsupport server ServerGroupType []' });
  } else if (type !== undefined) attributes.serverGroupType = type;

  const drain = flag('connection-drain');
  if (drain !== undefined) attributes.connectionDrainEnabled = drain;
  const timeout = annotations.integer('connection-drain-timeout');
  if (timeout !== undefined) {
    if ('placeholder' in timeout) attributes.connectionDrainTimeout = timeout;
    else if ('fault' in timeout)
      complain('connection-drain-timeout', `ConnectionDrainTimeout parse error: ${timeout.fault}`);
    else if (toInt32(timeout.value) !== 0) attributes.connectionDrainTimeout = toInt32(timeout.value);
  }
  const scheduler = annotations.text('scheduler');
  if (scheduler !== undefined) attributes.scheduler = scheduler;
  const preserve = flag('preserve-client-ip');
  if (preserve !== undefined) attributes.preserveClientIpEnabled = preserve;
  const group = annotations.text('resource-group-id');
  if (group !== undefined) attributes.resourceGroupId = group;

  const healthCheck = nlbHealthCheck(annotations);
  for (const { key, message } of healthCheck.faults) complain(key, message);

  const weight = weightOf(context, 'default-weight');
  if (weight !== undefined && 'fault' in weight) {
    const text = annotations.find('default-weight')?.text;
    const message =
      weight.fault === 'syntax'
        ? `default weight parse error: [${weight.detail}]`
        : `default weight must be integer in range [0,100] , got [${text}]`;
    faults.push({ event: 'E34', key: 'default-weight', message });
  }
  const defaultWeight = weight !== undefined && 'value' in weight ? weight.value : undefined;
  return {
    attributes,
    healthCheck: healthCheck.config,
    withoutCheckPort: healthCheck.withoutPort === true,
    defaultWeight,
    faults,
  };

  function complain(key: string, message: string): void {
    faults.push({ event: 'E28', key, message });
  }

  function flag(key: string): Value | undefined {
    const text = annotations.text(key);
    return isKnown(text) ? equalsFold(text, 'on') : text;
  }
}
