import { digestOf } from '../model/digest.ts';
import type { ResourceIdentity } from '../model/finding.ts';
import type { World } from '../world/world.ts';
import type { HiddenContent } from './hidden-content.ts';
import { knownFacts, type KnownFacts } from './known-facts.ts';
import { nameKey, RestedObjects } from './rested-objects.ts';
import type { Settings } from './settings.ts';
import { unseenSources } from './unseen-sources.ts';

/** A file that nobody can look into, or what is fetched from elsewhere, as one audit leaves it for the next. */
export interface UnseenFile {
  /** Its path, or the address. */
  readonly file: string;
  /** The kinds that it writes out, sorted, each as often as it stands there; null where they may be any. */
  readonly kinds: readonly string[] | null;
  /** The audit that found it first, or found as many objects of these kinds first, ISO 8601 in UTC; null where it is this one. */
  readonly since: string | null;
}

/** What an audit leaves besides its findings, so that the next one can tell what is gone from what it cannot see. */
export interface Circumstances {
  readonly known: KnownFacts;
  /** Templates that wait for rendering, what cannot be read, and what is fetched from elsewhere. */
  readonly unseenFiles: readonly (UnseenFile & { readonly content: HiddenContent })[];
  /** Which objects stand in which files, as digests. */
  readonly objects: ReadonlySet<string>;
  /** What answers rested on. */
  readonly rested: RestedObjects;
}

/** What the audit before left of this. */
export interface EarlierCircumstances {
  readonly at: string;
  /** Null where they were too many to be kept. */
  readonly unseenFiles: readonly UnseenFile[] | null;
}

export function circumstancesOf(
  world: World,
  settings: Settings,
  earlier: EarlierCircumstances | undefined,
): Circumstances {
  const rested = new RestedObjects(world);
  const before = new Map(earlier?.unseenFiles?.map((each) => [each.file, each]));
  return {
    known: knownFacts(settings, world.inventory),
    unseenFiles: [...unseenSources(world)]
      .map(([file, content]) => {
        const kinds = content.kinds ?? null;
        const known = before.get(file);
        const isLong = known !== undefined && isWithin(kinds, known.kinds);
        // Nothing is new where nobody knows what there was.
        const since = isLong ? known.since : earlier?.unseenFiles === null ? earlier.at : null;
        return { file, kinds, since, content };
      })
      .sort((one, other) => (one.file < other.file ? -1 : 1)),
    objects: new Set(rested.all().map(({ identity, file }) => placedObject(identity, file))),
    rested,
  };
}

/** Each of them, as often as it stands there. */
function isWithin(some: readonly string[] | null, all: readonly string[] | null): boolean {
  if (some === null || all === null) return all === null;
  const rest = all[Symbol.iterator]();
  // Both are sorted.
  return some.every((each) => {
    for (let other = rest.next(); other.done !== true; other = rest.next()) if (other.value === each) return true;
    return false;
  });
}

/** Stands for an object in a file. */
export function placedObject(identity: ResourceIdentity, file: string): string {
  return digestOf(`${nameKey(identity)} ${file}`, 12);
}
