import type { ServicePair } from '../controller/change/change.ts';
import type { Service } from '../world/service.ts';
import type { World } from '../world/world.ts';
import type { ScopeMatch } from './compare-trees.ts';

/**
 * Services of two trees by what they are: kind, namespace and name within a scope. What is left over on both sides and
 * stands before the same pods with the same ports is one that was renamed. Pairs without a load balancer are left out.
 */
export function pairServices(head: World, base: World, scopes: ScopeMatch): ServicePair[] {
  const isOurs = loadBalancersOf(head, base);
  const open = new Map<string, Service[]>();
  for (const service of base.services) {
    const key = keyOf(service, service.resource.scope);
    open.set(key, [...(open.get(key) ?? []), service]);
  }
  const pairs: ServicePair[] = [];
  const added: Service[] = [];
  for (const service of head.services) {
    const { scope, clusters, file } = placeOf(service);
    const before = open.get(keyOf(service, scopes.scopeInBase({ scope, clusters, file })))?.shift();
    if (before === undefined) added.push(service);
    else pairs.push({ base: before, head: service, became: 'changed', movedTo: undefined });
  }
  const removed = [...open.values()].flat().filter(isOurs);
  for (const service of removed) {
    const at = added.findIndex((other) => isOurs(other) && isRenamed(service, other, scopes));
    const [head] = at < 0 ? [] : added.splice(at, 1);
    const elsewhere = added.find(({ resource }) => resource.key === service.resource.key);
    if (head === undefined)
      pairs.push({ base: service, head: undefined, became: 'removed', movedTo: elsewhere?.resource.scope });
    else pairs.push({ base: service, head, became: 'renamed', movedTo: undefined });
  }
  pairs.push(
    ...added.map((service): ServicePair => ({ base: undefined, head: service, became: 'added', movedTo: undefined })),
  );
  return pairs.filter(({ base: before, head: after }) =>
    [before, after].some((each) => each !== undefined && isOurs(each)),
  );
}

/** A Service that is a load balancer of ACK in its tree. */
function loadBalancersOf(head: World, base: World): (service: Service) => boolean {
  const served = new Set([...head.loadBalancers, ...base.loadBalancers]);
  return (service) => served.has(service);
}

function placeOf({ resource }: Service): { scope: string; clusters: string[]; file: string } {
  const { scope, cluster, file } = resource;
  return { scope, clusters: cluster === undefined ? [] : [cluster], file };
}

function keyOf({ resource }: Service, scope: string): string {
  return `${scope}\0${resource.key}`;
}

function isRenamed(before: Service, after: Service, scopes: ScopeMatch): boolean {
  if (scopes.scopeInBase(placeOf(after)) !== before.resource.scope) return false;
  if (before.selector === undefined || after.selector === undefined) return false;
  const labels = ({ selector = new Map<string, string>() }: Service): string =>
    JSON.stringify([...selector].sort(([one], [other]) => (one < other ? -1 : 1)));
  const ports = (service: Service): string =>
    service.ports
      .map(({ port, protocol }) => `${port}/${protocol}`)
      .toSorted()
      .join();
  return labels(before) === labels(after) && ports(before) === ports(after);
}
