import { changingFields } from '../catalog/kustomization-fields.ts';
import type { Resource } from '../model/manifest.ts';
import { itemsOf, textOf, valueAt, writtenText, type MapNode, type ValueNode } from '../model/node.ts';
import { parseManifest } from '../parsing/parse-manifest.ts';
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

/** Whom something is said of, all objects of a kind or one, and the fields that bear on them. */
export interface Addressee {
  readonly kind: string;
  readonly name?: string | undefined;
  readonly fields: readonly string[];
}

/** All that a field says of them, the texts of files that it names included. */
export function saidBy(field: string, place: PlacedKustomization, whom: Addressee, depth = 0): string {
  const node = valueAt(place.root, field);
  if (node === undefined) return '';
  if (field === 'components')
    return itemsOf(node)
      .flatMap((item) => componentText(item, place, whom, depth))
      .join('\0');
  const items = patchFields.has(field) ? itemsOf(node).filter((item) => mayTouch(whom, item, place)) : [node];
  return items.map((item) => `${writtenText(item)}\0${fileTexts(item, place)}`).join('\0');
}

/**
 * What kustomizations say of a resource that bears on what becomes of it, as text: patches and the like, of labels and
 * annotations for all only those of a controller of load balancers, and of replicas its own. Empty where they say nothing.
 */
export function saidAbove(resource: Resource, tree: Tree): string {
  return kustomizationsOf(resource)
    .flatMap((file) => {
      const root = tree.manifests.get(file)?.kustomization;
      if (root === undefined) return [];
      // The name that a patch goes by is another one where a prefix or suffix is put to it.
      const isRenamed = ['namePrefix', 'nameSuffix'].some((field) => valueAt(root, field) !== undefined);
      const { kind, name } = resource.identity;
      const whom = { kind, name: isRenamed ? undefined : name, fields: aboveFields };
      const said = aboveFields.map((field) => {
        const text = saidBy(field, { root, file, tree }, whom);
        return text === '' || (marking.has(field) && !/alibaba|alicloud/.test(text)) ? [] : [`${field}: ${text}`];
      });
      const replicas = itemsOf(valueAt(root, 'replicas')).filter((item) => textOf(valueAt(item, 'name')) === name);
      const scaled = kind === 'Service' ? [] : replicas.map((item) => `replicas: ${writtenText(item)}`);
      return [...said.flat(), ...scaled];
    })
    .join('\0');
}

/** True where what is said may be about a field: it names it, or nobody can read what is said. */
export function mayName(said: string, field: string): boolean {
  return said.includes(field) || said.includes(elsewhere);
}

/** Stands for what is fetched and cannot be read. */
const elsewhere = '://';

/** What generates other objects says nothing of one that is there. */
const aboveFields = bearingFields.filter((field) => field !== 'generators' && !field.startsWith('helm'));

function componentText(item: ValueNode, { file, tree }: PlacedKustomization, whom: Addressee, depth: number): string[] {
  const folder = joinPath(folderOf(file), textOf(item) ?? '');
  const path = kustomizationNames.map((name) => joinPath(folder, name)).find((each) => tree.manifests.has(each));
  const root = path === undefined ? undefined : tree.manifests.get(path)?.kustomization;
  if (path === undefined || root === undefined || depth >= deepest) return [writtenText(item)];
  return whom.fields.flatMap((field) => {
    const said = saidBy(field, { root, file: path, tree }, whom, depth + 1);
    return said === '' ? [] : [said];
  });
}

/** A patch that plainly is of something else says nothing of them. */
function mayTouch({ kind, name }: Addressee, item: ValueNode, { file, tree }: PlacedKustomization): boolean {
  const target = valueAt(item, 'target');
  const isOther = (field: string, wanted: string | undefined): boolean => {
    const text = textOf(valueAt(target, field));
    // Anything else is a pattern.
    return text !== undefined && wanted !== undefined && /^[A-Za-z0-9-]+$/.test(text) && text !== wanted;
  };
  if (target !== undefined && (isOther('kind', kind) || isOther('name', name))) return false;
  if (valueAt(target, 'kind') !== undefined) return true;
  const inline = textOf(valueAt(item, 'patch')) ?? textOf(item) ?? '';
  const patches = inline.includes('\n')
    ? [parseManifest(new TextEncoder().encode(inline), { isRelevantKind: () => true })]
    : namedFiles(item, file).flatMap((path) => tree.manifests.get(path) ?? []);
  const told = patches.flatMap(({ resources, otherKinds }) => [
    ...resources.map((each): Told => ({ kind: each.kind, name: each.name?.text })),
    ...[...otherKinds].map((each): Told => ({ kind: each, name: undefined })),
  ]);
  const isIt = (each: Told): boolean => each.kind === kind && (name === undefined || (each.name ?? name) === name);
  return told.length === 0 || told.some(isIt);
}

/** What a patch says that it is of. */
interface Told {
  readonly kind: string | undefined;
  readonly name: string | undefined;
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
