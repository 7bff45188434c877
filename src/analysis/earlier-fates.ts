import type { ResourceIdentity } from '../model/finding.ts';
import { baseNameOf } from '../world/paths.ts';
import type { World } from '../world/world.ts';
import { knownOf } from './known-facts.ts';
import type { RunResult } from './run-rules.ts';
import type { Circumstances, EarlierFinding, Fate, LastAudit } from './since-last-audit.ts';
import type { UnseenFiles } from './unseen-files.ts';

export interface Present extends Circumstances {
  readonly world: World;
  readonly run: RunResult;
  readonly unseen: UnseenFiles;
  /** Ids of the rules that are asked. */
  readonly asked: ReadonlySet<string>;
  isReported(this: void, file: string): boolean;
}

/** Tells what became of findings of the last audit that are not there: gone only where head could have them and has not. */
export function fateTeller(present: Present, last: Pick<LastAudit, 'unseenFiles'>): (finding: EarlierFinding) => Fate {
  const fates = new EarlierFates(present, last);
  return (finding) => fates.of(finding);
}

class EarlierFates {
  readonly #present: Present;
  readonly #unseenBefore: ReadonlySet<string> | undefined;
  readonly #places = new Map<string, Set<string>>();

  constructor(present: Present, { unseenFiles }: Pick<LastAudit, 'unseenFiles'>) {
    this.#present = present;
    this.#unseenBefore = unseenFiles === null ? undefined : new Set(unseenFiles);
    for (const { identity, file } of present.world.resources) {
      const key = keyOf(identity);
      this.#places.set(key, (this.#places.get(key) ?? new Set()).add(file));
    }
  }

  of(finding: EarlierFinding): Fate {
    const { asked, isReported, unseen, known } = this.#present;
    const { ruleId, file, rests, clusters } = finding;
    if (!asked.has(ruleId) || !isReported(file)) return 'dropped';
    if (unseen.hides(finding)) return 'unseen';
    const stands = this.#stands(finding);
    if (this.#isUnanswered(finding, stands)) return 'unseen';
    const facts = knownOf(known, clusters);
    if (rests.some((fact) => !facts.has(fact))) return 'unseen';
    if (stands) return 'fixed';
    if (this.#standsUnreported(finding)) return 'dropped';
    return this.#mayBeMoved(finding) ? 'unseen' : 'fixed';
  }

  /** What the finding was about is where it was. */
  #stands({ resource, file }: EarlierFinding): boolean {
    if (resource === null) return this.#present.world.tree.paths.has(file);
    return this.#places.get(keyOf(resource))?.has(file) === true;
  }

  /** The rule could not be answered: there, or wherever the object is now. */
  #isUnanswered({ ruleId, resource, file }: EarlierFinding, stands: boolean): boolean {
    return this.#present.run.notEvaluated.some(
      (open) =>
        open.ruleId === ruleId &&
        (open.location.file === file || !stands) &&
        (resource === null ? open.resource === null : open.resource !== null && isSame(open.resource, resource)),
    );
  }

  /** The object was moved to where nobody asks. */
  #standsUnreported({ resource }: EarlierFinding): boolean {
    const files = resource === null ? [] : [...(this.#places.get(keyOf(resource)) ?? [])];
    return files.length > 0 && files.every((file) => !this.#present.isReported(file));
  }

  /** Since it was last seen a file came that may hold it: one that cannot be read and names it, or any template. */
  #mayBeMoved({ file, resource, unseenSince }: EarlierFinding): boolean {
    const { world, unseenFiles } = this.#present;
    const { manifests } = world.tree;
    const before = unseenSince === null ? (this.#unseenBefore ?? new Set(unseenFiles)) : new Set<string>();
    const named = resource === null ? undefined : nameIn(resource);
    return unseenFiles
      .filter((path) => !before.has(path))
      .some((path) => {
        const manifest = manifests.get(path);
        // A template seldom writes the name out.
        if (manifest === undefined) return resource !== null;
        return baseNameOf(path) === baseNameOf(file) || named?.test(manifest.text) === true;
      });
  }
}

/** Files that nobody can look into: templates that wait for rendering, and what cannot be read. */
export function unseenIn({ tree: { manifests, unrenderedTemplates } }: World): readonly string[] {
  const unreadable = [...manifests].flatMap(([path, manifest]) => (manifest.unreadable.length > 0 ? [path] : []));
  return [...unrenderedTemplates, ...unreadable].sort();
}

function nameIn({ name }: ResourceIdentity): RegExp {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`\bname["']?\s*:\s*["']?${literal}(?![\w.-])`);
}

function isSame(one: ResourceIdentity, other: ResourceIdentity): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ kind, namespace, name }: ResourceIdentity): string {
  return JSON.stringify([kind, namespace, name]);
}
