import * as z from 'zod/mini';
import { momentNames, stretchNames } from '../../rollout/time-line.ts';
import { causes, modes, openQuestions } from '../../rollout/verdict.ts';
import { location, resource } from '../report-parts.ts';

const seconds = z.number().check(z.gte(0));
const verdict = z.union([
  z.strictObject({ verdict: z.literal('safe') }),
  z.strictObject({
    verdict: z.literal('unsafe'),
    /** The worst comes first; `seconds` are missing, at the least, and null where they cannot be counted. */
    causes: z.array(z.strictObject({ why: z.enum(causes), seconds: z.nullable(seconds) })).check(z.minLength(1)),
  }),
  z.strictObject({ verdict: z.literal('unknown'), because: z.enum(openQuestions) }),
]);
const verdicts = z.strictObject({
  newConnections: verdict,
  openConnections: verdict,
  backends: verdict,
  readiness: verdict,
});
/** Seconds from the deletion of a pod, or from the start of its containers. */
const timeLine = z.strictObject({
  stretches: z
    .array(z.strictObject({ name: z.enum(stretchNames), from: seconds, to: seconds }))
    .check(z.maxLength(stretchNames.length)),
  moments: z.array(z.strictObject({ name: z.enum(momentNames), at: seconds })).check(z.maxLength(momentNames.length)),
});
/** What rollouts do to connections, for each load balancer Service and workload behind it. */
export const rollout = z.strictObject({
  service: resource,
  workload: z.nullable(resource),
  scope: z.string(),
  clusters: z.array(z.string()),
  location,
  verdict: z.enum(['safe', 'unsafe', 'unknown']),
  verdicts,
  /** One where the mode is known, else each of them; none where all is safe, or the manifests tell too little. */
  modes: z
    .array(z.strictObject({ mode: z.enum(modes), verdicts, end: timeLine, start: timeLine }))
    .check(z.maxLength(modes.length)),
});
export type ReportRollout = z.infer<typeof rollout>;
