import leven from 'leven';

/** The nearest of the candidates, letter case aside, at most `within` changes away; undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>, within?: number): string | undefined {
  return allNearest(word, candidates, within)[0];
}

/** All candidates that are as near as the nearest one, in their order. */
export function allNearest(
  word: string,
  candidates: Iterable<string>,
  within = Math.max(1, Math.floor(word.length / 3)),
): string[] {
  const wanted = word.toLowerCase();
  let best: string[] = [];
  let distance = within;
  for (const candidate of candidates) {
    const own = leven(wanted, candidate.toLowerCase(), { maxDistance: distance + 1 });
    if (own > distance) continue;
    if (own < distance) best = [];
    best.push(candidate);
    distance = own;
  }
  return best;
}
