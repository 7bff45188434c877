import { changingFields } from '../catalog/kustomization-fields.ts';
import type { Resource } from '../model/manifest.ts';
import { itemsOf, textOf, valueAt, writtenText, type MapNode, type ValueNode } from '../model/node.ts';
import { kustomizationNames } from '../world/manifest-paths.ts';
import { folderOf, joinPath } from '../world/paths.ts';
import type { Tree } from '../world/tree.ts';

/** What bears on a Service or workload: neither how many pods there are nor what other objects are generated. */
export const bearingFields: readonly string[] = changingFields.filter(
  (field) => !['replicas', 'configMapGenerator', 'secretGenerator', 'validators'].includes(field),
);
const patchFields = new Set(['patches', 'patchesStrategicMerge', 'patchesJson6902']);
const deepest = 8;
/** Labels and annotations for all: many are put there by whoever applies it, anew each time. */
const marking = new Set(['commonLabels', 'commonAnnotations', 'labels']);

/** The kustomizations and deployers on the ways to a resource. */
export function kustomizationsOf({ routes }: Resource): string[] {
  return [...new Set(routes.flatMap(({ root, references }) => [root, ...references.map(({ file }) => file)]))];
}

/** A kustomization, in its tree. */
export interface PlacedKustomization {
  readonly root: MapNode;
  readonly file: string;
  readonly tree: Tree;
}

/** All that a field says of objects of a kind, the texts of files that it names included. */
export function saidBy(field: string, place: PlacedKustomization, kind: string, depth = 0): string {
  const node = valueAt(place.root, field);
  if (node === undefined) return '';
  if (field === 'components')
    return itemsOf(node)
      .map((item) => componentText(item, place, kind, depth))
      .join('\0');
  const items = patchFields.has(field) ? itemsOf(node).filter((item) => mayTouch(kind, item, place)) : [node];
  return items.map((item) => `${writtenText(item)}\0${fileTexts(item, place)}`).join('\0');
}

/**
 * What kustomizations say of a resource that bears on what becomes of it, as text: patches and the like, and of labels and
 * annotations for all only those of a controller of load balancers. Empty where they say nothing.
 */
export function saidAbove(resource: Resource, tree: Tree): string {
  return kustomizationsOf(resource)
    .flatMap((file) => {
      const root = tree.manifests.get(file)?.kustomization;
      if (root === undefined) return [];
      return [...bearingFields, 'replicas'].flatMap((field) => {
        const said = saidBy(field, { root, file, tree }, resource.kind);
        return said === '' || (marking.has(field) && !/alibaba|alicloud/.test(said)) ? [] : [`${field}: ${said}`];
      });
    })
    .join('\0');
}

function componentText(item: ValueNode, { file, tree }: PlacedKustomization, kind: string, depth: number): string {
  const folder = joinPath(folderOf(file), textOf(item) ?? '');
  const path = kustomizationNames.map((name) => joinPath(folder, name)).find((each) => tree.manifests.has(each));
  const root = path === undefined ? undefined : tree.manifests.get(path)?.kustomization;
  if (path === undefined || root === undefined || depth >= deepest) return writtenText(item);
  return bearingFields.map((field) => saidBy(field, { root, file: path, tree }, kind, depth + 1)).join('\0');
}

/** A patch that plainly is of something else says nothing of an object of this kind. */
function mayTouch(kind: string, item: ValueNode, { file, tree }: PlacedKustomization): boolean {
  const target = textOf(valueAt(item, 'target', 'kind'));
  if (target !== undefined) return /^[A-Za-z]+$/.test(target) ? target === kind : true;
  const inline = textOf(valueAt(item, 'patch')) ?? textOf(item) ?? '';
  if (inline.includes('\n')) {
    const kinds = [...inline.matchAll(/^kind:[ \t]*["']?([A-Za-z]+)/gm)].map(([, each]) => each);
    return kinds.length === 0 || kinds.includes(kind);
  }
  const named = namedFiles(item, file).flatMap((path) => tree.manifests.get(path) ?? []);
  const kinds = named.flatMap(({ resources, otherKinds }) => [...resources.map((each) => each.kind), ...otherKinds]);
  return kinds.length === 0 || kinds.includes(kind);
}

function fileTexts(item: ValueNode, { file, tree }: PlacedKustomization): string {
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
