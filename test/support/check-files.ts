import { check, type CheckResult } from '../../src/analysis/check.ts';
import type { Configuration } from '../../src/analysis/configuration-schema.ts';
import { loadTree } from '../../src/analysis/load-tree.ts';
import { resolveSettings, type Requested } from '../../src/analysis/resolve-settings.ts';
import type { TreeName } from '../../src/model/finding.ts';
import type { Tree } from '../../src/world/tree.ts';

/** The day of every test. */
export const today = '2026-06-15';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A tree made of texts, read by the real parser. */
export function treeOf(files: Files, name: TreeName = 'head'): Tree {
  const sources = Object.entries(files).map(([path, content]) => ({
    path,
    read: () => (typeof content === 'string' ? new TextEncoder().encode(content) : content),
  }));
  return loadTree(name, sources);
}

/** Checks texts as the command line does with files of these names. */
export function checkFiles(files: Files, requested: Requested = {}, configuration: Configuration = {}): CheckResult {
  return check({ settings: resolveSettings(requested, configuration, false, 'en'), head: treeOf(files), today });
}
