/**
 * What a unified diff shows of a file. Comments of a review can stand nowhere else, so that a line is in here only where
 * it is certain that the diff shows it.
 */

/** Lines of a text, counted from 1; both ends are inside. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** The side of a diff: the old file is on the left, the new one on the right. */
export type Side = 'LEFT' | 'RIGHT';

/** One part of a diff. A side that shows no lines is undefined. */
export interface Hunk {
  readonly left: LineRange | undefined;
  readonly right: LineRange | undefined;
  /** Lines of the left side that are gone on the right. */
  readonly deleted: ReadonlySet<number>;
  /** Lines of the right side that were not there on the left. */
  readonly added: ReadonlySet<number>;
}

/** A part of a diff as it is written. Of a side without lines, the number is that of the line that would come next. */
export interface WrittenHunk {
  readonly leftFrom: number;
  readonly rightFrom: number;
  readonly lines: readonly WrittenLine[];
}

export interface WrittenLine {
  /** A line of both sides, of the left, or of the right one. */
  readonly mark: ' ' | '-' | '+';
  /** Its text with its line end; only the last line of a file may have none. */
  readonly text: string;
}

/**
 * The hunks of a diff of one file, with a file header (as git prints it) or without (as GitHub's REST API has it). A hunk
 * that has not the lines that its header counts, as in a diff that was cut, is left out; so is everything that is no diff.
 */
export function parseHunks(patch: string): readonly Hunk[] {
  return readPatch(patch).flatMap((hunk) => (hunk === undefined ? [] : [hunkOf(hunk)]));
}

/** The hunk that shows a line of one side, whether the line differs or stands there as context. */
export function hunkWith(hunks: readonly Hunk[], side: Side, line: number): Hunk | undefined {
  return hunks.find(({ left, right }) => {
    const shown = side === 'LEFT' ? left : right;
    return shown !== undefined && shown.from <= line && line <= shown.to;
  });
}

/** Every hunk as it is written, in order; undefined stands for one that has not the lines that its header counts. */
export function readPatch(patch: string): readonly (WrittenHunk | undefined)[] {
  return patch.split(hunkStart).flatMap((part) => {
    const header = hunkHeader.exec(part);
    return header === null ? [] : [readHunk(header, part)];
  });
}

const hunkStart = /(?<=^|\n)(?=@@ -\d)/;
const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@[^\n]*(?:\n|$)/;

// `parsePatch` of the package `diff` refuses a whole patch for one hunk that was cut, and takes some that were for whole.
function readHunk(header: RegExpExecArray, part: string): WrittenHunk | undefined {
  const [all, leftStart, leftCount = '1', rightStart, rightCount = '1'] = header;
  const written = part.slice(all.length).replace(/\n$/, '').split('\n');
  const lines: WrittenLine[] = [];
  for (const [at, line] of written.entries()) {
    // A setting of git leaves out the mark of an empty line.
    const mark = line === '' ? ' ' : line[0];
    if (mark === '\\') continue; // says that the line before has no line end
    if (mark !== ' ' && mark !== '-' && mark !== '+') return undefined;
    lines.push({ mark, text: line.slice(1) + (written[at + 1]?.startsWith('\\') === true ? '' : '\n') });
  }
  const count = (without: '-' | '+'): number => lines.filter(({ mark }) => mark !== without).length;
  if (count('+') !== Number(leftCount) || count('-') !== Number(rightCount)) return undefined;
  // A side without lines is placed behind the line that its header names.
  const firstLine = (start: string | undefined, lineCount: string): number =>
    Number(start) + (lineCount === '0' ? 1 : 0);
  return { leftFrom: firstLine(leftStart, leftCount), rightFrom: firstLine(rightStart, rightCount), lines };
}

function hunkOf({ leftFrom, rightFrom, lines }: WrittenHunk): Hunk {
  const deleted = new Set<number>();
  const added = new Set<number>();
  let leftLine = leftFrom;
  let rightLine = rightFrom;
  for (const { mark } of lines) {
    if (mark === '-') deleted.add(leftLine);
    if (mark === '+') added.add(rightLine);
    if (mark !== '+') leftLine++;
    if (mark !== '-') rightLine++;
  }
  return { left: range(leftFrom, leftLine), right: range(rightFrom, rightLine), deleted, added };
}

function range(from: number, end: number): LineRange | undefined {
  return end === from ? undefined : { from, to: end - 1 };
}
