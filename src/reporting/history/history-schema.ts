import * as z from 'zod/mini';
import { count, resource, severity, tool } from '../report-parts.ts';

/** Audits that are kept; older ones are left out. */
export const mostAudits = 100;
/** Files that are kept for the next audit. */
export const mostUnseenFiles = 20_000;
/** Findings that are kept for the next audit, and objects. */
export const mostFindings = 50_000;

/** A name or path; longer ones are kept as they are, up to the length of the whole. */
const text = z.string();
const time = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/));
const day = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}$/),
  z.refine((value) => !Number.isNaN(Date.parse(value))),
);

const audit = z.strictObject({
  at: time,
  /** The commit that was audited; null where that is not known. */
  commit: z.nullable(z.string().check(z.regex(/^[0-9a-f]{40,64}$/))),
  result: z.enum(['pass', 'fail']),
  findings: z.strictObject({ error: count, warning: count, info: count }),
  /** Against the audit before; null where none was known. */
  compared: z.nullable(z.strictObject({ new: count, fixed: count, stillOpen: count, unseen: count, dropped: count })),
});
export type AuditRow = z.infer<typeof audit>;

const finding = z.strictObject({
  fingerprint: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  ruleId: text,
  severity,
  /** How bad it is, where that can be counted. */
  measure: z.nullable(z.number()),
  /** A digest of the offending value, where it cannot be counted. */
  value: z.nullable(z.string().check(z.regex(/^[0-9a-f]{16}$/))),
  resource: z.nullable(resource),
  /** The fingerprint without scope, object and namespaces. */
  alike: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  clusters: z.array(text),
  /** Those that it is for. */
  namespaces: z.array(z.nullable(text)),
  file: text,
  /** Where in the object it was found. */
  path: text,
  /** What had to be known for it: facts of clusters, and `inventory`. */
  facts: z.array(text).check(z.maxLength(100)),
  /** The object it is about, first, and all else that the answer rested on, by their places in `restedObjects`. */
  restsOn: z.array(count),
  /** The day of the audit that found it first. */
  since: day,
  /** The audit that found it last. */
  lastSeen: time,
  /** The day since which no audit could look at it; null where the last one could. */
  unseenSince: z.nullable(day),
});

const restedObject = z.strictObject({
  /** Null where it is a whole file. */
  resource: z.nullable(resource),
  file: text,
  /** Paths at which something stood that is filled in at deployment. */
  open: z.array(text),
  /** A digest of what kustomizations said of it; null where they said nothing. */
  imposed: z.nullable(z.string().check(z.regex(/^[0-9a-f]{12}$/))),
});

const unseenFile = z.strictObject({
  /** A path, or the address that is fetched. */
  file: text,
  /** Kinds that it writes out, each as often as it stands there; null where they may be any. */
  kinds: z.nullable(z.array(text)),
  /** The audit that found it so first. */
  since: time,
});

/** What audits leave for the next one, schema version 1. `schema/history.schema.json` is made from it. */
export const historySchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool,
  /** `owner/name` of what is audited. */
  repository: text,
  /** Stays the same when it is renamed; null where it is not known. */
  repositoryId: z.nullable(text),
  /** Names what is audited of it: another folder, preset or configuration is another audit. */
  audit: z.string().check(z.regex(/^[0-9a-f]{8}$/)),
  /** The oldest first. */
  audits: z.array(audit).check(z.minLength(1), z.maxLength(mostAudits)),
  /** Names of the clusters in the configuration of the last of these audits. */
  clusters: z.array(text),
  /** Files that nobody could look into in the last of these audits; null where they were too many to keep. */
  unseenFiles: z.nullable(z.array(unseenFile).check(z.maxLength(mostUnseenFiles))),
  /** Which objects stood in which files, as digests; null where they were too many to keep. */
  objects: z.nullable(z.array(z.string().check(z.regex(/^[0-9a-f]{12}$/))).check(z.maxLength(mostFindings))),
  /** What findings of `open` rest on. */
  restedObjects: z.array(restedObject).check(z.maxLength(mostFindings)),
  /** What counted in the last of these audits; null where it was too much to keep. */
  open: z.nullable(z.array(finding).check(z.maxLength(mostFindings))),
});
export type History = z.infer<typeof historySchema>;
