import { loadTree } from './analysis/load-tree.ts';
import { plan, type PlanResult } from './analysis/plan.ts';
import { resolveSettings } from './analysis/resolve-settings.ts';
import { filesOf, namedPaths } from './named-files.ts';
import { loadConfiguration, type CheckRequest } from './run-check.ts';

export type PlanRequest = Pick<
  CheckRequest,
  'paths' | 'config' | 'directory' | 'defaultLocale' | 'set' | 'locale' | 'onProgress'
>;

/** Reads a tree and its configuration and predicts. Throws `CannotEvaluate` when that is not possible. */
export async function runPlan(request: PlanRequest): Promise<PlanResult> {
  const { directory, onProgress } = request;
  const paths = namedPaths(request.paths, directory);
  const { configuration, notices } = await loadConfiguration(request, undefined);
  const settings = resolveSettings(request, configuration, false, request.defaultLocale);
  const files = filesOf(paths, request.paths.length > 0, directory);
  return plan(settings, loadTree('head', files, onProgress === undefined ? {} : { onProgress }), notices);
}
