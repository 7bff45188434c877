import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { changePlanText } from '../../src/reporting/change-plan-text.ts';
import { checkChange } from '../support/check-files.ts';
import { predicted, situationOf } from './situation.ts';
import { readTable, type Said } from './table.ts';

const folder = import.meta.dirname;
const table = readTable(folder);
const changeRules = new Set(rules.filter(({ subject }) => subject === 'change').map(({ id }) => id));

describe('the table of transitions', () => {
  it('shows each row of the behaviour notes, and each fixture once', () => {
    const rows = Array.from({ length: 68 }, (_, at) => `T${String(at + 1).padStart(2, '0')}`);
    expect([...new Set(table.map(({ row }) => row))]).toEqual(rows);
    const folders = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== 'hazards',
    );
    expect(table.map(({ fixture }) => fixture).sort()).toEqual(folders.map(({ name }) => name).sort());
    expect(table.filter(({ row, fixture }) => !fixture.startsWith(`${row}-`))).toEqual([]);
  });
});

describe.each(table.map((row) => [row.fixture, row.says, row] as const))('%s: %s', (_fixture, _says, row) => {
  const situation = situationOf(folder, row);

  it('comes out as the row says', () => {
    expect(inOneOrder(predicted(situation, row.given))).toEqual(inOneOrder(row.expected));
  });

  it('is reported', () => {
    const { findings } = checkChange(situation.base, situation.head, situation.requested);
    const fresh = [...new Set(findings.filter(({ status }) => status === 'new').map(({ ruleId }) => ruleId))].sort();
    const [besides, expected] = partition(row.findings, (id) => id.startsWith('+'));
    expect(fresh.filter((id) => changeRules.has(id))).toEqual([...expected].sort());
    expect(fresh).toEqual(expect.arrayContaining(besides.map((id) => id.slice(1))));
  });
});

describe.each(table.filter(({ given }) => given === '').map((row) => [row.fixture, row] as const))(
  'the plan of %s',
  (fixture, row) => {
    it('is what people are shown', async () => {
      const { base, head, requested } = situationOf(folder, row);
      const { settings, plan, summary } = checkChange(base, head, requested);
      const text = changePlanText(
        { settings, summary, planned: [], changes: plan ?? [], problems: [] },
        { colour: false, quiet: false },
      );
      await expect(text).toMatchFileSnapshot(join(folder, fixture, 'plan.expected'));
    });
  },
);

/** The order of things in a cell means nothing, but for the steps. */
function inOneOrder(said: Said): Said {
  const sorted = (cell: string, separator: string): string => cell.split(separator).sort().join(separator);
  return {
    ...said,
    loadBalancer: sorted(said.loadBalancer, ', '),
    listeners: sorted(said.listeners, ', '),
    groups: sorted(said.groups, ' '),
    services: sorted(said.services, ', '),
  };
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
