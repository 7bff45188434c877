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

export function summarize(world: World): Summary {
  let documents = 0;
  for (const manifest of world.tree.manifests.values()) documents += manifest.documents;
  const partial = new Set(
    world.resources
      .filter(({ completeness }) => completeness === 'partial')
      .map(({ file, document, name }) => `${file}\0${document}\0${name?.text}`),
  );
  return {
    files: world.tree.manifests.size,
    documents,
    scopes: Math.max(1, world.scopes.size),
    services: world.services.length,
    loadBalancerServices: world.loadBalancers.length,
    foreignLoadBalancers: world.foreignLoadBalancers.length,
    workloads: world.workloads.length,
    notRendered: partial.size + world.tree.unrenderedTemplates.length,
  };
}
