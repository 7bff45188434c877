import { nearest } from '../controller/nearest.ts';

/** ` Did you mean "x"?` for the nearest of the known words, or an empty text when none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  // The start of a name is near it, however much is missing.
  const started = word.length > 3 ? known.find((candidate) => candidate.startsWith(word.toLowerCase())) : undefined;
  const best = nearest(word, known) ?? started;
  return best === undefined ? '' : ` Did you mean "${best}"?`;
}
