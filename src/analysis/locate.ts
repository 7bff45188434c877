import type { Location, TreeName } from '../model/finding.ts';
import type { LineIndex, Range } from '../model/position.ts';

/** One file of a tree, as far as places in it are concerned. */
export interface PlacedFile {
  readonly tree: TreeName;
  readonly file: string;
  readonly lines: LineIndex;
}

/** The location of a span; lines and columns are derived here and nowhere else. */
export function locationIn({ tree, file, lines }: PlacedFile, range: Range, path = '', document = 0): Location {
  return {
    tree,
    file,
    document,
    path,
    start: lines.positionAt(range.start),
    end: lines.positionAt(range.end),
    startOffset: range.start,
    endOffset: range.end,
  };
}
