import type { TreeName } from '../model/finding.ts';
import type { Manifest } from '../model/manifest.ts';

/** A set of files at one moment, read. Paths are relative to the working directory, with `/`. */
export interface Tree {
  readonly name: TreeName;
  readonly manifests: ReadonlyMap<string, Manifest>;
  /** Every file of the tree, whether it was read or not. */
  readonly paths: ReadonlySet<string>;
  /** Other names of files and folders of the tree. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** Files that are Helm templates: nothing in them is judged until they are rendered. */
  readonly unrenderedTemplates: readonly string[];
  /** The text of one of them, read when it is asked for; undefined where it cannot be had. */
  readTemplate(this: void, path: string): string | undefined;
}

/** More names than this nobody asks for; links that go round have no end of them. */
const mostNames = 200;

/** The other names that links give a file, links of links among them. */
export function aliasesOf({ links }: Pick<Tree, 'links'>, file: string): string[] {
  const names = [file];
  for (const name of names) {
    for (const { path, target } of links) {
      const below = belowOf(name, target);
      const alias = below === undefined ? undefined : path + below;
      if (alias !== undefined && !names.includes(alias) && names.length < mostNames) names.push(alias);
    }
  }
  return names.slice(1);
}

/** True for what a link leads to, directly or by other links. */
export function isReachedBy({ links }: Pick<Tree, 'links'>, link: { readonly target: string }, file: string): boolean {
  const targets = [link.target];
  for (const target of targets) {
    for (const other of links) {
      const isOnTheWay = belowOf(other.path, target) !== undefined && !targets.includes(other.target);
      if (isOnTheWay && targets.length < mostNames) targets.push(other.target);
    }
  }
  return targets.some((target) => belowOf(file, target) !== undefined);
}

/** What follows a folder in a path, with its slash; empty for the folder itself, undefined outside of it. */
function belowOf(path: string, folder: string): string | undefined {
  if (folder === '.') return `/${path}`;
  if (path === folder) return '';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length) : undefined;
}
