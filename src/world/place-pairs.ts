import type { Resource } from '../model/manifest.ts';
import { folderOf } from './paths.ts';

/** Numbers for the places that resources stand in: cluster and folder. */
export class Places {
  readonly #known = new Map<string, number>();
  readonly #ofResource = new Map<Resource, number>();

  of(resource: Resource): number {
    return memo(this.#ofResource, resource, () =>
      memo(this.#known, `${resource.cluster ?? ''}\0${folderOf(resource.file)}`, () => this.#known.size),
    );
  }
}

/** Answers that depend on the places of two resources only; a tree has far fewer folders than pairs of resources. */
export class PairAnswers {
  readonly #places: Places;
  readonly #known = new Map<number, Map<number, boolean>>();

  constructor(places: Places) {
    this.#places = places;
  }

  of(left: Resource, right: Resource, answer: () => boolean): boolean {
    const row = memo(this.#known, this.#places.of(left), () => new Map<number, boolean>());
    return memo(row, this.#places.of(right), answer);
  }
}

/** What a map knows of a key; made and kept where it knows nothing. */
export function memo<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}
