import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult } from '../../src/analysis/check.ts';
import type { Requested } from '../../src/analysis/resolve-settings.ts';
import { checkFiles } from './check-files.ts';

const root = join(import.meta.dirname, '../rules');

/** The options that the first lines of a fixture ask for: `# flags: --set cluster.network=flannel`. */
export function flagsOf(text: string): Requested {
  const flags = /^# flags: (.*)/.exec(text)?.[1];
  return flags === undefined ? {} : { set: flags.split(' ').filter((word) => word !== '--set') };
}

/** The manifests that each rule finds fault with, as `rule-id/bad-name.yaml`. */
export const badFixtures: readonly string[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/bad-[^/]+\.yaml$/.test(path))
  .sort();

/** The check of one of them. */
export function checkFixture(path: string): CheckResult {
  const text = readFileSync(join(root, path));
  return checkFiles({ 'web.yaml': text }, flagsOf(text.toString()));
}
