import * as z from 'zod/mini';
import { count, eventId, failure, location, tool } from './report-parts.ts';

const service = z.nullable(z.strictObject({ namespace: z.nullable(z.string()), name: z.string() }));

/** What `explain` tells of events, symptoms and messages; texts are in the language that was asked for. */
export const explainReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool,
  summary: z.strictObject({
    /** Messages and events that were read. */
    read: count,
    explained: count,
    unknown: count,
    /** Events that tell of no trouble, or are none of this controller. */
    passedOver: count,
    /** What the input tells of beside the ids that were asked for. */
    leftOut: count,
    /** LoadBalancer Services that the input shows. */
    services: count,
  }),
  explanations: z.array(
    z.strictObject({
      id: eventId,
      kind: z.enum(['event', 'symptom']),
      meaning: z.string(),
      why: z.string(),
      effect: z.nullable(z.string()),
      failure: z.nullable(failure),
      /** The reason that the controller gives the event. */
      reason: z.nullable(z.string()),
      /** What can tell of it before it happens. */
      foresight: z.array(z.enum(['manifest', 'workload', 'change', 'cluster', 'inventory', 'runtime'])),
      /** What to do, in order; `when` is what must be so for a step, where it is not known. */
      steps: z.array(z.strictObject({ text: z.string(), when: z.array(z.string()) })),
      rules: z.array(z.string()),
      source: z.strictObject({ url: z.string(), checked: z.string(), note: z.string() }),
      occurrences: z.array(
        z.strictObject({
          service,
          loadBalancer: z.nullable(z.string()),
          message: z.nullable(z.string()),
          count,
          /** As the cluster writes it: a time, or an age. */
          lastSeen: z.nullable(z.string()),
          /** What the manifests of the repository say; null where nobody looked. */
          manifests: z.nullable(
            z.array(
              z.strictObject({
                location,
                verdict: z.enum(['causes', 'may-cause', 'no-longer', 'not-seen']),
                message: z.string(),
                ruleId: z.nullable(z.string()),
              }),
            ),
          ),
        }),
      ),
    }),
  ),
  unknown: z.array(
    z.strictObject({
      message: z.string(),
      service,
      count,
      lastSeen: z.nullable(z.string()),
      closest: z.nullable(z.strictObject({ id: eventId, message: z.string() })),
    }),
  ),
  notices: z.array(z.string()),
});
export type ExplainReport = z.infer<typeof explainReportSchema>;
