import { eventIn } from '../../catalog/events/patterns.ts';
import type { Location, Bilingual } from '../../model/finding.ts';
import { closestMessage, type KnownMessage } from './closest.ts';
import { explanationOf, type ExplainedId, type Explanation } from './explanation.ts';
import { findSymptoms } from './find-symptoms.ts';
import { isSameService, type Observation, type Observed, type ServiceName, type Situation } from './observation.ts';
import { plainWords, splitMessage, type ErrorPart } from './split-message.ts';

/** What a manifest of the repository says to an event. */
export interface ManifestAnswer {
  readonly location: Location;
  /** `may-cause`: it takes part, and what the cloud has decides; `not-seen`: a manifest cannot show it. */
  readonly verdict: 'causes' | 'may-cause' | 'no-longer' | 'not-seen';
  readonly message: Bilingual;
  readonly ruleId: string | null;
}

/** The manifests of a repository, as far as explaining needs them. */
export interface Manifests {
  /** The only Service that names this load balancer. */
  serviceWith(loadBalancer: string): ServiceName | undefined;
  situationOf(service: ServiceName): Situation | undefined;
  /** One answer for each manifest of the Service; undefined where the repository holds none. */
  answersOf(id: ExplainedId, service: ServiceName): readonly ManifestAnswer[] | undefined;
}

/** Where and how often something was said. */
export interface Occurrence {
  readonly service: ServiceName | undefined;
  readonly loadBalancer: string | undefined;
  /** Undefined for a symptom that was seen in a status. */
  readonly message: string | undefined;
  readonly count: number;
  readonly lastSeen: string | undefined;
  readonly manifests: readonly ManifestAnswer[] | undefined;
}

export interface Explained {
  readonly explanation: Explanation;
  readonly occurrences: readonly Occurrence[];
}

/** Words that the catalogue does not know. */
export interface UnknownMessage {
  readonly message: string;
  readonly service: ServiceName | undefined;
  readonly count: number;
  readonly lastSeen: string | undefined;
  readonly closest: KnownMessage | undefined;
}

export interface ExplainResult {
  /** The gravest first. */
  readonly explained: readonly Explained[];
  readonly unknown: readonly UnknownMessage[];
  /** Events that were read, those passed over included. */
  readonly read: number;
  /** Events that tell of no trouble, or not of a Service of this controller. */
  readonly passedOver: number;
  /** LoadBalancer Services that the input shows. */
  readonly services: number;
}

/** Explains events and symptoms by their ids, for any Service. */
export function explainIds(ids: readonly ExplainedId[]): ExplainResult {
  const explained = ids.map((id) => ({ explanation: explanationOf(id, {}), occurrences: [] }));
  return { explained, unknown: [], read: 0, passedOver: 0, services: 0 };
}

/** Explains what the cluster said, and what the status of its Services shows. */
export function explain(observed: Observed, manifests?: Manifests): ExplainResult {
  const found = new Findings();
  const unknown = new Map<string, UnknownMessage>();
  let passedOver = 0;
  for (const observation of observed.observations) {
    const { parts, envelope } = splitMessage(observation.message);
    const service = observation.service ?? serviceBehind(observation, envelope?.loadBalancer, manifests);
    const situation = {
      ...inferred(envelope),
      ...known(service === undefined ? undefined : manifests?.situationOf(service)),
      ...known(stateOf(observed, service)),
    };
    // What somebody gives by itself is meant to be explained; an event may be about anything.
    const isAlone = observation.service === undefined;
    let isOurs = isAlone || envelope !== undefined;
    for (const { text, event } of withReason(parts, observation.reason)) {
      const ids: readonly ExplainedId[] =
        event !== undefined ? [event] : isAlone && envelope === undefined ? findSymptoms(text) : [];
      for (const id of ids)
        found.add(explanationOf(id, situation), {
          service,
          loadBalancer: envelope?.loadBalancer,
          message: event === undefined ? undefined : text,
          count: observation.count,
          lastSeen: observation.lastSeen,
          manifests: service === undefined ? undefined : manifests?.answersOf(id, service),
        });
      if (ids.length > 0) isOurs = true;
      else if (isOurs) addUnknown(unknown, text, observation);
    }
    if (!isOurs) passedOver += 1;
  }
  for (const { service, situation } of observed.services) {
    const id = situation.isTerminating === true ? 'S27' : situation.hasAddress === false ? 'S13' : undefined;
    // What its events tell is more exact than its status.
    if (id === undefined || found.has(service)) continue;
    const occurrence = { service, loadBalancer: undefined, message: undefined, count: 1, lastSeen: undefined };
    found.add(explanationOf(id, { ...known(manifests?.situationOf(service)), ...known(situation) }), {
      ...occurrence,
      manifests: manifests?.answersOf(id, service),
    });
  }
  return {
    explained: found.all(),
    unknown: [...unknown.values()],
    read: observed.observations.length + observed.passedOver,
    passedOver: passedOver + observed.passedOver,
    services: observed.services.length,
  };
}

/** Explained so far; what is explained alike stands together, and what is said again is counted. */
class Findings {
  readonly #groups = new Map<string, { explanation: Explanation; occurrences: Map<string, Occurrence> }>();

  add(explanation: Explanation, occurrence: Occurrence): void {
    const key = JSON.stringify([explanation.id, explanation.steps]);
    const group = this.#groups.get(key) ?? { explanation, occurrences: new Map<string, Occurrence>() };
    this.#groups.set(key, group);
    const own = JSON.stringify([occurrence.service, occurrence.loadBalancer, likeness(occurrence.message ?? '')]);
    const before = group.occurrences.get(own);
    const merged =
      before === undefined
        ? occurrence
        : {
            ...before,
            count: before.count + occurrence.count,
            lastSeen: later(before.lastSeen, occurrence.lastSeen),
          };
    group.occurrences.set(own, merged);
  }

  has(service: ServiceName): boolean {
    return [...this.#groups.values()].some(({ occurrences }) =>
      [...occurrences.values()].some((each) => each.service !== undefined && isSameService(each.service, service)),
    );
  }

  all(): Explained[] {
    return [...this.#groups.values()]
      .map(({ explanation, occurrences }) => ({ explanation, occurrences: [...occurrences.values()] }))
      .sort((left, right) => gravity(left.explanation) - gravity(right.explanation));
  }
}

function gravity({ failure }: Explanation): number {
  return failure === null ? 3 : ['freeze', 'degraded', 'silent'].indexOf(failure);
}

/** The same words with another number, address or request in them. */
function likeness(message: string): string {
  return message.replaceAll(/\d+/g, '0');
}

/** The later of two times; ages (`3m`) cannot be compared, and the first is the one that stands nearest to now. */
function later(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return /^\d{4}-/.test(left) && right > left ? right : left;
}

/** Some events are told apart by their reason only. */
function withReason(parts: readonly ErrorPart[], reason: string | undefined): readonly ErrorPart[] {
  if (reason === undefined || parts.some(({ event }) => event !== undefined)) return parts;
  return parts.map(({ text }) => ({ text, event: eventIn(reason) }));
}

function addUnknown(unknown: Map<string, UnknownMessage>, text: string, observation: Observation): void {
  const { service, count, lastSeen } = observation;
  const key = JSON.stringify([service, likeness(text)]);
  const before = unknown.get(key);
  unknown.set(key, {
    message: text,
    service,
    count: count + (before?.count ?? 0),
    lastSeen: later(before?.lastSeen, lastSeen),
    closest: before?.closest ?? closestMessage(text),
  });
}

function serviceBehind(
  { message }: Observation,
  loadBalancer: string | undefined,
  manifests: Manifests | undefined,
): ServiceName | undefined {
  const named = loadBalancer ?? loadBalancerIn(message);
  return named === undefined ? undefined : manifests?.serviceWith(named);
}

/** The first id of a load balancer in a text. */
export function loadBalancerIn(message: string): string | undefined {
  return /\b(?:lb|nlb)-[0-9a-z]{10,}\b/.exec(plainWords(message))?.[0];
}

function stateOf({ services }: Observed, service: ServiceName | undefined): Situation | undefined {
  return service === undefined ? undefined : services.find((each) => isSameService(each.service, service))?.situation;
}

/** What the envelope gives away. */
function inferred(envelope: ReturnType<typeof splitMessage>['envelope']): Situation {
  if (envelope === undefined) return {};
  const isNlb = envelope.loadBalancer === undefined ? undefined : envelope.loadBalancer.startsWith('nlb-');
  return { isTerminating: envelope.verb === 'deleting', isNlb };
}

/** Only what is known, so that it does not hide what another source knows. */
function known(situation: Situation | undefined): Situation {
  return Object.fromEntries(Object.entries(situation ?? {}).filter(([, value]) => value !== undefined));
}
