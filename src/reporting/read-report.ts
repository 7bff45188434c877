import { countBySeverity } from '../analysis/check.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import type { Bilingual, Finding, Locale, Location } from '../model/finding.ts';
import type { Judged } from './judged.ts';
import { checkReportSchema, type CheckReport } from './report-schema.ts';

/** A report that somebody else made, proved to have the shape of one. Throws `CannotEvaluate`. */
export function readReport(text: string): CheckReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CannotEvaluate('The report is no JSON.');
  }
  const read = checkReportSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'the report' : issue.path.join('.');
  throw new CannotEvaluate(`The report has not the shape of one: ${place}: ${issue?.message ?? 'unknown'}.`);
}

/** What a report says, as reports for people are made from it. Its texts are still those of whoever made it. */
export function judgedFrom(report: CheckReport, locale: Locale): Judged {
  const { outcome, summary, change } = report;
  const findings = report.findings.map(findingOf);
  return {
    settings: { locale, gate: outcome.gate, failOn: outcome.failOn, preset: outcome.preset },
    hasBase: change?.baseSha != null,
    // A report of what could not be evaluated is never written; it would be a failure all the same.
    outcome: { result: outcome.result === 'pass' ? 'pass' : 'fail', reasons: outcome.reasons.map(both) },
    summary,
    findings,
    notEvaluated: report.notEvaluated.map(({ ruleId, resource, missing }) => ({
      ruleId,
      resource,
      missing,
      location: nowhere,
    })),
    problems: report.problems.map(({ kind, file, message, location }) => ({
      kind,
      file,
      message: both(message),
      location: location === null ? null : locationOf(location),
    })),
    unjudged: countBySeverity(findings).error === 0 ? summary.notRendered : 0,
    helpfulFacts: [],
  };
}

type ReportFinding = CheckReport['findings'][number];

function findingOf(finding: ReportFinding): Finding {
  const { ruleId, messageId, scope, suppression } = finding;
  return {
    ...finding,
    message: both(finding.message),
    why: both(finding.why),
    remedy: both(finding.remedy),
    location: locationOf(finding.location),
    related: finding.related.map(({ message, location }) => ({
      message: both(message),
      location: locationOf(location),
    })),
    suppression:
      suppression === null
        ? null
        : { ...suppression, location: suppression.location === null ? null : locationOf(suppression.location) },
    parts: { ruleId, messageId, scope, resource: '', other: '', path: '' },
    measure: null,
    value: null,
    proposed: null,
  };
}

function locationOf(location: ReportFinding['location']): Location {
  const { tree, file, document, path, startLine, startColumn, endLine, endColumn } = location;
  return {
    tree,
    file,
    document,
    path,
    start: { line: startLine, column: startColumn },
    end: { line: endLine, column: endColumn },
    startOffset: 0,
    endOffset: 0,
  };
}

const nowhere: Location = locationOf({
  tree: 'head',
  file: '',
  document: 0,
  path: '',
  startLine: 1,
  startColumn: 1,
  endLine: 1,
  endColumn: 1,
});

/** The report has one language, whichever that is. */
function both(text: string): Bilingual {
  return { en: text, zh: text };
}
