import type { AnnotationReader } from '../reader.ts';
import type { ClusterNode } from '../surroundings.ts';
import { isKnown } from '../values.ts';
import { parseBackendLabel } from './backend-label.ts';

/** The nodes that may become members, or the complaint about `backend-label`. */
export type EligibleNodes = { readonly nodes: readonly ClusterNode[] } | { readonly fault: string };

/**
 * Labels and taints that decide about a node. Sources: `GetNodes`, `needExcludeFromLB`,
 * `helper.IsNodeExcludeFromLoadBalancer` of the controller, v2.14.0; the newer control-plane label is not looked at.
 */
export const masterLabel = 'node-role.kubernetes.io/master';
const toBeDeletedTaint = 'ToBeDeletedByClusterAutoscaler';
export const excludeLabels = [
  'node.kubernetes.io/exclude-from-external-load-balancers',
  'alpha.service-controller.kubernetes.io/exclude-balancer',
  'service.beta.kubernetes.io/exclude-node',
  'service.alibabacloud.com/exclude-node',
];
const hybridPrefix = 'ack-hybrid://';

/** Filters nodes before anything else is looked at, pods as members or not. */
export function eligibleNodes(nodes: readonly ClusterNode[], annotations: AnnotationReader): EligibleNodes {
  const label = annotations.text('backend-label');
  let chosen = nodes;
  if (isKnown(label)) {
    const wanted = parseBackendLabel(label);
    const kept: ClusterNode[] = [];
    for (const node of nodes) {
      if (!wanted.pairs.every(({ key, value }) => hasOwn(node.labels, key) && node.labels[key] === value)) continue;
      if (wanted.fault !== undefined) return { fault: wanted.fault };
      kept.push(node);
    }
    chosen = kept;
  }
  const withoutUnscheduled = annotations.text('remove-unscheduled-backend') === 'on';
  return { nodes: chosen.filter((node) => isEligible(node, withoutUnscheduled)) };
}

function isEligible(node: ClusterNode, withoutUnscheduled: boolean): boolean {
  if (hasOwn(node.labels, masterLabel) || node.taints.includes(toBeDeletedTaint)) return false;
  if (withoutUnscheduled && node.unschedulable) return false;
  return isVirtual(node) || (node.hasConditions && node.ready);
}

/** A virtual node: its pods have network interfaces of their own. */
export function isVirtual({ labels }: ClusterNode): boolean {
  return hasOwn(labels, 'type') && labels['type'] === 'virtual-kubelet';
}

/** True for a node that never becomes a member itself. */
export function isExcluded({ labels, providerId }: ClusterNode): boolean {
  return excludeLabels.some((label) => hasOwn(labels, label)) || providerId.startsWith(hybridPrefix);
}

function hasOwn(labels: Readonly<Record<string, string>>, key: string): boolean {
  return Object.hasOwn(labels, key);
}

/** The instance id of `<region>.<id>`, or the complaint. Source: `helper.NodeFromProviderID`, v2.14.0. */
export function instanceId(providerId: string): { readonly id: string } | { readonly fault: string } {
  const plain = providerId.startsWith('alicloud://') ? (providerId.split('://')[1] ?? '') : providerId;
  const id = plain.split('.')[1];
  if (id !== undefined) return { id };
  return {
    fault: `alicloud: unable to split instanceid and region from providerID, error unexpected providerID=${plain}`,
  };
}

/** The IPv4 address of a node, or the complaint. Source: `helper.GetNodeInternalIP`, v2.14.0. */
export function internalAddress(node: ClusterNode): { readonly ip: string } | { readonly fault: string } {
  const ip = node.internalIp;
  if (ip === undefined || ip === '') return { fault: `node ${node.name} do not contains addresses` };
  if (ip.split(':').length > 2) return { fault: `node ${node.name} can not find InternalIP in node addresses` };
  return { ip };
}
