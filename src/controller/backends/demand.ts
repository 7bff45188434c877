import type { BackendMode } from '../../catalog/backend-modes.ts';
import type { Scaler } from '../../world/guards.ts';
import { podCountOf } from '../../world/pod-count.ts';
import type { Workload } from '../../world/workload.ts';
import { groupPort } from './group-port.ts';
import type { ServerGroup } from './groups.ts';
import type { Prediction } from '../prediction.ts';

/** A number that lies between two; `most` is undefined where nothing bounds it. */
export interface Bounds {
  readonly least: number;
  readonly most: number | undefined;
}

/** How many backend servers a Service puts into the server groups of its load balancer. */
export interface Demand {
  readonly mode: BackendMode;
  /** Server groups: one for each port of the members. */
  readonly groups: number;
  /** Members of one group. */
  readonly members: Bounds;
  /** In all groups; a server counts once for each. */
  readonly servers: Bounds;
  /** Labels of nodes leave some out, and nobody says how many. */
  readonly chooses: boolean;
}

/** A workload behind a Service, and what scales it. */
export interface Scaled {
  readonly workload: Workload;
  readonly autoscaler: Scaler | undefined;
}

/**
 * Counts as the cloud does: for pods as members each pod, for nodes that host a pod each of these, else each node; once
 * for each server group. Undefined for a Service that is not served, or whose mode is not known. Sources: §4.2 and E01 of
 * the behaviour notes; `buildENIBackends`, `buildLocalBackends`, `buildClusterBackends` of the controller, v2.14.0.
 */
export function demandOf(
  prediction: Prediction,
  behind: readonly Scaled[],
  nodeCount: number | undefined,
): Demand | undefined {
  if (prediction.controller === 'none' || prediction.backends.mode === undefined) return undefined;
  const { mode } = prediction.backends;
  const groups = countGroups(prediction);
  const chooses = mode !== 'eni' && prediction.context.annotations.text('backend-label') !== undefined;
  const members = membersOf(mode, podsOf(behind, nodeCount), nodeCount, chooses);
  const times = (number: number | undefined): number | undefined =>
    number === undefined ? undefined : number * groups;
  return { mode, groups, members, servers: { least: members.least * groups, most: times(members.most) }, chooses };
}

/** The same where the number of members of a group was counted. */
export function withMembers(demand: Demand, members: number): Demand {
  const exactly = (count: number): Bounds => ({ least: count, most: count });
  return { ...demand, members: exactly(members), servers: exactly(members * demand.groups), chooses: false };
}

function membersOf(mode: BackendMode, pods: number | undefined, nodes: number | undefined, chooses: boolean): Bounds {
  if (mode === 'eni') return { least: pods ?? 0, most: pods };
  if (mode === 'cluster') return { least: chooses ? 0 : (nodes ?? 0), most: nodes };
  // Pods may share a node, and no more nodes host one than there are.
  const known = [pods, nodes].filter((count) => count !== undefined);
  return { least: 0, most: known.length === 0 ? undefined : Math.min(...known) };
}

/** Pods of all workloads together; undefined where one of them is not known, or none is. */
export function podsOf(behind: readonly Scaled[], nodeCount: number | undefined): number | undefined {
  if (behind.length === 0) return undefined;
  let pods = 0;
  for (const { workload, autoscaler } of behind) {
    const count = podCountOf(workload, autoscaler);
    const own = count === 'each-node' ? nodeCount : count;
    if (own === undefined) return undefined;
    pods += own;
  }
  return pods;
}

type Served = Exclude<Prediction, { controller: 'none' }>;

/** Ports whose members have the same port share a group; a node port that is not written is one of its own. */
function countGroups({ context, backends, controller }: Served): number {
  const nameOf = ({ id, servicePort }: ServerGroup, at: number): string => {
    const port = groupPort(context, servicePort);
    const protocol = controller === 'nlb' ? servicePort.protocol : '';
    return port === undefined ? `#${at}` : JSON.stringify([id, port, protocol]);
  };
  return new Set(backends.groups.map(nameOf)).size;
}
