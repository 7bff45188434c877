import { isManifestPath } from '../world/manifest-paths.ts';
import type { Changes } from '../host/base-tree.ts';
import { linkMode, submoduleMode, type Git } from '../host/git.ts';
import { baseNameOf, folderOf, isAtOrAbove } from '../world/paths.ts';

/** What bears on the verdict whatever its ending. */
export interface Bearing {
  readonly configuration: readonly string[];
  /** A kustomization may name it. */
  readonly isNamed: (path: string) => boolean;
  /** It is read as an inventory or as events: what becomes of the change of one is to be told. */
  readonly isExport: (path: string) => boolean;
}

/**
 * True where no path that a change touches, under its old or new name, can matter: no YAML or JSON, nothing that a
 * kustomization may name, nothing of a chart, no configuration, no export, no submodule; and no link leads to it.
 */
export function isNothingToJudge(changes: Changes, git: Git, { configuration, isNamed, isExport }: Bearing): boolean {
  const tracked = git.trackedFiles();
  const files = [...tracked, ...changes.files];
  const changed = changes.paths.flatMap(({ base, head }) => [base, head]).filter((path) => path !== undefined);
  // Only of the change: an export that an earlier step made is no manifest, and nothing to compare.
  if (changed.some(isExport)) return false;
  const touched = new Set([...changed, ...git.untrackedFiles()]);
  const charts = new Set(
    files.filter(({ path }) => baseNameOf(path) === 'Chart.yaml').map(({ path }) => folderOf(path)),
  );
  const isOfChart = (path: string): boolean => [...charts].some((chart) => isAtOrAbove(chart, folderOf(path)));
  const special = new Set(
    files.filter(({ path, mode }) => mode === linkMode || (mode === submoduleMode && touched.has(path))),
  );
  if (special.size > 0) return false;
  const isPlain = (path: string): boolean =>
    !isManifestPath(path) &&
    !configuration.includes(path) &&
    baseNameOf(path) !== '.gitmodules' &&
    !path.endsWith('/') &&
    !isOfChart(path);
  // What kustomizations name is asked last: they have to be read for it.
  return [...touched].every(isPlain) && ![...touched].some(isNamed);
}
