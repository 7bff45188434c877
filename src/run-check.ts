import { resolve } from 'node:path';
import { check, type CheckResult } from './analysis/check.ts';
import type { ChosenConfiguration } from './analysis/choose-configuration.ts';
import { CannotEvaluate } from './analysis/failure.ts';
import { isManifestPath, loadTree, type SourceFile } from './analysis/load-tree.ts';
import { resolveSettings, type Requested } from './analysis/resolve-settings.ts';
import { openBase, type Base } from './host/base-tree.ts';
import { findConfiguration } from './host/configuration-file.ts';
import { exists, listFiles, relativePath } from './host/file-system.ts';
import type { Locale } from './model/finding.ts';

export interface CheckRequest extends Requested {
  /** Files and folders as they were named; none means the whole directory. */
  readonly paths: readonly string[];
  readonly base?: string | undefined;
  readonly config?: string | false | undefined;
  readonly directory: string;
  readonly defaultLocale: Locale;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Reads trees and configuration and evaluates them. Throws `CannotEvaluate` when that is not possible. */
export async function runCheck(request: CheckRequest): Promise<CheckResult> {
  const { directory, onProgress } = request;
  const named = request.paths.map((path) => relativePath(directory, resolve(directory, path)));
  const paths = named.length === 0 ? ['.'] : named;
  const base = request.base === undefined ? undefined : openBase(request.base, directory);
  const { configuration, patterns, notices } = await loadConfiguration(request, base);
  const settings = resolveSettings(request, configuration, base !== undefined, request.defaultLocale);
  const head = loadTree(
    'head',
    filesOf(paths, named.length > 0, directory),
    onProgress === undefined ? {} : { onProgress },
  );
  const against = base === undefined ? {} : { base: base.load(head, paths) };
  // A pattern may well match a file that this run was not asked to look at.
  const judgedPatterns = paths.includes('.') ? patterns : [];
  return check({
    settings,
    head,
    patterns: judgedPatterns,
    notices: [...(base?.notices ?? []), ...notices],
    ...against,
  });
}

async function loadConfiguration(
  { config, directory }: CheckRequest,
  base: Base | undefined,
): Promise<ChosenConfiguration> {
  const texts = config === false ? undefined : findConfiguration(directory, config, base);
  if (texts === undefined) return { configuration: {}, patterns: [], notices: [] };
  // Loaded only when there is something to read: the schema library costs start-up time.
  const { chooseConfiguration } = await import('./analysis/choose-configuration.ts');
  return chooseConfiguration(texts);
}

function filesOf(paths: readonly string[], areNamed: boolean, directory: string): SourceFile[] {
  const found = new Map<string, SourceFile>();
  for (const path of paths) {
    if (!exists(path, directory)) throw new CannotEvaluate(`${path}: there is no such file or folder.`);
    const files = listFiles(path, directory);
    if (areNamed && !files.some((file) => file.mustRead === true || isManifestPath(file.path))) {
      throw new CannotEvaluate(`${path}: nothing to check, there is no YAML or JSON file.`);
    }
    for (const file of files) found.set(file.path, file);
  }
  return [...found.values()];
}
