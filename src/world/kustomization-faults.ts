import { listFields } from '../catalog/kustomization-fields.ts';
import type { Manifest } from '../model/manifest.ts';
import { isPresent, itemsOf, textOf, valueAt, type MapNode, type ValueNode } from '../model/node.ts';
import { isFilled } from './deployers.ts';
import type { KustomizationProblem } from './kustomizations.ts';
import { folderOf, joinPath } from './paths.ts';

/** A field that holds something kustomize can use; what it refuses changes nothing. */
export function isUsed(root: MapNode, field: string): boolean {
  const value = valueAt(root, field);
  return isFilled(value) && !isMalformed(field, value);
}

function isMalformed(field: string, value: ValueNode | undefined): boolean {
  if (!isPresent(value) || value.kind === 'unknown') return false;
  return listFields.has(field) ? value.kind !== 'sequence' : field === 'namespace' && textOf(value) === undefined;
}

/** Fields of a shape that kustomize refuses. */
export function malformed(file: string, root: MapNode): KustomizationProblem[] {
  return [...root.entries]
    .filter(([field, { value }]) => isMalformed(field, value))
    .map(([field, { value: node }]) => ({
      kind: 'invalid-kustomization',
      file,
      node,
      message: {
        en: `"${field}" is no ${field === 'namespace' ? 'text' : 'list'}; kustomize refuses this kustomization, and the field was not followed`,
        zh: `"${field}" 不是${field === 'namespace' ? '文本' : '列表'}；kustomize 会拒绝该 kustomization，该字段未被采用`,
      },
    }));
}

/** Patches of objects that stand nowhere: nothing in them is judged, since a patch is no resource. */
export function uselessPatches(
  roots: ReadonlyMap<string, MapNode>,
  manifests: ReadonlyMap<string, Manifest>,
  patchFiles: ReadonlySet<string>,
): KustomizationProblem[] {
  const known = new Set<string>();
  for (const [file, { resources }] of manifests) {
    if (!patchFiles.has(file)) for (const { kind, name } of resources) known.add(`${kind}/${name?.text ?? ''}`);
  }
  const problems: KustomizationProblem[] = [];
  for (const [file, root] of roots) {
    const folder = folderOf(file);
    const patches = [
      ...itemsOf(valueAt(root, 'patchesStrategicMerge')),
      // With a target, the patch's own name does not matter.
      ...itemsOf(valueAt(root, 'patches')).flatMap((item) =>
        isPresent(valueAt(item, 'target')) ? [] : [valueAt(item, 'path')],
      ),
    ];
    for (const node of patches) {
      const path = textOf(node);
      const patched = path === undefined ? undefined : manifests.get(joinPath(folder, path));
      if (!patchFiles.has(joinPath(folder, path ?? ''))) continue;
      for (const { kind, name } of patched?.resources ?? []) {
        if (known.has(`${kind}/${name?.text ?? ''}`)) continue;
        problems.push({
          kind: 'patch-without-target',
          file,
          node,
          message: {
            en: `"${path}" patches ${kind} ${name?.text ?? ''}, which is not among the checked files, so nothing in it was judged`,
            zh: `"${path}" 修补 ${kind} ${name?.text ?? ''}，而它不在所检查的文件中，因此其内容未作判断`,
          },
        });
      }
    }
  }
  return problems;
}
