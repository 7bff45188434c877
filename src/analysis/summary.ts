import type { Resource } from '../model/manifest.ts';
import type { World } from '../world/world.ts';

/** What a tree holds, in numbers. */
export interface Summary {
  readonly files: number;
  readonly documents: number;
  readonly scopes: number;
  readonly services: number;
  readonly loadBalancerServices: number;
  readonly foreignLoadBalancers: number;
  readonly workloads: number;
  readonly notRendered: number;
}

/** Counts what a tree holds in the files that were asked for; all of it unless said otherwise. */
export function summarize(world: World, isAsked: (file: string) => boolean = () => true): Summary {
  const manifests = [...world.tree.manifests].filter(([file]) => isAsked(file)).map(([, manifest]) => manifest);
  const resources = world.resources.filter(({ file }) => isAsked(file));
  const count = (all: readonly { readonly resource: Resource }[]): number =>
    all.filter(({ resource }) => isAsked(resource.file)).length;
  const partial = new Set(
    resources
      .filter(({ completeness }) => completeness === 'partial')
      .map(({ file, document, name }) => `${file}\0${document}\0${name?.text}`),
  );
  return {
    files: manifests.length,
    documents: manifests.reduce((sum, { documents }) => sum + documents, 0),
    scopes: Math.max(1, new Set(resources.map(({ scope }) => scope)).size),
    services: count(world.services),
    loadBalancerServices: count(world.loadBalancers),
    foreignLoadBalancers: count(world.foreignLoadBalancers),
    workloads: count(world.workloads),
    notRendered: partial.size + world.tree.unrenderedTemplates.filter(isAsked).length,
  };
}
