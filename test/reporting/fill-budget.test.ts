import { describe, expect, it } from 'vitest';
import type { Bilingual } from '../../src/model/finding.ts';
import { fill, type Section } from '../../src/reporting/fill-budget.ts';

const lines: Bilingual = { en: 'lines', zh: '行' };
const section = (rank: number, head: string, rows: readonly string[], holds = lines): Section => ({
  rank,
  head,
  rows,
  tail: '',
  holds,
});
const counts = (left: ReadonlyMap<Bilingual, number>): string =>
  [...left].map(([{ en }, count]) => `LEFT ${count} ${en}`).join(', ');
/** Kept free for the notice. */
const reserve = 1024;

describe('a budget', () => {
  it('goes to sections of a lower rank, and the order stays', () => {
    const sections = [section(2, 'first', ['a'.repeat(20), 'a'.repeat(20)]), section(1, 'second', ['b'.repeat(40)])];
    const text = fill('title', sections, reserve + 5 + 80, counts);
    expect(text.split('\n')).toEqual([
      'title',
      'LEFT 1 lines',
      '',
      'first',
      'a'.repeat(20),
      '',
      'second',
      'b'.repeat(40),
      '',
    ]);
  });

  it('is one of bytes, or of what is counted instead', () => {
    const rows = Array.from({ length: 10 }, () => '一二三四五六七八九');
    const asBytes = fill('', [section(0, 'head', rows)], reserve + 107, counts);
    const asCharacters = fill('', [section(0, 'head', rows)], reserve + 107, counts, ({ length }) => length);
    expect(asBytes).toContain('LEFT 7 lines');
    expect(asCharacters.split('\n')).toEqual(['', 'head', ...rows, '']);
  });
});
