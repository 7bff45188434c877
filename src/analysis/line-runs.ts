import { diffLines } from 'diff';

/** Lines that follow one another and share a fate. Numbers are those of the first line on each side, from 1. */
export interface LineRun {
  readonly kind: 'kept' | 'added' | 'removed';
  readonly before: number;
  readonly after: number;
  readonly count: number;
}

/**
 * How the lines of one text became those of another, in order; how a line ends does not matter. Undefined for texts that
 * take longer than two seconds to compare.
 */
export function lineRuns(before: string, after: string): LineRun[] | undefined {
  let beforeLine = 1;
  let afterLine = 1;
  return diffLines(before, after, { timeout: 2_000, stripTrailingCr: true })?.map(({ added, removed, count }) => {
    const kind = added ? 'added' : removed ? 'removed' : 'kept';
    const run = { kind, before: beforeLine, after: afterLine, count } as const;
    if (!added) beforeLine += count;
    if (!removed) afterLine += count;
    return run;
  });
}
