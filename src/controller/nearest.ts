import leven from 'leven';

/** The nearest of some known words, or undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let distance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const own = leven(word.toLowerCase(), candidate.toLowerCase(), { maxDistance: distance });
    if (own < distance) [best, distance] = [candidate, own];
  }
  // The start of a name is near it, however much is missing.
  if (best === undefined && word.length > 3)
    best = candidates.find((candidate) => candidate.startsWith(word.toLowerCase()));
  return best;
}
