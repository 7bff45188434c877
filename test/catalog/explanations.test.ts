import { describe, expect, it } from 'vitest';
import { plainWords, splitMessage } from '../../src/analysis/explain/split-message.ts';
import { currentPrefix } from '../../src/catalog/annotation-keys.ts';
import { annotationFact } from '../../src/catalog/annotations.ts';
import { events } from '../../src/catalog/events.ts';
import { eventIds } from '../../src/catalog/events/patterns.ts';
import { ruleIds } from '../../src/catalog/rule-ids.generated.ts';
import { symptoms } from '../../src/catalog/symptoms.ts';
import { rules } from '../../src/rules/index.ts';

const all = Object.entries({ ...events, ...symptoms });

describe('the catalogue of events and symptoms', () => {
  it('has 62 events, each with a pattern, and 29 symptoms', () => {
    expect([...eventIds].sort()).toEqual(Object.keys(events).sort());
    expect(eventIds.size).toBe(62);
    expect(Object.keys(symptoms).length).toBe(29);
  });

  it.each(Object.entries(events))('knows the messages of %s by its own pattern', (id, { says }) => {
    for (const message of says)
      expect(splitMessage(message).parts, message).toEqual([{ event: id, text: plainWords(message) }]);
  });

  it.each(all)('says of %s what to do, in both languages, with a source and a day', (_, fact) => {
    const { meaning, why, steps, source } = fact;
    expect(steps.length).toBeGreaterThan(0);
    for (const { en, zh } of [meaning, why, ...steps]) {
      expect(en).toMatch(/^[A-Z"(\w].*[.:?”"\w=…-]$/);
      expect(en).not.toMatch(/\p{Script=Han}/u);
      expect(zh).toMatch(/\p{Script=Han}/u);
      // Half-width signs between Chinese words are a slip.
      expect(zh).not.toMatch(/\p{Script=Han}[,;:?!]/u);
    }
    expect(source.url).toMatch(/^https:\/\//);
    expect(source.checked).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it.each(all)('names only annotations that exist in %s', (_, { steps }) => {
    for (const { en, zh } of steps) {
      const named = [en, zh].map((text) =>
        [...text.matchAll(/service\.beta\.kubernetes\.io\/[a-z-]+[a-z]/g)].map(([key]) => key),
      );
      expect(named[0]?.sort()).toEqual(named[1]?.sort());
      for (const key of named[0] ?? []) expect(annotationFact(key)?.key, key).toBe(key);
    }
  });

  it.each(Object.entries(events))('asks for annotations that exist where %s needs one', (_, { needs = [] }) => {
    for (const short of needs) expect(annotationFact(currentPrefix + short), short).toBeDefined();
  });

  it.each(all)('names for %s only rules that are there, or that another issue brings', (_, fact) => {
    const unknown = fact.rules.filter((rule) => !ruleIds.has(rule));
    expect(unknown).toEqual([]);
    expect(new Set(fact.rules).size).toBe(fact.rules.length);
  });

  it('names every rule with the events and symptoms that the rule names', () => {
    const missing = rules.flatMap((rule) => {
      const own = new Set([...rule.events, ...Object.values(rule.messages).flatMap((message) => message.events ?? [])]);
      return [...own]
        .filter((id) => !(all.find(([known]) => known === id)?.[1].rules ?? []).includes(rule.id))
        .map((id) => `${id} ${rule.id}`);
    });
    expect(missing).toEqual([]);
  });

  it('knows the ids of all rules', () => {
    expect([...ruleIds]).toEqual(rules.map(({ id }) => id));
  });
});
