import type { Resource } from '../model/manifest.ts';
import { targetsOf } from '../world/kustomizations.ts';
import { isKustomizationFile } from '../world/manifest-paths.ts';
import { folderOf } from '../world/paths.ts';
import type { World } from '../world/world.ts';
import { headPaths, type TreeChange } from './compare-trees.ts';

/**
 * Tells by which kustomizations that are applied by themselves an object is applied. One that moves from such a root to
 * another is deleted where it was and made where it comes to, unless the root itself was renamed.
 */
export class AppliedRoots {
  readonly #head: ReadonlySet<string>;
  readonly #base: ReadonlySet<string>;
  readonly #headOf: ReadonlyMap<string, string>;
  readonly #baseOf: ReadonlyMap<string, string>;

  constructor(head: World, base: World, change: TreeChange) {
    this.#head = outermost(head);
    this.#base = outermost(base);
    this.#headOf = headPaths(change);
    this.#baseOf = change.baseOf;
  }

  /** True where an object went from one root to another, and one of the two stands in both trees. */
  isMoved(before: Resource, after: Resource): boolean {
    const [old, now] = [before, after].map(({ routes }) =>
      // What a deployer applies by its own means may be the same as before.
      routes.every(({ root }) => isKustomizationFile(root)) ? routes.map(({ root }) => root) : [],
    );
    if (old === undefined || now === undefined || old.length === 0 || now.length === 0) return false;
    const inHead = new Set(old.map((root) => this.#headOf.get(root) ?? root));
    if (now.some((root) => inHead.has(root))) return false;
    return [...inHead].some((root) => this.#head.has(root)) || now.some((root) => this.#base.has(this.#inBase(root)));
  }

  #inBase(root: string): string {
    return this.#baseOf.get(root) ?? root;
  }
}

/** Kustomizations that no other one takes in. */
function outermost({ tree: { manifests } }: World): ReadonlySet<string> {
  const all = [...manifests].flatMap(([file, { kustomization }]) =>
    kustomization === undefined ? [] : [{ file, targets: targetsOf(file, kustomization) }],
  );
  const inner = new Set(all.flatMap(({ targets }) => [...targets]));
  return new Set(all.map(({ file }) => file).filter((file) => !inner.has(folderOf(file)) && !inner.has(file)));
}
