import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { DuplicateKey } from '../model/manifest.ts';
import type { MapEntry, MapNode, ScalarNode, SequenceNode, UnknownNode, ValueNode } from '../model/node.ts';
import type { Range } from '../model/position.ts';
import { keptEntries, keptKey, keptScalar, openMap, openSequence, type ScalarContent } from './kept-nodes.ts';
import type { Limits } from './limits.ts';
import type { ParsedText } from './parse-document.ts';
import { resolvePlainScalar } from './resolve-scalar.ts';
import type { Piece } from './split-documents.ts';

/** A guard struck while a document was being read. */
export class LimitExceeded extends Error {
  readonly limit: keyof Limits;
  readonly allowed: number;
  readonly found: number;
  readonly range: Range;

  constructor(limit: keyof Limits, allowed: number, found: number, range: Range) {
    super(`${limit} is limited to ${allowed}`);
    this.limit = limit;
    this.allowed = allowed;
    this.found = found;
    this.range = range;
  }
}

/** What the parser takes and Kubernetes refuses: an alias that stands for nothing or for itself, a key that is a map. */
export class RefusedValue extends Error {
  readonly range: Range;

  constructor(message: string, range: Range) {
    super(message);
    this.range = range;
  }
}

type Placed = { parent?: MapNode | SequenceNode | undefined; step?: string | number | undefined };

/**
 * Turns one parsed document into values as Kubernetes reads them: aliases followed, merge keys applied in the order in
 * which they are written, of repeated keys the last one kept, plain scalars typed by Kubernetes' own table.
 */
export function buildValue(
  text: string,
  piece: Piece,
  parsed: ParsedText,
  limits: Limits,
  onDuplicate: (duplicate: DuplicateKey) => void,
): ValueNode | undefined {
  return new Builder(text, piece, parsed, limits, onDuplicate).build();
}

class Builder {
  readonly #text: string;
  readonly #piece: Piece;
  readonly #document: Document.Parsed;
  readonly #toSource: ParsedText['toSource'];
  readonly #limits: Limits;
  readonly #onDuplicate: (duplicate: DuplicateKey) => void;
  readonly #anchors = new Map<string, Node>();
  /** What each alias stands for where it is written: an anchor may be given again further down. */
  readonly #targets = new Map<Alias, Node>();
  readonly #following = new Set<Node>();
  #aliased = 0;
  #depth = 0;
  /** The alias that is being followed: everything below it is shown at its place of use. */
  #use: Range | undefined;

  constructor(
    text: string,
    piece: Piece,
    { document, toSource }: ParsedText,
    limits: Limits,
    onDuplicate: (duplicate: DuplicateKey) => void,
  ) {
    this.#text = text;
    this.#piece = piece;
    this.#document = document;
    this.#toSource = toSource;
    this.#limits = limits;
    this.#onDuplicate = onDuplicate;
  }

  build(): ValueNode | undefined {
    return this.#value(this.#document.contents, {}, { start: this.#piece.start, end: this.#piece.start });
  }

  #range(node: Node): Range {
    const range = node.range ?? [0, 0, 0];
    return { start: this.#piece.start + this.#toSource(range[0]), end: this.#piece.start + this.#toSource(range[1]) };
  }

  #place(node: Node): { range: Range; written: Range | undefined } {
    const own = this.#range(node);
    return this.#use === undefined ? { range: own, written: undefined } : { range: this.#use, written: own };
  }

  #value(node: unknown, placed: Placed, fallback: Range): ValueNode {
    if (this.#use !== undefined) {
      this.#aliased += 1;
      if (this.#aliased > this.#limits.aliasedValues) {
        throw new LimitExceeded('aliasedValues', this.#limits.aliasedValues, this.#aliased, this.#use);
      }
    }
    if (isAlias(node)) return this.#followed(node, placed);
    const anchor = (node as Node | null)?.anchor;
    if (anchor !== undefined && this.#use === undefined) this.#anchors.set(anchor, node as Node);
    if (isScalar(node)) return this.#scalar(node, placed);
    if (!isMap(node) && !isSeq(node)) {
      return keptScalar(absent, { range: this.#use ?? fallback, written: undefined, ...placed });
    }
    const place = this.#place(node);
    const source = this.#text.slice(place.range.start, place.range.start + 2);
    if (node.flow === true && (source === '{{' || source === '{%')) {
      return { kind: 'unknown', text: this.#text.slice(place.range.start, place.range.end), ...place, ...placed };
    }
    this.#depth += 1;
    if (this.#depth > this.#limits.depth)
      throw new LimitExceeded('depth', this.#limits.depth, this.#depth, {
        start: place.range.start,
        end: place.range.start + 1,
      });
    const value = isMap(node) ? this.#map(node, place, placed) : this.#sequence(node, place, placed);
    this.#depth -= 1;
    return value;
  }

  #followed(alias: Alias, placed: Placed): ValueNode {
    const range = this.#use ?? this.#range(alias);
    const target = this.#targetOf(alias, range);
    if (this.#following.has(target)) throw new RefusedValue(`Anchor "${alias.source}" contains itself`, range);
    const outer = this.#use;
    this.#use = range;
    this.#following.add(target);
    const value = this.#value(target, placed, range);
    this.#following.delete(target);
    this.#use = outer;
    return value;
  }

  #targetOf(alias: Alias, range: Range): Node {
    const target = this.#targets.get(alias) ?? this.#anchors.get(alias.source);
    if (target === undefined) throw new RefusedValue(`Unknown anchor "${alias.source}"`, range);
    this.#targets.set(alias, target);
    return target;
  }

  #scalar(node: Scalar, placed: Placed): ScalarNode | UnknownNode {
    const place = this.#place(node);
    const own = place.written ?? place.range;
    const content = typeof node.value === 'string' ? shared(node.value) : '';
    const style =
      node.type === 'QUOTE_DOUBLE'
        ? 'double'
        : node.type === 'QUOTE_SINGLE'
          ? 'single'
          : node.type === 'PLAIN'
            ? 'plain'
            : 'block';
    if (style === 'plain' && (content.includes('{{') || content.includes('}}'))) {
      return { kind: 'unknown', text: content, ...place, ...placed };
    }
    const first = style === 'plain' ? own.start : own.start + 1;
    const textStart = style !== 'block' && this.#text.startsWith(content, first) ? first : undefined;
    const typed =
      node.tag !== undefined
        ? this.#tagged(node.tag, content)
        : style === 'plain'
          ? resolvePlainScalar(content)
          : { type: 'string' as const, text: content };
    const literal = typed.text === content ? textStart : undefined;
    return keptScalar(
      { type: typed.type, text: typed.text, source: content, style, textStart: literal },
      { ...place, ...placed },
    );
  }

  #tagged(tag: string, content: string): Pick<ScalarNode, 'type' | 'text'> {
    if (tag === 'tag:yaml.org,2002:binary') {
      return { type: 'string', text: Buffer.from(content, 'base64').toString('utf8') };
    }
    if (/^tag:yaml\.org,2002:(?:bool|int|float|null|timestamp)$/.test(tag)) return resolvePlainScalar(content);
    return { type: 'string', text: content };
  }

  #sequence(node: YAMLSeq, place: { range: Range; written: Range | undefined }, placed: Placed): SequenceNode {
    const sequence = openSequence({ ...place, ...placed });
    sequence.items = node.items.map((item, index) =>
      this.#value(isPair(item) ? null : item, { parent: sequence, step: index }, place.range),
    );
    return sequence;
  }

  #map(node: YAMLMap, place: { range: Range; written: Range | undefined }, placed: Placed): MapNode {
    const entries = new Map<string, MapEntry>();
    const map = openMap({ ...place, ...placed });
    const written = new Map<string, ScalarNode[]>();
    for (const pair of node.items) {
      if (isMergeKey(pair.key)) {
        this.#merge(pair, map, entries);
        continue;
      }
      const key = this.#key(pair, map);
      if (key === undefined) continue;
      const value = this.#value(
        pair.value,
        { parent: map, step: key.text },
        { start: key.range.end, end: key.range.end },
      );
      const repeated = written.get(key.text);
      if (repeated === undefined) written.set(key.text, [key]);
      else repeated.push(key);
      entries.delete(key.text);
      entries.set(key.text, { key, value });
    }
    if (this.#use === undefined) {
      for (const [key, keys] of written) {
        const kept = keys.at(-1);
        if (keys.length > 1 && kept !== undefined) {
          this.#onDuplicate({ document: this.#piece.index, key, kept, dropped: keys.slice(0, -1) });
        }
      }
    }
    map.entries = keptEntries(map, entries);
    return map;
  }

  #key(pair: Pair, map: MapNode): ScalarNode | undefined {
    const keyNode = isAlias(pair.key) ? this.#targetOf(pair.key, this.#use ?? this.#range(pair.key)) : pair.key;
    if (isMap(keyNode) || isSeq(keyNode)) throw new RefusedValue('A key is a map or a list', this.#range(keyNode));
    if (!isScalar(keyNode)) return undefined;
    const anchor = keyNode.anchor;
    if (anchor !== undefined && this.#use === undefined) this.#anchors.set(anchor, keyNode);
    const outer = this.#use;
    if (isAlias(pair.key)) this.#use ??= this.#range(pair.key);
    const scalar = this.#scalar(keyNode, {});
    this.#use = outer;
    if (scalar.kind !== 'scalar') return undefined;
    return keptKey(scalar, { range: scalar.range, parent: map });
  }

  /** `<<: *a` and `<<: [*a, *b]`: of several the earlier wins; what is written later in this map overrides. */
  #merge(pair: Pair, map: MapNode, entries: Map<string, MapEntry>): void {
    const sources = (isSeq(pair.value) ? pair.value.items : [pair.value]).map((source) => ({
      range: isAlias(source) ? this.#range(source) : undefined,
      // The merged map stands where `map` stands, so that paths below it read the same.
      value: this.#value(source, { parent: map.parent, step: map.step }, map.range),
    }));
    for (const { range, value } of sources.reverse()) {
      if (value.kind !== 'map') continue;
      for (const [name, entry] of value.entries) {
        const use = range ?? entry.key.range;
        entries.delete(name);
        entries.set(name, { key: keptKey(entry.key, { range: this.#use ?? use, parent: map }), value: entry.value });
      }
    }
  }
}

const absent: ScalarContent = { type: 'null', text: '', source: '', style: 'plain', textStart: undefined };

const words = new Map<string, string>();
/** What is longer may be a slice of its file's text, and would keep all of that in memory. */
const longestWord = 12;

/** Short texts, most of them keys, are the same again and again: each is kept once. */
function shared(text: string): string {
  if (text.length > longestWord) return text;
  const known = words.get(text);
  if (known !== undefined) return known;
  if (words.size >= 10_000) words.clear();
  words.set(text, text);
  return text;
}

function isMergeKey(key: unknown): boolean {
  if (!isScalar(key) || key.value !== '<<') return false;
  return key.tag === undefined ? key.type === 'PLAIN' : key.tag === 'tag:yaml.org,2002:merge';
}
