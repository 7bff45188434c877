import { groupBy } from '../model/group-by.ts';
import { compareSeverity, type Finding } from '../model/finding.ts';

/** What decides whether a finding was there before, and how bad it was. */
export type Comparable = Pick<Finding, 'fingerprint' | 'severity' | 'measure' | 'value'>;

/** Findings of before that nothing of now has been matched with yet. Matched are fingerprints, and they are counted. */
export class KnownFindings<T extends Comparable> {
  readonly #alike: ReadonlyMap<string, T[]>;
  readonly #same: ReadonlyMap<string, T[]>;
  readonly #taken = new Set<T>();

  constructor(before: readonly T[]) {
    const mildestFirst = [...before].sort(gravestFirst).reverse();
    this.#alike = groupBy(mildestFirst, ({ fingerprint }) => fingerprint);
    this.#same = groupBy(mildestFirst, (finding) => sameness(finding, finding.fingerprint));
  }

  /** One with the same value and measure, at least as grave. */
  takeSame(finding: Comparable, fingerprint = finding.fingerprint): T | undefined {
    const same = this.#same.get(sameness(finding, fingerprint));
    const before = same?.at(-1);
    if (before === undefined || compareSeverity(finding.severity, before.severity) > 0) return undefined;
    this.#taken.add(before);
    return same?.pop();
  }

  takeGravest(fingerprint: string): T | undefined {
    const alike = this.#alike.get(fingerprint) ?? [];
    for (let before = alike.pop(); before !== undefined; before = alike.pop()) {
      if (this.#taken.has(before)) continue;
      this.#taken.add(before);
      return before;
    }
    return undefined;
  }

  left(): T[] {
    return [...this.#alike.values()].flatMap((alike) => alike.toReversed()).filter((each) => !this.#taken.has(each));
  }
}

/** The gravest first, so that a second, milder violation is the new one and not the old grave one. */
export function gravestFirst(left: Comparable, right: Comparable): number {
  return (
    compareSeverity(right.severity, left.severity) ||
    (right.measure ?? 0) - (left.measure ?? 0) ||
    byText(left.value ?? '', right.value ?? '')
  );
}

/** True where a finding got graver, counts more than before, or has another value that nobody can compare. */
export function isWorse(now: Comparable, before: Comparable): boolean {
  if (compareSeverity(now.severity, before.severity) > 0) return true;
  if (now.measure !== null && before.measure !== null) return now.measure > before.measure;
  return now.value !== before.value;
}

function sameness({ value, measure }: Comparable, fingerprint: string): string {
  return `${fingerprint} ${measure} ${value}`;
}

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
