import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CheckResult } from '../../src/analysis/check.ts';
import type { Requested } from '../../src/analysis/resolve-settings.ts';
import { readInventories } from '../../src/analysis/inventory/load-inventory.ts';
import type { Inventory } from '../../src/world/inventory.ts';
import { checkFiles } from './check-files.ts';

const root = join(import.meta.dirname, '../rules');

/** The options that the first lines of a fixture ask for: `# flags: --set cluster.network=flannel`. */
export function flagsOf(text: string): Requested {
  const flags = /^# flags: (.*)/.exec(text)?.[1];
  return flags === undefined ? {} : { set: flags.split(' ').filter((word) => word !== '--set') };
}

/** The export that a line of a fixture names, in its folder: `# inventory: cloud.json`. */
export function inventoryOf(text: string, folder: string): Inventory | undefined {
  const file = /^# inventory: (.*)$/m.exec(text)?.[1];
  if (file === undefined) return undefined;
  return readInventories([{ file, text: readFileSync(join(folder, file), 'utf8'), modified: undefined }]).inventory;
}

/** The manifests that each rule finds fault with, as `rule-id/bad-name.yaml`. */
export const badFixtures: readonly string[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/bad-[^/]+\.yaml$/.test(path))
  .sort();

/** The check of one of them. */
export function checkFixture(path: string): CheckResult {
  const text = readFileSync(join(root, path));
  const inventory = inventoryOf(text.toString(), dirname(join(root, path)));
  return checkFiles({ 'web.yaml': text }, flagsOf(text.toString()), {}, inventory);
}
