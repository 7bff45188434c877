import { eastAsianWidth } from 'get-east-asian-width';

/**
 * Text from a manifest made safe for a terminal: control characters (which could recolour or rewrite the screen) and
 * characters that cannot be seen or change the reading direction become visible escapes.
 */
export function visible(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, escaped);
}

/** A character as `\u200B` or `\u{E0041}`. */
export function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex}`;
}

/** Columns that a text takes in a terminal; a tab counts as one, since it is shown as one blank. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (/\p{Mark}/u.test(character)) continue;
    columns += eastAsianWidth(code);
  }
  return columns;
}
