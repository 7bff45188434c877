import { countBySeverity } from '../analysis/finding-counts.ts';
import { isApproved, isSilenced } from '../analysis/decide-outcome.ts';
import type { Bilingual, Finding, FindingStatus, ProblemKind, Severity } from '../model/finding.ts';
import type { Judged } from './judged.ts';

/** Words that every report for people has: what was counted, and what follows. */

export const verdictWords: Readonly<Record<Judged['outcome']['result'], Bilingual>> = {
  pass: { en: 'passed', zh: '通过' },
  fail: { en: 'failed', zh: '未通过' },
};

export const severityWords: Readonly<Record<Severity, Bilingual>> = {
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  info: { en: 'info', zh: '提示' },
};

/** `Gate failed: 1 finding of severity error or above.` */
export function verdictLine({ outcome: { result, reasons } }: Judged): Bilingual {
  const word = verdictWords[result];
  return {
    en: `Gate ${word.en}: ${reasons.map(({ en }) => en).join('; ')}.`,
    zh: `检查${word.zh}：${reasons.map(({ zh }) => zh).join('；')}。`,
  };
}

/** `(approved by label "…" on #1, set by …)`, as what is behind a finding's message; empty where no label approves it. */
export function approvedBy({ suppression }: Finding, show: (text: string) => string): Bilingual {
  if (suppression?.kind !== 'label') return { en: '', zh: '' };
  if (suppression.reason === '') return { en: ' (approved by label)', zh: '（已由标签批准）' };
  const reason = show(suppression.reason);
  return { en: ` (approved by ${reason})`, zh: `（已批准：${reason}）` };
}

/** `1 error, 0 warnings, 0 info – 1 new, 0 unchanged, 0 fixed (2 files, 1 LoadBalancer Service, 1 workload).` */
export function countsLine(result: Judged): Bilingual {
  const headline = foundOrClear(result);
  const silenced = result.findings.filter(isSilenced).length;
  const suppressed =
    silenced === 0 ? { en: '', zh: '' } : { en: `, ${silenced} suppressed`, zh: `，${silenced} 个已抑制` };
  const byLabel = result.findings.filter(isApproved).length;
  const approved =
    byLabel === 0 ? { en: '', zh: '' } : { en: `, ${byLabel} approved by label`, zh: `，${byLabel} 个已由标签批准` };
  const changes = compared(result);
  const scope = judged(result);
  return {
    en: `${headline.en}${suppressed.en}${approved.en}${changes.en} (${scope.en}).`,
    zh: `${headline.zh}${suppressed.zh}${approved.zh}${changes.zh}（${scope.zh}）。`,
  };
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function foundOrClear(result: Judged): Bilingual {
  const { error, warning, info } = countBySeverity(result.findings);
  if (error + warning + info === 0) return allClear(result);
  return {
    en: `${plural(error, 'error')}, ${plural(warning, 'warning')}, ${info} info`,
    zh: `${error} 个错误，${warning} 个警告，${info} 个提示`,
  };
}

/** What is said without a finding: never that all is good while something could not be judged. */
function allClear({ summary, hasBase, notEvaluated, unjudged, problems, findings }: Judged): Bilingual {
  const other = findings.some(isApproved) ? { en: 'other ', zh: '其他' } : { en: '', zh: '' };
  const none = { en: `No ${other.en}problem found`, zh: `没有发现${other.zh}问题` };
  const isJudged = problems.every(({ kind }) => aboutTheRun.has(kind));
  if (summary.notRendered === 0 && isJudged) {
    const open = notEvaluated.length;
    if (open === 0) return none;
    return { en: `${none.en}; ${plural(open, 'check')} left open`, zh: `${none.zh}；${open} 项检查未决` };
  }
  const which = hasBase ? { en: 'changed file', zh: '变更文件' } : { en: 'file', zh: '文件' };
  const rest =
    unjudged === 0
      ? { en: '', zh: '' }
      : {
          en: `; ${plural(unjudged, which.en)} ${unjudged === 1 ? 'was' : 'were'} not judged`,
          zh: `；${unjudged} 个${which.zh}未作判断`,
        };
  return {
    en: `No ${other.en}problem in what could be read${rest.en}`,
    zh: `可读取的内容中没有${other.zh}问题${rest.zh}`,
  };
}

/** Problems that take nothing away from what was judged. */
const aboutTheRun: ReadonlySet<ProblemKind> = new Set([
  'configuration-changed',
  'configuration-unused-pattern',
  'base-is-merge-base',
  'base-is-revision',
  'base-unproved',
  'events-changed',
  'events-ignored',
  'events-missing',
  'events-read',
  'events-unexplained',
  'expired-override',
  'expiring-override',
  'history-ignored',
  'inventory-changed',
  'inventory-contradiction',
  'inventory-ignored',
  'inventory-missing',
  'inventory-read',
  'label-missing',
  'label-unreadable',
  'malformed-suppression',
  'new-suppression',
  'no-earlier-audit',
  'nothing-to-judge',
  'not-suppressible',
  'suppression-not-honoured',
  'suppression-without-reason',
  'unknown-suppressed-rule',
  'unused-suppression',
  'workflow-changed',
]);

/** What is new, stays and is gone, since base or since the last audit; undefined where neither is known. */
export function comparedCounts({
  hasBase,
  since,
  findings,
}: Judged): Readonly<Record<FindingStatus, number>> | undefined {
  if (!hasBase && since === undefined) return undefined;
  const count = (status: FindingStatus): number =>
    findings.filter((finding) => finding.suppression === null && finding.status === status).length;
  return { new: count('new'), unchanged: count('unchanged'), fixed: since?.fixed.length ?? count('fixed') };
}

function compared(result: Judged): Bilingual {
  const counts = comparedCounts(result);
  if (counts === undefined) return { en: '', zh: '' };
  const { new: found, unchanged, fixed } = counts;
  const { since } = result;
  if (since === undefined)
    return {
      en: ` – ${found} new, ${unchanged} unchanged, ${fixed} fixed`,
      zh: `——新增 ${found}，未变 ${unchanged}，已修复 ${fixed}`,
    };
  const day = dayOf(since);
  const { length } = since.unseen;
  const unseen =
    length === 0 ? { en: '', zh: '' } : { en: `, ${length} could not be looked at`, zh: `，无法查看 ${length}` };
  return {
    en: ` – ${found} new, ${unchanged} still open, ${fixed} fixed since the audit of ${day}${unseen.en}`,
    zh: `——自 ${day} 的审计以来新增 ${found}，仍存在 ${unchanged}，已修复 ${fixed}${unseen.zh}`,
  };
}

/** The day of an audit, YYYY-MM-DD. */
export function dayOf({ at }: { readonly at: string }): string {
  return at.slice(0, 'YYYY-MM-DD'.length);
}

function judged({ summary }: Judged): Bilingual {
  const { files, loadBalancerServices, workloads, foreignLoadBalancers: foreign } = summary;
  return {
    en: `${plural(files, 'file')}, ${plural(loadBalancerServices, 'LoadBalancer Service')}${foreign > 0 ? ` (and ${foreign} of other clouds)` : ''}, ${plural(workloads, 'workload')}`,
    zh: `${files} 个文件，${loadBalancerServices} 个 LoadBalancer Service${foreign > 0 ? `（另有 ${foreign} 个属于其他云）` : ''}，${workloads} 个工作负载`,
  };
}
