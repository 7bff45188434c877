import { describe, expect, it } from 'vitest';
import { hunkWith, parseHunks, type Hunk, type LineRange } from '../../src/analysis/hunks.ts';

const patch = `@@ -1,4 +1,5 @@
 apiVersion: v1
-kind: Pod
+kind: Service
+# added
 metadata:
   name: web
@@ -20,3 +21,2 @@ spec:
   ports:
-    - 80
     - 443`;

const range = (from: number, to: number): LineRange => ({ from, to });

/** A hunk in one line: what each side shows, and what differs there. */
const written = ({ left, right, deleted, added }: Hunk): string => {
  const side = (shown: LineRange | undefined, changed: ReadonlySet<number>): string =>
    `${shown === undefined ? 'nothing' : `${shown.from}-${shown.to}`} (${[...changed].join(' ')})`;
  return `${side(left, deleted)} → ${side(right, added)}`;
};

describe('the hunks of a patch', () => {
  it('show context lines on both sides, and the others on one', () => {
    const [first, second] = parseHunks(patch);

    expect(first).toEqual({ left: range(1, 4), right: range(1, 5), deleted: new Set([2]), added: new Set([2, 3]) });
    expect(second).toEqual({ left: range(20, 22), right: range(21, 22), deleted: new Set([21]), added: new Set() });
  });

  it('are the same behind the header that git prints', () => {
    const header = 'diff --git a/web.yaml b/web.yaml\nindex 1111111..2222222 100644\n--- a/web.yaml\n+++ b/web.yaml\n';

    expect(parseHunks(`${header}${patch}\n`)).toEqual(parseHunks(patch));
  });

  it.each([
    ['a new file', '@@ -0,0 +1,2 @@\n+a\n+b', 'nothing () → 1-2 (1 2)'],
    ['a file that is gone', '@@ -1,2 +0,0 @@\n-a\n-b', '1-2 (1 2) → nothing ()'],
    ['a file of one line', '@@ -1 +1 @@\n-a\n+b', '1-1 (1) → 1-1 (1)'],
    ['no line end at the end', '@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a', '1-1 (1) → 1-1 (1)'],
    ['no context, something inserted', '@@ -4,0 +5,2 @@\n+a\n+b', 'nothing () → 5-6 (5 6)'],
    ['an empty context line without its mark', '@@ -1,3 +1,3 @@\n a\n\n-b\n+c', '1-3 (3) → 1-3 (3)'],
    ['content that looks like headers', '@@ -1,2 +1,2 @@\n--- a\n+++ b\n @@ -9 +9 @@', '1-2 (1) → 1-2 (1)'],
    ['CRLF', '@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n', '1-2 (2) → 1-2 (2)'],
  ])('%s', (_, text, expected) => {
    expect(parseHunks(text).map(written)).toEqual([expected]);
  });

  it.each([
    ['nothing', ''],
    ['prose', 'No changes.\n@@ see below @@'],
    ['a file without hunks', 'diff --git a/a b/a\nold mode 100644\nnew mode 100755\n'],
    ['a merge', '@@@ -1,1 -1,1 +1,2 @@@\n  a\n++b'],
    ['a header alone', '@@ -1,3 +1,3 @@'],
    ['one line missing', '@@ -1 +1 @@\n-a'],
    ['one line too much', '@@ -1 +1 @@\n-a\n+b\n c'],
    ['a line without mark', '@@ -1,2 +1,2 @@\n-a\n+b\nc'],
    ['prose behind the lines', '@@ -1 +1 @@\n-a\n+b\nThe end.'],
  ])('are none in %s', (_, text) => {
    expect(parseHunks(text)).toEqual([]);
  });

  it('of a patch that was cut are those before the cut', () => {
    const whole = parseHunks(patch);

    for (let end = patch.indexOf('@@ -20') + '@@ -2'.length; end <= patch.lastIndexOf('\n'); end++)
      expect(parseHunks(patch.slice(0, end))).toEqual(whole.slice(0, 1));
  });
});

describe('the hunk with a line', () => {
  const hunks = parseHunks(patch);

  it.each([
    ['LEFT', 1, 0],
    ['LEFT', 4, 0],
    ['LEFT', 5, undefined],
    ['LEFT', 20, 1],
    ['LEFT', 22, 1],
    ['LEFT', 23, undefined],
    ['RIGHT', 0, undefined],
    ['RIGHT', 5, 0],
    ['RIGHT', 20, undefined],
    ['RIGHT', 21, 1],
    ['RIGHT', 23, undefined],
  ] as const)('%s %i', (side, line, expected) => {
    expect(hunkWith(hunks, side, line)).toBe(expected === undefined ? undefined : hunks[expected]);
  });

  it('is none on a side that shows nothing', () => {
    expect(hunkWith(parseHunks('@@ -0,0 +1 @@\n+a'), 'LEFT', 1)).toBeUndefined();
  });
});
