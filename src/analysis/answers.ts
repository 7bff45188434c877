import type { ValueNode } from '../model/node.ts';
import type { Report, Undecided } from '../rules/rule.ts';
import type { Assumption } from '../world/facts.ts';

/** A report of any rule. */
export type AnyReport = Report<Record<string, object>>;

/** What any rule yields: what it found, or where it cannot tell. */
export type Yielded = AnyReport | Undecided;

/** The first 100 about each value: one with thousands of faults (a megabyte of commas) does not need as many findings. */
export function first100OfEachValue(reports: Iterable<Yielded>): Yielded[] {
  const kept: Yielded[] = [];
  const counts = new Map<ValueNode, number>();
  for (const report of reports) {
    const count = (counts.get(report.at.node) ?? 0) + 1;
    counts.set(report.at.node, count);
    if (count <= 100) kept.push(report);
  }
  return kept;
}

/**
 * Groups equal answers, each with what was assumed for it; where different facts give different messages at one place, the
 * first is kept.
 */
export function mergeAnswers(
  answers: readonly { assumed: Assumption; yielded: readonly Yielded[] }[],
): { report: Yielded; under: Assumption[] }[] {
  const groups = new Map<string, { report: Yielded; under: Assumption[]; place: string }>();
  for (const { assumed, yielded } of answers) {
    const counts = new Map<string, number>();
    for (const report of yielded) {
      const range = `${report.at.range.start}-${report.at.range.end}`;
      const said =
        'undecided' in report
          ? `${range} ${report.undecided.join()}`
          : `${range} ${report.message} ${JSON.stringify(report.data)}`;
      // The same fault twice in one block scalar is twice the same answer, not one for two sets of facts.
      const nth = counts.get(said) ?? 0;
      counts.set(said, nth + 1);
      const place = `${range} ${nth}`;
      const key = `${said} ${nth}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { report, under: [assumed], place });
      else group.under.push(assumed);
    }
  }
  const places = new Set<string>();
  return [...groups.values()].filter(({ under, place }) => {
    if (under.length === answers.length) return true;
    const isFirst = !places.has(place);
    places.add(place);
    return isFirst;
  });
}
