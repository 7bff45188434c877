import { changingFields } from '../catalog/kustomization-fields.ts';
import type { Bilingual } from '../model/finding.ts';
import type { Manifest, Reference, Route } from '../model/manifest.ts';
import { itemsOf, textOf, valueAt, type MapNode, type ValueNode } from '../model/node.ts';
import { isFluxKustomization, readDeployers } from './deployers.ts';
import { isUsed, malformed, uselessPatches } from './kustomization-faults.ts';
import { isKustomizationFile } from './manifest-paths.ts';
import { folderOf, isAtOrAbove, joinPath } from './paths.ts';

/** What kustomizations do to the files of a tree, read as data and not rendered. */
export interface KustomizationGraph {
  /** Files that are patches, and so no resources. */
  readonly patchFiles: ReadonlySet<string>;
  /** What happens to a file's resources; undefined when no kustomization reaches it. */
  reach(file: string): Reach | undefined;
  readonly problems: readonly KustomizationProblem[];
}

export interface Reach {
  /** One for each way in which the file is applied. */
  readonly placements: readonly Placement[];
}

/** What is said of a file's resources from above. */
interface Imposed {
  /** They go here, whatever they say. */
  readonly namespace: string | undefined;
  /** They go here when they say nothing. */
  readonly fallback: string | undefined;
}

/** One way in which a file is applied: by the outermost kustomization or deployer that leads to it. */
export interface Placement extends Imposed {
  /** The file of that outermost one; its path tells the cluster. */
  readonly root: string;
  /** The one on the way whose patches, generators or transformers can change it; undefined when it is complete. */
  readonly partialBecause: string | undefined;
  readonly route: Route;
}

export interface KustomizationProblem {
  readonly kind:
    'kustomization-cycle' | 'missing-base' | 'remote-base' | 'invalid-kustomization' | 'patch-without-target';
  readonly file: string;
  readonly node: ValueNode | undefined;
  readonly message: Bilingual;
}

/** A kustomization, or a deployer that stands above some. */
interface Node extends Imposed {
  readonly file: string;
  readonly folder: string;
  changed: boolean;
  /** With the entry that names it, where one does. */
  readonly files: Map<string, ValueNode | undefined>;
  readonly includes: Set<Node>;
  readonly includedBy: Map<Node, ValueNode | undefined>;
}

/** Files that a kustomization takes for resources or patches, whatever they are called; folders and addresses are among them. */
export function filesNamedBy(file: string, { kustomization }: Manifest): string[] {
  if (kustomization === undefined || isFluxKustomization(kustomization)) return [];
  const resources = resourceFields.flatMap((field) => itemsOf(valueAt(kustomization, field)));
  const texts = [...resources.map(textOf), ...patchReferences(kustomization)];
  return texts.flatMap((text) => (text === undefined ? [] : [joinPath(folderOf(file), text)]));
}

/** The file or folder that an entry of a kustomization leads to; undefined where it is no text. */
export function targetOf({ file, node }: Reference): string | undefined {
  const text = textOf(node);
  return text === undefined ? undefined : joinPath(folderOf(file), text);
}

/** All files and folders that a kustomization takes in. */
export function targetsOf(file: string, kustomization: MapNode): ReadonlySet<string> {
  const nodes = resourceFields.flatMap((field) => itemsOf(valueAt(kustomization, field)));
  return new Set(nodes.flatMap((node) => targetOf({ file, node }) ?? []));
}

const resourceFields = ['resources', 'bases', 'components', 'crds'];

/** Reads all kustomizations of a tree, and the deployers above them. `paths` are all its files, whether read or not. */
export function readKustomizations(
  manifests: ReadonlyMap<string, Manifest>,
  paths: ReadonlySet<string>,
): KustomizationGraph {
  const problems: KustomizationProblem[] = [];
  const patchFiles = new Set<string>();
  const byFolder = new Map<string, Node>();
  const roots = new Map<Node, MapNode>();
  const unreadable: Node[] = [];
  for (const [file, { kustomization, unreadable: faults }] of manifests) {
    if (
      kustomization === undefined
        ? !isKustomizationFile(file) || faults.length === 0
        : isFluxKustomization(kustomization)
    )
      continue;
    const node = nodeOf(file, {
      namespace: textOf(valueAt(kustomization, 'namespace')),
      fallback: undefined,
      changed: kustomization === undefined || changingFields.some((field) => isUsed(kustomization, field)),
    });
    byFolder.set(node.folder, node);
    if (kustomization === undefined) unreadable.push(node);
    else roots.set(node, kustomization);
  }
  for (const [node, root] of roots) {
    problems.push(...malformed(node.file, root));
    for (const patch of patchReferences(root)) patchFiles.add(joinPath(node.folder, patch));
    for (const reference of resourceFields.flatMap((field) => itemsOf(valueAt(root, field)))) {
      const text = textOf(reference);
      if (text !== undefined) follow(node, text, reference, { byFolder, paths, problems });
    }
  }
  for (const node of byFolder.values()) if (includesItself(node)) markCycle(node, problems);
  for (const node of byFolder.values()) for (const file of node.files.keys()) patchFiles.delete(file);
  problems.push(...uselessPatches(new Map([...roots].map(([{ file }, root]) => [file, root])), manifests, patchFiles));
  const nodes = [...byFolder.values()];
  const adopt = (node: Node, folder: string, isRecursive: boolean): void =>
    adoptFolder(node, folder, isRecursive, { files: manifests.keys(), byFolder });
  // What it says is unknown, so that it may do anything to what stands there.
  for (const node of unreadable) adopt(node, node.folder, true);
  for (const { file, folders, namespace, fallback, isChanging, isRecursive } of readDeployers(manifests, paths)) {
    if (patchFiles.has(file)) continue;
    const node = nodeOf(file, { namespace, fallback, changed: isChanging });
    nodes.push(node);
    for (const folder of folders) {
      const included = byFolder.get(folder);
      if (included === undefined) adopt(node, folder, isRecursive);
      else include(node, included);
    }
  }
  const owners = new Map<string, Node[]>();
  for (const node of nodes) for (const file of node.files.keys()) owners.set(file, [...(owners.get(file) ?? []), node]);
  const placements = new Map<Node, readonly Placement[]>();
  return {
    patchFiles,
    problems,
    reach(file) {
      const leading = owners.get(file);
      return leading === undefined
        ? undefined
        : {
            placements: leading.flatMap((owner) =>
              placementsOf(owner, placements).map((each) => reaching(each, owner, file)),
            ),
          };
    },
  };
}

function nodeOf(file: string, said: Imposed & Pick<Node, 'changed'>): Node {
  return { file, folder: folderOf(file), ...said, files: new Map(), includes: new Set(), includedBy: new Map() };
}

function include(outer: Node, inner: Node, by?: ValueNode): void {
  if (outer === inner) return;
  outer.includes.add(inner);
  inner.includedBy.set(outer, inner.includedBy.get(outer) ?? by);
}

/** The last step of a way: from the kustomization that names a file to the file. */
function reaching(placement: Placement, owner: Node, file: string): Placement {
  return { ...placement, route: stepFrom(placement.route, owner, owner.files.get(file)) };
}

function stepFrom({ root, references }: Route, { file }: Node, node: ValueNode | undefined): Route {
  return { root, references: node === undefined ? references : [...references, { file, node }] };
}

interface Adoption {
  readonly files: Iterable<string>;
  readonly byFolder: ReadonlyMap<string, Node>;
}

/** Takes over the files of a folder as Flux does: where a folder below has a kustomization, that one decides. */
function adoptFolder(node: Node, folder: string, isRecursive: boolean, { files, byFolder }: Adoption): void {
  for (const file of files) {
    const own = folderOf(file);
    if (isRecursive ? !isAtOrAbove(folder, own) : own !== folder) continue;
    let uppermost: Node | undefined;
    for (let at = own; at !== folder; at = folderOf(at)) uppermost = byFolder.get(at) ?? uppermost;
    if (uppermost !== undefined) include(node, uppermost);
    else node.files.set(file, node.files.get(file));
  }
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
    if (included === node) node.includes.add(node);
    else include(node, included, at);
    return;
  }
  if (paths.has(target)) {
    node.files.set(target, node.files.get(target) ?? at);
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
          zh: `"${reference}" 要从别处获取，因此只能了解该 kustomization 的部分内容`,
        }
      : {
          en: `"${reference}" is not among the checked files, so what this kustomization brings is known only in part`,
          zh: `"${reference}" 不在所检查的文件中，因此只能了解该 kustomization 的部分内容`,
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
      zh: '该 kustomization 经由其他 kustomization 引用了自身；kustomize 会拒绝它，其内容未作判断',
    },
  });
}

/** The ways in which a kustomization's files are applied. What stands above wins, for namespaces; the nearest that changes something is named. */
function placementsOf(node: Node, known: Map<Node, readonly Placement[]>): readonly Placement[] {
  const before = known.get(node);
  if (before !== undefined) return before;
  const { namespace, fallback, file } = node;
  const changer = node.changed ? file : undefined;
  const own: readonly Placement[] = [
    { namespace, fallback, root: file, partialBecause: changer, route: { root: file, references: [] } },
  ];
  // While a cycle is being followed, and where nothing includes it, it is applied by itself.
  known.set(node, own);
  if (node.includedBy.size === 0) return own;
  const found = new Map<string, Placement>();
  const above = [...node.includedBy].flatMap(([each, by]) =>
    placementsOf(each, known).map((outer) => ({ outer, route: stepFrom(outer.route, each, by) })),
  );
  for (const { outer, route } of above) {
    const placement: Omit<Placement, 'route'> = {
      namespace: outer.namespace ?? namespace,
      fallback: outer.fallback ?? fallback,
      root: outer.root,
      partialBecause: changer ?? outer.partialBecause,
    };
    const key = JSON.stringify(placement);
    // Of ways that come to the same, one stands for all.
    if (!found.has(key)) found.set(key, { ...placement, route });
  }
  const placements = [...found.values()];
  known.set(node, placements);
  return placements;
}
