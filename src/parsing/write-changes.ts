import type { Change, TextEdit } from '../model/fix.ts';
import { entryAt, valueAt, type MapEntry, type MapNode, type ScalarNode, type ValueNode } from '../model/node.ts';
import { at, entryEnd, indentOf, isFlow, lineBreakAt, lineEndAt, lineStartAt, quoteUsedIn, simple } from './layout.ts';
import { resolvePlainScalar } from './resolve-scalar.ts';
import { insertEntry } from './write-entry.ts';

/**
 * Writes changes as edits of the text: in the quotes, the indentation, the line ends and the style (block, flow, JSON)
 * that stand there, comments left alone. Undefined where that is not certain: text that came through an alias or a merge
 * key, escapes, block scalars, keys that do not start their line.
 */
export function writeChanges(text: string, changes: readonly Change[]): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const change of changes) {
    const edit = write(text, change);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  edits.sort((left, right) => left.startOffset - right.startOffset);
  const overlap = edits.some(({ startOffset }, at) => startOffset < (edits[at - 1]?.endOffset ?? 0));
  return overlap ? undefined : edits;
}

function write(text: string, change: Change): TextEdit | undefined {
  switch (change.kind) {
    case 'set':
      return set(text, change.node, change.text);
    case 'quote':
      return change.node.kind === 'scalar' && change.node.style === 'plain'
        ? quoteScalar(text, change.node, change.node.source)
        : undefined;
    case 'number':
      return setNumber(text, change.node, change.value);
    case 'insert':
      return insertEntry(text, change);
    case 'rename':
      return set(text, change.key, change.to);
    case 'remove':
      return remove(text, change.key);
    case 'annotate': {
      const lines = new Insertion(text, change.entries);
      return lines.into(change.root, change.beside);
    }
  }
}

function set(text: string, node: ValueNode, to: string): TextEdit | undefined {
  if (node.kind !== 'scalar' || !isWrittenAsRead(text, node) || !simple.test(to)) return undefined;
  const { start, end } = node.range;
  if (node.style !== 'plain') return { startOffset: start + 1, endOffset: end - 1, newText: to };
  if (node.source !== '' && isPlain(to, isFlow(text, node.parent)))
    return { startOffset: start, endOffset: end, newText: to };
  return quoteScalar(text, node, to);
}

function setNumber(text: string, node: ValueNode, value: number): TextEdit | undefined {
  if (node.kind !== 'scalar' || node.type !== 'int' || !isWrittenAsRead(text, node)) return undefined;
  return { startOffset: node.range.start, endOffset: node.range.end, newText: String(value) };
}

function quoteScalar(text: string, node: ScalarNode, to: string): TextEdit | undefined {
  if (!isWrittenAsRead(text, node) || !simple.test(to)) return undefined;
  const { start, end } = node.range;
  const quote = quoteUsedIn(node.parent);
  // An absent value stands right behind the colon of its key.
  const gap = node.source === '' && text[start - 1] === ':' ? ' ' : '';
  return { startOffset: start, endOffset: end, newText: `${gap}${quote}${to}${quote}` };
}

/** True where every character of a scalar stands in the text as it reads, at the place of the scalar itself. */
function isWrittenAsRead(text: string, { style, written, range, source }: ScalarNode): boolean {
  if (written !== undefined || style === 'block') return false;
  const quote = style === 'plain' ? '' : style === 'single' ? "'" : '"';
  return text.slice(range.start, range.end) === quote + source + quote;
}

/** True for a text that is a string without quotes, too. */
function isPlain(text: string, inFlow: boolean): boolean {
  const pattern = inFlow ? /^[A-Za-z][\w./:-]*$/ : /^[A-Za-z][\w./:,-]*$/;
  return pattern.test(text) && !text.endsWith(':') && resolvePlainScalar(text).type === 'string';
}

function remove(text: string, key: ScalarNode): TextEdit | undefined {
  const map = key.parent;
  const entry = map?.kind === 'map' ? map.entries.get(key.text) : undefined;
  if (map?.kind !== 'map' || entry === undefined || map.written !== undefined || key.written !== undefined)
    return undefined;
  const cut = (startOffset: number, endOffset: number): TextEdit => ({ startOffset, endOffset, newText: '' });
  if (isFlow(text, map)) {
    const { start } = key.range;
    const { end } = entry.value.range;
    if (map.entries.size === 1) return cut(map.range.start + 1, map.range.end - 1);
    const behind = /^\s*,\s*/.exec(text.slice(end, map.range.end));
    if (behind !== null) return cut(start, end + behind[0].length);
    const before = /,\s*$/.exec(text.slice(map.range.start, start));
    return before === null ? undefined : cut(map.range.start + before.index, end);
  }
  // A key without a value would be left: its line goes, too.
  const holder =
    map.parent?.kind === 'map' && map.step !== undefined ? map.parent.entries.get(String(map.step)) : undefined;
  const first = map.entries.size > 1 ? key : holder?.key;
  const end = entryEnd(text, entry);
  if (first === undefined || end === undefined || indentOf(text, first) === undefined) return undefined;
  const start = lineStartAt(text, first.range.start);
  if (end < text.length) return cut(start, end + lineBreakAt(text, end).length);
  // The last line of a text without a final line end stays without one.
  const lineBreak = /(?:\r\n|\n|\r)$/.exec(text.slice(0, start));
  return cut(start - (lineBreak?.[0].length ?? 0), end);
}

/** New annotations, and how they are written at one place or another. */
class Insertion {
  readonly #text: string;
  readonly #entries: readonly (readonly [string, string])[];

  constructor(text: string, entries: readonly (readonly [string, string])[]) {
    this.#text = text;
    this.#entries = entries;
  }

  into(root: MapNode, beside: ScalarNode | undefined): TextEdit | undefined {
    if (this.#entries.some(([key, text]) => !simple.test(key) || !simple.test(text))) return undefined;
    const metadata = entryAt(root, 'metadata');
    const entry = entryAt(root, 'metadata', 'annotations');
    if (metadata?.value.kind !== 'map' || metadata.value.written !== undefined) return undefined;
    if (entry === undefined) return this.#newMap(metadata, metadata.value);
    const { key, value } = entry;
    if (key.written !== undefined || value.written !== undefined) return undefined;
    if (value.kind === 'map') return value.entries.size === 0 ? this.#intoEmpty(value) : this.#intoMap(value, beside);
    if (value.kind !== 'scalar' || value.type !== 'null' || value.source !== '') return undefined;
    return this.#belowKey(key, metadata);
  }

  /** Behind an entry of a map that has some: the one that was named, else the last that ends with its line. */
  #intoMap(map: MapNode, beside: ScalarNode | undefined): TextEdit | undefined {
    const quote = quoteUsedIn(map);
    return this.#beside(map, beside === undefined ? [] : [beside.text], (sibling) =>
      this.#entries.map(([key, text]) => this.#entry(sibling, key, `${quote}${text}${quote}`)),
    );
  }

  #beside(
    map: MapNode,
    preferred: readonly string[],
    written: (sibling: MapEntry, indent: string) => readonly string[],
  ): TextEdit | undefined {
    const text = this.#text;
    const own = [...map.entries.values()].filter(({ key }) => key.written === undefined && key.parent === map);
    const byPlace = own.toSorted((left, right) => left.key.range.start - right.key.range.start);
    const candidates = [
      ...byPlace.filter(({ key }) => preferred.includes(key.text)),
      ...byPlace.filter(({ key }) => !preferred.includes(key.text)).reverse(),
    ];
    if (isFlow(text, map)) {
      const [sibling] = candidates;
      if (sibling === undefined) return undefined;
      const indent = indentOf(text, sibling.key);
      const lineBreak = lineBreakAt(text, lineEndAt(text, sibling.value.range.end));
      const between = indent === undefined ? (this.#isDense(sibling) ? ',' : ', ') : `,${lineBreak}${indent}`;
      const newText = written(sibling, indent ?? '').map((entry) => between + entry);
      return at(sibling.value.range.end, newText.join(''));
    }
    for (const sibling of candidates) {
      const indent = indentOf(text, sibling.key);
      const end = entryEnd(text, sibling);
      if (indent === undefined || end === undefined || sibling.value.kind === 'map') continue;
      const lineBreak = lineBreakAt(text, end);
      return at(
        end,
        written(sibling, indent)
          .map((entry) => lineBreak + indent + entry)
          .join(''),
      );
    }
    const [first] = byPlace;
    const indent = first === undefined ? undefined : indentOf(text, first.key);
    if (first === undefined || indent === undefined) return undefined;
    const lineBreak = lineBreakAt(text, lineEndAt(text, first.key.range.start));
    return at(
      first.key.range.start,
      written(first, indent)
        .map((entry) => entry + lineBreak + indent)
        .join(''),
    );
  }

  /** One entry in the manner of a sibling. */
  #entry({ key: sibling, value }: MapEntry, key: string, written: string): string {
    const quote = sibling.style === 'double' ? '"' : sibling.style === 'single' ? "'" : '';
    const colon = this.#isDense({ key: sibling, value }) ? ':' : ': ';
    return `${quote}${key}${quote}${colon}${written}`;
  }

  /** True in JSON without blanks. */
  #isDense({ key, value }: MapEntry): boolean {
    return key.style !== 'plain' && this.#text.slice(key.range.end, value.range.start) === ':';
  }

  #intoEmpty(map: MapNode): TextEdit | undefined {
    if (!isFlow(this.#text, map)) return undefined;
    const quote = quoteUsedIn(map);
    const isJson = map.parent?.kind === 'map' && isFlow(this.#text, map.parent);
    const mark = isJson ? quote : '';
    const entries = this.#entries.map(([key, text]) => `${mark}${key}${mark}: ${quote}${text}${quote}`);
    return { startOffset: map.range.start + 1, endOffset: map.range.end - 1, newText: entries.join(', ') };
  }

  /** Below a key that has no value: one step deeper than the key, as the rest of the metadata is. */
  #belowKey(key: ScalarNode, metadata: MapEntry): TextEdit | undefined {
    const indent = indentOf(this.#text, key);
    const end = lineEndAt(this.#text, key.range.end);
    if (indent === undefined || !/^[ \t]*:(?:[ \t]*|[ \t]+#.*)$/.test(this.#text.slice(key.range.end, end)))
      return undefined;
    const lineBreak = lineBreakAt(this.#text, end);
    return at(end, this.#lines(lineBreak + indent + this.#step(metadata, key), metadata.value));
  }

  #lines(before: string, holder: ValueNode): string {
    const quote = quoteUsedIn(holder.kind === 'map' ? holder : holder.parent);
    return this.#entries.map(([key, text]) => `${before}${key}: ${quote}${text}${quote}`).join('');
  }

  /** `annotations` with what is below it, behind the name of the object. */
  #newMap({ key: metadata, value }: MapEntry, map: MapNode): TextEdit | undefined {
    const text = this.#text;
    const names = ['namespace', 'name', 'generateName'].filter((name) => valueAt(map, name) !== undefined).slice(0, 1);
    return this.#beside(map, names, (sibling, indent) => {
      const step = this.#step({ key: metadata, value }, sibling.key);
      const lineBreak = lineBreakAt(text, lineEndAt(text, sibling.key.range.end));
      if (!isFlow(text, map)) return [`annotations:${this.#lines(lineBreak + indent + step, map)}`];
      const quote = quoteUsedIn(map);
      const entries = this.#entries.map(([key, own]) => this.#entry(sibling, key, `${quote}${own}${quote}`));
      // In JSON of one entry a line, each of these gets its line, too.
      const isSpread = indentOf(text, sibling.key) !== undefined;
      const glue = this.#isDense(sibling) ? ',' : ', ';
      const inner = isSpread
        ? `${entries.map((entry) => lineBreak + indent + step + entry).join(',')}${lineBreak}${indent}`
        : entries.join(glue);
      return [this.#entry(sibling, 'annotations', `{${inner}}`)];
    });
  }

  /** By how much the metadata is indented. */
  #step({ key: metadata }: MapEntry, child: ScalarNode): string {
    const own = child.range.start - lineStartAt(this.#text, child.range.start);
    const above = metadata.range.start - lineStartAt(this.#text, metadata.range.start);
    const indent = indentOf(this.#text, child) ?? '';
    return own > above && indent.length === own ? indent.slice(0, own - above) : '  ';
  }
}
