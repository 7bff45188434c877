import type { MapEntry } from '../model/node.ts';

/** Entries of a map by the text of their keys. Few are found as fast by looking at each, and take half the room. */
export class SmallEntries implements ReadonlyMap<string, MapEntry> {
  static readonly most = 8;
  readonly #entries: readonly MapEntry[];

  /** Each key once. */
  constructor(entries: readonly MapEntry[]) {
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.length;
  }

  get(name: string): MapEntry | undefined {
    for (const entry of this.#entries) if (nameOf(entry) === name) return entry;
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  forEach(each: (entry: MapEntry, name: string, map: ReadonlyMap<string, MapEntry>) => void): void {
    for (const entry of this.#entries) each(entry, nameOf(entry), this);
  }

  *entries(): MapIterator<[string, MapEntry]> {
    for (const entry of this.#entries) yield [nameOf(entry), entry];
  }

  *keys(): MapIterator<string> {
    for (const entry of this.#entries) yield nameOf(entry);
  }

  values(): MapIterator<MapEntry> {
    return this.#entries.values();
  }

  [Symbol.iterator](): MapIterator<[string, MapEntry]> {
    return this.entries();
  }
}

/** The text of an entry's key, which its value knows as well: the key itself may not have been made yet. */
export function nameOf({ value }: MapEntry): string {
  return String(value.step);
}
