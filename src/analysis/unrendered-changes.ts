import type { ServicePair } from '../controller/change/change.ts';
import { entryAt, spotOf, type Spot } from '../model/node.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Tree } from '../world/tree.ts';
import { headPaths, type TreeChange } from './compare-trees.ts';
import { bearingFields, kustomizationsOf, saidBy } from './said-above.ts';

/** Where a kustomization says something else of a Service, which is not known before it is rendered. */
export interface UnrenderedChange {
  readonly at: Spot;
  readonly file: string;
  readonly manifest: Manifest;
  readonly tree: Tree;
}

const services = { kind: 'Service', fields: bearingFields };

/** Compares what kustomizations of two trees say of what they lead to, as it is written. */
export class UnrenderedChanges {
  readonly #head: Tree;
  readonly #base: Tree;
  readonly #headOf: ReadonlyMap<string, string>;
  readonly #known = new Map<string, UnrenderedChange | undefined>();

  constructor(head: Tree, base: Tree, change: TreeChange) {
    this.#head = head;
    this.#base = base;
    this.#headOf = headPaths(change);
  }

  /** Undefined where all on the way to a Service says what it said. */
  of({ base, head }: ServicePair): UnrenderedChange | undefined {
    if (base === undefined || head === undefined) return undefined;
    if (![base, head].some(({ resource }) => resource.completeness === 'partial')) return undefined;
    for (const file of kustomizationsOf(base.resource)) {
      if (!this.#known.has(file)) this.#known.set(file, this.#compare(file));
      const found = this.#known.get(file);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #compare(file: string): UnrenderedChange | undefined {
    const now = this.#headOf.get(file) ?? file;
    const [before, after] = [this.#base.manifests.get(file), this.#head.manifests.get(now)];
    // One that is gone is told with what it applied.
    if (before?.kustomization === undefined || after?.kustomization === undefined) return undefined;
    for (const field of bearingFields) {
      const old = saidBy(field, { root: before.kustomization, file, tree: this.#base }, services);
      if (old === saidBy(field, { root: after.kustomization, file: now, tree: this.#head }, services)) continue;
      const node = entryAt(after.kustomization, field)?.value;
      if (node !== undefined) return { at: spotOf(node), file: now, manifest: after, tree: this.#head };
      const gone = entryAt(before.kustomization, field)?.value ?? before.kustomization;
      return { at: spotOf(gone), file, manifest: before, tree: this.#base };
    }
    return undefined;
  }
}
