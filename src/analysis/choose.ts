import { CannotEvaluate } from './failure.ts';
import { didYouMean } from './suggest.ts';

/** One of the allowed values. Throws `CannotEvaluate` that names them, and the nearest one. */
export function choose<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new CannotEvaluate(`${option} takes ${allowed.join(', ')}, not "${value}".${didYouMean(value, allowed)}`);
  return found;
}
