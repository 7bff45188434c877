import { plan, planAgainst, type PlanResult } from './analysis/plan.ts';
import { resolveSettings } from './analysis/resolve-settings.ts';
import { openBase } from './host/base-tree.ts';
import { namedPaths } from './named-files.ts';
import { readTrees } from './read-trees.ts';
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
  const trees = readTrees({ paths, areNamed: request.paths.length > 0, directory, base, onProgress });
  if (base === undefined || trees.base === undefined) return plan(settings, trees.head, { notices, inventory });
  return planAgainst(settings, trees.head, trees.base, {
    notices: [...base.notices, ...notices],
    inventory,
    isAsked: trees.isAsked,
  });
}
