import type { EventId } from '../catalog/events.ts';
import type { SubjectAnnotation, SubjectPort } from './subject.ts';

/** The part of the local model that could not be built. */
export type Stage = 'instance' | 'listeners' | 'backends';

/**
 * How far a failure reaches: *freeze*: nothing is synced any more; *degraded*: the rest is synced, but the run ends in
 * an error; *silent*: no event at all. §0 of the behaviour notes.
 */
export type FailureClass = 'freeze' | 'degraded' | 'silent';

/** The ports that a listener takes, and the Service port that it is for. */
export interface Taken {
  readonly protocol: string;
  readonly start: number;
  readonly end: number;
  readonly servicePort: SubjectPort;
}

/** Something that the controller refuses while it builds its model. */
export interface Problem {
  readonly stage: Stage;
  /** The controller's own words, from the stage on. */
  readonly message: string;
  readonly event: EventId;
  readonly failure: FailureClass;
  /** The annotation at fault; undefined where another field or the cluster is. */
  readonly annotation: SubjectAnnotation | undefined;
  /** The Service port at which it was met. */
  readonly port: number | undefined;
  /** The two listeners that take the same ports (N06). */
  readonly between: readonly [Taken, Taken] | undefined;
  /** False when the controller drops the error and goes on. */
  readonly ends: boolean;
}

/** Gathers problems in the order in which the controller meets them. */
export class Problems {
  readonly all: Problem[] = [];
  readonly #stage: Stage;
  readonly #prefix: string;

  constructor(stage: Stage, prefix: string) {
    this.#stage = stage;
    this.#prefix = prefix;
  }

  /** A refusal of the whole Service, which names no part of the model. */
  refuse(event: EventId, message: string, annotation: SubjectAnnotation | undefined): void {
    this.all.unshift({
      stage: this.#stage,
      message,
      event,
      failure: 'freeze',
      annotation,
      port: undefined,
      between: undefined,
      ends: true,
    });
  }

  add(
    event: EventId,
    message: string,
    annotation: SubjectAnnotation | undefined,
    more: {
      readonly port?: number | undefined;
      readonly between?: readonly [Taken, Taken];
      readonly dropped?: boolean;
      readonly failure?: FailureClass;
    } = {},
  ): void {
    this.all.push({
      stage: this.#stage,
      message: this.#prefix + message,
      event,
      failure: more.failure ?? 'freeze',
      annotation,
      port: more.port,
      between: more.between,
      ends: more.dropped !== true,
    });
  }
}
