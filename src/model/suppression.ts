import type { Location } from './finding.ts';

/** A comment that begins with this word, and a colon, silences rules. */
export const suppressionWord = 'ack-service-gate-ignore';
/** The annotation that does the same for a whole resource. */
export const suppressionAnnotation = 'ack-service-gate.io/ignore';

/** What silences a finding: something in the manifest, or an override of the configuration. */
export interface Suppression {
  readonly kind: 'comment' | 'annotation' | 'config';
  /** The author's own words; empty where none are required. */
  readonly reason: string;
  readonly location: Location | null;
}
