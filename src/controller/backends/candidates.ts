import type { Context } from '../context.ts';
import type { Candidates, ClusterNode } from '../surroundings.ts';
import type { SubjectPort } from '../subject.ts';
import { isKnown } from '../values.ts';
import { parseBackendLabel } from './backend-label.ts';
import { addressesOf } from './endpoints.ts';
import { backendIpVersion } from './ip-version.ts';
import { membersOf, type GroupPlan, type Members } from './members.ts';
import { eligibleNodes } from './nodes.ts';

/** What the members of all groups are drawn from. */
export interface Pool {
  /** undefined where nodes and pods are unknown. */
  readonly candidates: Candidates | undefined;
  readonly nodes: ReadonlyMap<string, ClusterNode>;
  /** The complaint about `backend-label`, which ends the sync in every mode. */
  readonly fault: string | undefined;
}

export function poolOf({ annotations, surroundings }: Context): Pool {
  const { candidates } = surroundings;
  if (candidates === undefined) {
    // The complaint needs a node that carries the labels before the broken one; there is one in any cluster that serves.
    const label = annotations.text('backend-label');
    return { candidates, nodes: new Map(), fault: isKnown(label) ? parseBackendLabel(label).fault : undefined };
  }
  const eligible = eligibleNodes(candidates.nodes, annotations);
  if ('fault' in eligible) return { candidates, nodes: new Map(), fault: eligible.fault };
  const nodes = new Map<string, ClusterNode>();
  for (const node of eligible.nodes) if (!nodes.has(node.name)) nodes.set(node.name, node);
  return { candidates, nodes, fault: undefined };
}

export interface Drawn {
  readonly members: Members;
  readonly mayGrow: boolean;
}

/** The members of one group; undefined where they, or the mode, are unknown. */
export function draw(
  context: Context,
  { candidates, nodes }: Pool,
  port: SubjectPort,
  group: Pick<GroupPlan, 'byAddress' | 'anyPort' | 'weight' | 'defaultWeight'>,
): Drawn | undefined {
  const mode = context.backendMode;
  if (candidates === undefined || mode === undefined) return undefined;
  const { usable, mayGrow } = addressesOf(port, candidates, backendIpVersion(context));
  const { namespace = '', name = '' } = context.subject;
  const plan: GroupPlan = { ...group, kind: context.kind, mode, port, serviceKey: `${namespace}/${name}` };
  return { members: membersOf(plan, usable, nodes), mayGrow };
}

/** The port that members will have, as far as it is stated. */
export function backendPortOf({ backendMode }: Context, port: SubjectPort): number | string | undefined {
  if (backendMode === undefined) return undefined;
  return backendMode === 'eni' ? port.targetPort : port.nodePort;
}
