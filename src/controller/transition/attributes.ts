import type { Value } from '../values.ts';
import type { AttributeMap } from './cloud/state.ts';

/** The attributes that say something, without those of these names. */
export function attributesWithout(
  attributes: { readonly [name: string]: Value | undefined },
  ...names: readonly string[]
): AttributeMap {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      (entry): entry is [string, Value] => entry[1] !== undefined && !names.includes(entry[0]),
    ),
  );
}
