import { loadTree } from './analysis/load-tree.ts';
import { plan, planAgainst, type PlanResult } from './analysis/plan.ts';
import { resolveSettings } from './analysis/resolve-settings.ts';
import { openBase } from './host/base-tree.ts';
import { filesOf, namedPaths } from './named-files.ts';
import { loadConfiguration } from './host/configuration-file.ts';
import { loadInventory } from './host/inventory-files.ts';
import { TextFiles } from './host/text-files.ts';
import type { CheckRequest } from './run-check.ts';

export type PlanRequest = Pick<
  CheckRequest,
  'paths' | 'base' | 'config' | 'inventory' | 'directory' | 'defaultLocale' | 'set' | 'locale' | 'onProgress'
>;

/** Reads a tree, or two, and the configuration and predicts. Throws `CannotEvaluate` when that is not possible. */
export async function runPlan(request: PlanRequest): Promise<PlanResult> {
  const { directory, onProgress } = request;
  const paths = namedPaths(request.paths, directory);
  const base = request.base === undefined ? undefined : openBase(request.base, directory);
  const {
    configuration,
    inventory: configured,
    notices: told,
  } = await loadConfiguration(new TextFiles(directory), {
    named: request.config,
    base,
  });
  const settings = resolveSettings(request, configuration, base !== undefined, request.defaultLocale);
  const { inventory, notices: found } = await loadInventory({ directory, named: request.inventory, configured, base });
  const notices = [...told, ...found];
  const progress = onProgress === undefined ? {} : { onProgress };
  if (base === undefined) {
    const files = filesOf(paths, request.paths.length > 0, directory);
    return plan(settings, loadTree('head', files, progress), { notices, inventory });
  }
  // What leaves the named paths is not gone: both trees are read as a whole, and what was asked for is told.
  const head = loadTree('head', filesOf(['.', ...paths.filter(isOutside)], false, directory), progress);
  const before = base.load(head, ['.', ...paths.filter(isOutside)]);
  const isBelow = (file: string, path: string): boolean => path === '.' || file === path || file.startsWith(`${path}/`);
  const files = [head, before.tree].flatMap(({ manifests, unrenderedTemplates }) => [
    ...manifests.keys(),
    ...unrenderedTemplates,
  ]);
  for (const path of request.paths.length === 0 ? [] : paths) {
    if (files.some((file) => isBelow(file, path))) continue;
    // Refuses what is not there, and what holds no manifest.
    filesOf([path], true, directory);
  }
  return planAgainst(settings, head, before, {
    notices: [...base.notices, ...notices],
    inventory,
    isAsked: (file) => paths.some((path) => isBelow(file, path)),
  });
}

function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../');
}
