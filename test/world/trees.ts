import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder whose folders are repositories in little. */
export const treesFolder = join(import.meta.dirname, '../trees');
export const treeNames: readonly string[] = readdirSync(treesFolder).toSorted();

/** The files of one of them, its expectation left out. */
export function filesOfTree(tree: string): Record<string, string> {
  const folder = join(treesFolder, tree);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'expected.txt')
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
