import type { Move, ServicePair } from '../controller/change/change.ts';
import { writtenText } from '../model/node.ts';
import type { Service } from '../world/service.ts';
import { folderOf } from '../world/paths.ts';
import type { World } from '../world/world.ts';
import { AppliedRoots } from './applied-roots.ts';
import { headPaths, type ScopeMatch } from './compare-trees.ts';
import { Delistings } from './delistings.ts';
import { UnseenFiles } from './unseen-files.ts';

/**
 * Services of two trees by what they are: kind, namespace and name within a scope. What is left over on both sides and
 * stands before the same pods with the same ports is one that was renamed. What kustomizations ceased to list is gone,
 * though it is still written; what head cannot see is not gone. Pairs without a load balancer are left out.
 */
export function pairServices(head: World, base: World, scopes: ScopeMatch): ServicePair[] {
  const isOurs = loadBalancersOf(head, base);
  const delistings = new Delistings(head, base, scopes.change);
  const roots = new AppliedRoots(head, base, scopes.change);
  const open = new Map<string, Service[]>();
  // What base wrote and no kustomization of it listed begins with the listing.
  const listings = new Delistings(base, head, { baseOf: headPaths(scopes.change), changed: new Set() });
  for (const service of base.services) {
    if (service.resource.routes.length === 0 && listings.isDelisted(service.resource)) continue;
    const key = keyOf(service, service.resource.scope);
    open.set(key, [...(open.get(key) ?? []), service]);
  }
  const pairs: ServicePair[] = [];
  const added: Service[] = [];
  const takeOf = (service: Service, choose: (among: readonly Service[]) => number): Service | undefined => {
    const among = open.get(keyOf(service, scopes.scopeInBase(placeOf(service)))) ?? [];
    const at = choose(among);
    return at < 0 ? undefined : among.splice(at, 1)[0];
  };
  const changed: Service[] = [];
  // Where one object is written twice, what stands there as it was goes first, in whatever order the files are read.
  for (const service of head.services) {
    if (delistings.isDelisted(service.resource)) continue;
    const text = writtenText(service.resource.root);
    const same = takeOf(service, (among) =>
      among.findIndex(
        ({ resource }) => writtenText(resource.root) === text && !roots.isMoved(resource, service.resource),
      ),
    );
    if (same === undefined) changed.push(service);
    else pairs.push({ base: same, head: service, became: 'changed', moved: undefined });
  }
  for (const service of changed) {
    const before = takeOf(service, (among) =>
      among.findIndex(({ resource }) => !roots.isMoved(resource, service.resource)),
    );
    if (before === undefined) added.push(service);
    else pairs.push({ base: before, head: service, became: 'changed', moved: undefined });
  }
  const files = new UnseenFiles(head.tree, scopes.change);
  const removed = [...open.values()]
    .flat()
    .filter((service) => isOurs(service) && !files.isUnseen(service.resource.file));
  for (const service of removed) {
    const at = added.findIndex(
      (other) =>
        isOurs(other) &&
        other.resource.key !== service.resource.key &&
        !roots.isMoved(service.resource, other.resource) &&
        isRenamed(service, other, scopes),
    );
    const [head] = at < 0 ? [] : added.splice(at, 1);
    const elsewhere = added.find(({ resource }) => resource.key === service.resource.key);
    if (head === undefined)
      pairs.push({
        base: service,
        head: undefined,
        became: 'removed',
        moved: elsewhere === undefined ? undefined : moveOf(service, elsewhere),
        delistedAt: delistings.placeOf(service.resource),
      });
    else pairs.push({ base: service, head, became: 'renamed', moved: undefined });
  }
  pairs.push(
    ...added.map((service): ServicePair => ({ base: undefined, head: service, became: 'added', moved: undefined })),
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

function moveOf(before: Service, after: Service): Move {
  const [from, to] = [before, after].map(unitOf);
  if (from !== undefined && to !== undefined && from !== to) return { from, to };
  const [old, now] = [before, after].map(rootOf);
  return { from: old ?? '.', to: now ?? '.' };
}

/** What people call a scope: its folder, and its cluster where there are several. */
function unitOf({ resource: { scope, cluster } }: Service): string {
  if (cluster === undefined) return scope;
  const folder = scope.slice(0, -cluster.length - 1);
  return folder === '.' ? cluster : `${folder} (${cluster})`;
}

function rootOf({ resource: { routes, file } }: Service): string {
  return folderOf(routes[0]?.root ?? file);
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
