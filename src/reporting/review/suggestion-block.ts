import type { Hunk, LineRange } from '../../analysis/hunks.ts';
import { applyEdits, type TextEdit } from '../../model/fix.ts';
import { visible } from '../show-text.ts';

export interface SuggestionRequest {
  /** Sorted edits of `text`; offsets are UTF-16 code units. */
  readonly edits: readonly TextEdit[];
  /** The file as it was evaluated. */
  readonly text: string;
  /** The file at the head commit of the pull request, which a suggestion is applied to. */
  readonly headText: string;
  /** From lines of `text` to those of `headText`. */
  readonly mapLine: (line: number) => number | undefined;
  /** What the diff of the pull request shows of the file; its right side is `headText`. */
  readonly hunks: readonly Hunk[];
  /** The lines of `text` that the finding is at. */
  readonly anchor: LineRange;
}

/** A suggested change that a reviewer can commit with a click. */
export interface SuggestionBlock {
  /** Lines of the head file, on the right side of the diff, that the block replaces; both are replaced, too. */
  readonly fromLine: number;
  readonly toLine: number;
  /** Markdown. */
  readonly block: string;
}

const mostLines = 12;

/**
 * The edits as one suggestion that also covers the first line of the finding. Undefined unless it is certain that
 * committing it does to the head file just what the edits do: the lines are the same there, follow one another, and lie in
 * one hunk. Line ends other than `\n` and characters that nobody sees are never suggested.
 */
export function suggestionBlock(request: SuggestionRequest): SuggestionBlock | undefined {
  const { edits, text, headText, mapLine, hunks, anchor } = request;
  if (text.includes('\r') || headText.includes('\r')) return undefined;
  const after = applyEdits(text, edits);
  // Whether a file ends with its last line is nothing that a suggestion can say.
  if (after === text || after.endsWith('\n') !== text.endsWith('\n')) return undefined;

  const before = text.split('\n');
  const changed = changedLines(before, after.split('\n'));
  // What goes between two lines is suggested as part of a line next to it; the anchor is one, or leads to one.
  const from = Math.min(changed.from, anchor.from);
  const to = Math.max(changed.to, anchor.from);
  if (to - from >= mostLines) return undefined;
  const replaced = before.slice(from - 1, to);
  const content = [...before.slice(from - 1, changed.from - 1), ...changed.lines, ...before.slice(changed.to, to)];
  // An empty line alone is easily taken for no line at all.
  if (content.length === 1 && content[0] === '') return undefined;
  if (![...replaced, ...content].every(isSeen)) return undefined;

  const fromLine = mapLine(from);
  if (fromLine === undefined) return undefined;
  const toLine = fromLine + to - from;
  const head = headText.split('\n');
  for (let line = from; line <= to; line++) {
    const headLine = fromLine + line - from;
    if (mapLine(line) !== headLine || head[headLine - 1] !== before[line - 1]) return undefined;
  }
  if ((to === before.length) !== (toLine === head.length)) return undefined;
  const isShown = hunks.some(({ right }) => right !== undefined && right.from <= fromLine && toLine <= right.to);
  return isShown ? { fromLine, toLine, block: fenced(content) } : undefined;
}

/** The lines that differ, from 1, and what stands there then. Where lines are only added, `to` is the line before `from`. */
function changedLines(before: readonly string[], after: readonly string[]): LineRange & { lines: readonly string[] } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start + 1, to: before.length - end, lines: after.slice(start, after.length - end) };
}

/** U+FFFD stands for bytes that are no text, which a suggestion would overwrite. */
function isSeen(line: string): boolean {
  return visible(line) === line && !line.includes('\uFFFD');
}

function fenced(lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return [`${fence}suggestion`, ...lines, fence].join('\n');
}
