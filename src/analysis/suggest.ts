import leven from 'leven';

/** ` Did you mean "x"?` for the nearest of the known words, or an empty text when none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  let best: string | undefined;
  let distance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const own = leven(word.toLowerCase(), candidate.toLowerCase(), { maxDistance: distance });
    if (own < distance) [best, distance] = [candidate, own];
  }
  // The start of a name is near it, however much is missing.
  if (best === undefined && word.length > 3) best = known.find((candidate) => candidate.startsWith(word.toLowerCase()));
  return best === undefined ? '' : ` Did you mean "${best}"?`;
}
