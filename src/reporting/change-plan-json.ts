import type { PlanEntry } from '../analysis/plan-entry.ts';
import { inLocale, type Locale } from '../model/finding.ts';
import { plainLocation } from './plain-location.ts';
import type { ChangePlan } from './plan-schema.ts';

/** The plan as JSON reports have it. */
export function plainPlan(entries: readonly PlanEntry[], locale: Locale): ChangePlan {
  return entries.map((entry) => ({
    resource: entry.resource,
    formerly: entry.formerly,
    scope: entry.scope,
    clusters: [...entry.clusters],
    location: plainLocation(entry.location),
    object: entry.object,
    leaves: entry.leaves,
    becomes: entry.becomes,
    action: entry.action,
    address: entry.address,
    summary: inLocale(entry.summary, locale),
    before: entry.before,
    after: entry.after,
    listenersManaged: entry.listenersManaged,
    event: entry.event,
    failure: entry.failure,
    dependsOnOrder: entry.dependsOnOrder,
    calls: entry.calls,
    certainty: entry.assumes.length === 0 ? 'certain' : 'conditional',
    assumes: [...entry.assumes],
    otherwise: entry.otherwise.map(({ assumes, action, address }) => ({ assumes: [...assumes], action, address })),
    effects: entry.effects.map(({ kind, target, attributes, causes }) => ({
      kind,
      target,
      attributes: attributes.map(({ name, from, to }) => ({ name, from, to })),
      causes: causes.map(plainLocation),
    })),
  }));
}
