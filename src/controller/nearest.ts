import leven from 'leven';

/** The nearest of the candidates, letter case aside, at most `within` changes away; undefined when none is near. */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  within = Math.max(1, Math.floor(word.length / 3)),
): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let distance = within + 1;
  for (const candidate of candidates) {
    const own = leven(wanted, candidate.toLowerCase(), { maxDistance: distance });
    if (own < distance) [best, distance] = [candidate, own];
  }
  return best;
}
