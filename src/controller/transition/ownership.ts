import { clusterTag, defaultName, ownName, ownTag, reusedTag, type Context } from '../context.ts';
import type { Value } from '../values.ts';
import { canonical } from './cloud/state.ts';
import { failure, type Failure } from './failure.ts';
import { keyOf } from './live-service.ts';

type Tags = ReadonlyMap<string, Value>;

/**
 * The load balancer that the controller made for a Service, by its tag, else by its name. Source: `FindLoadBalancer` of
 * the controller, v2.14.0.
 */
export function findOwn<T extends { readonly id: string; readonly tags: Tags }>(
  context: Context,
  all: readonly T[],
  nameOf: (one: T) => Value | undefined,
): { found: T | undefined } | { failure: Failure } {
  const name = canonical(defaultName(context));
  for (const [how, hits] of [
    ['tag', all.filter(({ tags }) => canonical(tags.get(ownTag)) === name)],
    ['name', all.filter((one) => canonical(nameOf(one)) === name)],
  ] as const) {
    const ids = hits.map(({ id }) => id).join(',');
    const words = `[${keyOf(context.subject)}] find multiple loadbalances by ${how}, lbIds[${ids}]`;
    if (hits.length > 1) return { failure: failure(words, [], 'E25') };
    if (hits[0] !== undefined) return { found: hits[0] };
  }
  return { found: undefined };
}

/** The controller's tags for this Service among others. */
export function ownTags(context: Context, tags: Tags): string[] {
  const own = [
    [ownTag, defaultName(context)],
    [clusterTag, context.surroundings.clusterId],
  ] as const;
  return own.filter(([tag, value]) => canonical(tags.get(tag)) === canonical(value)).map(([tag]) => tag);
}

/** A load balancer that a controller made, for whatever Service and cluster, cannot be reused. */
export function isMadeByController(tags: Tags): boolean {
  return tags.has(ownTag) || tags.has(clusterTag);
}

/** Tags to set and to take off, so that there are those asked for beside those of the cloud and the controller. */
export function tagChanges(
  { reused }: Context,
  found: Tags,
  asked: Readonly<Record<string, Value>>,
): { add: Map<string, Value>; drop: string[] } {
  const reserved = new Set([ownTag, clusterTag, ...(reused ? [reusedTag] : [])]);
  const isFree = (key: string): boolean => !key.startsWith('acs:') && !reserved.has(key);
  const wanted = new Map(Object.entries(asked).filter(([key]) => isFree(key)));
  return {
    add: new Map([...wanted].filter(([key, value]) => canonical(found.get(key)) !== canonical(value))),
    drop: [...found.keys()].filter((key) => isFree(key) && !wanted.has(key)),
  };
}

/** The name of what the controller makes for a port of a Service of which everything is known, or filled in. */
export function nameFor(context: Context, port: string, protocol?: string): string {
  const name = ownName(context, port, protocol);
  if (name === undefined)
    throw new Error('a transition needs the name and namespace of its Service and the cluster id');
  return name;
}
