import type { BackendMode } from '../../catalog/backend-modes.ts';
import type { Demand } from './demand.ts';

/** What one Service puts into a load balancer. */
export interface QuotaTerm extends Demand {
  /** `namespace/name`. */
  readonly service: string;
  /** Pods behind it, where they are known. */
  readonly pods: number | undefined;
  readonly nodes: number | undefined;
  /** What would tell its number; undefined where it is told. */
  readonly open: 'inventory' | 'workload' | 'cluster.nodeCount' | undefined;
}

/**
 * A term with what it lacks. Of nodes that host a pod no number is claimed unless nodes and pods are both known.
 * `podsFollowNodes`: the pods would be known if the nodes were, as those of a DaemonSet.
 */
export function quotaTerm(term: Omit<QuotaTerm, 'open'>, podsFollowNodes: boolean): QuotaTerm {
  const { mode, chooses, pods, nodes } = term;
  if (chooses) return { ...term, open: 'inventory' };
  const asksForNodes = mode !== 'eni' || (pods === undefined && podsFollowNodes);
  if (asksForNodes && nodes === undefined) return { ...term, open: 'cluster.nodeCount' };
  return { ...term, open: mode !== 'cluster' && pods === undefined ? 'workload' : undefined };
}

/** The backend servers of one load balancer, against what it may hold. */
export interface QuotaSum {
  readonly limit: number;
  /** Of Services whose number is known, at most, and of others that the inventory knows. */
  readonly total: number;
  /** Beyond `limit` however many the unknown ones are. */
  readonly exceeds: boolean;
  /** Within `limit` whatever the unknown numbers are. */
  readonly fits: boolean;
}

/**
 * Adds up. A CLB counts a server once for each group that it is in. Of an NLB, whose servers count once, no more is
 * certain than the largest number of one Service, and no less than that all have servers of their own, nodes apart:
 * of these there are no more than the cluster has. Sources: `quotas` of the catalogue.
 */
export function sumOf(kind: 'clb' | 'nlb', terms: readonly QuotaTerm[], foreign: number, limit: number): QuotaSum {
  const add = (numbers: readonly number[]): number =>
    kind === 'nlb' ? Math.max(0, ...numbers) : numbers.reduce((sum, number) => sum + number, foreign);
  const countOf = ({ servers, members }: QuotaTerm): { readonly least: number; readonly most: number | undefined } =>
    kind === 'nlb' ? members : servers;
  const counts = terms.map((term) => ({ ...countOf(term), open: term.open }));
  const total = add(counts.map(({ least, most, open }) => (open === undefined ? (most ?? least) : least)));
  const most =
    kind === 'nlb'
      ? mostOfNlb(terms)
      : counts.some((count) => count.most === undefined)
        ? undefined
        : add(counts.map((count) => count.most ?? 0));
  return { limit, total, exceeds: total > limit, fits: most !== undefined && most <= limit };
}

/** Different servers of all Services, at most; undefined where nothing bounds the number of one. */
function mostOfNlb(terms: readonly QuotaTerm[]): number | undefined {
  if (terms.some(({ members }) => members.most === undefined)) return undefined;
  const add = (some: readonly QuotaTerm[]): number => some.reduce((sum, { members }) => sum + (members.most ?? 0), 0);
  const onNodes = terms.filter(({ mode }) => mode !== 'eni');
  const nodes = Math.max(0, ...onNodes.map((term) => term.nodes ?? Infinity));
  return add(terms.filter(({ mode }) => mode === 'eni')) + Math.min(add(onNodes), nodes);
}

/** What the three remedies of the vendor's guide come to, as numbers of backend servers. */
export interface Remedies {
  /** The quota that would do. */
  readonly quota: number;
  /** `cluster` where some have all nodes as members, else `local` where some have nodes that host a pod. */
  readonly mode: BackendMode;
  /** With nodes that host a pod instead of all nodes; undefined where pods are not known. */
  readonly local: number | undefined;
  /** Nodes that a label may leave where nodes of `mode` are members; undefined where nothing could fit. */
  readonly labelled: number | undefined;
  /** The largest of them on a load balancer of its own; undefined for a Service that shares none. */
  readonly alone: number | undefined;
  /** Services at hand that share it. */
  readonly services: number;
}

/** Source: row "backend server number has reached to the quota limit" of the vendor's guide. */
export function remediesOf(terms: readonly QuotaTerm[], { total, limit }: QuotaSum, foreign: number): Remedies {
  const most = ({ servers }: QuotaTerm): number => servers.most ?? servers.least;
  const mode = (['cluster', 'local'] as const).find((one) => terms.some((term) => term.mode === one)) ?? 'eni';
  const onNodes = mode === 'eni' ? [] : terms.filter((term) => term.mode === mode);
  const rest = terms.filter((term) => !onNodes.includes(term)).reduce((sum, term) => sum + most(term), foreign);
  const groups = onNodes.reduce((sum, term) => sum + term.groups, 0);
  const hosting = onNodes.map(({ pods, nodes, groups: own }) =>
    pods === undefined ? undefined : Math.min(pods, nodes ?? pods) * own,
  );
  const isKnown = mode === 'cluster' && hosting.every((number) => number !== undefined);
  const labelled = groups === 0 ? 0 : Math.floor((limit - rest) / groups);
  return {
    quota: total,
    mode,
    local: isKnown ? hosting.reduce((sum: number, number) => sum + (number ?? 0), rest) : undefined,
    labelled: labelled > 0 ? labelled : undefined,
    alone: terms.length < 2 && foreign === 0 ? undefined : Math.max(...terms.map(most)),
    services: terms.length,
  };
}
