import { digestOf } from '../../model/digest.ts';

/**
 * What a comment of ours is about, in its first line, where people do not see it. Anybody can write such a line: it is
 * worth something only in a comment whose author we are.
 */
export interface Marker {
  /** Which gate wrote it: a repository may have several, and none may touch the comments of another. */
  readonly gate: string;
  /** What the comment is about: a finding's fingerprint, `summary`, or `review`. */
  readonly about: string;
  /** The text that stands there, as a digest without links: a new commit alone changes nothing. */
  readonly text: string;
}

const pattern = /^<!-- ack-service-gate:v1 gate=([0-9a-f]{8}) about=([0-9a-z]+) text=([0-9a-z]+) -->(?:\r?\n|$)/;

export function markerLine({ gate, about, text }: Marker): string {
  return `<!-- ack-service-gate:v1 gate=${gate} about=${about} text=${text} -->`;
}

/** The marker of a comment; undefined for one without. */
export function readMarker(body: string): Marker | undefined {
  const [, gate, about, text] = pattern.exec(body) ?? [];
  return gate === undefined || about === undefined || text === undefined ? undefined : { gate, about, text };
}

/** Stands for a text: the same digest, the same text. */
export function textDigest(text: string): string {
  return digestOf(text, 12);
}

/** Names a gate by what sets it apart from others in the same repository. */
export function gateKey(parts: readonly string[]): string {
  return digestOf(JSON.stringify(parts), 8);
}
