/** A list of which each entry is made from its source when it is written: all of them together are a lot. */
export function entriesOf<S, T>(sources: readonly S[], entryOf: (source: S) => T): Entries<T> {
  return new Entries(function* () {
    for (const source of sources) yield entryOf(source);
  });
}

/** A long list that is read once, entry by entry. */
export class Entries<T> implements Iterable<T> {
  readonly #each: () => Iterable<T>;

  constructor(each: () => Iterable<T>) {
    this.#each = each;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#each()[Symbol.iterator]();
  }
}

/** Characters of one piece, at the least. */
const enough = 65_536;

/**
 * What `JSON.stringify` with two blanks makes of an object, in pieces: one text of many megabytes would stand in memory
 * several times over.
 */
export function* jsonPieces(value: object): Generator<string> {
  let piece = '';
  for (const part of parts(value, '')) {
    piece += part;
    if (piece.length < enough) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n`;
}

function* parts(value: unknown, margin: string): Generator<string> {
  const inner = `${margin}  `;
  let before = `\n${inner}`;
  const next = `,\n${inner}`;
  if (value instanceof Entries || Array.isArray(value)) {
    const isLong = value instanceof Entries;
    yield '[';
    for (const entry of value as Iterable<unknown>) {
      yield before;
      if (isLong) yield written(entry, inner);
      else yield* parts(entry, inner);
      before = next;
    }
    yield before === next ? `\n${margin}]` : ']';
  } else if (typeof value === 'object' && value !== null) {
    yield '{';
    for (const [key, entry] of Object.entries(value)) {
      if (entry === undefined) continue;
      yield `${before}${JSON.stringify(key)}: `;
      yield* parts(entry, inner);
      before = next;
    }
    yield before === next ? `\n${margin}}` : '}';
  } else yield written(value, margin);
}

/** Texts within JSON hold no line ends, so that those which are there may be indented. */
function written(value: unknown, margin: string): string {
  return JSON.stringify(value ?? null, null, 2).replaceAll('\n', `\n${margin}`);
}
