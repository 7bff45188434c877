import type { Resource } from '../model/manifest.ts';
import type { World } from '../world/world.ts';
import type { TreeChange } from './compare-trees.ts';

/**
 * Services of head that were ACK's in base, so that one added foreign annotation does not hide them. One that was another
 * cloud's where it stands is that cloud's still, even if a Service of the same name elsewhere is ACK's.
 */
export function knownAsAck(base: World, { baseOf }: TreeChange): (resource: Resource) => boolean {
  const ours = new Set(base.loadBalancers.map(({ resource }) => resource.key));
  const foreign = new Set(base.foreignLoadBalancers.map(({ resource: { file, key } }) => `${file}\0${key}`));
  return ({ file, key }) => ours.has(key) && !foreign.has(`${baseOf.get(file) ?? file}\0${key}`);
}
