import { visible } from '../show-text.ts';

/** Markup that our own code has made, with every foreign value in it escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | undefined | readonly Markup[];

/**
 * A template whose values are escaped for text and for quoted attributes alike; `Markup` goes in as it is. Control
 * characters and those that change the reading direction become visible.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, part, at) => text + markupOf(values[at - 1]) + part));
}

function markupOf(value: Part): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escaped(String(value));
}

/** Escaped for texts and quoted attributes of HTML, SVG and XML, with what cannot be seen shown. */
export function escaped(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON for a script element: nothing in it can end the element or begin a comment. */
export function islandOf(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
