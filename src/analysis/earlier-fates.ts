import type { Finding, ResourceIdentity } from '../model/finding.ts';
import { baseNameOf } from '../world/paths.ts';
import type { World } from '../world/world.ts';
import { placedObject, type Circumstances } from './circumstances.ts';
import { knownOf } from './known-facts.ts';
import type { RunResult } from './run-rules.ts';
import type { EarlierFinding, Fate, LastAudit } from './since-last-audit.ts';
import type { UnseenFiles } from './unseen-files.ts';

export interface Present {
  readonly world: World;
  readonly run: RunResult;
  readonly unseen: UnseenFiles;
  /** Ids of the rules that are asked. */
  readonly asked: ReadonlySet<string>;
  isReported(this: void, file: string): boolean;
  readonly circumstances: Circumstances;
}

/** Tells what became of findings of the last audit that are not there: gone only where head could have them and has not. */
export class EarlierFates {
  readonly #present: Present;
  /** Files that came since the last audit into the state that nobody can look into, or that is decided elsewhere. */
  readonly #newlyUnseen: ReadonlySet<string>;
  readonly #newlyOpen: ReadonlySet<string>;
  readonly #objectsBefore: ReadonlySet<string> | undefined;
  readonly #places = new Map<string, Set<string>>();

  constructor(present: Present, { unseenFiles, openFiles, objects }: LastAudit) {
    this.#present = present;
    const { circumstances, world } = present;
    this.#newlyUnseen = newIn(circumstances.unseenFiles, unseenFiles);
    this.#newlyOpen = newIn(circumstances.openFiles, openFiles);
    this.#objectsBefore = objects === null ? undefined : new Set(objects);
    for (const { identity, file } of world.resources) {
      const key = keyOf(identity);
      this.#places.set(key, (this.#places.get(key) ?? new Set()).add(file));
    }
  }

  of(finding: EarlierFinding): Fate {
    const { asked, isReported, unseen, circumstances } = this.#present;
    const { ruleId, file, rests, clusters } = finding;
    if (!asked.has(ruleId) || !isReported(file)) return 'dropped';
    if (unseen.hides(finding) || this.#isUnanswered(finding)) return 'unseen';
    // That it can be read is all that was asked.
    if (ruleId === 'unreadable-manifest') return 'fixed';
    const facts = knownOf(circumstances.known, clusters);
    if (rests.some((fact) => !facts.has(fact))) return 'unseen';
    const isSame = finding.text !== null && circumstances.textOf(file) === finding.text;
    if (this.stands(finding)) return this.#mayBeHidden(finding, isSame) ? 'unseen' : 'fixed';
    // The object has another name or namespace now, which something else gives it.
    if (isSame) return 'unseen';
    if (this.#standsUnreported(finding)) return 'dropped';
    return this.#mayBeMoved(finding) ? 'unseen' : 'fixed';
  }

  /** What the finding was about is where it was. */
  stands({ resource, file }: Pick<EarlierFinding, 'resource' | 'file'>): boolean {
    if (resource === null) return this.#present.world.tree.paths.has(file);
    return this.#places.get(keyOf(resource))?.has(file) === true;
  }

  /** What the finding is about was not in this file at the last audit, as far as that is known. */
  isNewThere({ resource, location }: Pick<Finding, 'resource' | 'location'>): boolean {
    return resource !== null && this.#objectsBefore?.has(placedObject(resource, location.file)) === false;
  }

  /** The rule could not be answered: there, or wherever the object is now. */
  #isUnanswered(finding: EarlierFinding): boolean {
    const { ruleId, resource, file } = finding;
    const stands = this.stands(finding);
    return this.#present.run.notEvaluated.some(
      (open) =>
        open.ruleId === ruleId &&
        (open.location.file === file || !stands) &&
        (resource === null
          ? open.resource === null
          : open.resource !== null && keyOf(open.resource) === keyOf(resource)),
    );
  }

  /**
   * The answer was taken out of sight: in its own file, or, where that says what it said, in whatever else the answer
   * rested on.
   */
  #mayBeHidden({ file, unseenSince }: EarlierFinding, isSame: boolean): boolean {
    const { unseenFiles, openFiles } = this.#present.circumstances;
    const open = unseenSince === null ? this.#newlyOpen : new Set(openFiles);
    if (!isSame) return open.has(file);
    const unseen = unseenSince === null ? this.#newlyUnseen : new Set(unseenFiles);
    return open.size + unseen.size > 0;
  }

  /** The object was moved to where nobody asks. */
  #standsUnreported({ resource }: EarlierFinding): boolean {
    if (resource === null) return false;
    const files = [...(this.#places.get(keyOf(resource)) ?? [])].filter(
      (file) => this.#objectsBefore?.has(placedObject(resource, file)) !== true,
    );
    return files.length > 0 && files.every((file) => !this.#present.isReported(file));
  }

  /** Since it was last seen a file came that may hold it: one that cannot be read and names it, or any template. */
  #mayBeMoved({ file, resource, unseenSince }: EarlierFinding): boolean {
    const { world, circumstances } = this.#present;
    const candidates = unseenSince === null ? [...this.#newlyUnseen] : circumstances.unseenFiles;
    const named = resource === null ? undefined : nameIn(resource);
    return candidates.some((path) => {
      const manifest = world.tree.manifests.get(path);
      // A template seldom writes the name out.
      if (manifest === undefined) return resource !== null;
      return baseNameOf(path) === baseNameOf(file) || named?.test(manifest.text) === true;
    });
  }
}

/** Nothing is new where nobody knows what there was. */
function newIn(now: readonly string[], before: readonly string[] | null): ReadonlySet<string> {
  const known = new Set(before ?? now);
  return new Set(now.filter((file) => !known.has(file)));
}

function nameIn({ name }: ResourceIdentity): RegExp {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`\bname["']?\s*:\s*["']?${literal}(?![\w.-])`);
}

function keyOf({ kind, namespace, name }: ResourceIdentity): string {
  return JSON.stringify([kind, namespace, name]);
}
