import { lastSentAt, knownPreStop, type PodEnd } from './pod-end.ts';
import { earliestReady, type PodStart } from './pod-start.ts';

/** What lasts for a while on a time line. */
export const stretchNames = [
  'sent-to',
  'draining',
  'prestop',
  'finishing',
  'starting',
  'registering',
  'settling',
  'gap',
  'cut',
  'missing',
] as const;
export type StretchName = (typeof stretchNames)[number];

/** What happens at one moment. */
export const momentNames = ['deleted', 'let-go', 'sigterm', 'sigkill', 'ready', 'member', 'available'] as const;
export type MomentName = (typeof momentNames)[number];

export interface Stretch {
  readonly name: StretchName;
  readonly from: number;
  /** Greater than `from`. */
  readonly to: number;
}

export interface Moment {
  readonly name: MomentName;
  readonly at: number;
}

/** Seconds from the deletion of a pod, or from the start of its containers; in the order in which they are drawn. */
export interface TimeLine {
  readonly stretches: readonly Stretch[];
  readonly moments: readonly Moment[];
}

/** The end of a pod, drawn with the shortest preStop where several containers serve. What is unknown is left out. */
export function endLine(end: PodEnd): TimeLine {
  const { graceSeconds: grace, drain, stops, mode } = end;
  const letGo = lastSentAt(end);
  const isReadable = stops.every(({ kind }) => kind !== 'unknown');
  const waits = stops.map((stop) => (stop.kind === 'known' ? stop.seconds : 0));
  const preStop = isReadable ? Math.min(grace ?? Number.POSITIVE_INFINITY, ...waits) : undefined;
  const longest = isReadable ? Math.min(grace ?? Number.POSITIVE_INFINITY, knownPreStop(end)) : undefined;
  const drained = mode !== 'cluster' && drain.kind === 'on' ? letGo + drain.seconds : undefined;
  const gone = preStop ?? grace;
  return {
    stretches: [
      stretch('sent-to', 0, letGo),
      stretch('gap', gone, gone === undefined ? undefined : letGo),
      stretch('draining', letGo, drained),
      stretch('cut', grace === undefined || grace < letGo ? letGo : grace, grace === undefined ? undefined : drained),
      stretch('prestop', 0, longest),
      stretch('finishing', longest, grace),
      stretch('missing', grace, longest === undefined ? undefined : knownPreStop(end) + end.marginSeconds),
    ].flat(),
    moments: [moment('deleted', 0), moment('let-go', letGo), moment('sigterm', preStop), moment('sigkill', grace)]
      .flat()
      .toSorted(byTime),
  };
}

/** The start of a pod: ready at the earliest, a member, and available to the rolling update. */
export function startLine(start: PodStart, registerSeconds: number): TimeLine {
  const containersReady = earliestReady(start);
  const member = containersReady + registerSeconds;
  // With a gate the pod is ready only once it is a member.
  const ready = start.hasGate ? member : containersReady;
  const available = ready + start.minReadySeconds;
  return {
    stretches: [
      stretch('starting', 0, containersReady),
      stretch('registering', containersReady, member),
      stretch('settling', ready, available),
    ].flat(),
    moments: [moment('ready', ready), moment('member', member), moment('available', available)].flat().toSorted(byTime),
  };
}

function stretch(name: StretchName, from: number | undefined, to: number | undefined): Stretch[] {
  return from === undefined || to === undefined || to <= from ? [] : [{ name, from, to }];
}

function byTime(one: Moment, other: Moment): number {
  return one.at - other.at;
}

function moment(name: MomentName, at: number | undefined): Moment[] {
  return at === undefined ? [] : [{ name, at }];
}
