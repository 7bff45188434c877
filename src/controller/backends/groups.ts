import type { BackendMode } from '../../catalog/backend-modes.ts';
import type { Attributes } from '../values.ts';
import type { SubjectPort } from '../subject.ts';
import type { Member } from './members.ts';

/** A server group of a Service port. */
export interface ServerGroup {
  readonly servicePort: SubjectPort;
  readonly port: number | undefined;
  /** Its name; undefined while the cluster's id, the namespace or the node port is unknown. */
  readonly name: string | undefined;
  /** The id, where `vgroup-port` names an existing group. */
  readonly id: string | undefined;
  /** The port of the members, as far as one is stated: targetPort for pods, nodePort for nodes, 0 for any port. */
  readonly backendPort: number | string | undefined;
  readonly weight: number | undefined;
  readonly defaultWeight: number | undefined;
  readonly ignoreWeightUpdate: boolean;
  /** undefined where nodes and pods are unknown. */
  readonly servers: readonly Member[] | undefined;
  /** Members without a network interface. */
  readonly invalid: readonly Member[] | undefined;
  /** Attributes of the group itself (NLB). */
  readonly attributes: Attributes;
}

export interface Backends {
  /** undefined where the cluster's default decides and is unknown. */
  readonly mode: BackendMode | undefined;
  readonly groups: readonly ServerGroup[];
  /** Service ports whose group the controller left out without a word (CLB). */
  readonly portsWithoutGroup: readonly number[];
  /** A pod that is not ready may still become a member; undefined where pods are unknown. */
  readonly waitsForPods: boolean | undefined;
}
