import type { Kind } from '../catalog/annotation-fact.ts';
import { quotas } from '../catalog/quotas.ts';
import { transportOf } from '../catalog/transports.ts';
import { demandOf, podsOf, withMembers, type Scaled } from '../controller/backends/demand.ts';
import { quotaTerm, type QuotaTerm } from '../controller/backends/quota-sum.ts';
import type { LoadBalancer } from '../controller/load-balancer.ts';
import { ownClusterOf } from '../controller/own-cluster.ts';
import { isMadeForOneOf, type CloudServerGroup } from '../world/inventory.ts';
import type { RuleContext } from './rule.ts';
import { isReused } from './sharing.ts';
import { nameOf } from './support.ts';

/** Counts what Services put into one load balancer, for the rule about its quotas and for reports. */

/** What is asked, and under which facts. */
export type Counting = Pick<RuleContext, 'world' | 'facts'>;

/** Backend servers that one load balancer takes by default. */
export function serverLimit(kind: Kind): number {
  return (kind === 'clb' ? quotas.backendsPerClb : quotas.serversPerNlb).limit;
}

/** What each Service puts in, with so many nodes; undefined where one of them is not rendered. */
export function termsOf(
  all: readonly LoadBalancer[],
  counting: Counting,
  nodes: number | undefined,
): QuotaTerm[] | undefined {
  const terms = all.map((each): QuotaTerm | undefined => {
    const behind = behindOf(each, counting);
    const asked = demandOf(each.prediction, behind, nodes);
    const labelled = asked?.chooses === true ? labelledNodes(each, counting) : undefined;
    const demand = asked === undefined || labelled === undefined ? asked : withMembers(asked, labelled);
    return (
      demand &&
      quotaTerm(
        { ...demand, service: nameOf(each.service.resource), pods: podsOf(behind, nodes), nodes },
        podsOf(behind, 1) !== undefined,
      )
    );
  });
  return terms.every((term) => term !== undefined) ? terms : undefined;
}

/** What stands behind a Service, and what scales it; nothing where that cannot be told. */
export function behindOf({ service }: LoadBalancer, { world }: Pick<Counting, 'world'>): readonly Scaled[] {
  const workloads = world.workloadsOf(service).filter(({ kind }) => !kind.runsToCompletion);
  // Whose pods another workload makes is scaled by that one.
  if (workloads.some((workload) => world.lendsItsTemplate(workload))) return [];
  return workloads.map((workload) => ({
    workload,
    autoscaler: world.guardsOf(workload).scalers.find(({ isNamed }) => isNamed),
  }));
}

/** How many nodes the label of a Service leaves, as its groups in the inventory have them. */
function labelledNodes(each: LoadBalancer, counting: Counting): number | undefined {
  const counts = groupsOn([each], counting).flatMap(({ servers, isOurs }) => (isOurs === true ? (servers ?? []) : []));
  return counts.length === 0 ? undefined : Math.max(...counts);
}

/** Servers on a CLB that no Service at hand puts there: at least, and at most where the inventory tells. */
export function foreignServers(
  kind: Kind,
  all: readonly LoadBalancer[],
  counting: Counting,
): { readonly foreign: number; readonly most: number | undefined } {
  if (kind === 'nlb') return { foreign: 0, most: 0 };
  const isPartial = idOf(all) !== undefined && counting.world.inventory?.partial.serverGroups === true;
  const groups = groupsOn(all, counting).filter(
    ({ id, isOurs }) => isOurs !== true && !all.some((each) => namesGroup(each, id)),
  );
  const sum = (some: typeof groups): number => some.reduce((total, { servers }) => total + (servers ?? 0), 0);
  const isOpen = isPartial || groups.some(({ servers }) => servers === undefined);
  return { foreign: sum(groups.filter(({ isOurs }) => isOurs === false)), most: isOpen ? undefined : sum(groups) };
}

/** The server groups of a load balancer, and whether the controller made them for one of these Services. */
function groupsOn(
  all: readonly LoadBalancer[],
  { world: { inventory }, facts }: Counting,
): readonly (CloudServerGroup & { readonly isOurs: boolean | undefined })[] {
  const id = idOf(all);
  const groups = id === undefined ? [] : (inventory?.serverGroups.get(id) ?? []);
  const cluster = ownClusterOf(inventory, facts.vpcId);
  return groups.map((group) => ({ ...group, isOurs: isMadeForOneOf(group.name, servicesOf(all), cluster) }));
}

function servicesOf(all: readonly LoadBalancer[]): LoadBalancer['service'][] {
  return all.map(({ service }) => service);
}

function namesGroup({ prediction }: LoadBalancer, id: string): boolean {
  return prediction.controller !== 'none' && prediction.backends.groups.some((group) => group.id === id);
}

export interface ListenerCount {
  readonly services: readonly { readonly service: string; readonly ports: number }[];
  /** Listeners of others, by the inventory. */
  readonly foreign: number;
  readonly total: number;
  /** There are no more; undefined where the inventory is a part. */
  readonly most: number | undefined;
  readonly limit: number;
}

/** Listeners that Services have made, and others that the inventory knows. */
export function countListeners(
  kind: Kind,
  all: readonly LoadBalancer[],
  { world: { inventory }, facts }: Counting,
): ListenerCount {
  const { limit } = kind === 'clb' ? quotas.listenersPerClb : quotas.listenersPerNlb;
  const services = all
    .filter(({ managesListeners }) => managesListeners)
    .map(({ service, listeners }) => ({ service: nameOf(service.resource), ports: listeners.length }));
  const managed = new Set(
    all.flatMap(({ managesListeners, listeners }) =>
      managesListeners ? listeners.map(({ port, protocol }) => `${port.port}/${transportOf(protocol)}`) : [],
    ),
  );
  const id = idOf(all);
  const existing = id === undefined ? [] : (inventory?.listeners.get(id) ?? []);
  const cluster = ownClusterOf(inventory, facts.vpcId);
  const ours = existing
    .filter(({ port, protocol }) => !managed.has(`${port}/${transportOf(protocol)}`))
    .map(({ description }) => isMadeForOneOf(description, servicesOf(all), cluster));
  const foreign = ours.filter((isOurs) => isOurs === false).length;
  const open = ours.filter((isOurs) => isOurs === undefined).length;
  const total = services.reduce((sum, { ports }) => sum + ports, foreign);
  const isPartial = kind === 'clb' && id !== undefined && inventory?.partial.listeners === true;
  return { services, foreign, total, most: isPartial ? undefined : total + open, limit };
}

/** The id that they name, of a load balancer that exists. */
export function idOf([first]: readonly LoadBalancer[]): string | undefined {
  return first !== undefined && isReused(first) ? first.reused.text : undefined;
}
