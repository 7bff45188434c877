import { describe, expect, it } from 'vitest';
import type { CheckoutOptions } from '../support/github/checkout.ts';
import type { Changes } from '../support/github/repository.ts';
import type { ActionRun } from '../support/github/run-action.ts';
import type { Story } from '../support/github/story.ts';
import { openChange, right, said, warned, wrong } from './change.ts';

/** What GitHub may be asked and told for a pull request of at most a hundred changed files, retries included. */
const mostReads = 10;
const mostWrites = 2;

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
const file = (at: number): string => `k8s/${at}.yaml`;
const files = (from: number, to: number, text: (name: string) => string): Changes =>
  Object.fromEntries(numbers(from, to).map((at) => [file(at), text(`api-${at}`)]));
const edited = (name: string): string => `# edited\n${right(name)}`;

/** A hundred files: 40 with an old error, 30 clean ones and 10 of which errors go are edited, 15 come with an error and 5 with a warning. */
const base = { ...files(0, 40, wrong), ...files(40, 70, right), ...files(70, 80, wrong) };
const first = {
  ...files(0, 40, (name) => `# edited\n${wrong(name)}`),
  ...files(40, 70, edited),
  ...files(70, 80, right),
  ...files(80, 95, wrong),
  ...files(95, 100, warned),
};
/** Errors are mended, others move by some lines, an edited file gets one. */
const second = {
  ...files(80, 83, right),
  ...files(83, 86, (name) => `# one\n# two\n${wrong(name)}`),
  ...files(40, 42, (name) => `# edited\n${wrong(name)}`),
};

function expectThrift(run: ActionRun): void {
  expect(run.reads).toBeLessThanOrEqual(mostReads);
  expect(run.writes).toBeLessThanOrEqual(mostWrites);
}

/** Where errors are said. */
function places(story: Story): string[] {
  return said(story)
    .flatMap((line) => /^(k8s\/\S+) \*\*error/.exec(line)?.[1] ?? [])
    .sort();
}

describe('a pull request of a hundred files costs GitHub little', () => {
  it.each<[title: string, checkout: CheckoutOptions]>([
    ['the head commit alone, nothing can be fetched', { style: 'head', credentials: false }],
    ['the test merge alone, nothing can be fetched', { style: 'merge', credentials: false }],
  ])('checked out: %s', async (_, checkout) => {
    const story = await openChange({ base, change: first });
    const run = await story.run(1, { checkout });
    expect(run).toMatchObject({
      status: 1,
      outputs: { errors: '55', 'new-findings': '20', 'comment-status': 'posted' },
    });
    expectThrift(run);
    expect(places(story)).toEqual(numbers(80, 95).map((at) => `${file(at)}:7`));

    story.repository.commit('change', second);
    const next = await story.run(1, { checkout });
    expect(next).toMatchObject({
      status: 1,
      outputs: { errors: '54', 'new-findings': '19', 'comment-status': 'posted' },
    });
    expectThrift(next);
    expect(places(story)).toEqual(
      [
        ...numbers(83, 86).map((at) => `${file(at)}:9`),
        ...numbers(86, 95).map((at) => `${file(at)}:7`),
        ...numbers(40, 42).map((at) => `${file(at)}:8`),
      ].sort(),
    );

    const again = await story.run(1, { checkout });
    expect(again).toMatchObject({ status: 1, writes: 0, outputs: { 'comment-status': 'unchanged' } });
    expectThrift(again);
  });
});
