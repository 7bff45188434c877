import type { Bilingual } from '../model/finding.ts';
import type { Manifest } from '../model/manifest.ts';
import { isPresent, itemsOf, textOf, valueAt, type MapNode, type ValueNode } from '../model/node.ts';
import { baseNameOf, folderOf, joinPath } from './paths.ts';

/** What kustomizations do to the files of a tree, read as data and not rendered. */
export interface KustomizationGraph {
  /** Files that are patches, and so no resources. */
  readonly patchFiles: ReadonlySet<string>;
  /** What happens to a file's resources; undefined when no kustomization reaches it. */
  reach(file: string): Reach | undefined;
  readonly problems: readonly KustomizationProblem[];
}

export interface Reach {
  /** Namespaces that kustomizations put its resources into; undefined where they leave it as written. */
  readonly namespaces: ReadonlySet<string | undefined>;
  /** The kustomization whose patches, generators or transformers can change it; undefined when it is complete. */
  readonly partialBecause: string | undefined;
}

export interface KustomizationProblem {
  readonly kind: 'kustomization-cycle' | 'missing-base' | 'remote-base';
  readonly file: string;
  readonly node: ValueNode | undefined;
  readonly message: Bilingual;
}

export function isKustomizationFile(path: string): boolean {
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].includes(baseNameOf(path));
}

/**
 * Fields that can change what a manifest says, so that what it leads to is partial until it is rendered.
 * Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ (checked 2026-11-24). `images` and
 * `buildMetadata` change nothing that the gate reads; `namespace` is honoured.
 */
const changingFields = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'components',
  'configMapGenerator',
  'secretGenerator',
  'generators',
  'transformers',
  'validators',
  'replacements',
  'replicas',
  'vars',
  'configurations',
  'namePrefix',
  'nameSuffix',
  'labels',
  'commonLabels',
  'commonAnnotations',
  'helmCharts',
  'helmChartInflationGenerator',
  'helmGlobals',
];

interface Node {
  readonly file: string;
  readonly folder: string;
  readonly namespace: string | undefined;
  changed: boolean;
  readonly files: Set<string>;
  readonly includes: Set<Node>;
  readonly includedBy: Set<Node>;
}

/** Reads all kustomizations of a tree. `paths` are all its files, whether read or not. */
export function readKustomizations(
  manifests: ReadonlyMap<string, Manifest>,
  paths: ReadonlySet<string>,
): KustomizationGraph {
  const problems: KustomizationProblem[] = [];
  const patchFiles = new Set<string>();
  const byFolder = new Map<string, Node>();
  const roots = new Map<Node, MapNode>();
  for (const [file, { kustomization }] of manifests) {
    if (kustomization === undefined) continue;
    const node: Node = {
      file,
      folder: folderOf(file),
      namespace: textOf(valueAt(kustomization, 'namespace')),
      changed: changingFields.some((field) => isFilled(valueAt(kustomization, field))),
      files: new Set(),
      includes: new Set(),
      includedBy: new Set(),
    };
    byFolder.set(node.folder, node);
    roots.set(node, kustomization);
  }
  for (const [node, root] of roots) {
    for (const patch of patchReferences(root)) patchFiles.add(joinPath(node.folder, patch));
    for (const reference of ['resources', 'bases', 'components', 'crds'].flatMap((field) =>
      itemsOf(valueAt(root, field)),
    )) {
      const text = textOf(reference);
      if (text !== undefined) follow(node, text, reference, { byFolder, paths, problems });
    }
  }
  for (const node of byFolder.values()) if (includesItself(node)) markCycle(node, problems);
  const fileOwners = new Map<string, Node[]>();
  for (const node of byFolder.values()) {
    for (const file of node.files) fileOwners.set(file, [...(fileOwners.get(file) ?? []), node]);
  }
  for (const file of fileOwners.keys()) patchFiles.delete(file);
  return {
    patchFiles,
    problems,
    reach(file) {
      const owners = fileOwners.get(file);
      if (owners === undefined) return undefined;
      return {
        namespaces: new Set(owners.flatMap((owner) => [...namespacesOf(owner, new Set())])),
        partialBecause: owners.map((owner) => changerOf(owner, new Set())).find((changer) => changer !== undefined)
          ?.file,
      };
    },
  };
}

function isFilled(node: ValueNode | undefined): boolean {
  if (!isPresent(node)) return false;
  if (node.kind === 'sequence') return node.items.length > 0;
  if (node.kind === 'map') return node.entries.size > 0;
  return node.kind === 'unknown' || node.text !== '';
}

function patchReferences(root: MapNode): string[] {
  const strategic = itemsOf(valueAt(root, 'patchesStrategicMerge')).map(textOf);
  const others = ['patches', 'patchesJson6902', 'replacements'].flatMap((field) =>
    itemsOf(valueAt(root, field)).map((item) => textOf(valueAt(item, 'path'))),
  );
  const configured = ['transformers', 'generators', 'configurations', 'validators'].flatMap((field) =>
    itemsOf(valueAt(root, field)).map(textOf),
  );
  return [...strategic, ...others, ...configured].filter(
    (text): text is string => text !== undefined && !text.includes('\n'),
  );
}

interface Surroundings {
  readonly byFolder: ReadonlyMap<string, Node>;
  readonly paths: ReadonlySet<string>;
  readonly problems: KustomizationProblem[];
}

function follow(node: Node, reference: string, at: ValueNode, { byFolder, paths, problems }: Surroundings): void {
  const target = joinPath(node.folder, reference);
  const included = byFolder.get(target);
  if (included !== undefined) {
    node.includes.add(included);
    included.includedBy.add(node);
    return;
  }
  if (paths.has(target)) {
    node.files.add(target);
    return;
  }
  node.changed = true;
  const remote =
    /^[a-z+]+:\/\/|^git@|^[\w.-]+\.[a-z]{2,}[:/]|\?(?:ref|version|timeout)=/i.test(reference) &&
    !reference.startsWith('.');
  problems.push({
    kind: remote ? 'remote-base' : 'missing-base',
    file: node.file,
    node: at,
    message: remote
      ? {
          en: `"${reference}" is fetched from elsewhere, so what this kustomization brings is known only in part`,
          zh: `"${reference}" 要从别处获取,因此只能了解该 kustomization 的部分内容`,
        }
      : {
          en: `"${reference}" is not in this tree, so what this kustomization brings is known only in part`,
          zh: `"${reference}" 不在当前目录树中,因此只能了解该 kustomization 的部分内容`,
        },
  });
}

function includesItself(start: Node): boolean {
  const seen = new Set<Node>();
  const open = [...start.includes];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === start) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...node.includes);
  }
  return false;
}

function markCycle(node: Node, problems: KustomizationProblem[]): void {
  node.changed = true;
  problems.push({
    kind: 'kustomization-cycle',
    file: node.file,
    node: undefined,
    message: {
      en: 'this kustomization includes itself through others; kustomize refuses it, and what it brings is not judged',
      zh: '该 kustomization 经由其他 kustomization 引用了自身;kustomize 会拒绝它,其内容未作判断',
    },
  });
}

/** The outermost namespace wins: transformers of the including kustomization run last. */
function namespacesOf(node: Node, above: ReadonlySet<Node>): ReadonlySet<string | undefined> {
  if (above.has(node) || node.includedBy.size === 0) return new Set([node.namespace]);
  const path = new Set([...above, node]);
  return new Set(
    [...node.includedBy].flatMap((outer) => [...namespacesOf(outer, path)]).map((outer) => outer ?? node.namespace),
  );
}

function changerOf(node: Node, above: ReadonlySet<Node>): Node | undefined {
  if (node.changed) return node;
  if (above.has(node)) return undefined;
  const path = new Set([...above, node]);
  for (const outer of node.includedBy) {
    const changer = changerOf(outer, path);
    if (changer !== undefined) return changer;
  }
  return undefined;
}
