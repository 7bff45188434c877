import { compareFindings, compareSeverity, type Finding } from '../model/finding.ts';

/** How many findings of head there are of each severity, the fixed and the suppressed ones left out. */
export function countBySeverity(findings: readonly Finding[]): { error: number; warning: number; info: number } {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity, status, suppression } of findings) {
    if (status !== 'fixed' && suppression === null) counts[severity] += 1;
  }
  return counts;
}

/** The gravest first, then in reading order. */
export function byGravity(left: Finding, right: Finding): number {
  return compareSeverity(right.severity, left.severity) || compareFindings(left, right);
}
