import * as z from 'zod/mini';
import { explainReportSchema } from './explain-schema.ts';
import { changePlan, prediction } from './plan-schema.ts';
import { rollout } from './rollout/schema.ts';
import { count, eventId, failingNow, location, resource, severity, tool } from './report-parts.ts';

/** What a tree holds. */
const treeCounts = {
  files: count,
  documents: count,
  scopes: count,
  services: count,
  loadBalancerServices: count,
  foreignLoadBalancers: count,
  workloads: count,
};
/** Edits that remove the finding and add none; offsets are UTF-16 code units into the file as read. */
const fix = z.strictObject({
  description: z.string(),
  edits: z
    .array(z.strictObject({ file: z.string(), startOffset: count, endOffset: count, newText: z.string() }))
    .check(z.minLength(1)),
});

/** What a message of a rule is made from; which properties there are is up to the rule and may change with it. */
const data = z.record(z.string(), z.json());

const finding = z.strictObject({
  ruleId: z.string(),
  messageId: z.string(),
  severity,
  message: z.string(),
  why: z.string(),
  remedy: z.string(),
  data,
  /** What makes the message say at its end that it may not hold. */
  unless: z.nullable(
    z.strictObject({
      facts: z.array(z.string()),
      instead: z.nullable(z.strictObject({ messageId: z.string(), data })),
      changedBy: z.nullable(z.string()),
    }),
  ),
  /** This change takes a protection away that base had. */
  removesProtection: z.boolean(),
  docsUrl: z.nullable(z.string()),
  events: z.array(eventId),
  resource: z.nullable(resource),
  scope: z.string(),
  clusters: z.array(z.string()),
  location,
  related: z.array(z.strictObject({ message: z.string(), location })),
  origin: z.null(),
  certainty: z.enum(['certain', 'conditional']),
  assumes: z.array(z.string()),
  status: z.enum(['new', 'unchanged', 'fixed']),
  worsened: z.boolean(),
  inDiff: z.nullable(z.boolean()),
  /** Why the finding does not count: what silences or approves it, in whose words, and where. */
  suppression: z.nullable(
    z.strictObject({
      kind: z.enum(['comment', 'annotation', 'config', 'label']),
      reason: z.string(),
      location: z.nullable(location),
    }),
  ),
  fingerprint: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  fix: z.nullable(fix),
  /** What the cluster says of the Service, and the finding explains. */
  failingNow: z.optional(failingNow),
});

const problem = z.strictObject({
  kind: z.string(),
  file: z.string(),
  message: z.string(),
  location: z.nullable(location),
});

const repositoryName = z.string().check(z.regex(/^[\w.-]+\/[\w.-]+$/));
const commitId = z.string().check(z.regex(/^[0-9a-f]{40,64}$/));
/** The pull request that was judged, as the action knows it. */
const change = z.strictObject({
  repository: repositoryName,
  headRepository: z.nullable(repositoryName),
  headSha: commitId,
  baseSha: z.nullable(commitId),
  pullRequest: z.int().check(z.gte(1)),
});

/** What `merge` needs of one part besides its report. Lists beside `findings` and `notEvaluated` follow their order. */
const shard = z.strictObject({
  index: z.int().check(z.gte(1)),
  total: z.int().check(z.gte(1)),
  /** The same for the parts of one run, and for no others. */
  digest: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  locale: z.enum(['en', 'zh-CN']),
  hasBase: z.boolean(),
  unjudged: count,
  knownFacts: z.array(z.string()),
  findings: z.array(
    z.strictObject({
      /** The lines around the place, for reports that show them. */
      excerpt: z.nullable(
        z.strictObject({
          firstLine: z.int().check(z.gte(1)),
          lines: z.array(z.strictObject({ text: z.string(), from: z.int().check(z.gte(1)) })),
        }),
      ),
      /** What trying its fix took out of the budget of one report; null where nothing was to try. */
      fixCost: z.nullable(z.number()),
      /** The path in head of what is gone, where it is another one. */
      pathInHead: z.optional(z.string()),
    }),
  ),
  notEvaluated: z.array(location),
  /** Of the whole tree; in the first part only. */
  predictions: z.array(prediction),
});
export type ShardDetails = z.infer<typeof shard>;

/** The JSON report, schema version 1. `schema/report.schema.json` is made from it; fields are only ever added. */
export const checkReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool,
  change: z.optional(change),
  /** The report is of one part, made with `--shard`. */
  shard: z.optional(shard),
  /** The report is of several repositories, whose names their paths begin with. */
  repositories: z.optional(
    z.array(
      z.strictObject({
        name: z.string(),
        result: z.enum(['pass', 'fail']),
        findings: z.strictObject({ error: count, warning: count, info: count }),
        loadBalancerServices: count,
      }),
    ),
  ),
  outcome: z.strictObject({
    result: z.enum(['pass', 'fail', 'error']),
    failOn: z.enum(['error', 'warning', 'info', 'never']),
    gate: z.enum(['new', 'all']),
    preset: z.enum(['recommended', 'strict']),
    reasons: z.array(z.string()),
  }),
  summary: z.strictObject({
    ...treeCounts,
    findings: z.strictObject({ error: count, warning: count, info: count }),
    new: count,
    unchanged: count,
    fixed: count,
    suppressed: count,
    baselined: count,
    notEvaluated: count,
    notRendered: count,
    durationMs: count,
  }),
  findings: z.array(finding),
  plan: z.optional(changePlan),
  rollouts: z.optional(z.array(rollout)),
  problems: z.array(problem),
  notEvaluated: z.array(
    z.strictObject({ ruleId: z.string(), resource: z.nullable(resource), missing: z.array(z.string()) }),
  ),
});
export type CheckReport = z.infer<typeof checkReportSchema>;

export const rulesReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool,
  rules: z.array(
    z.strictObject({
      id: z.string(),
      severity,
      strictSeverity: severity,
      firesOn: z.enum(['presence', 'absence']),
      summary: z.string(),
      why: z.string(),
      remedy: z.string(),
      events: z.array(z.string()),
      facts: z.array(z.string()),
      conditional: z.boolean(),
      options: z.array(z.strictObject({ name: z.string(), default: z.number(), description: z.string() })),
      messages: z.array(z.string()),
      source: z.strictObject({ url: z.string(), checked: z.string(), note: z.string() }),
      docsUrl: z.nullable(z.string()),
    }),
  ),
});
export type RulesReport = z.infer<typeof rulesReportSchema>;

export const planReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool,
  summary: z.strictObject({
    ...treeCounts,
    notRendered: count,
    durationMs: count,
  }),
  predictions: z.array(prediction),
  problems: z.array(problem),
});
export type PlanReport = z.infer<typeof planReportSchema>;

/** A plan with a base. */
export const changePlanReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool,
  summary: z.strictObject({
    ...treeCounts,
    notRendered: count,
    durationMs: count,
  }),
  plan: changePlan,
  problems: z.array(problem),
});
export type ChangePlanReport = z.infer<typeof changePlanReportSchema>;

export const reportSchema = z.union([
  checkReportSchema,
  planReportSchema,
  changePlanReportSchema,
  rulesReportSchema,
  explainReportSchema,
]);
