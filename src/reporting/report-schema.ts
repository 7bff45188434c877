import * as z from 'zod/mini';

/** The JSON report, schema version 1. `schema/report.schema.json` is made from it; fields are only ever added. */
const count = z.int().check(z.gte(0));
const severity = z.enum(['error', 'warning', 'info']);
const location = z.strictObject({
  tree: z.enum(['head', 'base']),
  file: z.string(),
  document: count,
  path: z.string(),
  startLine: z.int().check(z.gte(1)),
  startColumn: z.int().check(z.gte(1)),
  endLine: z.int().check(z.gte(1)),
  endColumn: z.int().check(z.gte(1)),
});
const resource = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.nullable(z.string()),
  name: z.string(),
});
const tool = z.strictObject({ name: z.literal('ack-service-gate'), version: z.string() });

const finding = z.strictObject({
  ruleId: z.string(),
  messageId: z.string(),
  severity,
  message: z.string(),
  why: z.string(),
  remedy: z.string(),
  docsUrl: z.nullable(z.string()),
  events: z.array(z.string().check(z.regex(/^[ESXNP][0-9]{2}[ab]?$/))),
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
  suppression: z.null(),
  fingerprint: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  fix: z.null(),
});

export const checkReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool,
  outcome: z.strictObject({
    result: z.enum(['pass', 'fail', 'error']),
    failOn: z.enum(['error', 'warning', 'info', 'never']),
    gate: z.enum(['new', 'all']),
    preset: z.enum(['recommended', 'strict']),
    reasons: z.array(z.string()),
  }),
  summary: z.strictObject({
    files: count,
    documents: count,
    scopes: count,
    services: count,
    loadBalancerServices: count,
    foreignLoadBalancers: count,
    workloads: count,
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
  problems: z.array(
    z.strictObject({ kind: z.string(), file: z.string(), message: z.string(), location: z.nullable(location) }),
  ),
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

export const reportSchema = z.union([checkReportSchema, rulesReportSchema]);
