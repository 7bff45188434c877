import { helpfulFacts, isUnanswered } from '../../analysis/open-questions.ts';
import { decideOutcome } from '../../analysis/decide-outcome.ts';
import { CannotEvaluate } from '../../analysis/failure.ts';
import { FixBudget } from '../../analysis/fix-budget.ts';
import {
  compareIdentities,
  compareNotEvaluated,
  compareProblems,
  type Bilingual,
  type Finding,
  type NotEvaluated,
  type Problem,
  type ProblemKind,
} from '../../model/finding.ts';
import type { Fix } from '../../model/fix.ts';
import { byUrgency, type Audit } from '../audit.ts';
import type { Excerpt } from '../excerpt.ts';
import { findingFrom, locationFrom, type ReportFinding } from '../from-report.ts';
import { problemWords } from '../problem-words.ts';
import { readReport } from '../read-report.ts';
import type { CheckReport, ShardDetails } from '../report-schema.ts';
import { restatedPlan } from '../restate-plan.ts';
import { restatedRollouts } from '../rollout/json.ts';

/** The report of one part, and the name that errors call it by. */
export interface Shard {
  readonly name: string;
  readonly report: CheckReport;
  readonly details: ShardDetails;
}

/** Reads the report of a part. Throws `CannotEvaluate` for anything else. */
export function readShard(text: string, name: string, version: string): Shard {
  let report: CheckReport;
  try {
    report = readReport(text);
  } catch (error) {
    throw error instanceof CannotEvaluate ? new CannotEvaluate(`${name}: ${error.message}`, asMade) : error;
  }
  if (report.tool.version !== version)
    throw new CannotEvaluate(
      `${name}: made by version ${report.tool.version} of the gate, and this is ${version}.`,
      'Make and merge the reports with the same version.',
    );
  const { shard: details } = report;
  if (details === undefined) throw new CannotEvaluate(`${name}: this is the report of no part.`, asMade);
  if (details.findings.length !== report.findings.length || details.notEvaluated.length !== report.notEvaluated.length)
    throw new CannotEvaluate(`${name}: the report contradicts itself.`, asMade);
  return { name, report, details };
}

const asMade =
  'merge joins what check --shard i/n --format json=<file> has written; a report that shall stand for itself is made with --shard 1/1.';

/**
 * Joins the reports of all parts of one run into what the undivided run says. Throws `CannotEvaluate`, where there are
 * several repositories with the name of this one.
 */
export function joinShards(shards: readonly Shard[], repository = ''): Audit {
  const inOrder = completeRun(shards, repository === '' ? '' : `${repository}: `);
  const [first] = inOrder;
  const { gate, failOn, preset } = first.report.outcome;
  const { locale, hasBase, unjudged } = first.details;
  const kept = new Kept();
  const entries = inOrder.flatMap((shard) =>
    shard.report.findings.map((finding, at) => kept.finding(shard, finding, at)),
  );
  const notEvaluated = inOrder.flatMap(openOf).sort(compareNotEvaluated);
  // What one part can no longer answer is not fixed, whatever another one thinks.
  const findings = entries.filter((finding) => !kept.isOpen(finding, notEvaluated)).sort(compareIdentities);
  const fixes = kept.fixesOf(findings);
  return {
    settings: { locale, gate, failOn, preset },
    hasBase,
    outcome: decideOutcome(findings, { gate, failOn }),
    summary: first.report.summary,
    findings,
    notEvaluated,
    problems: problemsOf(inOrder),
    rollouts: restatedRollouts(first.report.rollouts ?? [], locationFrom),
    plan: first.report.plan === undefined ? undefined : restatedPlan(first.report.plan, locationFrom),
    unjudged,
    helpfulFacts: helpfulFacts(findings, notEvaluated, new Set(first.details.knownFacts)),
    fixOf: (finding) => fixes.get(finding) ?? null,
    excerptOf: (finding) => kept.excerpts.get(finding),
    predictions: () => first.details.predictions,
  };
}

/** Every part once, in their order. */
function completeRun(shards: readonly Shard[], label: string): [Shard, ...Shard[]] {
  const [model, ...others] = shards;
  if (model === undefined) throw new CannotEvaluate('There is no report to merge.');
  const { total, digest } = model.details;
  const byIndex = new Map<number, Shard>();
  for (const shard of [model, ...others]) {
    const { index } = shard.details;
    if (shard.details.total !== total)
      throw new CannotEvaluate(
        `${label}${model.name} is of a run in ${total}, ${shard.name} of one in ${shard.details.total} parts.`,
      );
    if (shard.details.digest !== digest)
      throw new CannotEvaluate(
        `${label}${model.name} and ${shard.name} are not of one run: manifests, settings or the day differ.`,
        'Reports of several repositories are told apart by names: merge shop=shop.json pay=pay.json.',
      );
    const twin = byIndex.get(index);
    if (twin !== undefined)
      throw new CannotEvaluate(`${label}${twin.name} and ${shard.name} are both part ${index} of ${total}.`);
    byIndex.set(index, shard);
  }
  const inOrder = Array.from({ length: total }, (_, at) => byIndex.get(at + 1));
  const missing = inOrder.flatMap((shard, at) => (shard === undefined ? [at + 1] : []));
  if (missing.length > 0)
    throw new CannotEvaluate(
      `${label}${missing.length === 1 ? 'Part' : 'Parts'} ${missing.join(', ')} of ${total} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    );
  const [first, ...rest] = inOrder.filter((shard) => shard !== undefined);
  if (first === undefined) throw new CannotEvaluate('There is no report to merge.');
  return [first, ...rest];
}

/** The findings of all parts with what their reports keep beside them. */
class Kept {
  readonly excerpts = new Map<Finding, Excerpt>();
  readonly #fixes = new Map<Finding, { readonly fix: Fix | null; readonly cost: number }>();
  readonly #headFiles = new Map<Finding, string>();

  finding({ details }: Shard, printed: ReportFinding, at: number): Finding {
    const { message, why, remedy, events, messageId, data, unless, removesProtection, suppression, fix } = printed;
    const finding = findingFrom(printed, {
      message: inOneLanguage(message),
      why: inOneLanguage(why),
      remedy: inOneLanguage(remedy),
      events,
      messageId,
      data,
      unless,
      removesProtection,
      related: printed.related.map((each) => ({
        message: inOneLanguage(each.message),
        location: locationFrom(each.location),
      })),
      suppression:
        suppression === null
          ? null
          : { ...suppression, location: suppression.location === null ? null : locationFrom(suppression.location) },
    });
    const { excerpt, fixCost, pathInHead } = details.findings[at] ?? { excerpt: null, fixCost: null };
    if (excerpt !== null) this.excerpts.set(finding, excerpt);
    if (fixCost !== null)
      this.#fixes.set(finding, {
        fix: fix === null ? null : { ...fix, description: inOneLanguage(fix.description) },
        cost: fixCost,
      });
    if (pathInHead !== undefined) this.#headFiles.set(finding, pathInHead);
    return finding;
  }

  isOpen(finding: Finding, notEvaluated: readonly NotEvaluated[]): boolean {
    if (finding.status !== 'fixed') return false;
    return isUnanswered(finding, notEvaluated, this.#headFiles.get(finding) ?? finding.location.file);
  }

  /** As far as the budget of one report goes: each part had one of its own. */
  fixesOf(findings: readonly Finding[]): ReadonlyMap<Finding, Fix> {
    const budget = new FixBudget();
    const fixes = new Map<Finding, Fix>();
    for (const finding of byUrgency(findings)) {
      const tried = this.#fixes.get(finding);
      if (tried !== undefined && budget.spend(tried.cost) && tried.fix !== null) fixes.set(finding, tried.fix);
    }
    return fixes;
  }
}

/** A report has its texts in one language, and so have those that are made of it. */
function inOneLanguage(text: string): Bilingual {
  return { en: text, zh: text };
}

function openOf({ report, details }: Shard): NotEvaluated[] {
  return report.notEvaluated.flatMap(({ ruleId, resource, missing }, at) => {
    const location = details.notEvaluated[at];
    return location === undefined ? [] : [{ ruleId, resource, missing, location: locationFrom(location) }];
  });
}

/** Problems that a part tells of what it evaluates itself; all others are of the whole tree, and the same in every part. */
const ownKinds = new Set(['new-suppression', 'unused-suppression']);

function problemsOf(shards: readonly [Shard, ...Shard[]]): Problem[] {
  const all = shards.map(({ report }) => report.problems.flatMap(problemFrom));
  const own = (kind: ProblemKind): Problem[] =>
    all
      .flat()
      .filter((problem) => problem.kind === kind)
      .sort(compareProblems);
  const shared = (all[0] ?? []).filter(({ kind }) => !ownKinds.has(kind) && kind !== 'part-of-run');
  return [...own('new-suppression'), ...shared, ...own('unused-suppression')];
}

function problemFrom({ kind, file, message, location }: CheckReport['problems'][number]): Problem[] {
  if (!isProblemKind(kind)) return [];
  return [{ kind, file, message: inOneLanguage(message), location: location === null ? null : locationFrom(location) }];
}

function isProblemKind(kind: string): kind is ProblemKind {
  return Object.hasOwn(problemWords, kind);
}
