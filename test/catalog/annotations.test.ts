import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { annotationsModule } from '../../scripts/annotations-module.ts';
import { annotationFacts } from '../../src/catalog/annotations.generated.ts';

it('is what the generator makes of the facts', () => {
  const facts = readFileSync('src/catalog/facts/ccm-annotations.yaml', 'utf8');
  expect(readFileSync('src/catalog/annotations.generated.ts', 'utf8')).toBe(annotationsModule(facts));
});

it.each(annotationFacts.map((fact) => [fact.key, fact] as const))('%s has a source with link and date', (_, fact) => {
  expect(fact.sources.length).toBeGreaterThan(0);
  for (const { url, checked } of fact.sources) {
    expect(url).toMatch(/^https:\/\/\S+$/);
    expect(checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
});

it('names each key once', () => {
  const keys = annotationFacts.flatMap(({ key, legacyKey }) => (legacyKey === undefined ? [key] : [key, legacyKey]));
  expect(new Set(keys).size).toBe(keys.length);
});
