import { check, type CheckResult } from './analysis/check.ts';
import type { PartRequest } from './analysis/parts.ts';
import { resolveSettings, type Requested } from './analysis/resolve-settings.ts';
import { openBase } from './host/base-tree.ts';
import { loadConfiguration } from './host/configuration-file.ts';
import { loadInventory } from './host/inventory-files.ts';
import { TextFiles } from './host/text-files.ts';
import type { Locale } from './model/finding.ts';
import { namedPaths } from './named-files.ts';
import { readTrees } from './read-trees.ts';

export interface CheckRequest extends Requested {
  /** Files and folders as they were named; none means the whole directory. */
  readonly paths: readonly string[];
  readonly base?: string | undefined;
  readonly config?: string | false | undefined;
  /** Exports of what exists in the cloud: files and globs, in place of those of the configuration. */
  readonly inventory?: readonly string[] | undefined;
  readonly directory: string;
  readonly defaultLocale: Locale;
  /** The day, YYYY-MM-DD, by which overrides end. */
  readonly today: string;
  /** Evaluate this part only. */
  readonly part?: PartRequest | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Reads trees and configuration and evaluates them. Throws `CannotEvaluate` when that is not possible. */
export async function runCheck(request: CheckRequest): Promise<CheckResult> {
  const { directory, onProgress } = request;
  const paths = namedPaths(request.paths, directory);
  const base = request.base === undefined ? undefined : openBase(request.base, directory);
  const { configuration, patterns, overrides, inventory, invalid, notices } = await loadConfiguration(
    new TextFiles(directory),
    { named: request.config, base },
  );
  const settings = resolveSettings(request, configuration, base !== undefined, request.defaultLocale);
  const exports = await loadInventory({ directory, named: request.inventory, configured: inventory, base });
  const trees = readTrees({ paths, areNamed: request.paths.length > 0, directory, base, onProgress });
  // A pattern may well match a file that this run was not asked to look at.
  const judgesAll = paths.includes('.');
  return check({
    settings,
    head: trees.head,
    isAsked: trees.isAsked,
    patterns: judgesAll ? patterns : [],
    judgesAll,
    overrides,
    invalid,
    inventory: exports.inventory,
    today: request.today,
    part: request.part,
    notices: [...(base?.notices ?? []), ...notices, ...exports.notices],
    ...(trees.base === undefined ? {} : { base: trees.base }),
  });
}
