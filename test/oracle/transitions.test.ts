import { describe, expect, it } from 'vitest';
import { transitionAnswer, transitionDifference } from './transition-compare.ts';
import { casesIn, excludedIds } from './recording.ts';
import { transitionsIn } from './transition-recording.ts';

const cases = transitionsIn('test/oracle');
const excluded = excludedIds();

describe('the model of a changed Service agrees with the controller', () => {
  it('is compared with all recordings', () => {
    expect(cases.filter(({ id }) => id.startsWith('rec-clb'))).toHaveLength(430);
    expect(cases.filter(({ id }) => id.startsWith('rec-nlb'))).toHaveLength(75);
  });

  it.each(cases.filter(({ id }) => !excluded.has(id)).map((one) => [one.id, one.tag, one] as const))(
    '%s (%s)',
    (_id, _tag, one) => {
      expect(transitionDifference(one)).toBeUndefined();
    },
  );
});

interface FirstSync {
  readonly result: string;
  readonly error?: string;
  readonly class?: string;
}

describe('the model of the first sync agrees with the controller', () => {
  it.each(casesIn('test/oracle').map((one) => [one.id, one.tag, one] as const))('%s (%s)', (_id, _tag, one) => {
    const recorded = one.expected['firstSync'] as FirstSync | undefined;
    const { head } = transitionAnswer({ base: null, head: one.input.service, cluster: one.input.cluster });
    expect({
      result: head.result,
      error: head.result === 'error' ? head.failure?.text : undefined,
      class: head.reach?.toUpperCase(),
    }).toEqual({
      result: recorded?.result ?? 'ignored',
      error: recorded?.result === 'error' ? recorded.error : undefined,
      class: recorded?.class,
    });
  });
});
