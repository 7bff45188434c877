/** The first of each key. */
export function firstBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(keyOf(item))) first.set(keyOf(item), item);
  return first;
}

/** All of each key, in their order. */
export function allBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const all = new Map<string, T[]>();
  for (const item of items) {
    const has = all.get(keyOf(item));
    if (has === undefined) all.set(keyOf(item), [item]);
    else has.push(item);
  }
  return all;
}
