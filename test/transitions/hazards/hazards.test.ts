import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanEntry } from '../../../src/analysis/plan-entry.ts';
import { planCounts } from '../../../src/reporting/plan-words.ts';
import { checkChange } from '../../support/check-files.ts';
import { predictedListeners, situationOf } from '../situation.ts';

/**
 * Changes of several Services at once, where what happens to one depends on when the controller comes to another: what
 * is predicted of each on its own, and what findings and plan say of them together.
 */
const folder = import.meta.dirname;
const [, ...lines] = readFileSync(join(folder, 'hazards.tsv'), 'utf8').trimEnd().split('\n');
const rows = lines.map((line) => {
  const [fixture = '', says = '', listeners = '', findings = '', plan = ''] = line.split('\t');
  return { fixture, says, listeners, findings: findings === '-' ? [] : findings.split(' '), plan };
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

  it('is planned together', () => {
    const { plan = [] } = checkChange(situation.base, situation.head, situation.requested);
    if (row.plan.includes('Services are synced')) expect(planCounts(plan, true).en).toContain(` ${row.plan}: `);
    else expect(plan.map(plannedListeners).sort().join('; ')).toBe(row.plan);
  });
});

function plannedListeners({ resource, effects, dependsOnOrder }: PlanEntry): string {
  const signs: Readonly<Record<string, string>> = {
    'listener-created': '+',
    'listener-deleted': '-',
    'listener-taken-over': '~',
    'listener-contested': '!',
  };
  const said = effects.map(({ kind, target, attributes }) => {
    const changed = attributes.map(({ name, from, to }) => ` ${name} ${from}>${to}`).join('');
    return `${signs[kind] ?? `${kind} `}${target}${changed}`;
  });
  const sorted = said.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  return `${resource.name}: ${sorted.join(', ')}${dependsOnOrder ? ' in any order' : ''}`;
}
