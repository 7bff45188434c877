import { classKey, currentPrefix, legacyPrefix } from '../catalog/annotation-keys.ts';
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
/** How far names and domains may be from known ones: a short name, the rest of a key, a name of the family, a domain. */
const near = { bare: 2, short: 3, name: 3, domain: 5 };

// The class key takes a Service away from the controller: nobody is helped by writing it.
const readKeys = annotationFacts
  .filter(({ key, object, status }) => object === 'Service' && status !== 'removed' && key !== classKey)
  .flatMap(({ key, legacyKey }) => (legacyKey === undefined ? [key] : [key, legacyKey]));
const byName: ReadonlyMap<string, string> = new Map(readKeys.map((key) => [nameOf(key), key]));
const ownNames = [...byName.keys()].filter((name) => name.startsWith('ali'));
const bareNames = [...byName.keys()].filter((name) => !name.startsWith('ali'));
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
  for (const [prefix, names] of shortNames) {
    if (!seen.startsWith(prefix)) continue;
    const short = seen.slice(prefix.length);
    const best = allNearest(short, names, Math.min(near.short, Math.max(1, Math.floor(short.length / 4))));
    return best.map((each) => prefix + each);
  }
  const name = nameOf(seen);
  const isOwn = name.startsWith('ali');
  // The name is so much of its own that the rest does not matter.
  const own = isOwn ? byName.get(name) : undefined;
  if (own !== undefined) return [own];
  if (nearest(seen.slice(0, -name.length), [domain], near.domain) === undefined) return [];
  const best = isOwn ? allNearest(name, ownNames, near.name) : allNearest(name, bareNames, near.bare);
  return best.flatMap((each) => byName.get(each) ?? []);
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
