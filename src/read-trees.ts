import { loadTree } from './analysis/load-tree.ts';
import type { Base } from './host/base-tree.ts';
import { exists } from './host/file-system.ts';
import type { Tree } from './world/tree.ts';
import { filesOf } from './named-files.ts';

export interface TreesRequest {
  /** As they were named, seen from the working directory; `.` where none was. */
  readonly paths: readonly string[];
  readonly areNamed: boolean;
  readonly directory: string;
  readonly base: Base | undefined;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

export interface Trees {
  readonly head: Tree;
  readonly base: ReturnType<Base['load']> | undefined;
  /** Where findings are asked for. */
  readonly isAsked: (file: string) => boolean;
}

/**
 * Head, and base where there is one. What leaves the named paths is not gone, so that a comparison reads both trees as a
 * whole. Throws `CannotEvaluate` for a named path that is in neither, or holds nothing to check.
 */
export function readTrees({ paths, areNamed, directory, base, onProgress }: TreesRequest): Trees {
  const progress = onProgress === undefined ? {} : { onProgress };
  if (base === undefined)
    return {
      head: loadTree('head', filesOf(paths, areNamed, directory), progress),
      base: undefined,
      isAsked: () => true,
    };
  const everywhere = ['.', ...paths.filter(isOutside)];
  const listed = filesOf(everywhere, false, directory);
  // What stands behind a link that leaves the root is not listed from above, and is refused where it is named.
  const hidden = (areNamed ? paths : []).filter(
    (path) => exists(path, directory) && !listed.some((file) => isBelow(file.path, path)),
  );
  const head = loadTree('head', [...listed, ...filesOf(hidden, true, directory)], progress);
  const before = base.load(head, everywhere);
  const files = [head, before.tree].flatMap(({ manifests, unrenderedTemplates }) => [
    ...manifests.keys(),
    ...unrenderedTemplates,
  ]);
  for (const path of areNamed ? paths : []) {
    if (files.some((file) => isBelow(file, path))) continue;
    // Refuses what is not there, and what holds no manifest.
    filesOf([path], true, directory);
  }
  return { head, base: before, isAsked: (file) => paths.some((path) => isBelow(file, path)) };
}

function isBelow(file: string, path: string): boolean {
  return path === '.' ? !isOutside(file) : file === path || file.startsWith(`${path}/`);
}

function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../');
}
