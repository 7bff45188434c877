import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { structuredPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/analysis/check.ts';
import type { Requested } from '../../src/analysis/resolve-settings.ts';
import { applyEdits, type Fix } from '../../src/model/fix.ts';
import { checkFiles } from '../support/check-files.ts';

/** The manifests of the rules, each with the options of its first line. */
const root = join(import.meta.dirname, '../rules');
const fixtures = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml') && file.includes('/'))
  .sort();

interface Fixture {
  readonly text: string;
  readonly requested: Requested;
  readonly result: CheckResult;
}

const known = new Map<string, Fixture>();

function read(fixture: string): Fixture {
  const answer = known.get(fixture) ?? check(fixture);
  known.set(fixture, answer);
  return answer;
}

function check(fixture: string): Fixture {
  const text = readFileSync(join(root, fixture), 'utf8');
  const flags = /^# flags: (.*)/.exec(text)?.[1];
  const requested = flags === undefined ? {} : { set: flags.split(' ').filter((word) => word !== '--set') };
  return { text, requested, result: checkFiles({ 'a.yaml': text }, requested) };
}

/** How often each finding is there. */
function countsOf({ findings }: CheckResult): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { fingerprint, ruleId, messageId, severity } of findings) {
    const key = `${ruleId}/${messageId} ${severity} ${fingerprint}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

describe.each(fixtures)('%s', (fixture) => {
  it('has fixes that remove their finding and add none', () => {
    const { text, requested, result } = read(fixture);
    for (const finding of result.findings) {
      const fix = result.fixOf(finding);
      if (fix === null) continue;
      const after = checkFiles({ 'a.yaml': applyEdits(text, fix.edits) }, requested);
      const [left, before] = [countsOf(after), countsOf(result)];
      const key = `${finding.ruleId}/${finding.messageId} ${finding.severity} ${finding.fingerprint}`;
      expect(left.get(key) ?? 0).toBe((before.get(key) ?? 0) - 1);
      expect([...left].filter(([each, count]) => count > (before.get(each) ?? 0))).toEqual([]);
    }
  });
});

it('mends what can be mended with certainty', async () => {
  const shown = fixtures.flatMap((fixture) => {
    const [rule = ''] = fixture.split('/');
    const { text, result } = read(fixture);
    return result.findings
      .filter(({ ruleId, proposed }) => ruleId === rule && proposed?.suggest() !== undefined)
      .map((finding) => {
        const fix = result.fixOf(finding);
        return `${fixture}: ${fix === null ? 'nothing certain' : `${fix.description.en}\n${changedLines(text, fix)}`}`;
      });
  });
  await expect(`${shown.join('\n')}\n`).toMatchFileSnapshot('fixes.txt');
});

function changedLines(text: string, { edits }: Fix): string {
  const { hunks } = structuredPatch('', '', text, applyEdits(text, edits), '', '', { context: 0 });
  return hunks.flatMap(({ lines }) => lines.map((line) => `  ${line}`)).join('\n');
}
