import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkChange } from '../../support/check-files.ts';
import { predictedListeners, situationOf } from '../situation.ts';

/**
 * Changes of several Services at once, where what happens to one depends on when the controller comes to another. Each
 * on its own is predicted; what is to be said of them together stands in the last column, and is still to be done.
 */
const folder = import.meta.dirname;
const [, ...lines] = readFileSync(join(folder, 'hazards.tsv'), 'utf8').trimEnd().split('\n');
const rows = lines.map((line) => {
  const [fixture = '', says = '', listeners = '', findings = '', wanted = ''] = line.split('\t');
  return { fixture, says, listeners, findings: findings === '-' ? [] : findings.split(' '), wanted };
});

describe.each(rows.map((row) => [row.fixture, row.says, row] as const))('%s: %s', (fixture, _says, row) => {
  const situation = situationOf(folder, { fixture, facts: ['backendMode=eni'] });

  it('is what each Service goes through on its own', () => {
    const sorted = (cell: string): string => cell.split(', ').sort().join(', ');
    const expected = row.listeners.split('; ').map((each) => each.split(/: ?/, 2));
    expect(
      Object.fromEntries([...predictedListeners(situation)].map(([name, listeners]) => [name, sorted(listeners)])),
    ).toEqual(Object.fromEntries(expected.map(([name, listeners]) => [name, sorted(listeners ?? '')])));
  });

  it('gives these findings', () => {
    const { findings } = checkChange(situation.base, situation.head, situation.requested);
    const fresh = findings.filter(({ status }) => status === 'new').map(({ ruleId }) => ruleId);
    expect([...new Set(fresh)].sort()).toEqual([...row.findings].sort());
  });

  it.todo(row.wanted);
});
