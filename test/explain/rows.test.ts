import { describe, expect, it } from 'vitest';
import { events } from '../../src/catalog/events.ts';
import { ruleIds } from '../../src/catalog/rule-ids.generated.ts';
import { symptoms } from '../../src/catalog/symptoms.ts';
import { knownMessages, rowsOf } from './tables.ts';

const byId = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : 1;

/** Each row of the guide and the catalogue: its rules, or none where only `explain` helps, and what tries it. */
function table(): string {
  const questions = rowsOf('symptoms.tsv');
  const line = (id: string, origin: string, rules: readonly string[], tests: string): string => {
    const own = rules.filter((rule) => ruleIds.has(rule));
    return [id, origin, own.length === 0 ? 'explained only' : own.join(' '), tests].join('\t');
  };
  return [
    ['row', 'origin', 'rules (test/rules/<rule>)', 'explanation'].join('\t'),
    ...Object.entries(events)
      .toSorted(byId)
      .map(([id, { rules }]) => {
        const own = knownMessages.filter((each) => each.id === id);
        const origin = own.map((each) => each.origin).find((each) => each !== 'catalogue') ?? 'catalogue';
        return line(id, origin, rules, `${own.length} in messages.tsv`);
      }),
    ...Object.entries(symptoms).map(([id, { rules }]) => {
      const own = questions.filter(([each]) => each === id);
      return line(id, own[0]?.[1] ?? '', rules, `${own.length} in symptoms.tsv`);
    }),
    '',
  ].join('\n');
}

describe('every row', () => {
  it('leads to rules or an explanation, and to what tries it', async () => {
    const text = table();

    expect(text).not.toMatch(/\t0 in /);
    await expect(text).toMatchFileSnapshot('rows.tsv');
  });
});
