import { resolve } from 'node:path';
import { CannotEvaluate } from './analysis/failure.ts';
import type { SourceFile } from './analysis/load-tree.ts';
import { exists, listFiles, relativePath } from './host/file-system.ts';
import type { Git } from './host/git.ts';
import { isManifestPath } from './world/manifest-paths.ts';

/** The paths that a user named, seen from the working directory; the whole of it where none was named. */
export function namedPaths(paths: readonly string[], directory: string): readonly string[] {
  return paths.length === 0 ? ['.'] : paths.map((path) => relativePath(directory, resolve(directory, path)));
}

/** The files below these paths, each once. A path that was named must hold something to check. */
export function filesOf(paths: readonly string[], areNamed: boolean, directory: string, git?: Git): SourceFile[] {
  const found = new Map<string, SourceFile>();
  for (const path of paths) {
    if (!exists(path, directory)) throw new CannotEvaluate(`${path}: there is no such file or folder.`);
    const files = listFiles(path, directory, git);
    if (areNamed && !files.some((file) => file.mustRead === true || isManifestPath(file.path))) {
      throw new CannotEvaluate(`${path}: nothing to check, there is no YAML or JSON file.`);
    }
    for (const file of files) found.set(file.path, file);
  }
  return [...found.values()];
}
