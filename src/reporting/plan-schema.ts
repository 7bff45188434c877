import * as z from 'zod/mini';
import { addressFates, effectKinds, objectChanges, planActions } from '../analysis/plan-entry.ts';
import { count, eventId, failure, location, resource } from './report-parts.ts';

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
export const changePlan = z.array(
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

/** What is used of a default quota; `isLeast` where it may be more. */
const quotaUse = z.nullable(z.strictObject({ used: count, limit: count, isLeast: z.boolean() }));

/** What the controller makes of one Service. */
export const prediction = z.strictObject({
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
  /** Of the load balancer, with what other Services at hand put into it; null where nothing can be counted. */
  quotas: z.optional(z.strictObject({ services: count, servers: quotaUse, listeners: quotaUse })),
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
