import { isManifestPath } from '../analysis/load-tree.ts';
import type { Changes } from '../host/base-tree.ts';
import type { Git } from '../host/git.ts';
import { isKustomizationFile } from '../world/kustomizations.ts';
import { baseNameOf, folderOf, isAtOrAbove } from '../world/paths.ts';

/**
 * True where no path that a change touches, under its old or new name, can matter: no YAML or JSON, nothing that a
 * kustomization may name, nothing of a chart, no configuration, no submodule, no link.
 */
export function isNothingToJudge(
  changes: Changes,
  git: Git,
  read: (path: string) => string | undefined,
  configuration: readonly string[],
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
    files.filter(({ path, mode }) => isLinkOrSubmodule(mode) && (touched.has(path) || isManifestPath(path))),
  );
  if (special.size > 0) return false;
  const named = tracked.filter(({ path }) => isKustomizationFile(path)).map(({ path }) => read(path) ?? '');
  return [...touched].every(
    (path) =>
      !isManifestPath(path) &&
      !configuration.includes(path) &&
      baseNameOf(path) !== '.gitmodules' &&
      !path.endsWith('/') &&
      !isOfChart(path) &&
      // A kustomization names files by paths of its own; their last part is always there.
      !named.some((text) => text.includes(baseNameOf(path))),
  );
}

function isLinkOrSubmodule(mode: string): boolean {
  return mode === '120000' || mode === '160000';
}
