import type { Bilingual } from '../../model/finding.ts';
import type { Foresight, Step } from '../explanation.ts';
import { controllerSource, guide, type Source } from '../sources.ts';

/** How far an event reaches; `varies` and `none` for those that depend on the moment or are no failure. */
export type EventClass = 'freeze' | 'degraded' | 'silent' | 'varies' | 'none';

/** One message that the controller puts on a Service, or that the cloud answers it. */
export interface EventFact {
  /** The message as it is written, its variable parts shortened; what an unknown message is compared with. */
  readonly says: readonly string[];
  readonly meaning: Bilingual;
  readonly why: Bilingual;
  /** The reason of the event. */
  readonly reason: string;
  readonly class: EventClass;
  /** What becomes of the Service meanwhile, where that is not what the class says. */
  readonly effect?: Bilingual;
  /** It ends the making of a load balancer: where there is one already it does not come. */
  readonly atCreation?: true;
  readonly foresight: readonly Foresight[];
  /** Short annotation keys; a Service without all of them does not get this event. */
  readonly needs?: readonly string[];
  readonly steps: readonly Step[];
  /** Rules that report it before it happens. */
  readonly rules: readonly string[];
  readonly source: Source;
}

export const failed = 'SyncLoadBalancerFailed';
export const fromGuide = guide('table of error messages');
export const fromSource = controllerSource('message in the source, v2.14.0');
