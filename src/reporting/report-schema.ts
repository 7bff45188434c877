import * as z from 'zod/mini';
import { addressFates, effectKinds, objectChanges, planActions } from '../analysis/plan-entry.ts';
import { explainReportSchema } from './explain-schema.ts';
import { rollout } from './rollout/schema.ts';
import { count, eventId, failingNow, failure, location, resource, severity, tool } from './report-parts.ts';

/** The JSON report, schema version 1. `schema/report.schema.json` is made from it; fields are only ever added. */
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

const assumption = z
  .string()
  .check(
    z.regex(
      /^(?:render=(?:un)?changed|(?:substitution|namespace)=(?:different|same)|loadBalancer\.[a-z0-9-]+=(?:other|same|bound|free)|cluster\.[A-Za-z]+(?:=|<|>=)[\w.-]+)$/,
    ),
  );
const addressFate = z.enum(addressFates);
const plannedLoadBalancer = z.strictObject({
  kind: z.enum(['clb', 'nlb']),
  /** Of one that people made; null of the controller's own. */
  id: z.nullable(z.string()),
  exposure: z.enum(['internet', 'intranet', 'unknown']),
});

/** What happens to load balancers if the change is deployed, the worst first; what stays as it is is left out. */
const changePlan = z.array(
  z.strictObject({
    resource,
    /** The object in base, where it was renamed. */
    formerly: z.nullable(resource),
    scope: z.string(),
    clusters: z.array(z.string()),
    location,
    object: z.enum(objectChanges),
    /** The scope that the object left, where it stands elsewhere now. */
    leaves: z.nullable(z.string()),
    /** The scope that the object moved to, or the type that it has now. */
    becomes: z.nullable(z.string()),
    action: z.enum(planActions),
    address: addressFate,
    summary: z.string(),
    before: z.nullable(plannedLoadBalancer),
    after: z.nullable(plannedLoadBalancer),
    listenersManaged: z.boolean(),
    event: z.nullable(eventId),
    failure: z.nullable(failure),
    /** Calls go out at the same time, and how the first sync ends depends on which comes first. */
    dependsOnOrder: z.boolean(),
    /** Calls of the first sync that change something in the cloud, as far as they can be known. */
    calls: count,
    certainty: z.enum(['certain', 'conditional']),
    assumes: z.array(assumption),
    /** What comes of it where an assumption does not hold. */
    otherwise: z.array(
      z.strictObject({
        assumes: z.array(assumption),
        action: z.enum([...planActions, 'none']),
        address: addressFate,
      }),
    ),
    effects: z.array(
      z.strictObject({
        kind: z.enum(effectKinds),
        /** `443/https` of a listener. */
        target: z.nullable(z.string()),
        attributes: z.array(
          z.strictObject({ name: z.string(), from: z.nullable(z.string()), to: z.nullable(z.string()) }),
        ),
        /** What in base and head brings it about. */
        causes: z.array(location),
      }),
    ),
  }),
);
export type ChangePlan = z.infer<typeof changePlan>;

/** `unknown`: decided at deployment or by the cluster; the value then is the text that stands for it. */
const settings = z.array(
  z.strictObject({ name: z.string(), value: z.unknown(), from: z.enum(['annotation', 'default', 'unknown']) }),
);

/** What the controller makes of one Service. */
const prediction = z.strictObject({
  resource,
  scope: z.string(),
  clusters: z.array(z.string()),
  location,
  certainty: z.enum(['certain', 'conditional']),
  assumes: z.array(z.string()),
  controller: z.enum(['clb', 'nlb', 'none']),
  /** Why neither controller takes it. */
  reason: z.nullable(z.enum(['type', 'loadBalancerClass', 'tunnel-type', 'class', 'type-annotation'])),
  /** What ends the run, so that nothing below is synced. */
  error: z.nullable(z.strictObject({ event: eventId, failure, message: z.string(), location: z.nullable(location) })),
  loadBalancer: z.nullable(
    z.strictObject({
      action: z.enum(['create', 'reuse']),
      id: z.nullable(z.string()),
      listenersManaged: z.boolean(),
      override: z.boolean(),
      preserveOnDelete: z.boolean(),
      attributes: settings,
    }),
  ),
  /** Listeners that the controller makes; none where it leaves those of a reused load balancer alone. */
  listeners: z.array(
    z.strictObject({
      port: z.nullable(z.number()),
      portRange: z.nullable(z.string()),
      protocol: z.nullable(z.string()),
      settings,
    }),
  ),
  backends: z.nullable(
    z.strictObject({
      mode: z.nullable(z.enum(['eni', 'local', 'cluster'])),
      groups: z.array(
        z.strictObject({
          servicePort: z.nullable(z.number()),
          id: z.nullable(z.string()),
          backendPort: z.nullable(z.union([z.number(), z.string()])),
          weight: z.nullable(z.int()),
          settings,
        }),
      ),
      portsWithoutGroup: z.array(z.number()),
    }),
  ),
  annotations: z.array(
    z.strictObject({
      key: z.string(),
      value: z.string(),
      outcome: z.enum(['applied', 'ignored', 'refused', 'unknown']),
      because: z.nullable(z.string()),
      message: z.nullable(z.string()),
      event: z.nullable(eventId),
      failure: z.nullable(failure),
      location: z.nullable(location),
    }),
  ),
});

export type Prediction = z.infer<typeof prediction>;

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
