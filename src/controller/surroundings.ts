import type { ClusterFacts } from '../world/facts.ts';

/** Gates of the controller; what is left out has its default. */
export interface FeatureGates {
  readonly LoadBalancerTypeAnnotation?: boolean;
  readonly IPv6DualStack?: boolean;
  readonly EndpointSlice?: boolean;
}

export interface ClusterNode {
  readonly name: string;
  readonly providerId: string;
  readonly internalIp: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
  readonly unschedulable: boolean;
  readonly ready: boolean;
  readonly hasConditions: boolean;
}

export interface Endpoint {
  readonly ip: string;
  readonly node: string | undefined;
  /** The pod behind it; undefined for an address that was written by hand. */
  readonly pod: string | undefined;
  readonly ready: boolean;
  readonly terminating: boolean;
}

export interface EndpointSlice {
  readonly addressType: 'IPv4' | 'IPv6';
  /** Port numbers by the name of the Service port. */
  readonly ports: ReadonlyMap<string, number>;
  readonly endpoints: readonly Endpoint[];
}

/** A pod that is not ready. */
export interface PendingPod {
  /** It carries the readiness gate of this Service. */
  readonly gated: boolean;
  readonly containersReady: boolean;
}

/** What can become a member of a server group. */
export interface Candidates {
  readonly nodes: readonly ClusterNode[];
  readonly endpointSlices: readonly EndpointSlice[];
  /** Not-ready pods by name; one that is missing does not exist (yet). */
  readonly pods: ReadonlyMap<string, PendingPod>;
  /** The network interface of a pod address; undefined where the VPC knows none. */
  interfaceOf(ip: string): string | undefined;
  readonly vpcCidrs: readonly string[];
}

export interface ExistingGroup {
  readonly id: string;
  readonly name: string;
}

export interface ExistingLoadBalancer {
  readonly id: string;
  readonly groups: readonly ExistingGroup[];
}

/** What surrounds a Service. Everything may be unknown (undefined); in a pull request most of it is. */
export interface Surroundings {
  readonly ccmVersion?: string | undefined;
  /** What becomes member where the Service does not say. */
  readonly backendMode?: 'eni' | 'node' | undefined;
  readonly featureGates?: FeatureGates | undefined;
  readonly clusterId?: string | undefined;
  readonly vpcId?: string | undefined;
  readonly vSwitchIds?: readonly string[] | undefined;
  readonly resourceGroupId?: string | undefined;
  readonly candidates?: Candidates | undefined;
  readonly loadBalancers?: readonly ExistingLoadBalancer[] | undefined;
  /** The CLB controller makes no public load balancers (`disablePublicSLB`). */
  readonly publicForbidden?: boolean | undefined;
}

/** What the configuration tells about the target cluster. */
export function surroundingsOf(facts: ClusterFacts): Surroundings {
  return {
    ccmVersion: facts.ccmVersion,
    backendMode: facts.backendMode,
    vpcId: facts.vpcId,
    publicForbidden: facts.disablePublicLoadBalancer,
  };
}

/**
 * The cluster's default members, from the two switches of the controller. The second, if set at all, outranks the
 * first. Source: `helper.IsENIBackendType` of the controller, v2.14.0.
 */
export function defaultBackendMode(serviceBackendType: string, forceBackendEni: string): 'eni' | 'node' {
  const eni = forceBackendEni === '' ? serviceBackendType === 'eni' : forceBackendEni === 'true';
  return eni ? 'eni' : 'node';
}
