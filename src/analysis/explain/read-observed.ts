import { CannotEvaluate } from '../failure.ts';
import type { Observed } from './observation.ts';
import { isDescription, readDescription } from './read-describe.ts';
import { readJson } from './read-json.ts';
import { readText } from './read-text.ts';

/** Characters of the longest text that is no JSON. */
const longestText = 4 * 1024 * 1024;

/**
 * Events and Services in whatever kubectl printed: JSON, the text of describe, a table of events, or a bare message.
 * Throws `CannotEvaluate` where nothing can be read.
 */
export function readObserved(input: string): Observed {
  const text = input.replaceAll(colours, '').replaceAll(/\r\n?/g, '\n').trim();
  if (text === '') throw new CannotEvaluate('There is no text to explain.');
  if (looksLikeJson(text)) return readJson(text);
  if (text.length > longestText)
    throw new CannotEvaluate(
      `The text has ${text.length} characters; at most ${longestText} are read.`,
      'Give it the events as JSON: kubectl get events -A -o json',
    );
  if (isDescription(text)) return readDescription(text);
  return { services: [], ...readText(text) };
}

/** What tools put around words on a terminal. */
const colours = /\u001B\[[0-9;]*m/g;

/** A message may begin with a bracket; JSON goes on with a quote, a bracket or its end. */
function looksLikeJson(text: string): boolean {
  return /^(?:\{\s*(?:"|\}\s*$|$)|\[\s*(?:\{|\]\s*$|$))/.test(text);
}
