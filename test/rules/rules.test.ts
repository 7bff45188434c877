import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditOf } from '../../src/reporting/audit.ts';
import { textReport } from '../../src/reporting/text.ts';
import { checkFiles } from '../support/check-files.ts';
import { rangesOf } from '../support/ranges.ts';
import { flagsOf, inventoryOf } from '../support/rule-fixtures.ts';

/**
 * Every fixture is a manifest that a user could write. `ok-*.yaml` gives no finding of any rule, but of those that a line
 * `# beside: placeholder-value` names: what makes one rule silent can be another's finding. `bad-*.yaml` gives exactly the
 * findings of `bad-*.expected`. A first line `# flags: --set cluster.network=flannel` adds options, a line
 * `# inventory: cloud.json` what exists in the cloud.
 */
const root = import.meta.dirname;
const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(folders.map(({ name }) => name))('%s', (rule) => {
  const folder = join(root, rule);
  const fixtures = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

  it.each(fixtures)('%s', async (fixture) => {
    const text = readFileSync(join(folder, fixture));
    const result = checkFiles({ [fixture]: text }, flagsOf(text.toString()), {}, inventoryOf(text.toString(), folder));

    if (fixture.startsWith('ok-')) {
      const found = [...new Set(result.findings.map(({ ruleId }) => ruleId))].sort();
      expect(found).not.toContain(rule);
      expect(found, rangesOf(result)).toEqual(besides(text.toString()));
      return;
    }
    expect(result.findings.map(({ ruleId }) => ruleId)).toContain(rule);
    const report = textReport(auditOf(result), { colour: false, quiet: true, verbose: false });
    await expect(`${rangesOf(result)}\n${report}`).toMatchFileSnapshot(
      join(folder, fixture.replace('.yaml', '.expected')),
    );
  });

  it('has no expectation without its fixture', () => {
    const orphans = readdirSync(folder).filter(
      (file) => !file.endsWith('.yaml') && !existsSync(join(folder, file.replace('.expected', '.yaml'))),
    );
    expect(orphans).toEqual([]);
  });
});

/** The other rules that have something to say about what makes this one silent. */
function besides(text: string): string[] {
  const named = /^# beside: (.*)$/m.exec(text)?.[1]?.split(' ') ?? [];
  return named.sort();
}
