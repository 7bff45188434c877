import { groupOf } from '../catalog/kinds.ts';
import type { Manifest } from '../model/manifest.ts';
import { isPresent, itemsOf, textOf, valueAt, type MapNode, type ValueNode } from '../model/node.ts';
import { folderOf, isAtOrAbove, joinPath } from './paths.ts';

/**
 * An object that has a controller in the cluster apply folders of the repository: a Flux Kustomization, an Argo CD
 * Application or ApplicationSet.
 */
export interface Deployer {
  readonly file: string;
  /** The folders of this tree that it applies; none where it names a path that is not here. */
  readonly folders: readonly string[];
  /** Folders below are applied too, where no kustomization says what is. */
  readonly isRecursive: boolean;
  /** It puts everything into this namespace. */
  readonly namespace: string | undefined;
  /** It puts what names no namespace into this one. */
  readonly fallback: string | undefined;
  /** It patches or completes what it applies. */
  readonly isChanging: boolean;
}

/**
 * Fields of a Flux Kustomization that change what it applies. Source:
 * https://fluxcd.io/flux/components/kustomize/kustomizations/ (checked 2026-11-24).
 */
const fluxFields = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'components',
  'postBuild',
  'namePrefix',
  'nameSuffix',
  'commonMetadata',
];

/**
 * Fields below `kustomize` of an Argo CD source that change what it applies. Source:
 * https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/ (checked 2026-11-24).
 */
const argoFields = [
  'patches',
  'components',
  'namePrefix',
  'nameSuffix',
  'commonLabels',
  'commonAnnotations',
  'replicas',
];

/** The name that `flux bootstrap` gives to the repository that it writes to. */
const ownSource = 'flux-system';

/** True when a field holds something: neither absent nor empty. */
export function isFilled(node: ValueNode | undefined): boolean {
  if (!isPresent(node)) return false;
  if (node.kind === 'sequence') return node.items.length > 0;
  if (node.kind === 'map') return node.entries.size > 0;
  return node.kind === 'unknown' || node.text !== '';
}

export function isFluxKustomization(root: MapNode): boolean {
  return isOf(root, 'kustomize.toolkit.fluxcd.io', 'Kustomization');
}

function isOf(root: MapNode, group: string, kind: string): boolean {
  return textOf(valueAt(root, 'kind')) === kind && groupOf(textOf(valueAt(root, 'apiVersion')) ?? '') === group;
}

/** Reads the deployers of a tree. `paths` are all its files, whether read or not. */
export function readDeployers(manifests: ReadonlyMap<string, Manifest>, paths: ReadonlySet<string>): Deployer[] {
  const folders = new Folders(paths);
  const flux: { file: string; spec: ValueNode | undefined }[] = [];
  const deployers: Deployer[] = [];
  for (const [file, { resources, kustomization }] of manifests) {
    const roots = resources.map(({ root }) => root);
    for (const root of kustomization === undefined ? roots : [...roots, kustomization]) {
      const spec = valueAt(root, 'spec');
      if (isFluxKustomization(root)) flux.push({ file, spec });
      else if (isOf(root, 'argoproj.io', 'Application')) deployers.push(...readApplication(file, spec, folders));
      else if (isOf(root, 'argoproj.io', 'ApplicationSet')) deployers.push(...readApplicationSet(file, spec, folders));
    }
  }
  const knowsItself = flux.some(({ spec }) => sourceOf(spec) === ownSource);
  for (const { file, spec } of flux) deployers.push(readFlux(file, spec, folders, knowsItself));
  return deployers;
}

function sourceOf(spec: ValueNode | undefined): string | undefined {
  return textOf(valueAt(spec, 'sourceRef', 'name'));
}

function readFlux(file: string, spec: ValueNode | undefined, folders: Folders, knowsItself: boolean): Deployer {
  const wanted = wordsOf(valueAt(spec, 'path')) ?? '.';
  // A path to the root exists in every repository, so that it counts only where the source is likely this one.
  const isElsewhere =
    sourceOf(spec) !== ownSource && (knowsItself || textOf(valueAt(spec, 'sourceRef', 'kind')) !== 'GitRepository');
  return {
    file,
    folders: isRootPath(wanted) && isElsewhere ? [] : folders.matching(wanted, file),
    isRecursive: true,
    namespace: known(valueAt(spec, 'targetNamespace')),
    fallback: undefined,
    isChanging: fluxFields.some((field) => isFilled(valueAt(spec, field))),
  };
}

function readApplication(file: string, spec: ValueNode | undefined, folders: Folders): Deployer[] {
  return sourcesOf(spec).flatMap((source) => {
    const path = wordsOf(valueAt(source, 'path'));
    return path === undefined ? [] : [deployerOf(file, spec, source, folders.matching(path, file))];
  });
}

function readApplicationSet(file: string, spec: ValueNode | undefined, folders: Folders): Deployer[] {
  const template = valueAt(spec, 'template', 'spec');
  const isPatched = isFilled(valueAt(spec, 'templatePatch'));
  return sourcesOf(template).flatMap((source) => {
    const path = wordsOf(valueAt(source, 'path'));
    if (path === undefined) return [];
    const found = patternsOf(path, valueAt(spec, 'generators')).flatMap((pattern) => folders.matching(pattern, file));
    const deployer = deployerOf(file, template, source, [...new Set(found)]);
    return [isPatched ? { ...deployer, isChanging: true } : deployer];
  });
}

function sourcesOf(spec: ValueNode | undefined): readonly ValueNode[] {
  const single = valueAt(spec, 'source');
  return single === undefined ? itemsOf(valueAt(spec, 'sources')) : [single];
}

function deployerOf(
  file: string,
  spec: ValueNode | undefined,
  source: ValueNode,
  folders: readonly string[],
): Deployer {
  const recurse = valueAt(source, 'directory', 'recurse');
  return {
    file,
    folders,
    isRecursive: recurse?.kind === 'scalar' && recurse.text === 'true',
    namespace: known(valueAt(source, 'kustomize', 'namespace')),
    fallback: known(valueAt(spec, 'destination', 'namespace')),
    isChanging:
      isFilled(valueAt(source, 'plugin')) || argoFields.some((field) => isFilled(valueAt(source, 'kustomize', field))),
  };
}

/** A text that is written out; undefined for one that is decided elsewhere. */
function known(node: ValueNode | undefined): string | undefined {
  const text = textOf(node);
  return text === undefined || text === '' || /\{\{|\$[{(]/.test(text) ? undefined : text;
}

function wordsOf(node: ValueNode | undefined): string | undefined {
  return node?.kind === 'unknown' ? node.text : textOf(node);
}

/** The path of an ApplicationSet's template with `*` for what its generators put in; their own paths where they name them. */
function patternsOf(path: string, generators: ValueNode | undefined): readonly string[] {
  const [whole, name = ''] = /^\{\{-?\s*\.?([\w.-]+)\s*-?\}\}/.exec(path) ?? [];
  const starts = whole === undefined ? [''] : generatedPaths(generators, name.replace(/^path\.path$/, 'path'));
  const rest = path.slice(whole?.length ?? 0).replaceAll(/\{\{[^}]*\}\}/g, '*');
  return starts.map((start) => start + rest);
}

function generatedPaths(node: ValueNode | undefined, name: string): readonly string[] {
  if (node?.kind === 'sequence') return node.items.flatMap((item) => generatedPaths(item, name));
  if (node?.kind !== 'map') return [];
  const texts = (field: string, key: string): string[] =>
    itemsOf(valueAt(node, field)).flatMap((item) => textOf(valueAt(item, key)) ?? []);
  const fromGit = name === 'path' ? [...texts('directories', 'path'), ...texts('files', 'path').map(folderOf)] : [];
  const below = [...node.entries.values()].flatMap(({ value }) => generatedPaths(value, name));
  return [...fromGit, ...texts('elements', name), ...below];
}

const isRootPath = (path: string): boolean => joinPath('.', path.replace(/^\/+/, '')) === '.';

/** The folders of a tree, looked up only when a deployer asks. */
class Folders {
  readonly #paths: ReadonlySet<string>;
  #all: ReadonlySet<string> | undefined;

  constructor(paths: ReadonlySet<string>) {
    this.#paths = paths;
  }

  /**
   * Folders of a path that is relative to the repository's root; `*` stands for any part of a name. The root may lie
   * above or below the working directory, so that the path is tried below every folder above `file`, the outermost first.
   */
  matching(path: string, file: string): readonly string[] {
    this.#all ??= new Set([...this.#paths].flatMap((each) => foldersAbove(each)));
    const all = [...this.#all];
    if (isRootPath(path)) return all.filter((folder) => all.every((other) => isAtOrAbove(folder, other)));
    for (const above of foldersAbove(file).reverse()) {
      const wanted = joinPath(above, path.replace(/^\/+/, ''));
      const found = all.filter((folder) => matches(folder.split('/'), wanted.split('/')));
      if (found.length > 0) return found;
    }
    return [];
  }
}

function matches(folder: readonly string[], pattern: readonly string[]): boolean {
  for (const [index, wanted] of pattern.entries()) {
    if (wanted === '**') return true;
    const step = folder[index];
    if (step === undefined) return false;
    const [before = '', ...after] = wanted.split('*');
    if (after.length === 0 ? step !== wanted : !step.startsWith(before) || !step.endsWith(after.at(-1) ?? ''))
      return false;
  }
  return folder.length === pattern.length;
}

/** The folders that a path lies in, the nearest first; `.` last, unless it leads out of the working directory. */
function foldersAbove(path: string): string[] {
  const above = [folderOf(path)];
  for (let at = above[0] ?? '.'; at !== '.' && at !== '/' && !/(?:^|\/)\.\.$/.test(at);) {
    at = folderOf(at);
    above.push(at);
  }
  return above;
}
