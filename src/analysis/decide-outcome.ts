import { compareSeverity, type Bilingual, type Finding } from '../model/finding.ts';
import type { Settings } from './settings.ts';

export interface Outcome {
  readonly result: 'pass' | 'fail';
  readonly reasons: readonly Bilingual[];
}

/** Findings that count for the gate: all that stand in head, or only new ones; never those that are suppressed. */
export function countedFindings(findings: readonly Finding[], gate: Settings['gate']): readonly Finding[] {
  return findings.filter(
    ({ status, suppression }) =>
      suppression === null && (status === 'new' || (gate === 'all' && status === 'unchanged')),
  );
}

/** True for what is out of sight because somebody silenced it. */
export function isSilenced({ suppression }: Pick<Finding, 'suppression'>): boolean {
  return suppression !== null && suppression.kind !== 'label';
}

/** True for what does not count because a label approves it, and is shown all the same. */
export function isApproved({ suppression }: Pick<Finding, 'suppression'>): boolean {
  return suppression?.kind === 'label';
}

/** Findings that people are shown as found: those that count, and those that would if no label approved them. */
export function shownFindings(findings: readonly Finding[], gate: Settings['gate']): readonly Finding[] {
  const counted = new Set(countedFindings(findings, gate));
  return findings.filter((finding) => counted.has(finding) || isApproved(finding));
}

/** Passed or failed, and why. */
export function decideOutcome(
  findings: readonly Finding[],
  { failOn, gate }: Pick<Settings, 'failOn' | 'gate'>,
): Outcome {
  const counted = countedFindings(findings, gate);
  const which = gate === 'new' ? { en: 'new ', zh: '新增' } : { en: '', zh: '' };
  if (failOn === 'never')
    return {
      result: 'pass',
      reasons: [
        { en: 'findings never fail this run (fail-on never)', zh: '本次运行不因发现的问题而失败（fail-on never）' },
      ],
    };
  const grave = counted.filter(({ severity }) => compareSeverity(severity, failOn) >= 0);
  if (grave.length === 0) {
    return {
      result: 'pass',
      reasons: [
        {
          en: `no ${which.en}finding of severity ${failOn} or above`,
          zh: `没有${which.zh === '' ? '' : `${which.zh}的`} ${failOn} 级及以上问题`,
        },
      ],
    };
  }
  const noun = grave.length === 1 ? 'finding' : 'findings';
  return {
    result: 'fail',
    reasons: [
      {
        en: `${grave.length} ${which.en}${noun} of severity ${failOn} or above`,
        zh: `${grave.length} 个${which.zh === '' ? '' : `${which.zh}的`} ${failOn} 级及以上问题`,
      },
    ],
  };
}
