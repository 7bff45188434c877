import * as z from 'zod/mini';

/** What reports of every kind are made of. */
export const count = z.int().check(z.gte(0));
export const severity = z.enum(['error', 'warning', 'info']);
export const location = z.strictObject({
  tree: z.enum(['head', 'base']),
  file: z.string(),
  document: count,
  path: z.string(),
  startLine: z.int().check(z.gte(1)),
  startColumn: z.int().check(z.gte(1)),
  endLine: z.int().check(z.gte(1)),
  endColumn: z.int().check(z.gte(1)),
});
export const resource = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.nullable(z.string()),
  name: z.string(),
});
export const tool = z.strictObject({ name: z.literal('ack-service-gate'), version: z.string() });

export const eventId = z.string().check(z.regex(/^[ESXNP][0-9]{2}[ab]?$/));
export const failure = z.enum(['freeze', 'degraded', 'silent']);

/** What the cluster says of a Service, with the last time where that is known. */
export const failingNow = z.array(
  z.strictObject({
    event: eventId,
    count,
    last: z.nullable(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/))),
  }),
);
