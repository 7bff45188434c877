import type { ChosenConfiguration } from './analysis/choose-configuration.ts';
import { resolveSettings, type Requested } from './analysis/resolve-settings.ts';
import type { Settings } from './analysis/settings.ts';
import { openBase } from './host/base-tree.ts';
import { loadConfiguration } from './host/configuration-file.ts';
import { loadInventory } from './host/inventory-files.ts';
import { TextFiles } from './host/text-files.ts';
import type { Locale, Problem } from './model/finding.ts';
import { namedPaths } from './named-files.ts';
import { readTrees, type Trees } from './read-trees.ts';
import type { Inventory } from './world/inventory.ts';

export interface RunRequest extends Requested {
  /** Files and folders as they were named; none means the whole directory. */
  readonly paths: readonly string[];
  readonly base?: string | undefined;
  readonly config?: string | false | undefined;
  /** Exports of what exists in the cloud: files and globs, in place of those of the configuration. */
  readonly inventory?: readonly string[] | undefined;
  readonly directory: string;
  readonly defaultLocale: Locale;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface OpenedRun extends Trees {
  readonly settings: Settings;
  readonly configuration: ChosenConfiguration;
  readonly inventory: Inventory | undefined;
  /** What was told while reading: of base, of the configuration, of exports. */
  readonly notices: readonly Problem[];
  /** Nothing less than the whole directory was asked for. */
  readonly isWhole: boolean;
}

/** Reads trees, configuration and exports. Throws `CannotEvaluate` where that is not possible. */
export async function openRun(request: RunRequest): Promise<OpenedRun> {
  const { directory, onProgress } = request;
  const paths = namedPaths(request.paths, directory);
  const base = request.base === undefined ? undefined : openBase(request.base, directory);
  const configuration = await loadConfiguration(new TextFiles(directory), { named: request.config, base });
  // What is asked for wrongly is said before anything long begins.
  const settings = resolveSettings(request, configuration.configuration, base !== undefined, request.defaultLocale);
  const { inventory, notices } = await loadInventory({
    directory,
    named: request.inventory,
    configured: configuration.inventory,
    base,
  });
  return {
    ...readTrees({ paths, areNamed: request.paths.length > 0, directory, base, onProgress }),
    settings,
    configuration,
    inventory,
    notices: [...(base?.notices ?? []), ...configuration.notices, ...notices],
    isWhole: paths.includes('.'),
  };
}
