import { eastAsianWidth } from 'get-east-asian-width';

/**
 * Text from a manifest made safe for a terminal: control characters (which could recolour or rewrite the screen) and
 * characters that change the reading direction become visible escapes.
 */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
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
