import { Lexer } from 'yaml';
import type { Range } from '../model/position.ts';

/** A comment as it stands in a text, `#` included. */
export interface RawComment {
  readonly range: Range;
  readonly text: string;
}

/** Tokens that stand for no text: a byte order mark, the start of a document, of a scalar, the end of a flow. */
const marks = new Set(['\uFEFF', '\u0002', '\u0018']);
const scalarFollows = '\u001F';

/**
 * The comments of a text that hold a word. Only a lexer tells them from the `#` of a quoted or block text; it runs where
 * the word occurs at all.
 */
export function commentsHolding(word: string, text: string): RawComment[] {
  if (!text.includes(word)) return [];
  const found: RawComment[] = [];
  let at = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (token === scalarFollows) {
      isScalar = true;
      continue;
    }
    if (marks.has(token) && text.charAt(at) !== token) continue;
    if (!isScalar && token.startsWith('#') && token.includes(word)) {
      found.push({ range: { start: at, end: at + token.length }, text: token });
    }
    isScalar = false;
    at += token.length;
  }
  return found;
}
