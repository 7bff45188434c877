import { countBySeverity } from '../analysis/finding-counts.ts';
import { decideOutcome } from '../analysis/decide-outcome.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import { hadIt } from '../analysis/removed-protections.ts';
import type { Bilingual, Finding, Locale, Location, Problem, ProblemKind } from '../model/finding.ts';
import { factNames } from '../world/facts.ts';
import { findingFrom, locationFrom as locationOf, type ReportFinding } from './from-report.ts';
import type { Judged } from './judged.ts';
import { problemWords } from './problem-words.ts';
import { checkReportSchema, type CheckReport } from './report-schema.ts';
import { restatedRollouts } from './rollout/json.ts';
import { madeByAnother, restated, ruleNamed } from './restate.ts';
import { restatedPlan } from './restate-plan.ts';

/** Values within values in a report: far more than one of ours has, and few enough for all that reads it. */
const deepest = 50;

/** A report that somebody else made, proved to have the shape of one. Throws `CannotEvaluate`. */
export function readReport(text: string): CheckReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CannotEvaluate('The report is no JSON.');
  }
  if (isDeeperThan(value, deepest)) throw new CannotEvaluate('The report has not the shape of one: it is too deep.');
  const read = checkReportSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'the report' : issue.path.join('.');
  throw new CannotEvaluate(`The report has not the shape of one: ${place}: ${issue?.message ?? 'unknown'}.`);
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(part, levels - 1));
}

/**
 * What a report says, as reports for people are made from it. No text of it is taken over but names, values within
 * messages and the reasons of suppressions: all else is said anew by our own rules, in both languages, or left out.
 * Throws `CannotEvaluate` where that cannot be done, and where the report's outcome is not that of its findings.
 */
export function judgedFrom(report: CheckReport, locale: Locale): Judged {
  const { summary, change } = report;
  const { gate, failOn, preset, result } = report.outcome;
  const findings = report.findings.map(findingOf);
  const outcome = decideOutcome(findings, { gate, failOn });
  if (result !== outcome.result)
    throw new CannotEvaluate(`The report says "${result}", and by its findings it is "${outcome.result}".`);
  return {
    isReported: true,
    settings: { locale, gate, failOn, preset },
    hasBase: change?.baseSha != null,
    outcome,
    summary,
    findings,
    notEvaluated: report.notEvaluated.map(openOf),
    problems: report.problems.flatMap(problemOf),
    plan: report.plan === undefined ? undefined : restatedPlan(report.plan, locationOf),
    rollouts: restatedRollouts(report.rollouts ?? [], locationOf),
    unjudged: countBySeverity(findings).error === 0 ? summary.notRendered : 0,
    helpfulFacts: [],
  };
}

function findingOf(finding: ReportFinding): Finding {
  const { suppression, removesProtection } = finding;
  return findingFrom(finding, {
    ...restated(finding),
    related: finding.related.map(({ location }) => ({
      message: removesProtection && location.tree === 'base' ? hadIt : alsoHere,
      location: locationOf(location),
    })),
    suppression:
      suppression === null
        ? null
        : {
            ...suppression,
            // Who set a label is no word of the author's, and nobody but GitHub can tell it.
            reason: suppression.kind === 'label' ? '' : suppression.reason,
            location: suppression.location === null ? null : locationOf(suppression.location),
          },
  });
}

/** What a rule says of another place is not in the report but as a text. */
const alsoHere: Bilingual = { en: 'has to do with it', zh: '与此问题相关' };

function problemOf({ kind, file, location }: CheckReport['problems'][number]): Problem[] {
  if (!isProblemKind(kind)) return [];
  return [{ kind, file, message: problemWords[kind], location: location === null ? null : locationOf(location) }];
}

function isProblemKind(kind: string): kind is ProblemKind {
  return Object.hasOwn(problemWords, kind);
}

const whatMayBeMissing = new Set(['render', 'workload', 'inventory', ...factNames.map((fact) => `cluster.${fact}`)]);

function openOf({ ruleId, resource, missing }: CheckReport['notEvaluated'][number]): Judged['notEvaluated'][number] {
  const stranger = missing.find((each) => !whatMayBeMissing.has(each));
  if (stranger !== undefined)
    throw new CannotEvaluate(madeByAnother(`the fact ${JSON.stringify(stranger.slice(0, 100))}`));
  return { ruleId: ruleNamed(ruleId).id, resource, missing, location: nowhere };
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
