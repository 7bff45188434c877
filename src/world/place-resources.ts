import { groupOf } from '../catalog/kinds.ts';
import type { ParsedResource, Resource, Route } from '../model/manifest.ts';
import type { ClusterProfile } from './facts.ts';
import type { KustomizationGraph, Placement } from './kustomizations.ts';
import type { Tree } from './tree.ts';

type ClusterOf = (file: string) => ClusterProfile;

/** The objects of a tree, once for each namespace of each cluster that they go to; scopes are not told yet. */
export function placeResources(tree: Tree, kustomizations: KustomizationGraph, clusterOf: ClusterOf): Resource[] {
  const resources: Resource[] = [];
  for (const [file, manifest] of tree.manifests) {
    if (kustomizations.patchFiles.has(file) || manifest.resources.length === 0) continue;
    const placements = kustomizations.reach(file)?.placements;
    const ways = waysOf(file, placements, clusterOf);
    // What one of several overlays changes is not known of any: the manifest alone no longer says what is applied.
    const partialBecause = placements?.find((placement) => placement.partialBecause !== undefined)?.partialBecause;
    for (const parsed of manifest.resources) {
      for (const { namespace, way, routes } of destinationsOf(parsed, ways)) {
        const name = parsed.name?.text ?? '';
        resources.push({
          ...parsed,
          file,
          manifest,
          namespaceName: namespace,
          identity: { apiVersion: parsed.apiVersion, kind: parsed.kind, namespace, name },
          key: `${kindKey(parsed)}/${namespace ?? ''}/${name}`,
          completeness: partialBecause === undefined ? 'complete' : 'partial',
          partialBecause,
          cluster: way.profile.name,
          appliedBy: way.appliedBy,
          routes,
          scope: '.',
        });
      }
    }
  }
  return resources;
}

/** A placement, and the cluster that it leads to. */
interface Way extends Pick<Placement, 'namespace' | 'fallback'> {
  /** The file whose path tells the cluster: the outermost kustomization, where an entry matches it, else the file. */
  readonly appliedBy: string;
  readonly profile: ClusterProfile;
  readonly route: Route | undefined;
}

function waysOf(file: string, placements: readonly Placement[] | undefined, clusterOf: ClusterOf): readonly Way[] {
  const own = { appliedBy: file, profile: clusterOf(file) };
  if (placements === undefined) return [{ namespace: undefined, fallback: undefined, route: undefined, ...own }];
  return placements.map(({ namespace, fallback, root, route }) => {
    const profile = clusterOf(root);
    return { namespace, fallback, route, ...(profile.name === undefined ? own : { appliedBy: root, profile }) };
  });
}

interface Destination {
  readonly namespace: string | null;
  /** The first of the ways that lead there. */
  readonly way: Way;
  readonly routes: readonly Route[];
}

/** Where an object goes: once to each namespace of each cluster. */
function destinationsOf(parsed: ParsedResource, ways: readonly Way[]): Destination[] {
  const own = parsed.namespace?.text;
  const found = new Map<string, Destination & { readonly routes: Route[] }>();
  for (const way of ways) {
    const namespace = way.namespace ?? own ?? way.fallback ?? null;
    const key = JSON.stringify([way.profile.name, namespace]);
    const destination = found.get(key) ?? { namespace, way, routes: [] };
    found.set(key, destination);
    if (way.route !== undefined) destination.routes.push(way.route);
  }
  return [...found.values()];
}

/** The kind, with its API group where it is not one of Kubernetes' own: Knative's Service is no copy of ours. */
function kindKey({ apiVersion, kind }: ParsedResource): string {
  const group = groupOf(apiVersion);
  return group.includes('.') ? `${kind}.${group}` : kind;
}
