import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftText, lineMap } from '../../src/analysis/line-map.ts';

/** Where each line of a text stands in another. */
function placesOf(from: string, to: string): (number | undefined)[] {
  const map = lineMap(from, to);
  return from
    .replace(/\n$/, '')
    .split('\n')
    .map((_, at) => map(at + 1));
}

const countedLines = (count: number, word: string): string =>
  Array.from({ length: count }, (_, at) => `${word} ${at}\n`).join('');

describe('a line stands', () => {
  it.each([
    ['where it was, in the same text', 'a\nb\nc\n', 'a\nb\nc\n', [1, 2, 3]],
    ['further down, behind what was added', 'a\nb\n', 'x\na\ny\nb\n', [2, 4]],
    ['further up, behind what was removed', 'x\na\ny\nb\n', 'a\nb\n', [undefined, 1, undefined, 2]],
    ['nowhere, when it was changed', 'a\nb: 1\nc\n', 'a\nb: 2\nc\n', [1, undefined, 3]],
    ['where it is, when the line ends were changed', 'a\nb\n', 'x\r\na\r\nb\r\n', [2, 3]],
    ['nowhere, when it lost its line end', 'a\nb\n', 'a\nb', [1, undefined]],
    ['nowhere, in an empty text', 'a\n', '', [undefined]],
    ['nowhere, when a lone carriage return was a line end', 'a\rb\nc\n', 'a\nb\nc\n', [undefined, undefined]],
    ['nowhere, when a lone carriage return is one now', 'a\nb\nc\n', 'a\rb\nc\n', [undefined, undefined, undefined]],
    [
      'nowhere, when a lone carriage return leaves open what a line is',
      'a\nb\rc\n',
      'a\nb\rc\n',
      [undefined, undefined],
    ],
  ])('%s', (_, from, to, expected) => {
    expect(placesOf(from, to)).toEqual(expected);
  });

  it('nowhere, when the text has no such line', () => {
    const map = lineMap('a\nb\n', 'a\nb\n');

    expect([-1, 0, 3, 4].map(map)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('nowhere, when the texts take too long to compare', () => {
    const from = `same\n${countedLines(60_000, 'before')}`;
    const to = `same\n${countedLines(60_000, 'after')}`;

    expect(lineMap(from, to)(1)).toBeUndefined();
  });
});

const line = fc.oneof(fc.constantFrom('a', 'b', '', '  c: d'), fc.string({ unit: 'grapheme', maxLength: 4 }));
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(
    ([lines, lineEnd, isEnded]) =>
      lines.map((each) => each.replace(/[\r\n]/g, '')).join(lineEnd) + (isEnded ? lineEnd : ''),
  );

it('what stands at the place of a line is that line, in the same order', () => {
  fc.assert(
    fc.property(text, text, (from, to) => {
      const [fromLines, toLines] = [from.split(/\r?\n/), to.split(/\r?\n/)];
      const map = lineMap(from, to);
      let last = 0;
      for (const [at, own] of fromLines.entries()) {
        const place = map(at + 1);
        if (place === undefined) continue;
        expect(toLines[place - 1]).toBe(own);
        expect(place).toBeGreaterThan(last);
        last = place;
      }
    }),
    { seed: 20261126, numRuns: 300 },
  );
});

it('no line is lost where others were only added', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(line, fc.nat({ max: 3 })), { minLength: 1, maxLength: 20 }), (lines) => {
      const own = lines.map(([each]) => each.replace(/[\r\n]/g, ''));
      const grown = lines.flatMap(([, count], at) => [...Array<string>(count).fill(`added ${at}`), own[at] ?? '']);
      const expected = lines.map((_, at) => lines.slice(0, at + 1).reduce((sum, [, count]) => sum + count + 1, 0));

      expect(placesOf(`${own.join('\n')}\n`, `${grown.join('\n')}\n`)).toEqual(expected);
    }),
    { seed: 20261126, numRuns: 200 },
  );
});

describe('the old text of a file', () => {
  const before = countedLines(12, 'line');
  const after = before.replace('line 6', 'line six');
  const hunk = '@@ -4,7 +4,7 @@\n line 3\n line 4\n line 5\n-line 6\n+line six\n line 7\n line 8\n line 9';

  it.each([
    ['was empty', 'a\n', '@@ -0,0 +1 @@\n+a', ''],
    ['is that of a file that is empty now', '', '@@ -1,2 +0,0 @@\n-a\n-b\n\\ No newline at end of file', 'a\nb'],
    ['had no line end', 'a\n', '@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a', 'a'],
    ['had a line end', 'a', '@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file', 'a\n'],
    ['had CRLF', 'a\r\nc\r\n', '@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n', 'a\r\nb\r\n'],
    ['has the line that was changed', after, hunk, before],
  ])('%s', (_, text, patch, expected) => {
    expect(leftText(text, patch)).toBe(expected);
  });

  it.each([
    ['a line of context is another', after.replace('line 4', 'line four'), hunk],
    ['the changed line is another', before, hunk],
    ['the lines stand elsewhere', `# one more\n${after}`, hunk],
    ['only a line end differs', after.replaceAll('\n', '\r\n'), hunk],
    ['the file ends too early', after.slice(0, after.indexOf('line 8')), hunk],
    ['the file has another end', 'a\n', '@@ -1 +1 @@\n-b\n+a\n\\ No newline at end of file'],
    ['the numbers of both sides do not agree', after, hunk.replace('-4,7', '-5,7')],
    ['a hunk comes twice', after, `${hunk}\n${hunk}`],
    ['lines are added twice', 'a\n', '@@ -0,0 +1 @@\n+a\n@@ -0,0 +1 @@\n+a'],
    ['the hunk lies behind the end of the file', 'a\nb\n', '@@ -3 +8,0 @@\n-c'],
    ['a line without line end has another behind it', 'a\n', '@@ -1 +0,0 @@\n-b\n\\ No newline at end of file'],
    ['a hunk was cut', after, hunk.slice(0, hunk.lastIndexOf('\n'))],
    ['a later hunk was cut', after, `${hunk}\n@@ -11,2 +11,3 @@\n line 10`],
    ['the patch is empty', after, ''],
  ])('is unknown where %s', (_, text, patch) => {
    expect(leftText(text, patch)).toBeUndefined();
  });
});
