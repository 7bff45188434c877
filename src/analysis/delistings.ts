import type { Delisting } from '../controller/change/change.ts';
import type { Reference, Resource } from '../model/manifest.ts';
import { spotOf } from '../model/node.ts';
import { targetOf, targetsOf } from '../world/kustomizations.ts';
import { folderOf } from '../world/paths.ts';
import type { World } from '../world/world.ts';
import { headPaths, type TreeChange } from './compare-trees.ts';

/**
 * Objects that are still written in head and that nothing applies any more, because kustomizations that stand in both
 * trees ceased to list them, or a folder on the way to them. Where a kustomization is gone altogether, its files may be
 * applied as they are, and only the place is told at which it listed what is gone.
 */
export class Delistings {
  readonly #head: World;
  readonly #base: World;
  readonly #change: TreeChange;
  readonly #headOf: ReadonlyMap<string, string>;
  /** Kustomizations of base that others take in, and so are not applied by themselves. */
  readonly #inner = new Set<string>();
  /** Objects of base by file. */
  readonly #inBase = new Map<string, Resource[]>();
  readonly #targets = new Map<string, ReadonlySet<string> | undefined>();

  constructor(head: World, base: World, change: TreeChange) {
    this.#head = head;
    this.#base = base;
    this.#change = change;
    this.#headOf = headPaths(change);
    for (const resource of base.resources) {
      this.#inBase.set(resource.file, [...(this.#inBase.get(resource.file) ?? []), resource]);
      for (const { root, references } of resource.routes)
        for (const { file } of references) if (file !== root) this.#inner.add(file);
    }
  }

  /** True for an object of head that base applied and head does not. */
  isDelisted({ file, routes }: Resource): boolean {
    const before = this.#change.baseOf.get(file);
    // What was moved elsewhere may be applied there by other means.
    if (before === undefined || folderOf(before) !== folderOf(file)) return false;
    const isLetGo = routes.every(({ root }) => this.#inner.has(this.#change.baseOf.get(root) ?? root));
    return isLetGo && (this.#inBase.get(before) ?? []).some((resource) => this.#removedFrom(resource) !== undefined);
  }

  /** Where base listed an object that head still holds and lists there no more; undefined for any other object. */
  placeOf(resource: Resource): Delisting | undefined {
    const file = this.#headOf.get(resource.file);
    const manifest = file === undefined ? undefined : this.#head.tree.manifests.get(file);
    const isWritten = manifest?.resources.some(
      ({ kind, apiVersion, name }) =>
        kind === resource.kind && apiVersion === resource.apiVersion && name?.text === resource.name?.text,
    );
    const reference = isWritten === true ? (this.#removedFrom(resource) ?? this.#goneWith(resource)) : undefined;
    const listing = reference === undefined ? undefined : this.#base.tree.manifests.get(reference.file);
    if (reference === undefined || listing === undefined) return undefined;
    return { at: spotOf(reference.node), file: reference.file, manifest: listing };
  }

  #removedFrom({ routes }: Resource): Reference | undefined {
    return routes.flatMap(({ references }) => references).find((reference) => this.#isRemoved(reference));
  }

  /** An entry of a kustomization that stands no more. */
  #goneWith({ routes }: Resource): Reference | undefined {
    return routes
      .flatMap(({ references }) => references)
      .find(({ file }) => !this.#head.tree.paths.has(this.#headOf.get(file) ?? file));
  }

  #isRemoved(reference: Reference): boolean {
    const target = targetOf(reference);
    const targets = this.#targetsInHead(reference.file);
    if (target === undefined || targets === undefined) return false;
    return ![target, this.#headOf.get(target)].some((each) => each !== undefined && targets.has(each));
  }

  /** What a kustomization of base takes in now; undefined where it stands no more, or cannot be read. */
  #targetsInHead(file: string): ReadonlySet<string> | undefined {
    if (!this.#targets.has(file)) {
      const now = this.#headOf.get(file) ?? file;
      const kustomization = this.#head.tree.manifests.get(now)?.kustomization;
      this.#targets.set(file, kustomization === undefined ? undefined : targetsOf(now, kustomization));
    }
    return this.#targets.get(file);
  }
}
