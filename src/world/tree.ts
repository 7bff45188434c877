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
}

/** The other names that links give a file. */
export function aliasesOf({ links }: Tree, file: string): string[] {
  return links.flatMap(({ path, target }) => {
    if (file === target) return [path];
    if (target === '.') return [`${path}/${file}`];
    return file.startsWith(`${target}/`) ? [path + file.slice(target.length)] : [];
  });
}
