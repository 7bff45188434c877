import { symptoms, type SymptomId } from '../../catalog/symptoms.ts';
import { plainWords } from './split-message.ts';

/** Nobody asks in more words; what is longer is a message. */
const longestQuestion = 160;

/** Symptoms that free words ask for, the best match first; at most three. */
export function findSymptoms(question: string): readonly SymptomId[] {
  const words = plainWords(question);
  if (words.length > longestQuestion) return [];
  const scored = symptomIds.flatMap((id) => {
    const lengths = symptoms[id].asked.map((all) => matched(words, all));
    const score = Math.max(...lengths);
    return score > 0 ? [{ id, score }] : [];
  });
  return scored
    .sort((left, right) => right.score - left.score)
    .slice(0, 3)
    .map(({ id }) => id);
}

export const symptomIds = Object.keys(symptoms) as SymptomId[];

/** How many characters the expressions account for; 0 where one of them finds nothing. */
function matched(words: string, expressions: readonly RegExp[]): number {
  let total = 0;
  for (const expression of expressions) {
    const [found = ''] = expression.exec(words) ?? [];
    if (found === '') return 0;
    total += found.length;
  }
  return total;
}
