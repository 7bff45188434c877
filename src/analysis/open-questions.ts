import type { Finding, NotEvaluated } from '../model/finding.ts';
import type { FactName } from '../world/facts.ts';

/** True where a rule could not be answered in head about the object of a finding of base, which may be in another file now. */
export function isUnanswered(
  { ruleId, resource }: Pick<Finding, 'ruleId' | 'resource'>,
  notEvaluated: readonly NotEvaluated[],
  file: string,
): boolean {
  return notEvaluated.some(
    (open) =>
      open.ruleId === ruleId &&
      open.resource?.kind === resource?.kind &&
      open.resource?.name === resource?.name &&
      (open.resource?.namespace === resource?.namespace || open.location.file === file),
  );
}

/** Facts that are not known and would settle more, the most useful first. */
export function helpfulFacts(
  findings: readonly Finding[],
  notEvaluated: readonly NotEvaluated[],
  known: ReadonlySet<string>,
): FactName[] {
  const counts = new Map<string, number>();
  const count = (text: string): void => {
    const fact = /^cluster\.([A-Za-z]+)/.exec(text)?.[1];
    if (fact !== undefined) counts.set(fact, (counts.get(fact) ?? 0) + 1);
  };
  for (const { assumes, status } of findings) if (status !== 'fixed') assumes.forEach(count);
  for (const { missing } of notEvaluated) missing.forEach(count);
  return [...counts.keys()]
    .filter((fact): fact is FactName => !known.has(fact))
    .sort((left, right) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0));
}
