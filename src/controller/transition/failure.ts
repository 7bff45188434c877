import { eventIn } from '../../catalog/events/patterns.ts';
import type { EventId } from '../../catalog/events.ts';

/** One thing that went wrong in a run. */
export interface FailurePart {
  /** The controller's own words. */
  readonly text: string;
  /** The event that tells of it; undefined for words that the catalogue does not know. */
  readonly event: EventId | undefined;
  /** Short keys of the annotations at fault, where the controller looked at one. */
  readonly keys: readonly string[];
}

/** What a step of the controller answers when it fails: one text, made of one or more parts. */
export interface Failure {
  readonly text: string;
  readonly parts: readonly FailurePart[];
}

export function failure(text: string, keys: readonly string[] = [], event?: EventId): Failure {
  return { text, parts: [{ text, event: event ?? eventIn(text), keys }] };
}

/** The same failure as the caller of the step words it. */
export function within(prefix: string, { text, parts }: Failure): Failure {
  return { text: prefix + text, parts };
}

/** The same failure with the annotations that led to it. */
export function about(keys: readonly string[], { text, parts }: Failure): Failure {
  return { text, parts: parts.map((part) => ({ ...part, keys: [...part.keys, ...keys] })) };
}

/**
 * Several failures as one: equal texts once, in brackets where there is more than one; undefined where there is none.
 * Source: `NewAggregate` of https://pkg.go.dev/k8s.io/apimachinery/pkg/util/errors.
 */
export function joined(failures: readonly (Failure | undefined)[]): Failure | undefined {
  const different = new Map<string, Failure>();
  for (const one of failures) if (one !== undefined && !different.has(one.text)) different.set(one.text, one);
  const [first, ...others] = different.values();
  if (first === undefined || others.length === 0) return first;
  return {
    text: `[${[...different.keys()].join(', ')}]`,
    parts: [...different.values()].flatMap(({ parts }) => parts),
  };
}
