import { byGravity } from '../analysis/finding-counts.ts';
import { isApproved, shownFindings } from '../analysis/decide-outcome.ts';
import { inLocale, type Finding, type Location, type Severity } from '../model/finding.ts';
import { approvedBy, verdictLine } from './headline.ts';
import type { Judged } from './judged.ts';
import { markdownReport, type MarkdownOptions } from './markdown.ts';
import { visible } from './show-text.ts';

/** An annotation of a check run, as GitHub's REST API takes it. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

export interface CheckRun {
  readonly conclusion: 'success' | 'failure';
  readonly title: string;
  readonly summary: string;
  /** All of them; one request takes fifty. */
  readonly annotations: readonly CheckAnnotation[];
}

/** GitHub refuses a summary of more than 65,535 characters. */
const budget = 60_000;
/** One annotation may have 64 KB, its title 255 characters; nobody reads that much. */
const longestMessage = 4_000;

const levels: Readonly<Record<Severity, CheckAnnotation['annotation_level']>> = {
  error: 'failure',
  warning: 'warning',
  info: 'notice',
};

/** What counts as a check run of its own, whose annotations have no limit of ten. */
export function checkRun(
  result: Judged,
  lineOf: (location: Location) => number | undefined,
  options: MarkdownOptions,
): CheckRun {
  const { findings, settings, outcome } = result;
  const shown = [...shownFindings(findings, settings.gate)].sort(byGravity);
  return {
    conclusion: outcome.result === 'pass' ? 'success' : 'failure',
    title: visible(inLocale(verdictLine(result), settings.locale)).slice(0, 255),
    summary: markdownReport(result, { budget, ...options }),
    annotations: shown.flatMap((finding) => annotation(finding, lineOf, settings.locale)),
  };
}

function annotation(
  finding: Finding,
  lineOf: (location: Location) => number | undefined,
  locale: Judged['settings']['locale'],
): CheckAnnotation[] {
  const { location, severity, ruleId, message, why, remedy } = finding;
  // What is gone, or stands at no line of the head commit, is in the summary.
  const line = location.tree === 'head' ? lineOf(location) : undefined;
  if (line === undefined) return [];
  const approved = approvedBy(finding, (reason) => reason);
  const said = { en: `${message.en}${approved.en}`, zh: `${message.zh}${approved.zh}` };
  const text = [said, why, remedy].map((part) => visible(inLocale(part, locale))).join('\n');
  return [
    {
      path: location.file,
      start_line: line,
      end_line: line,
      annotation_level: isApproved(finding) ? 'notice' : levels[severity],
      title: ruleId,
      message: text.slice(0, longestMessage),
    },
  ];
}
