import type { FileDiff } from '../../analysis/git-diff.ts';
import { hunkWith, parseHunks, type Hunk, type Side } from '../../analysis/hunks.ts';
import type { Location } from '../../model/finding.ts';
import type { Canvas, Place } from './plan-review.ts';

/** Where a line of one text stands in another; undefined where it does not. */
export type LineOf = (line: number) => number | undefined;

/** From the lines that were judged to those that GitHub compares. */
export interface LineMaps {
  /** To lines of the head commit, which a test merge does not have. */
  head(file: string): LineOf;
  /** From lines of base to those of the commit that GitHub compares with; `path` is the file's name in head. */
  left(file: string, path: string, patch: string | undefined): LineOf;
}

/** A comment on more lines than this hides what it is about. */
const mostLines = 10;

/** The diff of a pull request, in terms of the trees that were judged. */
export class DiffCanvas implements Canvas {
  readonly #files: ReadonlyMap<string, FileDiff>;
  readonly #lines: LineMaps;
  readonly #hunks = new Map<string, readonly Hunk[]>();
  readonly #newNames: ReadonlyMap<string, string>;

  /** `files` are those of the pull request by their new name. */
  constructor(files: ReadonlyMap<string, FileDiff>, lines: LineMaps) {
    this.#files = files;
    this.#lines = lines;
    this.#newNames = new Map([...files].map(([path, { previous }]) => [previous ?? path, path]));
  }

  place(location: Location): Place | undefined {
    const { tree, file } = location;
    if (tree === 'head') return this.#placeOn('RIGHT', file, location, this.#lines.head(file));
    const path = this.#newNames.get(file);
    if (path === undefined) return undefined;
    return this.#placeOn('LEFT', path, location, this.#lines.left(file, path, this.#files.get(path)?.patch));
  }

  /** What the diff shows of a file; nothing where nobody tells. */
  hunksOf(path: string): readonly Hunk[] {
    const patch = this.#files.get(path)?.patch;
    const hunks = this.#hunks.get(path) ?? (patch === undefined ? [] : parseHunks(patch));
    this.#hunks.set(path, hunks);
    return hunks;
  }

  #placeOn(side: Side, path: string, { start, end }: Location, lineOf: LineOf): Place | undefined {
    const first = lineOf(start.line);
    const hunk = first === undefined ? undefined : hunkWith(this.hunksOf(path), side, first);
    if (first === undefined || hunk === undefined) return undefined;
    const lastLine = end.line > start.line && end.column === 1 ? end.line - 1 : end.line;
    const last = lineOf(lastLine);
    const isWhole = last === first + lastLine - start.line && hunkWith([hunk], side, last) !== undefined;
    if (last === undefined || !isWhole || last === first || last - first >= mostLines)
      return { path, side, line: first };
    return { path, side, startLine: first, line: last };
  }
}
