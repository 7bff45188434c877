import type { Resource } from '../model/manifest.ts';
import { isNearer } from './nearness.ts';
import { folderOf } from './paths.ts';
import { memo, PairAnswers, Places } from './place-pairs.ts';
import { scopeOf, separate, type Separation } from './scopes.ts';

/** How the folders of each cluster relate, by the resources that are applied there. */
export class Separations {
  readonly #ofCluster = new Map<string | undefined, Separation>();

  constructor(resources: readonly Resource[]) {
    for (const cluster of new Set(resources.map((resource) => resource.cluster))) {
      const members = resources.filter((resource) => resource.cluster === cluster && resource.identity.name !== '');
      this.#ofCluster.set(cluster, separate(members));
    }
  }

  scopeOf({ cluster, file }: Resource): string {
    const folder = scopeOf(file, this.#ofCluster.get(cluster)?.folders ?? new Set());
    return cluster === undefined ? folder : `${folder}@${cluster}`;
  }

  areApart(cluster: string | undefined, one: string, two: string): boolean {
    return this.#ofCluster.get(cluster)?.areApart(folderOf(one), folderOf(two)) === true;
  }

  areOnOneSide(cluster: string | undefined, one: string, two: string): boolean {
    return this.#ofCluster.get(cluster)?.areOnOneSide(folderOf(one), folderOf(two)) === true;
  }
}

/** Which resources are applied together, and which of several copies is meant. */
export class Togetherness {
  readonly #separations: Separations;
  /** Of the resources of one key, one for each place. */
  readonly #copies = new Map<string, Resource[]>();
  readonly #places = new Places();
  readonly #together = new PairAnswers(this.#places);
  readonly #shadowed = new Map<string, PairAnswers>();

  constructor(separations: Separations, byKey: ReadonlyMap<string, readonly Resource[]>) {
    this.#separations = separations;
    for (const [key, resources] of byKey) {
      const ofPlace = new Map(resources.map((resource) => [this.#places.of(resource), resource]));
      this.#copies.set(key, [...ofPlace.values()]);
    }
  }

  /** Applied to the same cluster, and not in two environments. */
  areTogether(left: Resource, right: Resource): boolean {
    if (left.cluster !== right.cluster) return false;
    return this.#together.of(left, right, () => !this.#separations.areApart(left.cluster, left.file, right.file));
  }

  /** Certainly applied together; less is enough to match a selector but proves no absence. */
  belongTogether(left: Resource, right: Resource): boolean {
    return this.areTogether(left, right) && this.#separations.areOnOneSide(left.cluster, left.file, right.file);
  }

  /** Neither has a copy that stands nearer to the other. */
  areNearest(one: Resource, other: Resource): boolean {
    return !this.isShadowed(one, other) && !this.isShadowed(other, one);
  }

  /** Another copy of `resource` stands nearer to `from`, so that this copy belongs to somebody else. */
  isShadowed(resource: Resource, from: Resource): boolean {
    const copies = this.#copies.get(resource.key) ?? [];
    if (copies.length < 2) return false;
    return memo(this.#shadowed, resource.key, () => new PairAnswers(this.#places)).of(resource, from, () =>
      copies.some((copy) => this.areTogether(copy, from) && isNearer(copy, resource, from)),
    );
  }
}
