import type { PageFacts } from './schema.ts';

type Page<E> = PageFacts & { readonly entries: readonly E[] };

/** Every answer tells the same total of its region, and there are as many entries. */
export function isWhole<E>(
  pages: readonly Page<E>[],
  idOf: (entry: E) => string,
  regionOf: (entry: E) => string,
): boolean {
  const regions = new Map<string, { ids: Set<string>; totals: Set<number | undefined> }>();
  for (const { total, entries } of pages) {
    // A page behind the last one tells nothing that the others do not.
    const [first] = entries;
    if (first === undefined && total !== 0) continue;
    const name = first === undefined ? '' : regionOf(first);
    const region = regions.get(name) ?? { ids: new Set(), totals: new Set() };
    regions.set(name, region);
    region.totals.add(total);
    for (const entry of entries) region.ids.add(idOf(entry));
  }
  return (
    regions.size > 0 && [...regions.values()].every(({ ids, totals }) => totals.size === 1 && totals.has(ids.size))
  );
}

/**
 * Some answer says that there is more. Answers of one total belong to one question, or to as many as have a last page
 * among them; where a page that is not the last tells no total, nothing shows that the rest is here.
 */
export function isPartial<E>(pages: readonly Page<E>[], idOf: (entry: E) => string): boolean {
  if (pages.some(({ total, hasNext }) => total === undefined && hasNext)) return true;
  const different = new Map(
    pages.map((page) => [JSON.stringify([page.total, page.hasNext, ...page.entries.map(idOf).sort()]), page]),
  ).values();
  const questions = new Map<number, { readonly ids: Set<string>; last: number }>();
  for (const { total, hasNext, entries } of different) {
    if (total === undefined) continue;
    const question = questions.get(total) ?? { ids: new Set<string>(), last: 0 };
    questions.set(total, question);
    for (const entry of entries) question.ids.add(idOf(entry));
    if (!hasNext) question.last += 1;
  }
  return [...questions].some(([total, { ids, last }]) => ids.size !== total && ids.size !== total * last);
}
