import { countBySeverity } from '../analysis/finding-counts.ts';
import { inLocale, type Bilingual, type Finding, type Unless } from '../model/finding.ts';
import type { Fix } from '../model/fix.ts';
import type { PlainRecord } from '../model/plain.ts';
import type { Audit } from './audit.ts';
import { plainPlan } from './change-plan-json.ts';
import { entriesOf, jsonPieces, type Entries } from './json-pieces.ts';
import type { Judged } from './judged.ts';
import { plainLocation } from './plain-location.ts';
import { plainRollout } from './rollout/json.ts';
import type { ReportRollout } from './rollout/schema.ts';
import type { CheckReport } from './report-schema.ts';

export interface ReportContext {
  readonly version: string;
  readonly durationMs: number;
  /** What `merge` needs of a part. */
  readonly shard?: CheckReport['shard'];
  /** The pull request that was judged; absent on a desk. */
  readonly change?: CheckReport['change'];
}

type Reported = Judged & Pick<Audit, 'fixOf' | 'repositories'>;

/** The JSON report of a check: the same input gives the same bytes, `durationMs` apart. */
export function jsonReport(result: Reported, context: ReportContext): string {
  return [...jsonReportPieces(result, context)].join('');
}

/** The same in pieces, each made when it is asked for. */
export function jsonReportPieces(result: Reported, context: ReportContext): Iterable<string> {
  return jsonPieces(plainReport(result, context));
}

export function checkReport(result: Reported, context: ReportContext): CheckReport {
  const report = plainReport(result, context);
  return { ...report, findings: [...report.findings], rollouts: [...report.rollouts] };
}

type PlainReport = Omit<CheckReport, 'findings' | 'rollouts'> & {
  readonly findings: Entries<CheckReport['findings'][number]>;
  readonly rollouts: Entries<ReportRollout>;
};

function plainReport(result: Reported, { version, durationMs, change, shard }: ReportContext): PlainReport {
  const { settings, outcome, summary, findings, repositories } = result;
  const say = (text: Bilingual): string => inLocale(text, settings.locale);
  const withStatus = (status: Finding['status']): number =>
    findings.filter((finding) => finding.status === status && finding.suppression === null).length;
  return {
    schemaVersion: 1,
    tool: { name: 'ack-service-gate', version },
    ...(change === undefined ? {} : { change }),
    ...(shard === undefined ? {} : { shard }),
    ...(repositories === undefined
      ? {}
      : { repositories: repositories.map((each) => ({ ...each, findings: { ...each.findings } })) }),
    outcome: {
      result: outcome.result,
      failOn: settings.failOn,
      gate: settings.gate,
      preset: settings.preset,
      reasons: outcome.reasons.map(say),
    },
    summary: {
      files: summary.files,
      documents: summary.documents,
      scopes: summary.scopes,
      services: summary.services,
      loadBalancerServices: summary.loadBalancerServices,
      foreignLoadBalancers: summary.foreignLoadBalancers,
      workloads: summary.workloads,
      findings: countBySeverity(findings),
      new: withStatus('new'),
      unchanged: withStatus('unchanged'),
      fixed: result.since?.fixed.length ?? withStatus('fixed'),
      suppressed: findings.filter(({ suppression }) => suppression !== null).length,
      baselined: 0,
      notEvaluated: result.notEvaluated.length,
      notRendered: summary.notRendered,
      durationMs,
    },
    findings: entriesOf(findings, (finding) => plainFinding(finding, result.fixOf, say)),
    ...(result.plan === undefined ? {} : { plan: plainPlan(result.plan, settings.locale) }),
    rollouts: entriesOf(result.rollouts, plainRollout),
    problems: result.problems.map((problem) => ({
      kind: problem.kind,
      file: problem.file,
      message: say(problem.message),
      location: problem.location === null ? null : plainLocation(problem.location),
    })),
    notEvaluated: result.notEvaluated.map(({ ruleId, resource, missing }) => ({
      ruleId,
      resource,
      missing: [...missing],
    })),
  };
}

function plainFinding(
  finding: Finding,
  fixOf: Reported['fixOf'],
  say: (text: Bilingual) => string,
): CheckReport['findings'][number] {
  return {
    ruleId: finding.ruleId,
    messageId: finding.messageId,
    severity: finding.severity,
    message: say(finding.message),
    why: say(finding.why),
    remedy: say(finding.remedy),
    data: plainRecord(finding.data),
    unless: finding.unless === null ? null : plainUnless(finding.unless),
    removesProtection: finding.removesProtection,
    docsUrl: null,
    events: [...finding.events],
    resource: finding.resource,
    scope: finding.scope,
    clusters: [...finding.clusters],
    location: plainLocation(finding.location),
    related: finding.related.map((place) => ({
      message: say(place.message),
      location: plainLocation(place.location),
    })),
    origin: null,
    certainty: finding.certainty,
    assumes: [...finding.assumes],
    status: finding.status,
    worsened: finding.worsened,
    inDiff: finding.inDiff,
    suppression:
      finding.suppression === null
        ? null
        : {
            kind: finding.suppression.kind,
            reason: finding.suppression.reason,
            location: finding.suppression.location === null ? null : plainLocation(finding.suppression.location),
          },
    fingerprint: finding.fingerprint,
    fix: plainFix(fixOf(finding), say),
    ...(finding.failingNow === undefined ? {} : { failingNow: finding.failingNow.map((each) => ({ ...each })) }),
  };
}

type Data = CheckReport['findings'][number]['data'];

/** As JSON has it: what is undefined is absent. */
function plainRecord(record: PlainRecord): Data {
  return JSON.parse(JSON.stringify(record)) as Data;
}

function plainUnless({ facts, instead, changedBy }: Unless): CheckReport['findings'][number]['unless'] {
  return {
    facts: [...facts],
    instead: instead === null ? null : { messageId: instead.messageId, data: plainRecord(instead.data) },
    changedBy,
  };
}

function plainFix(fix: Fix | null, say: (text: Bilingual) => string): CheckReport['findings'][number]['fix'] {
  if (fix === null) return null;
  return { description: say(fix.description), edits: fix.edits.map((edit) => ({ ...edit })) };
}
