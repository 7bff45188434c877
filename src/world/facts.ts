/** What is known about the target cluster. Every fact may be unknown (undefined). */
export interface ClusterFacts {
  readonly provider?: 'ack' | 'other' | 'auto' | undefined;
  readonly ccmVersion?: string | undefined;
  readonly kubernetesVersion?: string | undefined;
  readonly network?: 'terway' | 'flannel' | undefined;
  readonly backendMode?: 'eni' | 'node' | undefined;
  readonly vpcId?: string | undefined;
  readonly nodeCount?: number | undefined;
  readonly disablePublicLoadBalancer?: boolean | undefined;
}

/** A target cluster: its name (undefined for the one default cluster) and its facts. */
export interface ClusterProfile {
  readonly name: string | undefined;
  readonly facts: ClusterFacts;
}

/** The names of all facts, as configuration spells them. */
export const factNames = [
  'provider',
  'ccmVersion',
  'kubernetesVersion',
  'network',
  'backendMode',
  'vpcId',
  'nodeCount',
  'disablePublicLoadBalancer',
] as const satisfies readonly (keyof ClusterFacts)[];
export type FactName = (typeof factNames)[number];

/**
 * The values that an unknown fact can take, for facts with few of them. Flannel has no elastic network interfaces, so
 * node backends are the only mode there (vendor's guide, row "can not find eniid").
 */
export function possibleValues(fact: FactName, facts: ClusterFacts): readonly ClusterFacts[] {
  if (fact === 'backendMode' && facts.backendMode === undefined) {
    return facts.network === 'flannel' ? [{ backendMode: 'node' }] : [{ backendMode: 'node' }, { backendMode: 'eni' }];
  }
  if (fact === 'network' && facts.network === undefined) return [{ network: 'terway' }, { network: 'flannel' }];
  return [{}];
}
