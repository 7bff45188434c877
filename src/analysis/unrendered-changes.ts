import { changingFields } from '../catalog/kustomization-fields.ts';
import type { ServicePair } from '../controller/change/change.ts';
import type { MapNode } from '../model/node.ts';
import { entryAt, itemsOf, spotOf, textOf, valueAt, writtenText, type Spot, type ValueNode } from '../model/node.ts';
import type { Manifest, Resource } from '../model/manifest.ts';
import { folderOf, joinPath } from '../world/paths.ts';
import { kustomizationNames } from '../world/manifest-paths.ts';
import type { Tree } from '../world/tree.ts';
import { headPaths, type TreeChange } from './compare-trees.ts';

/** Where a kustomization says something else of a Service, which is not known before it is rendered. */
export interface UnrenderedChange {
  readonly at: Spot;
  readonly file: string;
  readonly manifest: Manifest;
  readonly tree: Tree;
}

/** What bears on a Service: neither how many pods there are nor what other objects are generated. */
const bearing = changingFields.filter(
  (field) => !['replicas', 'configMapGenerator', 'secretGenerator', 'validators'].includes(field),
);
const patchFields = new Set(['patches', 'patchesStrategicMerge', 'patchesJson6902']);
const deepest = 8;

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
    for (const field of bearing) {
      const old = saidBy(field, before.kustomization, file, this.#base, 0);
      if (old === saidBy(field, after.kustomization, now, this.#head, 0)) continue;
      const node = entryAt(after.kustomization, field)?.value;
      if (node !== undefined) return { at: spotOf(node), file: now, manifest: after, tree: this.#head };
      const gone = entryAt(before.kustomization, field)?.value ?? before.kustomization;
      return { at: spotOf(gone), file, manifest: before, tree: this.#base };
    }
    return undefined;
  }
}

function kustomizationsOf({ routes }: Resource): string[] {
  return [...new Set(routes.flatMap(({ root, references }) => [root, ...references.map(({ file }) => file)]))];
}

/** All that a field says of Services, the texts of files that it names included. */
function saidBy(field: string, root: MapNode, file: string, tree: Tree, depth: number): string {
  const node = valueAt(root, field);
  if (node === undefined) return '';
  if (field === 'components')
    return itemsOf(node)
      .map((item) => componentText(item, file, tree, depth))
      .join('\0');
  const items = patchFields.has(field) ? itemsOf(node).filter((item) => mayTouchService(item, file, tree)) : [node];
  return items.map((item) => `${writtenText(item)}\0${fileTexts(item, file, tree)}`).join('\0');
}

function componentText(item: ValueNode, file: string, tree: Tree, depth: number): string {
  const folder = joinPath(folderOf(file), textOf(item) ?? '');
  const path = kustomizationNames.map((name) => joinPath(folder, name)).find((each) => tree.manifests.has(each));
  const inner = path === undefined ? undefined : tree.manifests.get(path)?.kustomization;
  if (path === undefined || inner === undefined || depth >= deepest) return writtenText(item);
  return bearing.map((field) => saidBy(field, inner, path, tree, depth + 1)).join('\0');
}

/** A patch that plainly is of something else says nothing of a Service. */
function mayTouchService(item: ValueNode, file: string, tree: Tree): boolean {
  const kind = textOf(valueAt(item, 'target', 'kind'));
  if (kind !== undefined) return /^[A-Za-z]+$/.test(kind) ? kind === 'Service' : true;
  const inline = textOf(valueAt(item, 'patch')) ?? textOf(item) ?? '';
  if (inline.includes('\n')) {
    const kinds = [...inline.matchAll(/^kind:[ \t]*["']?([A-Za-z]+)/gm)].map(([, each]) => each);
    return kinds.length === 0 || kinds.includes('Service');
  }
  const named = namedFiles(item, file).flatMap((path) => tree.manifests.get(path) ?? []);
  const kinds = named.flatMap(({ resources, otherKinds }) => [...resources.map((each) => each.kind), ...otherKinds]);
  return kinds.length === 0 || kinds.includes('Service');
}

function fileTexts(item: ValueNode, file: string, tree: Tree): string {
  return namedFiles(item, file)
    .map((path) => tree.manifests.get(path)?.text ?? (tree.paths.has(path) ? 'unread' : ''))
    .join('\0');
}

/** Files that an entry, or each of its entries, may name. */
function namedFiles(item: ValueNode, file: string): string[] {
  const nodes = item.kind === 'sequence' ? item.items : [item];
  return nodes.flatMap((node) =>
    [node, valueAt(node, 'path')].flatMap((each) => {
      const text = textOf(each);
      return text === undefined || text === '' || text.includes('\n') ? [] : [joinPath(folderOf(file), text)];
    }),
  );
}
