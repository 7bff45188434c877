import { eventIn } from '../../catalog/events/patterns.ts';
import { explanationOf, type ExplainedId } from './explanation.ts';
import { findSymptoms } from './find-symptoms.ts';
import { ExplainedGroups, UnknownMessages } from './groups.ts';
import { isSameService, type Observation, type Observed, type ServiceName, type Situation } from './observation.ts';
import type { Explained, ManifestAnswer, Occurrence, UnknownMessage } from './occurrence.ts';
import { plainWords, splitMessage, type ErrorPart } from './split-message.ts';

/** The manifests of a repository, as far as explaining needs them. */
export interface Manifests {
  /** The only Service that names this load balancer. */
  serviceWith(loadBalancer: string): ServiceName | undefined;
  situationOf(service: ServiceName): Situation | undefined;
  /** One answer for each manifest of the Service; undefined where the repository holds none. */
  answersOf(id: ExplainedId, service: ServiceName): readonly ManifestAnswer[] | undefined;
}

export interface ExplainResult {
  /** The gravest first. */
  readonly explained: readonly Explained[];
  readonly unknown: readonly UnknownMessage[];
  /** Events that were read, those passed over included. */
  readonly read: number;
  /** Events that tell of no trouble, or not of a Service of this controller. */
  readonly passedOver: number;
  /** What the input tells of beside the ids that were asked for; 0 where none were. */
  readonly leftOut: number;
  /** LoadBalancer Services that the input shows. */
  readonly services: number;
}

/** Explains events and symptoms by their ids, for any Service. */
export function explainIds(ids: readonly ExplainedId[]): ExplainResult {
  const explained = ids.map((id) => ({ explanation: explanationOf(id, {}), occurrences: [] }));
  return { explained, unknown: [], read: 0, passedOver: 0, leftOut: 0, services: 0 };
}

/** Explains what the cluster said, and what the status of its Services shows. */
export function explain(observed: Observed, manifests?: Manifests): ExplainResult {
  const explained = new ExplainedGroups();
  const unknown = new UnknownMessages();
  let passedOver = observed.passedOver;
  const seen = { observed, manifests };
  for (const observation of observed.observations) {
    const { entries, strange } = explainOne(observation, seen);
    for (const { id, situation, occurrence } of entries) explained.add(explanationOf(id, situation), occurrence);
    for (const text of strange) unknown.add(text, observation);
    if (entries.length + strange.length === 0) passedOver += 1;
  }
  for (const { service, situation } of observed.services) {
    const id = situation.isTerminating === true ? 'S27' : situation.hasAddress === false ? 'S13' : undefined;
    // What its events tell is more exact than its status.
    if (id === undefined || explained.has(service)) continue;
    const shown = { message: undefined, loadBalancer: undefined, count: 1, lastSeen: undefined };
    explained.add(explanationOf(id, situationAround(service, seen)), {
      ...shown,
      service,
      manifests: manifests?.answersOf(id, service),
    });
  }
  return {
    explained: explained.all(),
    unknown: unknown.all(),
    read: observed.observations.length + observed.passedOver,
    passedOver,
    leftOut: 0,
    services: observed.services.length,
  };
}

interface Seen {
  readonly observed: Observed;
  readonly manifests: Manifests | undefined;
}

interface Entry {
  readonly id: ExplainedId;
  readonly situation: Situation;
  readonly occurrence: Occurrence;
}

/** What one observation tells of, and those of its errors that nobody knows; neither where it is none of our business. */
function explainOne(observation: Observation, seen: Seen): { entries: readonly Entry[]; strange: readonly string[] } {
  const { count, lastSeen } = observation;
  const { parts, envelope } = splitMessage(observation.message);
  const loadBalancer = envelope?.loadBalancer;
  const service = observation.service ?? serviceBehind(observation, loadBalancer, seen.manifests);
  const situation = { ...inferred(envelope), ...situationAround(service, seen) };
  // What somebody gives by itself is meant to be explained, as a question if need be; an event may be about anything.
  const isAlone = observation.service === undefined;
  const told = withReason(parts, observation.reason).map(({ text, event }) => {
    if (event !== undefined) return { text, ids: [event], message: text };
    return { text, ids: isAlone && envelope === undefined ? findSymptoms(text) : [], message: undefined };
  });
  const entries = told.flatMap(({ ids, message }) =>
    ids.map((id: ExplainedId): Entry => {
      const manifests = service === undefined ? undefined : seen.manifests?.answersOf(id, service);
      return { id, situation, occurrence: { service, loadBalancer, message, count, lastSeen, manifests } };
    }),
  );
  const isOurs = isAlone || envelope !== undefined || entries.length > 0;
  return { entries, strange: isOurs ? told.filter(({ ids }) => ids.length === 0).map(({ text }) => text) : [] };
}

/** What manifest and cluster tell of a Service; where both do, the cluster is right. */
function situationAround(service: ServiceName | undefined, { observed, manifests }: Seen): Situation {
  if (service === undefined) return {};
  const state = observed.services.find((each) => isSameService(each.service, service));
  return { ...known(manifests?.situationOf(service)), ...known(state?.situation) };
}

/** Some events are told apart by their reason only. */
function withReason(parts: readonly ErrorPart[], reason: string | undefined): readonly ErrorPart[] {
  if (reason === undefined || parts.some(({ event }) => event !== undefined)) return parts;
  return parts.map(({ text }) => ({ text, event: eventIn(reason) }));
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
