import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { auditOf } from '../../src/reporting/audit.ts';
import { textReport } from '../../src/reporting/text.ts';
import { checkChange, type Files } from '../support/check-files.ts';
import { flagsOf } from '../support/rule-fixtures.ts';
import { rangesOf } from '../support/ranges.ts';

/**
 * Rules about changes, and others that say something else where there is a base, each with changes that a user could make:
 * a folder holds `base.yaml` and `head.yaml`, one of which may be missing, or folders `base` and `head` where it takes more
 * files. `ok-*` gives no finding of the rule, `bad-*` exactly what its `expected` says. A first line of head, or
 * of base without one, `# flags: --set cluster.network=flannel` adds options.
 */
const root = import.meta.dirname;
const ids = rules.filter(({ subject, id }) => subject === 'change' || existsSync(join(root, id))).map(({ id }) => id);

describe.each(ids)('%s', (rule) => {
  const folder = join(root, rule);
  const changes = existsSync(folder) ? readdirSync(folder) : [];

  it('is shown when it fires, and when it does not', () => {
    expect(changes.some((name) => name.startsWith('ok-'))).toBe(true);
    expect(changes.some((name) => name.startsWith('bad-'))).toBe(true);
  });

  it.each(changes)('%s', async (name) => {
    const files = (tree: string): Files => {
      const path = join(folder, name, tree);
      if (existsSync(`${path}.yaml`)) return { 'web.yaml': readFileSync(`${path}.yaml`) };
      if (!existsSync(path)) return {};
      const inside = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
      return Object.fromEntries(inside.map((file) => [file, readFileSync(join(path, file))]));
    };
    const [base, head] = [files('base'), files('head')];
    const flags = flagsOf(String(head['web.yaml'] ?? base['web.yaml']));
    const result = checkChange(base, head, flags);
    const found = result.findings.filter(({ ruleId, status }) => ruleId === rule && status !== 'fixed');
    if (name.startsWith('ok-')) {
      expect(found, rangesOf(result)).toEqual([]);
      return;
    }
    expect(found).not.toEqual([]);
    const fresh = { ...result, findings: result.findings.filter(({ status }) => status === 'new') };
    const report = textReport(auditOf(fresh), { colour: false, quiet: true, verbose: false });
    await expect(`${rangesOf(fresh)}\n${report}`).toMatchFileSnapshot(join(folder, name, 'expected'));
  });
});
