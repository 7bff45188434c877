import { isManifestPath } from '../world/manifest-paths.ts';
import type { Changes } from '../host/base-tree.ts';
import { linkMode, submoduleMode, type Git } from '../host/git.ts';
import { baseNameOf, folderOf, isAtOrAbove } from '../world/paths.ts';

/**
 * True where no path that a change touches, under its old or new name, can matter: no YAML or JSON, nothing that a
 * kustomization may name, nothing of a chart, no configuration, no submodule; and no link leads to it.
 */
export function isNothingToJudge(
  changes: Changes,
  git: Git,
  configuration: readonly string[],
  isNamed: (path: string) => boolean,
): boolean {
  const tracked = git.trackedFiles();
  const files = [...tracked, ...changes.files];
  const touched = new Set(
    [...changes.paths.flatMap(({ base, head }) => [base, head]), ...git.untrackedFiles()].filter(
      (path) => path !== undefined,
    ),
  );
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
