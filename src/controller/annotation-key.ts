import { backendTypeKey, classKey, currentPrefix, legacyPrefix } from '../catalog/annotation-keys.ts';
import { annotationFact, annotationFacts } from '../catalog/annotations.ts';
import { asItLooks } from '../catalog/look-alikes.ts';
import { allNearest, nearest } from './nearest.ts';

/** What an annotation key is to the controller. */
export type KeyVerdict =
  | { readonly is: 'known' | 'removed' | 'unknown' }
  /**
   * Nearly a key that is read; `looks`: it reads the same to people, in letters of another script; `isPlain`: no other
   * key is as near.
   */
  | { readonly is: 'misspelt'; readonly meant: string; readonly looks: boolean; readonly isPlain: boolean };

const domain = 'service.beta.kubernetes.io/';
const families = [`${domain}alibaba-cloud-`, `${domain}alicloud-`];
/** Kubernetes takes no longer ones. */
const longestKey = 253 + 1 + 63;
/**
 * How far names and domains may be from known ones: a name of the family, one that does not begin so, what follows a
 * prefix that is right, a domain.
 */
const near = { name: 3, other: 2, short: 3, domain: 5 };

// The class key takes a Service away from the controller: nobody is helped by writing it.
const readKeys = annotationFacts
  .filter(({ key, object, status }) => object === 'Service' && status !== 'removed' && key !== classKey)
  .flatMap(({ key, legacyKey }) => (legacyKey === undefined ? [key] : [key, legacyKey]));
const byName: ReadonlyMap<string, string> = new Map(readKeys.map((key) => [nameOf(key), key]));
const names = [...byName.keys()];
const shortNames = new Map(
  [currentPrefix, legacyPrefix].map((prefix) => [
    prefix,
    readKeys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
  ]),
);

/** Judges a key of the family, or one that is nearly of it; undefined for a key that has nothing to do with it. */
export function judgeKey(key: string): KeyVerdict | undefined {
  const fact = annotationFact(key);
  if (fact !== undefined && fact.object !== 'Service') return undefined;
  if (fact !== undefined) return { is: fact.status === 'removed' ? 'removed' : 'known' };
  // With a placeholder the key is made at deployment.
  if (/[<>{}$]/.test(key)) return undefined;
  const seen = key.length > longestKey ? key : asItLooks(key);
  const [meant, ...others] = key.length > longestKey ? [] : keysNear(seen);
  if (meant === undefined) return families.some((family) => seen.startsWith(family)) ? { is: 'unknown' } : undefined;
  return { is: 'misspelt', meant, looks: seen === meant && !/^[\x20-\x7e]*$/.test(key), isPlain: others.length === 0 };
}

/** The keys that may be meant by one that is not read; the first is the one to name. */
function keysNear(seen: string): readonly string[] {
  for (const [prefix, ofPrefix] of shortNames) {
    if (!seen.startsWith(prefix)) continue;
    const short = seen.slice(prefix.length);
    // The one key without the common prefix is what people write with it.
    if (short === nameOf(backendTypeKey)) return [backendTypeKey];
    const best = allNearest(short, ofPrefix, Math.min(near.short, Math.max(1, Math.floor(short.length / 4))));
    return best.map((each) => prefix + each);
  }
  const name = nameOf(seen);
  const bare = /^(?:ali[a-z]*-(?:cloud-)?)?(loadbalancer-.+|backend-type)$/.exec(name)?.[1];
  if (bare === nameOf(backendTypeKey) && seen.startsWith(domain)) return [backendTypeKey];
  const inFamily = byName.get(`alibaba-cloud-${bare}`);
  if (inFamily !== undefined && seen.startsWith(domain)) return [inFamily];
  const isOwn = name.startsWith('ali');
  // The name is so much of its own that the rest does not matter.
  const own = isOwn ? byName.get(name) : undefined;
  if (own !== undefined) return [own];
  if (nearest(seen.slice(0, -name.length), [domain], near.domain) === undefined) return [];
  const best = allNearest(name, names, isOwn ? near.name : near.other);
  return best.flatMap((each) => byName.get(each) ?? []);
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
