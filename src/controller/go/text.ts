/**
 * Text as the controller's language treats it. Its messages and comparisons are part of what the model predicts:
 * https://pkg.go.dev/strings and https://pkg.go.dev/strconv#Quote.
 */

/** Letters outside ASCII that fold to an ASCII letter: long s and the Kelvin sign. */
const foldsToAscii: ReadonlyMap<string, string> = new Map([
  ['\u017f', 's'],
  ['\u212a', 'k'],
]);

/** `strings.EqualFold` against an ASCII word in lower case. */
export function equalsFold(text: string, word: string): boolean {
  return text.length === word.length && fold(text) === word;
}

/** `strings.ToUpper` as far as it can yield an ASCII word: other letters stay as they are. */
export function upperCase(text: string): string {
  return fold(text).replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function fold(text: string): string {
  return text
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(/[\u017f\u212a]/g, (letter) => foldsToAscii.get(letter) ?? letter);
}

/** `strings.TrimSpace`. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(code: number): boolean {
  return (
    (code >= 9 && code <= 13) ||
    code === 0x20 ||
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

const escapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** `strconv.Quote`. */
export function quote(text: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) quoted += '\ufffd';
    else if (escapes[character] !== undefined) quoted += escapes[character];
    else if (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(character)) quoted += character;
    else if (code < 0x80) quoted += `\\x${hex(code, 2)}`;
    else quoted += code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  }
  return `${quoted}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
