import { events } from '../../catalog/events.ts';
import { isEventId } from '../../catalog/events/patterns.ts';
import { explain } from './explain.ts';
import type { ExplainedId } from './explanation.ts';
import type { Observed, ServiceName } from './observation.ts';

/** A Service of the cluster, and what fails there. */
export interface FailingService {
  readonly service: ServiceName;
  readonly failures: readonly Failure[];
}

/** What fails at a Service. */
export interface Failure {
  /** Undefined for words that the catalogue does not know. */
  readonly event: ExplainedId | undefined;
  /** Rules that would have reported it. */
  readonly rules: readonly string[];
  readonly count: number;
  /** When it was said last, as `2026-01-31T08:00:00Z`; null where that is not known, as of an age. */
  readonly last: string | null;
}

/**
 * Services that fail, by name, with what fails at each, by id. What only informs is left out, and what came before the
 * controller last reported success.
 */
export function failingServices(observed: Observed): FailingService[] {
  const { explained, unknown } = explain(observed);
  const synced = lastSuccesses(observed);
  const found = new Map<string, { service: ServiceName; failures: Map<string, Failure> }>();
  const add = (service: ServiceName, { event, rules, count, last }: Failure): void => {
    const key = keyOf(service);
    const own = found.get(key) ?? { service, failures: new Map<string, Failure>() };
    const before = own.failures.get(event ?? '');
    const merged = { event, rules, count: count + (before?.count ?? 0), last: later(before?.last ?? null, last) };
    own.failures.set(event ?? '', merged);
    found.set(key, own);
  };
  const isOver = (service: ServiceName, last: string | null): boolean =>
    last !== null && last < (synced.get(keyOf(service)) ?? '');
  for (const { explanation, occurrences } of explained) {
    const { id, rules } = explanation;
    const reach = isEventId(id) ? events[id].class : undefined;
    if (reach === 'none') continue;
    for (const { service, count, lastSeen } of occurrences) {
      const last = timeOf(lastSeen);
      // What fails silently is followed by a success.
      if (service === undefined || (reach !== 'silent' && isOver(service, last))) continue;
      add(service, { event: id, rules, count, last });
    }
  }
  for (const { service, count, lastSeen } of unknown) {
    const last = timeOf(lastSeen);
    if (service !== undefined && !isOver(service, last)) add(service, { event: undefined, rules: [], count, last });
  }
  return [...found.values()]
    .map(({ service, failures }) => ({
      service,
      failures: [...failures.values()].sort((one, other) => byText(one.event ?? '~', other.event ?? '~')),
    }))
    .sort((one, other) => byText(keyOf(one.service), keyOf(other.service)));
}

/** When the controller last reported success, by Service. */
function lastSuccesses({ observations }: Observed): ReadonlyMap<string, string> {
  const times = new Map<string, string>();
  for (const { reason, service, lastSeen } of observations) {
    const last = timeOf(lastSeen);
    if (reason !== 'EnsuredLoadBalancer' || service === undefined || last === null) continue;
    times.set(keyOf(service), later(times.get(keyOf(service)) ?? null, last) ?? last);
  }
  return times;
}

/** A time of Kubernetes, which is always in UTC, without parts of seconds. */
function timeOf(lastSeen: string | undefined): string | null {
  const [, time] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(lastSeen ?? '') ?? [];
  return time === undefined ? null : `${time}Z`;
}

function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

function keyOf({ namespace = '', name }: ServiceName): string {
  return `${namespace}/${name}`;
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
