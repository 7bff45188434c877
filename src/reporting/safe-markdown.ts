import { escaped, visible } from './show-text.ts';

/**
 * Text that others wrote, made safe for GitHub's Markdown: it cannot mention, link, refer to issues, break a table, open a
 * comment or hide anything. Only plain words stay plain; all else stands in code spans. Mail clients and quotes strip
 * code spans, so that what would come alive there is broken with a zero-width space as well.
 */

/** The longest text of one field, in characters. */
export const longestField = 200;
/** The longest sentence; its words are fields of their own. */
export const longestSentence = 2000;

const zeroWidth = '\u200B';

/** One field (a name, value, path) as a code span; an empty one as `""`. */
export function code(field: string): string {
  const text = broken(shorten(tamed(shorten(field, longestField)), longestField));
  const shown = text.trim() === '' ? '""' : text.trim();
  const fence = '`'.repeat(unusedRun(shown));
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Sentences that may quote what others wrote: plain words stay as they are, everything else becomes code spans. */
export function sentence(text: string): string {
  const parts: { text: string; isCode: boolean }[] = [];
  const shown = shorten(text, longestSentence).replace(/\s+/gu, ' ').trim();
  for (const [token] of shown.matchAll(tokens)) {
    const isFirst = parts.length === 0;
    if (isPlain(token, isFirst)) {
      parts.push({ text: token, isCode: false });
      continue;
    }
    const [before, word, after] = withoutPunctuation(token);
    const previous = parts.at(-2);
    // Neighbours share one span, so that `a: [b, c]` reads as one value.
    if (parts.at(-1)?.text === ' ' && previous?.isCode === true && before === '') {
      parts.splice(-2, 2, { text: `${previous.text} ${word}`, isCode: true });
    } else {
      if (before !== '') parts.push({ text: before, isCode: false });
      parts.push({ text: word, isCode: true });
    }
    if (after !== '') parts.push({ text: after, isCode: false });
  }
  return parts.map((part) => (part.isCode ? code(part.text) : part.text)).join('');
}

const tokens = / |[\p{Script=Han}，。；：、（）「」《》？！—…]+|[^ \p{Script=Han}，。；：、（）「」《》？！—…]+/gu;
const plainChinese = /^[\p{Script=Han}，。；：、（）「」《》？！—…]+$/u;
const plainWord =
  /^[("“]*(?:\p{Script=Latin}+(?:['’-]\p{Script=Latin}+)*|\d{1,6}(?:\.\d+)*%?|\d{1,4}(?:[-–]\p{Script=Latin}+|[-–]\d{1,6})|v\d+(?:\.\d+)+|[ES]\d\d)[)"”'’]*[,.;:!?]*[)"”]*$/u;
/** What GitHub takes for a commit, or for the start of an address. */
const linked = /[0-9a-f]{7}|www/i;
/** At the start these could begin a list or a heading. */
const marks = new Set(['+', '=', '>', '–', '×', '/', '≥', '≤', '−']);

function isPlain(token: string, isFirst: boolean): boolean {
  if (token === ' ' || plainChinese.test(token)) return true;
  if (marks.has(token)) return !isFirst;
  if (token.length > 60 || linked.test(token) || (isFirst && /^\d+[.)]/.test(token))) return false;
  return plainWord.test(token);
}

/** A word without the punctuation around it, which may stand outside of the code span. */
function withoutPunctuation(token: string): [before: string, word: string, after: string] {
  const [, before = '', rest = ''] = /^([("“]*)(.*)$/su.exec(token) ?? [];
  const [, word = '', after = ''] = /^(.*?)([,.;:!?)"”]*)$/su.exec(rest) ?? [];
  // A bracket or quote that opens within the word is closed within its span.
  const isTorn = /[("“]/.test(word);
  return word === '' || isTorn ? ['', token, ''] : [before, word, after];
}

/** What could hide or break something, as escapes; blanks of all sorts as one blank. */
function tamed(text: string): string {
  return visible(text.replace(/\s+/gu, ' '))
    .replaceAll('|', escaped)
    .replace(/(\p{Mark}{4})\p{Mark}+/gu, '$1…');
}

/** What would come alive outside of a code span. */
function broken(text: string): string {
  return text.replace(/@|<|#(?=\d)|:(?=\/\/)|\bwww(?=\.)|\bGH-(?=\d)/giu, `$&${zeroWidth}`);
}

/** At most so many characters, the middle left out: a path tells most at its ends. */
function shorten(text: string, longest: number): string {
  // What lies far from both ends is never looked at: a value may have megabytes.
  const isHuge = text.length > 4 * longest;
  const characters = Array.from(isHuge ? `${text.slice(0, 2 * longest)}${text.slice(-2 * longest)}` : text);
  if (characters.length <= longest) return text;
  const head = Math.ceil((longest - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(head + 1 - longest).join('')}`;
}

/** The shortest run of backticks that does not occur: longer ones than 80 are no fence to GitHub. */
function unusedRun(text: string): number {
  const used = new Set((text.match(/`+/g) ?? []).map((run) => run.length));
  let length = 1;
  while (used.has(length)) length += 1;
  return length;
}

/** A link to a web page around a code span; what is no web address gives the code span alone. */
export function link(field: string, url: string | undefined): string {
  if (url === undefined || !/^https?:\/\/[^\s]/.test(url)) return code(field);
  return `[${code(field)}](${url.replace(/[^\w\-.~:/?#&=%+]/gu, encode)})`;
}

function encode(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
