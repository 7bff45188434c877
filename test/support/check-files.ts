import { check, type CheckInput, type CheckResult } from '../../src/analysis/check.ts';
import { changeBetween } from '../../src/analysis/compare-trees.ts';
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
export function checkFiles(
  files: Files,
  requested: Requested = {},
  configuration: Configuration = {},
  inventory?: CheckInput['inventory'],
): CheckResult {
  const settings = resolveSettings(requested, configuration, false, 'en');
  return check({ settings, head: treeOf(files), inventory, today });
}

/** Checks a change as `check --base` does. */
export function checkChange(
  before: Files,
  after: Files,
  requested: Requested = {},
  notices: CheckInput['notices'] = [],
  inventory?: CheckInput['inventory'],
): CheckResult {
  const [base, head] = [treeOf(before, 'base'), treeOf(after)];
  const settings = resolveSettings(requested, {}, true, 'en');
  return check({ settings, head, base: { tree: base, change: changeBetween(head, base) }, notices, inventory, today });
}
