import type { TextEdit } from '../model/fix.ts';
import type { MapEntry, MapNode, ScalarNode, SequenceNode, ValueNode } from '../model/node.ts';

export type Quote = '"' | "'";

/** Texts that need no escapes between quotes of either sort. */
export const simple = /^[\x20\x21\x23-\x26\x28-\x5b\x5d-\x7e]*$/;

export function isFlow(text: string, parent: MapNode | SequenceNode | undefined): boolean {
  return parent !== undefined && /[{[]/.test(text[parent.range.start] ?? '');
}

/** The quotes that people use around here: for values, else for keys, else in what holds all this. JSON knows one sort. */
export function quoteUsedIn(holder: MapNode | SequenceNode | undefined): Quote {
  for (let at = holder; at !== undefined; at = at.parent) {
    const entries = at.kind === 'map' ? [...at.entries.values()] : [];
    const values = at.kind === 'map' ? entries.map(({ value }) => value) : at.items;
    const quote = commonQuote(values) ?? commonQuote(entries.map(({ key }) => key));
    if (quote !== undefined) return quote;
  }
  return '"';
}

function commonQuote(nodes: readonly ValueNode[]): Quote | undefined {
  const count = (style: string): number =>
    nodes.filter((node) => node.kind === 'scalar' && node.style === style).length;
  const [double, single] = [count('double'), count('single')];
  return double + single === 0 ? undefined : single > double ? "'" : '"';
}

/** The end of the line that a place stands in, before its line end. */
export function lineEndAt(text: string, offset: number): number {
  const pattern = /[\r\n]|$/g;
  pattern.lastIndex = offset;
  return pattern.exec(text)?.index ?? text.length;
}

export function lineStartAt(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** The line end that stands at a place; where the text ends there, the one that the text uses. */
export function lineBreakAt(text: string, offset: number): string {
  const pattern = /\r\n|\n|\r/y;
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** The blanks with which a key starts its line; undefined when something else stands before it. */
export function indentOf(text: string, { range }: ScalarNode): string | undefined {
  const before = text.slice(lineStartAt(text, range.start), range.start);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** Where the line of a block entry ends, when nothing but a comment follows its value. */
export function entryEnd(text: string, { value }: MapEntry): number | undefined {
  if (value.kind === 'scalar' && value.style === 'block') return undefined;
  const end = lineEndAt(text, value.range.end);
  return /^(?:[ \t]*|[ \t]+#.*)$/.test(text.slice(value.range.end, end)) ? end : undefined;
}

export function at(offset: number, newText: string): TextEdit {
  return { startOffset: offset, endOffset: offset, newText };
}
