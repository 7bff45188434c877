import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gitDiffOptions } from '../../src/analysis/git-diff.ts';
import { parseHunks, type LineRange } from '../../src/analysis/hunks.ts';
import { leftText } from '../../src/analysis/line-map.ts';
import { git, repositoryOf, write } from '../support/gate.ts';

const line = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 200 }).map((count) => `  key-${count}: value`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '---',
      '-- a',
      '++ b',
      '- a',
      '+ b',
      '@@ -1,2 +1,2 @@',
      'diff --git a/a b/a',
      '\\ No newline at end of file',
      '杭州\u2028🚀',
      'a\rb',
      'a\r',
    ),
  },
);
const lines = fc.array(line, { minLength: 0, maxLength: 60 });
const splice = fc.record({
  at: fc.nat({ max: 60 }),
  removed: fc.nat({ max: 4 }),
  added: fc.array(line, { maxLength: 3 }),
});

/** Two texts that have most of their lines in common. */
const pair = fc
  .record({
    before: lines,
    splices: fc.array(splice, { minLength: 1, maxLength: 4 }),
    ends: fc.tuple(fc.boolean(), fc.boolean()),
  })
  .map(({ before, splices, ends }) => {
    const after = [...before];
    for (const { at, removed, added } of splices) after.splice(at, removed, ...added);
    const text = (all: readonly string[], isEnded: boolean): string =>
      all.join('\n') + (isEnded && all.length > 0 ? '\n' : '');
    return { before: text(before, ends[0]), after: text(after, ends[1]) };
  })
  .filter(({ before, after }) => before !== after);

const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') || text === '' ? 1 : 0);

/** What one side of a diff with three lines of context shows, from a diff that has none. */
function shownFrom(changes: readonly LineRange[], count: number): LineRange[] {
  const shown = new Set<number>();
  for (const { from, to } of changes)
    for (let at = Math.max(1, from - 3); at <= Math.min(count, to + 3); at++) shown.add(at);
  const runs: LineRange[] = [];
  for (const at of [...shown].sort((left, right) => left - right)) {
    const last = runs.at(-1);
    if (last?.to === at - 1) runs[runs.length - 1] = { from: last.from, to: at };
    else runs.push({ from: at, to: at });
  }
  return runs;
}

function numbersIn(ranges: readonly LineRange[]): number[] {
  return ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
}

it('hunks show what git shows, and lead back to the old text', () => {
  const folder = repositoryOf({});
  fc.assert(
    fc.property(pair, ({ before, after }) => {
      write(folder, { before, after });
      const blobs = git(folder, 'hash-object', '-w', '--no-filters', 'before', 'after').trim().split('\n');
      const diff = (unified: number): string =>
        git(folder, 'diff', ...gitDiffOptions, `--unified=${unified}`, ...blobs);

      const changes = [...diff(0).matchAll(/(?<=\n)@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/g)];
      const side = (start: number): LineRange[] =>
        changes.map((change) => {
          const count = Number(change[start + 1] ?? 1);
          const from = Number(change[start]) + (count === 0 ? 1 : 0);
          return { from, to: from + count - 1 };
        });
      const [left, right] = [side(1), side(3)];

      const patch = diff(3);
      const hunks = parseHunks(patch);
      expect(hunks.flatMap((hunk) => hunk.left ?? [])).toEqual(shownFrom(left, lineCount(before)));
      expect(hunks.flatMap((hunk) => hunk.right ?? [])).toEqual(shownFrom(right, lineCount(after)));
      expect(hunks.flatMap(({ deleted }) => [...deleted])).toEqual(numbersIn(left));
      expect(hunks.flatMap(({ added }) => [...added])).toEqual(numbersIn(right));
      expect(leftText(after, patch)).toBe(before);
      expect(leftText(after, patch.slice(patch.indexOf('@@ -')).replace(/\n$/, ''))).toBe(before);
    }),
    { seed: 20261126, numRuns: 100 },
  );
});
