import { transportOf } from '../../../catalog/transports.ts';
import type { Refusal } from '../journal.ts';
import type { AttributeMap, ClbListenerState, ClbState, CloudRules, GroupMember } from './state.ts';

// What the cloud refuses of the calls of `clb-api.ts`: what its documentation names; see the README of the recordings.

/** Why no instance with these attributes can be made: its vSwitch has no free address. */
export function creationRefusal(attributes: Readonly<AttributeMap>, rules: CloudRules): Refusal | undefined {
  const vSwitch = attributes['vSwitchId'];
  const isFull = typeof vSwitch === 'string' && rules.fullVSwitches.includes(vSwitch);
  return isFull
    ? { code: 'VSwitchAvailableIpNotExist', message: 'The specified VSwitch has no available ip.' }
    : undefined;
}

/** Why an instance cannot be deleted: it is protected. */
export function deletionRefusal(clb: ClbState): Refusal | undefined {
  return clb.attributes['deleteProtection'] === 'on'
    ? { code: 'OperationDenied.DeleteProtectionIsOn', message: 'The delete protection of the instance is on.' }
    : undefined;
}

/** Why `api` cannot change the specification or the billing of an instance: one that is billed by use stays so. */
export function billingRefusal(api: string, changes: Readonly<AttributeMap>, clb: ClbState): Refusal | undefined {
  const billed = clb.attributes['instanceChargeType'];
  if (api === 'ModifyLoadBalancerInstanceSpec' && billed === 'PayByCLCU')
    return {
      code: 'OperationDenied.PayByCLCU',
      message: 'The operation is not allowed because the instanceChargeType of loadbalancer is PayByCLCU.',
    };
  const wanted = changes['instanceChargeType'];
  if (typeof wanted === 'string' && wanted.toLowerCase() === 'paybyspec' && billed === 'PayByCLCU')
    return { code: 'Forbidden', message: 'User does not have permission modify InstanceChargeType to spec.' };
  return undefined;
}

/** Why members cannot join a group of the instance: a bad port, their type, another VPC, or the quota. */
export function memberRefusal(clb: ClbState, members: readonly GroupMember[], rules: CloudRules): Refusal | undefined {
  if (members.some(({ port }) => typeof port === 'number' && (port < 1 || port > 65535)))
    return { code: 'InvalidParameter', message: 'The specified Port must be between 1 and 65535.' };
  if (members.some(({ type }) => type === 'eni') && rules.sharedPerformance.includes(clb.id))
    return { code: 'OperationFailed', message: 'The loadbalancer does not support backend servers of eni type.' };
  const vpc = clb.attributes['vpcId'];
  if (
    clb.attributes['addressType'] === 'intranet' &&
    typeof vpc === 'string' &&
    vpc !== '' &&
    rules.clusterVpc !== undefined &&
    vpc !== rules.clusterVpc
  )
    return { code: 'NetworkConflict', message: 'there are network conflicts in specified parameter.' };
  const { backendQuota } = rules;
  if (backendQuota === undefined) return undefined;
  const has = [...clb.groups.values()].reduce((sum, group) => sum + group.members.length, 0);
  if (has + members.length > backendQuota)
    return {
      code: 'InstanceBackendServerNumberOverLimit',
      message: 'The backend server number has reached to the quota limit of this load balancers.',
    };
  return undefined;
}

/** To a call that deletes a group which a listener uses. */
export const groupInUse: Refusal = {
  code: 'RspoolVipExist',
  message: 'there are vips associating with this vServer group.',
};

/** Why a listener cannot be made: its port is taken, it lacks a certificate, or what it forwards to does not exist. */
export function listenerRefusal(
  clb: ClbState,
  { port, protocol, attributes }: Pick<Readonly<ClbListenerState>, 'port' | 'protocol' | 'attributes'>,
): Refusal | undefined {
  const rivals = ['tcp', 'udp', 'http', 'https'].filter((one) => transportOf(one) === transportOf(protocol));
  if (rivals.some((one) => clb.listeners.has(`${port}/${one}`)))
    return {
      code: 'ListenerAlreadyExists',
      message: 'There is already a listener bound to the port on the specified load balancer.',
    };
  if (protocol === 'https' && (attributes['certId'] ?? '') === '')
    return {
      code: 'MissingParameter',
      message:
        'The input parameter "ServerCertificateId" that is mandatory for processing this request is not supplied.',
    };
  const target = attributes['forwardPort'];
  if (protocol === 'http' && attributes['listenerForward'] === 'on' && typeof target === 'number')
    if (!clb.listeners.has(`${target}/https`))
      return { code: 'ListenerForwardNotSupport', message: 'The specified forward listener does not exist.' };
  return undefined;
}

/** To a call that changes a certificate of a domain without saying which. */
export const extensionIdMissing: Refusal = {
  code: 'MissingParameter',
  message: 'The parameter DomainExtensionId is not supplied.',
};
