import type { Problem } from '../model/finding.ts';

/** Problems that say the same, in the order in which the first of each stands. A template that is no YAML is left out: it is a finding. */
export function groupedProblems(problems: readonly Problem[]): (readonly [first: Problem, ...rest: Problem[]])[] {
  const groups = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    if (problem.kind === 'unrendered-template' && problem.location !== null) continue;
    const key = `${problem.kind}\0${problem.message.en}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  return [...groups.values()];
}
