/**
 * Values as they are kept. A large tree has a million of them, so that each is as small as it can be: offsets are numbers
 * of their own, and what is the same of nearly all of them takes no room.
 */
import type { MapEntry, MapNode, ScalarNode, ScalarType, SequenceNode, ValueNode } from '../model/node.ts';
import type { Range } from '../model/position.ts';
import { nameOf, SmallEntries } from './small-entries.ts';

type Holder = MapNode | SequenceNode;

/** Where a value stands: its span, that behind an alias, and what holds it under which key or index. */
export interface Place {
  readonly range: Range;
  readonly written: Range | undefined;
  readonly parent?: Holder | undefined;
  readonly step?: string | number | undefined;
}

export type ScalarContent = Pick<ScalarNode, 'type' | 'text' | 'source' | 'style' | 'textStart'>;

export function keptScalar(content: ScalarContent, place: Place): ScalarNode {
  return KeptScalar.suits(content, place) ? new KeptScalar(content, place) : { kind: 'scalar', ...content, ...place };
}

/** A scalar as the key of a map, `null` by its name. */
export function keptKey(
  { type, text: read, source, style, textStart, written }: ScalarNode,
  { range, parent }: { readonly range: Range; readonly parent: MapNode },
): ScalarNode {
  const text = type === 'null' ? 'null' : read;
  return keptScalar({ type, text, source, style, textStart }, { range, written, parent, step: text });
}

abstract class Kept {
  readonly #start: number;
  readonly #end: number;
  readonly parent: Holder | undefined;
  readonly step: string | number | undefined;

  constructor({ range: { start, end }, parent, step }: Place) {
    this.#start = start;
    this.#end = end;
    this.parent = parent;
    this.step = step;
  }

  get range(): Range {
    return { start: this.#start, end: this.#end };
  }
}

/** What many scalars have alike. */
type Shape = Pick<ScalarNode, 'type' | 'style'> & { readonly isLiteral: boolean };

const types: readonly ScalarType[] = ['string', 'bool', 'int', 'float', 'null'];
const styles: readonly ScalarNode['style'][] = ['plain', 'single', 'double', 'block'];
const shapes: readonly Shape[] = types.flatMap((type) =>
  styles.flatMap((style) => [true, false].map((isLiteral) => ({ type, style, isLiteral }))),
);

/** A scalar that reads as it is written, where it is written. */
class KeptScalar extends Kept implements ScalarNode {
  readonly text: string;
  readonly #shape: Shape;

  static suits({ text, source, style, textStart }: ScalarContent, { range, written }: Place): boolean {
    if (written !== undefined || text !== source) return false;
    return textStart === undefined || textStart === firstOf(range.start, style);
  }

  constructor({ type, text, style, textStart }: ScalarContent, place: Place) {
    super(place);
    this.text = text;
    const at = (types.indexOf(type) * styles.length + styles.indexOf(style)) * 2 + (textStart === undefined ? 1 : 0);
    this.#shape = shapes[at] ?? { type, style, isLiteral: textStart !== undefined };
  }

  get kind(): 'scalar' {
    return 'scalar';
  }

  get type(): ScalarType {
    return this.#shape.type;
  }

  get style(): ScalarNode['style'] {
    return this.#shape.style;
  }

  get source(): string {
    return this.text;
  }

  get textStart(): number | undefined {
    return this.#shape.isLiteral ? firstOf(this.range.start, this.style) : undefined;
  }
}

/** Where the text begins, behind a quote where there is one. */
function firstOf(start: number, style: ScalarNode['style']): number {
  return style === 'plain' ? start : start + 1;
}

/** An entry under an ordinary word. Nobody asks for most keys, which say only what their values say: they are made then. */
class KeptEntry implements MapEntry {
  readonly value: ValueNode;
  /** The key, or where it starts and how it is quoted. */
  #key: ScalarNode | number;

  static suits(map: MapNode, { key, value }: MapEntry): boolean {
    if (!(key instanceof KeptScalar) || key.type !== 'string' || key.textStart === undefined) return false;
    const { start, end } = key.range;
    if (end - start !== key.text.length + 2 * (key.textStart - start)) return false;
    return key.parent === map && value.parent === map && value.step === key.text;
  }

  constructor({ key, value }: MapEntry) {
    this.value = value;
    this.#key = key.range.start * styles.length + styles.indexOf(key.style);
  }

  get key(): ScalarNode {
    if (typeof this.#key === 'number') this.#key = this.#made(this.#key);
    return this.#key;
  }

  #made(packed: number): ScalarNode {
    const { parent, step } = this.value;
    const text = String(step);
    const style = styles[packed % styles.length] ?? 'plain';
    const start = Math.floor(packed / styles.length);
    const textStart = firstOf(start, style);
    const range = { start, end: textStart + text.length + (textStart - start) };
    return new KeptScalar(
      { type: 'string', text, source: text, style, textStart },
      { range, written: undefined, parent, step },
    );
  }
}

class KeptMap extends Kept implements MapNode {
  entries: ReadonlyMap<string, MapEntry> = none;

  get kind(): 'map' {
    return 'map';
  }
}

class KeptSequence extends Kept implements SequenceNode {
  items: readonly ValueNode[] = [];

  get kind(): 'sequence' {
    return 'sequence';
  }
}

const none: ReadonlyMap<string, MapEntry> = new Map();

/** A map that is filled once what it holds is known, which points back to it. */
export type OpenMap = MapNode & { entries: ReadonlyMap<string, MapEntry> };
export type OpenSequence = SequenceNode & { items: readonly ValueNode[] };

export function openMap(place: Place): OpenMap {
  return place.written === undefined ? new KeptMap(place) : { kind: 'map', entries: none, ...place };
}

export function openSequence(place: Place): OpenSequence {
  return place.written === undefined ? new KeptSequence(place) : { kind: 'sequence', items: [], ...place };
}

/** Entries of a map in their order, as small as they can be kept. */
export function keptEntries(map: MapNode, entries: ReadonlyMap<string, MapEntry>): ReadonlyMap<string, MapEntry> {
  const kept = [...entries.values()].map((entry) => (KeptEntry.suits(map, entry) ? new KeptEntry(entry) : entry));
  if (kept.length <= SmallEntries.most) return new SmallEntries(kept);
  return new Map(kept.map((entry) => [nameOf(entry), entry]));
}
