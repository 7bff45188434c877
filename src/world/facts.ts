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

/** Facts taken for granted, and how that is put: `cluster.backendMode=node`, `cluster.ccmVersion<v2.12.1`. */
export interface Assumption {
  readonly facts: ClusterFacts;
  readonly says: readonly string[];
}

/** A version at which an answer changes, or several in their order. */
export type Thresholds = Readonly<Partial<Record<'ccmVersion' | 'kubernetesVersion', string | readonly string[]>>>;

/**
 * What an unknown fact can be, for facts with few values, and for versions on both sides of a threshold; otherwise
 * nothing is assumed. Flannel has no elastic network interfaces, so node backends are the only mode there (vendor's
 * guide, row "can not find eniid").
 */
export function possibleValues(fact: FactName, facts: ClusterFacts, thresholds: Thresholds = {}): Assumption[] {
  if (fact === 'ccmVersion' || fact === 'kubernetesVersion') {
    const versions = [thresholds[fact] ?? []].flat();
    const [first] = versions;
    if (first === undefined) return [{ facts: {}, says: [] }];
    const below = { facts: { [fact]: justBelow(first) }, says: [`cluster.${fact}<${first}`] };
    const since = versions.map((version, at) => {
      const next = versions[at + 1];
      const until = next === undefined ? [] : [`cluster.${fact}<${next}`];
      return { facts: { [fact]: version }, says: [`cluster.${fact}>=${version}`, ...until] };
    });
    return [below, ...since];
  }
  const values: ClusterFacts[] =
    fact === 'backendMode'
      ? facts.network === 'flannel'
        ? [{ backendMode: 'node' }]
        : [{ backendMode: 'node' }, { backendMode: 'eni' }]
      : fact === 'network'
        ? [{ network: 'terway' }, { network: 'flannel' }]
        : [{}];
  return values.map((value) => ({
    facts: value,
    says: Object.entries(value).map(([name, text]) => `cluster.${name}=${String(text)}`),
  }));
}

/** A version between the last one before the threshold and the threshold. */
function justBelow(threshold: string): string {
  const prefix = threshold.startsWith('v') ? 'v' : '';
  // `v1.9.3.313-g748f81e-aliyun`: what follows the numbers is no part of the order.
  const [numbers = ''] = threshold.slice(prefix.length).split('-');
  const parts = numbers.split('.').map(Number);
  const last = parts.findLastIndex((part) => part > 0);
  return prefix + parts.map((part, at) => (at < last ? part : at === last ? part - 1 : 999)).join('.');
}
