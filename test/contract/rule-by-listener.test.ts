import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInventories } from '../../src/analysis/inventory/load-inventory.ts';
import { rules as allRules } from '../../src/rules/index.ts';
import { checkFiles } from '../support/check-files.ts';
import { kinds, provocations, situation, type Kind, type Provocation } from './situations.ts';

// What a change does is shown by test/changes.
const rules = allRules.filter(({ subject }) => subject !== 'change');

/**
 * Every rule is asked about the situation that it exists for on every kind of listener. The answers are written from the
 * behaviour notes and the annotation catalogue, each with its source, in rule-by-listener.tsv.
 */
const [, ...lines] = readFileSync(join(import.meta.dirname, 'rule-by-listener.tsv'), 'utf8')
  .trimEnd()
  .split('\n');
const rows = lines.map((line) => {
  const [rule = '', kind = '', answer = '', source = ''] = line.split('\t');
  return { rule, kind, answer, source };
});

function findingsFor(kind: Kind, provocation: Provocation): { ruleId: string; said: string }[] {
  const set = [...(kind === 'node' ? ['cluster.backendMode=node'] : []), ...(provocation.set ?? [])];
  const text = JSON.stringify(provocation.inventory);
  const { inventory } = readInventories(text === undefined ? [] : [{ file: 'cloud.json', text, modified: undefined }]);
  const { findings } = checkFiles({ 'web.yaml': situation(kind, provocation) }, { set }, {}, inventory);
  return findings.map(({ ruleId, messageId, severity, certainty }) => ({
    ruleId,
    said: `${messageId} ${severity} ${certainty}`,
  }));
}

it('has a row with a source for every rule and kind, and no other', () => {
  const wanted = rules.flatMap(({ id }) => kinds.map((kind) => `${id} ${kind}`));
  expect(rows.map(({ rule, kind }) => `${rule} ${kind}`)).toEqual(wanted);
  expect(rows.filter(({ source }) => source === '')).toEqual([]);
});

it.each(kinds)('finds nothing wrong with a healthy Service: %s', (kind) => {
  expect(findingsFor(kind, {})).toEqual([]);
});

describe.each(rules.map(({ id }) => id))('%s', (rule) => {
  it.each(rows.filter((row) => row.rule === rule))('$kind: $answer', ({ kind, answer }) => {
    const provocation = provocations[rule];
    if (provocation === undefined) throw new Error(`no provocation for ${rule}`);
    const own = findingsFor(kinds.find((known) => known === kind) ?? kinds[0], provocation).filter(
      ({ ruleId }) => ruleId === rule,
    );
    expect(own.map(({ said }) => said)).toEqual(answer === 'silent' ? [] : [answer]);
  });
});
