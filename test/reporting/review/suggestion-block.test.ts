import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHunks, type Hunk } from '../../../src/analysis/hunks.ts';
import { lineMap } from '../../../src/analysis/line-map.ts';
import { applyEdits, type TextEdit } from '../../../src/model/fix.ts';
import {
  suggestionBlock,
  type SuggestionBlock,
  type SuggestionRequest,
} from '../../../src/reporting/review/suggestion-block.ts';
import { checkFiles } from '../../support/check-files.ts';

/** A diff that shows these lines of the new file, all of them added. */
function showing(...ranges: readonly (readonly [from: number, to: number])[]): readonly Hunk[] {
  const hunk = (from: number, to: number): string =>
    `@@ -${from - 1},0 +${from},${to - from + 1} @@\n${'+\n'.repeat(to - from + 1)}`;
  return parseHunks(ranges.map(([from, to]) => hunk(from, to)).join(''));
}

/** A request for a file that head has as it was evaluated, and that is new in the pull request. */
function requestFor(text: string, edits: readonly TextEdit[], at: number): SuggestionRequest {
  const count = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const hunks = count === 0 ? [] : showing([1, count]);
  return { edits, text, headText: text, mapLine: lineMap(text, text), hunks, anchor: { from: at, to: at } };
}

const replaceIn = (text: string, from: string, newText: string): TextEdit[] => {
  const startOffset = text.indexOf(from);
  expect(startOffset).toBeGreaterThanOrEqual(0);
  return [{ startOffset, endOffset: startOffset + from.length, newText }];
};

/** What the fence holds, line by line, read as Markdown reads it. */
function contentOf(block: string): string[] {
  const lines = block.split('\n');
  const fence = /^(`{3,})suggestion$/.exec(lines[0] ?? '')?.[1] ?? '';
  const closes = (line: string): boolean => /^ {0,3}`+[ \t]*$/.test(line) && line.trim().length >= fence.length;
  expect(fence).not.toBe('');
  expect(lines.slice(1).findIndex(closes)).toBe(lines.length - 2);
  return lines.slice(1, -1);
}

/** Head after somebody committed the suggestion. */
function committed(headText: string, { fromLine, toLine, block }: SuggestionBlock): string {
  const lines = headText.split('\n');
  expect(fromLine).toBeGreaterThanOrEqual(1);
  expect(toLine).toBeGreaterThanOrEqual(fromLine);
  expect(toLine).toBeLessThanOrEqual(lines.length - (headText.endsWith('\n') ? 1 : 0));
  lines.splice(fromLine - 1, toLine - fromLine + 1, ...contentOf(block));
  return lines.join('\n');
}

const text = `metadata:
  name: web
  annotations:
    drain: on
    scheduler: rr
spec:
  type: LoadBalancer
`;

describe('a suggestion', () => {
  it('replaces the line that is edited', () => {
    expect(suggestionBlock(requestFor(text, replaceIn(text, 'on\n', '"on"\n'), 4))).toEqual({
      fromLine: 4,
      toLine: 4,
      block: '```suggestion\n    drain: "on"\n```',
    });
  });

  it('covers the line of the finding, too', () => {
    expect(suggestionBlock(requestFor(text, replaceIn(text, 'rr', 'wrr'), 3))).toEqual({
      fromLine: 3,
      toLine: 5,
      block: '```suggestion\n  annotations:\n    drain: on\n    scheduler: wrr\n```',
    });
    expect(suggestionBlock(requestFor(text, replaceIn(text, 'rr', 'wrr'), 6))).toMatchObject({
      fromLine: 5,
      toLine: 6,
    });
  });

  it('covers all edits and what is between them', () => {
    const edits = [...replaceIn(text, 'web', 'shop'), ...replaceIn(text, 'rr', 'wrr')];

    expect(suggestionBlock(requestFor(text, edits, 4))).toMatchObject({ fromLine: 2, toLine: 5 });
  });

  it('adds lines behind or before the line of the finding', () => {
    const edits = replaceIn(text, '    drain', '    timeout: "30"\n    drain');
    const added = '    timeout: "30"';

    expect(suggestionBlock(requestFor(text, edits, 3))?.block).toBe(
      `\`\`\`suggestion\n  annotations:\n${added}\n\`\`\``,
    );
    expect(suggestionBlock(requestFor(text, edits, 4))?.block).toBe(
      `\`\`\`suggestion\n${added}\n    drain: on\n\`\`\``,
    );
  });

  it('that removes lines is empty', () => {
    expect(suggestionBlock(requestFor(text, replaceIn(text, '    drain: on\n', ''), 4))).toEqual({
      fromLine: 4,
      toLine: 4,
      block: '```suggestion\n```',
    });
  });

  it('works on a last line that has no line end', () => {
    const open = text.trimEnd();

    for (const edits of [
      replaceIn(open, 'LoadBalancer', 'ClusterIP'),
      replaceIn(open, '\n  type: LoadBalancer', ''),
      [{ startOffset: open.length, endOffset: open.length, newText: '\n  ports: []' }],
    ]) {
      const suggestion = suggestionBlock(requestFor(open, edits, 7));
      expect(suggestion && committed(open, suggestion)).toBe(applyEdits(open, edits));
    }
  });

  it('stands in a fence that its content cannot close', () => {
    const script = 'a: |\n  ```\n  ````\nb: 1\n';
    const suggestion = suggestionBlock(requestFor(script, replaceIn(script, 'b: 1', 'b: 2'), 1));

    expect(suggestion?.block).toBe('`````suggestion\na: |\n  ```\n  ````\nb: 2\n`````');
  });

  it('stands at the lines of head, where the base branch has moved them meanwhile', () => {
    const edits = replaceIn(text, 'rr', 'wrr');
    const headText = text.replace('metadata:\n', '').replace('LoadBalancer', 'ClusterIP');
    const request = {
      ...requestFor(text, edits, 5),
      headText,
      mapLine: lineMap(text, headText),
      hunks: showing([4, 4]),
    };

    expect(suggestionBlock(request)).toEqual({
      fromLine: 4,
      toLine: 4,
      block: '```suggestion\n    scheduler: wrr\n```',
    });
  });
});

describe('no suggestion is made', () => {
  const edits = replaceIn(text, 'rr', 'wrr');
  const request = requestFor(text, edits, 4);
  const inHead = (headText: string): Partial<SuggestionRequest> => ({ headText, mapLine: lineMap(text, headText) });
  const mixed = text.replace('LoadBalancer\n', 'LoadBalancer\r\n');
  const long = Array.from({ length: 20 }, (_, at) => `- ${at}\n`).join('');

  it('(but it is for what these cases start from)', () => {
    expect(suggestionBlock(request)).toMatchObject({ fromLine: 4, toLine: 5 });
    expect(suggestionBlock(requestFor(long, replaceIn(long, '- 12', '- "12"'), 2))).toMatchObject({
      fromLine: 2,
      toLine: 13,
    });
  });

  it.each<[string, Partial<SuggestionRequest>]>([
    ['for lines that the diff does not show', { hunks: [] }],
    ['for lines of which the diff shows only some', { hunks: showing([1, 4]) }],
    ['across two hunks', { hunks: showing([1, 4], [5, 7]) }],
    ['for lines that the diff shows only on the left', { hunks: parseHunks('@@ -1,7 +0,0 @@\n-\n-\n-\n-\n-\n-\n-') }],
    ['for a line that is another in head', inHead(text.replace('rr', 'sch'))],
    ['for lines that do not follow one another in head', inHead(text.replace('    sch', '    new: "1"\n    sch'))],
    ['for a line that is only mapped, and another', { headText: text.replace('rr', 'sch') }],
    ['where nothing would change', { edits: replaceIn(text, 'rr', 'rr') }],
    ['where nothing would change in the last line', requestFor('a', replaceIn('a', 'a', 'a'), 1)],
    ['without edits', { edits: [] }],
    ['for lines that are the same as others in head', { mapLine: (line) => (line === 5 ? 6 : line) }],
    ['for more than twelve lines', requestFor(long, replaceIn(long, '- 13', '- "13"'), 2)],
    ['for a line that the file has not', { anchor: { from: 8, to: 8 } }],
    ['that adds a line end to the file', requestFor('a', [{ startOffset: 1, endOffset: 1, newText: '\n' }], 1)],
    ['that takes the line end of the file', requestFor('a\nb\n', [{ startOffset: 3, endOffset: 4, newText: '' }], 1)],
    ['that would be one empty line', requestFor('a\nb\n', replaceIn('a\nb\n', 'b', ''), 2)],
    ['in a file with CRLF', requestFor('a\r\nb\r\n', replaceIn('a\r\nb\r\n', 'b', 'c'), 2)],
    ['with CRLF in the new text', { edits: replaceIn(text, 'rr', 'wrr\r') }],
    ['for a file that had CRLF', { ...requestFor(mixed, replaceIn(mixed, 'rr', 'wrr'), 4), headText: text }],
    ['for a file that has CRLF in head', { headText: text.replace(/\n$/, '\r\n') }],
    ['for a file that ends otherwise in head', { ...requestFor('a', replaceIn('a', 'a', 'b'), 1), headText: 'a\n' }],
    ['for an empty file', requestFor('', [{ startOffset: 0, endOffset: 0, newText: 'a' }], 1)],
  ])('%s', (_, changes) => {
    expect(suggestionBlock({ ...request, ...changes })).toBeUndefined();
  });

  it.each([
    ['zero-width space', '\u200B'],
    ['change of direction', '\u202E'],
    ['byte order mark', '\uFEFF'],
    ['tag', '\u{E0041}'],
    ['line separator', '\u2028'],
    ['control character', '\u0007'],
    ['half a character', '\uD83D'],
    ['mark of bad bytes', '\uFFFD'],
  ])('for a text with a %s, old or new', (_, character) => {
    const odd = text.replace('on\n', `on # ${character}\n`);

    expect(suggestionBlock(requestFor(odd, replaceIn(odd, 'rr', 'wrr'), 4))).toBeUndefined();
    expect(suggestionBlock(requestFor(odd, replaceIn(odd, ` # ${character}`, ''), 4))).toBeUndefined();
    expect(suggestionBlock(requestFor(odd, replaceIn(odd, 'rr', 'wrr'), 5))).toBeDefined();
    expect(suggestionBlock(requestFor(text, replaceIn(text, 'rr', `wrr # ${character}`), 5))).toBeUndefined();
  });
});

describe('whoever commits a suggestion', () => {
  const line = fc.constantFrom('a: 1', 'a: 1', '', '  - b', '```', '  ~~~', '`````x', '\t', '杭州 🚀', '---');
  const lines = fc.array(line, { minLength: 1, maxLength: 16 });
  const written = fc.tuple(lines, fc.boolean()).map(([lines, isEnded]) => lines.join('\n') + (isEnded ? '\n' : ''));

  it('gets what the edits give, or none is offered', () => {
    const cut = fc.record({ at: fc.nat({ max: 80 }), length: fc.nat({ max: 12 }), newText: fc.oneof(line, written) });
    let offered = 0;
    fc.assert(
      fc.property(written, fc.array(cut, { minLength: 1, maxLength: 3 }), fc.nat({ max: 17 }), (text, cuts, at) => {
        const edits: TextEdit[] = [];
        for (const { at, length, newText } of cuts.sort((left, right) => left.at - right.at)) {
          const startOffset = Math.min(text.length, Math.max(at, edits.at(-1)?.endOffset ?? 0));
          edits.push({ startOffset, endOffset: Math.min(text.length, startOffset + length), newText });
        }
        const suggestion = suggestionBlock(requestFor(text, edits, at));
        if (suggestion === undefined) return;
        offered++;
        expect(committed(text, suggestion)).toBe(applyEdits(text, edits));
        expect(suggestion.fromLine).toBeLessThanOrEqual(at);
        expect(suggestion.toLine).toBeGreaterThanOrEqual(at);
      }),
      { seed: 20261126, numRuns: 3_000 },
    );
    expect(offered).toBeGreaterThan(500);
  });

  it('is always offered an edit of a few plain lines', () => {
    const kinds = fc.constantFrom('replace', 'insert', 'insert before', 'delete');
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.boolean(),
        fc.nat(),
        fc.nat(),
        kinds,
        (count, isEnded, where, anchor, kind) => {
          const own = Array.from({ length: count }, (_, at) => `key-${at}: value`);
          const text = own.join('\n') + (isEnded ? '\n' : '');
          const at = where % count;
          const start = own.slice(0, at).join('\n').length + (at === 0 ? 0 : 1);
          const end = start + (own[at]?.length ?? 0);
          const isLast = at === count - 1 && !isEnded;
          const edit = {
            replace: { startOffset: end - 5, endOffset: end, newText: '"other"' },
            insert: { startOffset: end, endOffset: end, newText: '\nnew: 1\nand: 2' },
            'insert before': { startOffset: start, endOffset: start, newText: 'new: 1\n' },
            delete: { startOffset: isLast ? start - 1 : start, endOffset: isLast ? end : end + 1, newText: '' },
          }[kind];
          const suggestion = suggestionBlock(requestFor(text, [edit], (anchor % count) + 1));
          expect(suggestion && committed(text, suggestion)).toBe(applyEdits(text, [edit]));
        },
      ),
      { seed: 20261126, numRuns: 500 },
    );
  });

  it('gets what the rules propose for their own bad examples', () => {
    const rules = join(import.meta.dirname, '../../rules');
    let offered = 0;
    for (const file of readdirSync(rules, { recursive: true, encoding: 'utf8' })) {
      if (!/\/bad-[^/]*\.yaml$/.test(file)) continue;
      const text = readFileSync(join(rules, file), 'utf8');
      const { findings, fixOf } = checkFiles({ 'web.yaml': text });
      for (const finding of findings) {
        const fix = fixOf(finding);
        if (fix === null) continue;
        const suggestion = suggestionBlock(requestFor(text, fix.edits, finding.location.start.line));
        if (suggestion === undefined) continue;
        offered++;
        expect(committed(text, suggestion)).toBe(applyEdits(text, fix.edits));
      }
    }
    expect(offered).toBeGreaterThan(100);
  });
});
