import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { difference } from './compare.ts';
import { casesIn } from './recording.ts';
import { transitionsIn } from './transition-recording.ts';

const cases = casesIn('test/oracle');
const excluded = JSON.parse(readFileSync('test/oracle/excluded.json', 'utf8')) as { id: string; reason: string }[];
const reasons = new Map(excluded.map(({ id, reason }) => [id, reason]));

describe('the model agrees with the controller', () => {
  it('is compared with all recordings', () => {
    expect(cases.filter(({ id }) => id.startsWith('clb'))).toHaveLength(600);
    expect(cases.filter(({ id }) => id.startsWith('nlb'))).toHaveLength(250);
  });

  it('leaves out at most five cases, each for a reason', () => {
    expect(excluded.length).toBeLessThanOrEqual(5);
    for (const { id, reason } of excluded) {
      expect([...cases, ...transitionsIn('test/oracle')].some((one) => one.id === id)).toBe(true);
      expect(reason).not.toBe('');
    }
  });

  it.each(cases.filter(({ id }) => !reasons.has(id)).map((one) => [one.id, one.tag, one] as const))(
    '%s (%s)',
    (_id, _tag, one) => {
      expect(difference(one)).toBeUndefined();
    },
  );
});
