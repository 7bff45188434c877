/**
 * The model on the recorded Services, as one process on one core: predictions with the verdict on every annotation. Prints
 * Services per second as JSON, beside a floor: copying the same Services through JSON.
 */
import { join } from 'node:path';
import { stdout } from 'node:process';
import { predict } from '../src/controller/prediction.ts';
import { verdictsOf } from '../src/controller/verdicts.ts';
import { casesIn, subjectOf, surroundingsOf } from '../test/oracle/recording.ts';

const cases = casesIn(join(import.meta.dirname, '../test/oracle')).map(({ input }) => ({
  input,
  subject: subjectOf(input),
  surroundings: surroundingsOf(input),
}));

/** Services per second over at least two seconds, after a round to warm up. */
function rate(each: (one: (typeof cases)[number]) => void): number {
  cases.forEach(each);
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < 2000) {
    cases.forEach(each);
    count += cases.length;
  }
  return Math.round(count / ((performance.now() - started) / 1000));
}

const model = rate(({ subject, surroundings }) => verdictsOf(subject, predict(subject, surroundings)));
const floor = rate(({ input }) => JSON.parse(JSON.stringify(input)) as unknown);
stdout.write(`${JSON.stringify({ services: cases.length, model, floor })}\n`);
