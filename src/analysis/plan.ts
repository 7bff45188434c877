import type { Problem } from '../model/finding.ts';
import type { Inventory } from '../world/inventory.ts';
import type { Tree } from '../world/tree.ts';
import { buildWorld } from '../world/world.ts';
import { clusterLookup, requireFactsOf } from './cluster-lookup.ts';
import { ScopeMatch, type TreeChange } from './compare-trees.ts';
import { knownAsAck } from './known-as-ack.ts';
import { reportedPaths } from './match-paths.ts';
import { pairServices } from './pair-services.ts';
import { planChanges } from './plan-changes.ts';
import type { PlanEntry } from './plan-entry.ts';
import { plannedIn, type Planned } from './planned.ts';
import { problemsOf, unreadableIn } from './problems.ts';
import type { Settings } from './settings.ts';
import { summarize, type Summary } from './summary.ts';
import { UnrenderedChanges } from './unrendered-changes.ts';

export interface PlanResult {
  readonly settings: Settings;
  readonly summary: Summary;
  /** In the order of files and documents. */
  readonly planned: readonly Planned[];
  /** What a change does, the worst first; undefined without a base. */
  readonly changes?: readonly PlanEntry[];
  readonly problems: readonly Problem[];
}

/** Predicts what will be made for each LoadBalancer Service of a tree. */
export function plan(
  settings: Settings,
  head: Tree,
  {
    notices = [],
    inventory,
  }: { readonly notices?: readonly Problem[]; readonly inventory?: Inventory | undefined } = {},
): PlanResult {
  const world = buildWorld(head, { clusterOf: clusterLookup(settings), inventory });
  requireFactsOf(world, settings);
  const isReported = reportedPaths(settings);
  const planned = plannedIn(world, isReported);
  const problems = [...notices, ...problemsOf(world).filter(({ file }) => isReported(file))];
  return { settings, summary: summarize(world), planned, problems };
}

export interface PlanComparison {
  readonly tree: Tree;
  readonly change: TreeChange;
}

export interface PlanContext {
  readonly notices: readonly Problem[];
  /** What exists in the cloud. */
  readonly inventory?: Inventory | undefined;
  readonly isAsked: (file: string) => boolean;
}

/** Predicts what a change does to the load balancers of a tree. Throws `CannotEvaluate` where a required fact lacks. */
export function planAgainst(
  settings: Settings,
  head: Tree,
  { tree, change }: PlanComparison,
  { notices, inventory, isAsked }: PlanContext,
): PlanResult {
  const clusterOf = clusterLookup(settings);
  const base = buildWorld(tree, { clusterOf, inventory });
  const world = buildWorld(head, { clusterOf, knownAsAck: knownAsAck(base, change), inventory });
  for (const each of [world, base]) requireFactsOf(each, settings);
  const isConfigured = reportedPaths(settings);
  const isReported = (file: string): boolean => isConfigured(file) && isAsked(file);
  const pairs = pairServices(world, base, new ScopeMatch({ head: world, base }, change));
  return {
    settings,
    summary: summarize(world, isAsked),
    planned: [],
    changes: planChanges({
      head: world,
      base,
      pairs,
      isReported,
      unrenderedChanges: new UnrenderedChanges(head, tree, change),
    }),
    problems: [
      ...notices,
      ...[...unreadableIn(tree, change), ...unreadableIn(head, change), ...problemsOf(world)].filter(({ file }) =>
        isReported(file),
      ),
    ],
  };
}
