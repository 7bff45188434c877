import type { Bilingual, Location } from '../../model/finding.ts';
import type { KnownMessage } from './closest.ts';
import type { Explanation } from './explanation.ts';
import type { ServiceName } from './observation.ts';

/** What a manifest of the repository says to an event. */
export interface ManifestAnswer {
  readonly location: Location;
  /** `may-cause`: it takes part, and what the cloud has decides; `not-seen`: a manifest cannot show it. */
  readonly verdict: 'causes' | 'may-cause' | 'no-longer' | 'not-seen';
  readonly message: Bilingual;
  readonly ruleId: string | null;
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
