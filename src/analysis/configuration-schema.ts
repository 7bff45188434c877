import { validate as isVersion } from 'compare-versions';
import * as z from 'zod/mini';

/**
 * The shape of the configuration file; `schema/config.schema.json` is made from it. Rule ids and globs are checked
 * apart, where a suggestion can be made.
 */
const version = z
  .string()
  .check(z.refine((text) => isVersion(text.replace(/-.*$/, '')), 'expected a version such as v2.14.0'));

const cluster = {
  provider: z.optional(z.enum(['ack', 'other', 'auto'])),
  ccmVersion: z.optional(version),
  kubernetesVersion: z.optional(version),
  network: z.optional(z.enum(['terway', 'flannel'])),
  backendMode: z.optional(z.enum(['eni', 'node'])),
  vpcId: z.optional(z.string()),
  nodeCount: z.optional(z.int().check(z.gte(0))),
  disablePublicLoadBalancer: z.optional(z.boolean()),
};

const date = z
  .string()
  .check(
    z.regex(/^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/, 'expected a date such as 2027-03-31'),
    z.refine(isDate, 'there is no such day'),
  );

/** False for the 31st of a short month, which JavaScript takes for a day of the next one. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().startsWith(text);
}

const severity = z.enum(['off', 'info', 'warning', 'error']);

export const configurationSchema = z.strictObject({
  $schema: z.optional(z.string()),
  cluster: z.optional(z.strictObject(cluster)),
  clusters: z.optional(
    z.array(
      z.strictObject({
        name: z.string().check(z.minLength(1)),
        paths: z.array(z.string()).check(z.minLength(1)),
        ...cluster,
      }),
    ),
  ),
  requireFacts: z.optional(z.array(z.keyof(z.strictObject(cluster)))),
  paths: z.optional(
    z.strictObject({ include: z.optional(z.array(z.string())), exclude: z.optional(z.array(z.string())) }),
  ),
  preset: z.optional(z.enum(['recommended', 'strict'])),
  rules: z.optional(
    z.record(
      z.string(),
      z.union([
        severity,
        z.strictObject({
          severity: z.optional(severity),
          marginSeconds: z.optional(z.int().check(z.gte(0))),
          suppressible: z.optional(z.boolean()),
          allowLabel: z.optional(z.string().check(z.regex(/\S/, 'expected the name of a label'))),
        }),
      ]),
    ),
  ),
  rollout: z.optional(z.strictObject({ syncDelaySeconds: z.optional(z.int().check(z.gte(0), z.lte(3600))) })),
  overrides: z.optional(
    z.array(
      z.strictObject({
        paths: z.optional(z.array(z.string()).check(z.minLength(1))),
        names: z.optional(z.array(z.string()).check(z.minLength(1))),
        rules: z.record(z.string(), severity),
        reason: z.string().check(z.regex(/\S/, 'expected a reason')),
        expires: date,
      }),
    ),
  ),
  inventory: z.optional(z.array(z.string())),
  suppressions: z.optional(
    z.strictObject({
      honour: z.optional(z.enum(['all', 'base', 'none'])),
      requireReason: z.optional(z.boolean()),
    }),
  ),
  policy: z.optional(
    z.strictObject({
      failOn: z.optional(z.enum(['error', 'warning', 'info', 'never'])),
      gate: z.optional(z.enum(['new', 'all'])),
    }),
  ),
  locale: z.optional(z.enum(['en', 'zh-CN'])),
});

export type Configuration = z.infer<typeof configurationSchema>;
