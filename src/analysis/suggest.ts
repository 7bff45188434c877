import { nearest } from '../controller/nearest.ts';

/** ` Did you mean "x"?` for the nearest of the known words, or an empty text when none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const best = nearest(word, known);
  return best === undefined ? '' : ` Did you mean "${best}"?`;
}
