/** What JSON can hold. A property that is undefined is absent there. */
export type Plain = string | number | boolean | null | undefined | readonly Plain[] | PlainRecord;

export interface PlainRecord {
  readonly [key: string]: Plain;
}

/**
 * A type made of what JSON can hold, and else a type that nothing fits: `T extends PlainPart<T>` keeps maps, nodes and
 * functions out of it, interfaces included.
 */
export type PlainPart<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends (...args: never) => unknown
    ? never
    : { [K in keyof T]: PlainPart<T[K]> };
