import { readPatch } from './hunks.ts';
import { lineRuns } from './line-runs.ts';

/**
 * Where a line of one text stands in another, both counted from 1; undefined for a line that is not there unchanged, and
 * for every line where that takes too long to find out. How a line ends does not matter, but that it ends does.
 */
export function lineMap(from: string, to: string): (line: number) => number | undefined {
  // Positions count a lone carriage return as a line end, git and GitHub do not: the numbers would not be theirs.
  if (loneReturn.test(from) || loneReturn.test(to)) return () => undefined;
  const kept = lineRuns(from, to)?.filter(({ kind }) => kind === 'kept') ?? [];
  return (line) => {
    const run = kept.find(({ before, count }) => before <= line && line < before + count);
    return run === undefined ? undefined : line - run.before + run.after;
  };
}

const loneReturn = /\r(?!\n)/;

/**
 * The old text of a file, from its new text and the patch of one into the other. Undefined where the patch does not fit
 * exactly, or has no hunks. A patch that was cut between two hunks, or within its
 * last line, cannot be told from a whole one.
 */
export function leftText(headText: string, patch: string): string | undefined {
  const hunks = readPatch(patch);
  if (hunks.length === 0) return undefined;
  const right = headText.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const left: string[] = [];
  let at = 0; // lines of the right side that are done with
  for (const hunk of hunks) {
    if (hunk === undefined || hunk.rightFrom - 1 < at || hunk.rightFrom - 1 > right.length) return undefined;
    left.push(...right.slice(at, hunk.rightFrom - 1));
    at = hunk.rightFrom - 1;
    if (left.length !== hunk.leftFrom - 1) return undefined;
    for (const { mark, text } of hunk.lines) {
      if (mark !== '-' && right[at++] !== text) return undefined;
      if (mark !== '+') left.push(text);
    }
  }
  left.push(...right.slice(at));
  return left.slice(0, -1).every((line) => line.endsWith('\n')) ? left.join('') : undefined;
}
