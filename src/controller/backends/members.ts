import type { BackendMode } from '../../catalog/backend-modes.ts';
import type { Kind } from '../../catalog/annotations.ts';
import type { SubjectPort } from '../subject.ts';
import type { ClusterNode } from '../surroundings.ts';
import type { Address } from './endpoints.ts';
import { instanceId, internalAddress, isExcluded, isVirtual } from './nodes.ts';
import { weightsOf } from './weights.ts';

/** A member of a server group: a node (ecs), a network interface (eni) or an address (ip). */
export interface Member {
  readonly id: string;
  readonly ip: string;
  readonly port: number;
  readonly weight: number;
  readonly type: 'ecs' | 'eni' | 'ip';
}

/** What decides about the members of one group. */
export interface GroupPlan {
  readonly kind: Kind;
  readonly mode: BackendMode;
  readonly port: SubjectPort;
  /** The group takes addresses instead of nodes and interfaces (NLB). */
  readonly byAddress: boolean;
  /** Members take any port: the listener is a range (NLB). */
  readonly anyPort: boolean;
  readonly weight: number | undefined;
  readonly defaultWeight: number | undefined;
  /** `namespace/name`, for complaints. */
  readonly serviceKey: string;
}

export type Members = { readonly members: readonly Member[] } | { readonly fault: string };

type Draft = Omit<Member, 'weight'>;

/** Source: `buildENIBackends`, `buildLocalBackends`, `buildClusterBackends` of the controller, v2.14.0. */
export function membersOf(
  plan: GroupPlan,
  addresses: readonly Address[],
  nodes: ReadonlyMap<string, ClusterNode>,
): Members {
  const drafts = draftsOf(plan, addresses, nodes);
  if ('fault' in drafts) return { fault: `build ${plan.mode} backends error: ${drafts.fault}` };
  const weights = weightsOf(
    plan.kind,
    plan.mode,
    drafts.members.map(({ id, type }) => ({ id, isNode: type === 'ecs' })),
    plan.weight,
    plan.defaultWeight,
  );
  const members = drafts.members.map((draft, at) => ({ ...draft, weight: weights[at] ?? 0 }));
  return { members: plan.mode === 'local' ? eachNodeOnce(members) : members };
}

function draftsOf(
  plan: GroupPlan,
  addresses: readonly Address[],
  nodes: ReadonlyMap<string, ClusterNode>,
): { readonly members: readonly Draft[] } | { readonly fault: string } {
  if (plan.mode === 'eni') return { members: addresses.map((address) => podMember(plan, address)) };
  const asNodes: Draft[] = [];
  const asPods: Draft[] = [];
  if (plan.mode === 'cluster') {
    for (const node of nodes.values()) {
      if (isExcluded(node)) continue;
      const draft = nodeMember(plan, node, 'normal parse');
      if ('fault' in draft) return draft;
      asNodes.push(draft);
    }
  }
  for (const address of addresses) {
    if (address.node === undefined) {
      const about = `NodeName is nil for ip ${address.ip} `;
      return { fault: `add ecs backends for service[${plan.serviceKey}] error, ${about}` };
    }
    const node = nodes.get(address.node);
    if (node === undefined) continue;
    if (isVirtual(node)) asPods.push(podMember(plan, address));
    else if (plan.mode === 'local' && !isExcluded(node)) {
      const draft = nodeMember(plan, node, 'parse');
      if ('fault' in draft) return draft;
      asNodes.push(draft);
    }
  }
  return { members: [...asNodes, ...asPods] };
}

function podMember({ byAddress, anyPort }: GroupPlan, { ip, port }: Address): Draft {
  const to = anyPort ? 0 : port;
  return byAddress ? { id: ip, ip, port: to, type: 'ip' } : { id: '', ip, port: to, type: 'eni' };
}

function nodeMember(plan: GroupPlan, node: ClusterNode, verb: string): Draft | { readonly fault: string } {
  const port = plan.port.nodePort ?? 0;
  if (plan.byAddress) {
    const address = internalAddress(node);
    if ('fault' in address) return { fault: `get node address err: ${address.fault}` };
    return { id: address.ip, ip: address.ip, port, type: 'ip' };
  }
  const found = instanceId(node.providerId);
  if ('fault' in found) {
    const expected = 'expected: ${regionid}.${nodeid}';
    return { fault: `${verb} providerid: ${node.providerId}. ${expected}, ${found.fault}` };
  }
  return { id: found.id, ip: '', port, type: 'ecs' };
}

function eachNodeOnce(members: readonly Member[]): Member[] {
  const seen = new Set<string>();
  return members.filter(({ type, id }) => {
    if (type !== 'ecs') return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
