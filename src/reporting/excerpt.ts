import type { Location } from '../model/finding.ts';
import type { Tree } from '../world/tree.ts';

/** The lines of a file around a place, as reports show them. */
export interface Excerpt {
  /** The number of the first line. */
  readonly firstLine: number;
  readonly lines: readonly ExcerptLine[];
}

export interface ExcerptLine {
  /** What is shown of the line: of a very long one (minified JSON) only what is around the value. */
  readonly text: string;
  /** The column of the first character that is shown. */
  readonly from: number;
}

/** Lines shown before the place and behind it, and of a place over many lines. */
const around = 2;
const mostLines = 8;
/** Characters of a line that is there for its surroundings. */
const widest = 200;

/** Undefined where there is nothing to show: the file could not be read, or the line is blank. */
export function excerptIn(
  { head, base }: { readonly head: Tree; readonly base: Tree | undefined },
  location: Location,
): Excerpt | undefined {
  const tree = location.tree === 'base' && base !== undefined ? base : head;
  const source = tree.manifests.get(location.file)?.lines;
  const own = source?.lineText(location.start.line) ?? '';
  if (source === undefined || own.trim() === '') return undefined;
  const firstLine = Math.max(1, location.start.line - around);
  const last = Math.min(source.lineCount, Math.min(location.end.line + around, firstLine + mostLines - 1));
  const lines = Array.from({ length: last - firstLine + 1 }, (_, at): ExcerptLine => {
    const line = firstLine + at;
    return line === location.start.line
      ? windowOf(own, location)
      : { text: source.lineText(line).slice(0, widest), from: 1 };
  });
  return { firstLine, lines };
}

function windowOf(text: string, { start, end }: Location): ExcerptLine {
  const from = start.column > 140 ? start.column - 60 : 1;
  const endColumn = end.line > start.line ? text.length + 1 : end.column;
  return { text: text.slice(from - 1, Math.max(from + 139, Math.min(endColumn + 20, from + 220))), from };
}

/** The line that the place starts in, and the columns of it within what is shown, from 0; the end is exclusive. */
export function markedLine(
  { firstLine, lines }: Excerpt,
  { start, end }: Pick<Location, 'start' | 'end'>,
): { readonly text: string; readonly start: number; readonly end: number } {
  const { text, from } = lines[start.line - firstLine] ?? { text: '', from: 1 };
  const first = start.column - from;
  const last = end.line > start.line ? text.length : end.column - from;
  return { text, start: first, end: Math.max(last, first + 1) };
}
