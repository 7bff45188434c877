import type { Location } from './finding.ts';

/** A comment that begins with this word, and a colon, silences rules. */
export const suppressionWord = 'ack-service-gate-ignore';
/** The annotation that does the same for a whole resource. */
export const suppressionAnnotation = 'ack-service-gate.io/ignore';

/**
 * Why a finding does not count: something in the manifest, an override of the configuration, or a label of the pull
 * request that the configuration allows to approve it. What a label approves stays in sight.
 */
export interface Suppression {
  readonly kind: 'comment' | 'annotation' | 'config' | 'label';
  /** The author's own words, empty where none are required; of a label, which one it is, who set it and when. */
  readonly reason: string;
  readonly location: Location | null;
}
