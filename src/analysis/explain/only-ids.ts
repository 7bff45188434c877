import { explainIds, type ExplainResult } from './explain.ts';
import type { ExplainedId } from './explanation.ts';

/** Of all that was explained what was asked for; an id that nothing tells of is answered for any Service. */
export function onlyIds(result: ExplainResult, ids: readonly ExplainedId[]): ExplainResult {
  const explained = result.explained.filter(({ explanation }) => ids.includes(explanation.id));
  const absent = ids.filter((id) => !explained.some(({ explanation }) => explanation.id === id));
  const others = result.explained.filter(({ explanation }) => !ids.includes(explanation.id));
  const leftOut = others.reduce((total, { occurrences }) => total + occurrences.length, 0) + result.unknown.length;
  return { ...result, explained: [...explained, ...explainIds(absent).explained], unknown: [], leftOut };
}
