import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../support/gate.ts';
import type { ActionRun } from '../support/github/run-action.ts';

interface Row {
  readonly cell: string;
  readonly situation: string;
  /** All that is asserted, as the file has it. */
  readonly expected: readonly string[];
}

/** Makes the situation of a cell and runs the action in it. What the columns do not say, it asserts itself. */
export type Situation = () => Promise<ActionRun>;

/** Runs a section of `test/matrix.md`: each row has a situation, each situation a row, and every column is asserted. */
export function section(title: string, situations: Readonly<Record<string, Situation>>): void {
  const rows = rowsOf(title);
  describe(title, () => {
    it('has a situation for each row, and a row for each situation', () => {
      expect(Object.keys(situations)).toEqual(rows.map(({ cell }) => cell));
    });
    it.each(rows)('$cell: $situation', async ({ cell, expected }) => {
      const run = await situations[cell]?.();
      expect(run).toBeDefined();
      if (run === undefined) return;
      const { outcome = '', 'comment-status': commentStatus = '' } = run.outputs;
      const found = [outcome, run.status, commentStatus, run.reads, run.writes].map(String);
      expect(found, `${run.stdout}${run.stderr}`).toEqual(expected);
      expect(run.stderr).toBe('');
    });
  });
}

function rowsOf(title: string): Row[] {
  const text = readFileSync(join(repository, 'test/matrix.md'), 'utf8');
  const part = text.split(/^## /m).find((each) => each.startsWith(`${title}\n`));
  if (part === undefined) throw new Error(`test/matrix.md has no section "${title}".`);
  const lines = part.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => {
    const [cell = '', situation = '', ...expected] = line
      .split('|')
      .slice(1, -1)
      .map((field) => field.trim());
    return { cell, situation, expected };
  });
}
