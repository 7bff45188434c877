import type { Bilingual } from '../model/finding.ts';

/** A part of a report that can be cut after any row. */
export interface Section {
  /** Where there is no room for all, sections of a lower rank come first. */
  readonly rank: number;
  readonly head: string;
  readonly rows: readonly string[];
  readonly tail: string;
  /** What its rows are, for the sentence about what was left out. */
  readonly holds: Bilingual;
}

/** Kept free for the sentence about what was left out. */
const reserve = 1024;

/**
 * As much of the sections as goes into a budget, in their order; no row is cut in two. The title is always there. The budget
 * is in bytes, or in what `sizeOf` counts.
 */
export function fill(
  title: string,
  sections: readonly Section[],
  budget: number,
  cutNotice: (left: ReadonlyMap<Bilingual, number>) => string,
  sizeOf: (text: string) => number = bytes,
): string {
  let room = budget - reserve - sizeOf(title);
  const kept = new Map<Section, number>();
  for (const section of [...sections].sort((one, other) => one.rank - other.rank)) {
    const { head, rows, tail } = section;
    // Three line ends of its own: before the head, behind it and behind the tail.
    const frame = sizeOf(head) + sizeOf(tail) + 3;
    let taken = 0;
    let size = frame;
    for (const row of rows) {
      const next = size + sizeOf(row) + 1;
      if (next > room) break;
      size = next;
      taken += 1;
    }
    if (taken > 0) room -= size;
    kept.set(section, taken);
  }
  const left = new Map<Bilingual, number>();
  for (const [{ rows, holds }, taken] of kept)
    if (taken < rows.length) left.set(holds, (left.get(holds) ?? 0) + rows.length - taken);
  const parts = sections.flatMap((section) => {
    const taken = kept.get(section) ?? 0;
    const { head, rows, tail } = section;
    return taken === 0 ? [] : [[head, ...rows.slice(0, taken), ...(tail === '' ? [] : [tail])].join('\n')];
  });
  // What was left out stands right below the outcome, where it is not overlooked.
  const notice = left.size === 0 ? [] : [`${cutNotice(left)}\n`];
  return [title, ...notice, ...parts.map((part) => `${part}\n`)].join('\n');
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
