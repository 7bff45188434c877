import { expect, it } from 'vitest';
import { conditionsOf, demands, idKeys } from '../../src/catalog/annotation-conditions.ts';
import { annotationFacts, factOfShortKey, type AnnotationFact } from '../../src/catalog/annotations.ts';
import { currentPrefix } from '../../src/catalog/annotation-keys.ts';

/** All that the catalogue says in words about what an annotation needs, and when it does nothing. */
function saidOf({ requires = [], conflicts = [], ignoredWhen = [], notes = '' }: AnnotationFact): string {
  return JSON.stringify([requires, conflicts, ignoredWhen, notes]);
}

const shortKeys = annotationFacts
  .filter(({ key, object }) => object === 'Service' && key.startsWith(currentPrefix))
  .map(({ key }) => key.slice(currentPrefix.length));

it.each((['clb', 'nlb'] as const).flatMap((kind) => shortKeys.flatMap((key) => conditionsOf(kind, key))))(
  '$kind: that $key needs $needs is said in the catalogue',
  ({ kind, key, needs }) => {
    const [fact, other] = [factOfShortKey(key), factOfShortKey(needs)];
    if (fact === undefined || other === undefined) throw new Error(`${key} or ${needs} is no key`);
    expect(fact.controllers).toContain(kind);
    expect(other.controllers).toContain(kind);
    const words = `${saidOf(fact)} ${saidOf(other)}`;
    // Some entries call a key by the name of its group: "sticky", "a health check".
    expect(words.includes(needs) || words.includes(key) || fact.group === other.group).toBe(true);
  },
);

it.each(demands)('$kind: that $key demands $demands is said in the catalogue', ({ key, demands: other }) => {
  const fact = factOfShortKey(key);
  expect(fact?.requires?.some(({ ref }) => ref === currentPrefix + other)).toBe(true);
});

it('knows the keys of ids', () => {
  for (const key of idKeys) expect(factOfShortKey(key), key).toBeDefined();
});
