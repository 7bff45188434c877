import { expect, it } from 'vitest';
import { LineIndex } from '../../src/model/position.ts';

it.each([
  ['the start', 'ab\ncd', 0, '1:1'],
  ['a line end, which belongs to its line', 'ab\ncd', 2, '1:3'],
  ['the next line', 'ab\ncd', 3, '2:1'],
  ['the end of the text', 'ab\ncd', 5, '2:3'],
  ['behind a line end at the end', 'ab\n', 3, '2:1'],
  ['CRLF, one line end', 'ab\r\ncd', 4, '2:1'],
  ['the \\n of CRLF', 'ab\r\ncd', 3, '1:4'],
  ['a lone CR', 'ab\rcd', 3, '2:1'],
  ['blank lines of all kinds', '\n\r\n\r\n\rx', 6, '5:1'],
  ['U+2028, which ends no line for an editor', 'a\u2028b', 2, '1:3'],
  ['Chinese: one column each', '杭州x', 2, '1:3'],
  ['an emoji: two columns', '🚀x', 2, '1:3'],
  ['behind a byte order mark, which takes no column', '\uFEFFab', 1, '1:1'],
  ['further behind it', '\uFEFFab', 2, '1:2'],
  ['the second line behind it', '\uFEFFab\ncd', 5, '2:2'],
  ['the byte order mark', '\uFEFFab', 0, '1:1'],
  ['no text', '', 0, '1:1'],
])('%s', (_, text, offset, place) => {
  const { line, column } = new LineIndex(text).positionAt(offset);
  expect(`${line}:${column}`).toBe(place);
});

it.each([
  ['a\nb\n', ['a', 'b', '']],
  ['\uFEFFa\r\nb\rc', ['a', 'b', 'c']],
  ['', ['']],
  ['a\n\nb', ['a', '', 'b']],
])('lines of %j', (text, lines) => {
  const index = new LineIndex(text);
  expect(index.lineCount).toBe(lines.length);
  expect(lines.map((_, at) => index.lineText(at + 1))).toEqual(lines);
  expect(index.lineText(lines.length + 1)).toBe('');
});

it('finds every offset of a text on its line', () => {
  const text = 'a\r\n杭\n\r🚀b';
  const index = new LineIndex(text);
  const places = Array.from({ length: text.length + 1 }, (_, offset) => {
    const { line, column } = index.positionAt(offset);
    return `${line}:${column}`;
  });
  expect(places).toEqual(['1:1', '1:2', '1:3', '2:1', '2:2', '3:1', '4:1', '4:2', '4:3', '4:4']);
});
