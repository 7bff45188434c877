import type { CheckResult } from '../analysis/check.ts';
import type { FixFinder } from '../analysis/fixes.ts';
import type { Finding } from '../model/finding.ts';
import type { Fix } from '../model/fix.ts';
import { inLocale } from '../model/finding.ts';
import { excerptIn, type Excerpt } from './excerpt.ts';
import type { Judged } from './judged.ts';
import { predictionOf } from './plan-json.ts';
import type { Prediction } from './plan-schema.ts';

export type { Prediction };

/** All that reports show: of a check of this run, or of shards that were joined. */
export interface Audit extends Judged {
  readonly fixOf: FixFinder;
  readonly excerptOf: (finding: Finding) => Excerpt | undefined;
  /** What the controller makes of each LoadBalancer Service of head, in the order of files. */
  readonly predictions: () => readonly Prediction[];
  /** Where several repositories were audited: each by itself, in the order in which they were named. */
  readonly repositories?: readonly RepositoryResult[];
}

export interface RepositoryResult {
  readonly name: string;
  readonly result: 'pass' | 'fail';
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number };
  readonly loadBalancerServices: number;
}

export function auditOf(result: CheckResult): Audit {
  const { fixOf, trees, planned, settings } = result;
  let fixes: ReadonlyMap<Finding, Fix> | undefined;
  let predictions: readonly Prediction[] | undefined;
  return {
    ...result,
    fixOf: (finding) => {
      // How much is tried for one report has an end: whichever report asks first, what is new comes first.
      fixes ??= allFixes(result.findings, fixOf);
      return fixes.get(finding) ?? null;
    },
    excerptOf: ({ location }) => excerptIn(trees, location),
    predictions: () => {
      predictions ??= planned().map((each) => predictionOf(each, (text) => inLocale(text, settings.locale)));
      return predictions;
    },
  };
}

/** New findings first, each in the order of findings. */
export function byUrgency(findings: readonly Finding[]): readonly Finding[] {
  const isNew = ({ status }: Finding): boolean => status === 'new';
  return [...findings.filter(isNew), ...findings.filter((finding) => !isNew(finding))];
}

function allFixes(findings: readonly Finding[], fixOf: FixFinder): ReadonlyMap<Finding, Fix> {
  const fixes = new Map<Finding, Fix>();
  for (const finding of byUrgency(findings)) {
    const fix = fixOf(finding);
    if (fix !== null) fixes.set(finding, fix);
  }
  return fixes;
}
