import { accountEvents } from './events/account.ts';
import { backendEvents } from './events/backends.ts';
import type { EventFact } from './events/event.ts';
import { instanceEvents } from './events/instance.ts';
import { lifecycleEvents } from './events/lifecycle.ts';
import { listenerEvents } from './events/listeners.ts';
import { nlbEvents } from './events/nlb.ts';
import { ownershipEvents } from './events/ownership.ts';
import { podEvents } from './events/pods.ts';

const byFamily = {
  ...accountEvents,
  ...ownershipEvents,
  ...instanceEvents,
  ...listenerEvents,
  ...backendEvents,
  ...podEvents,
  ...lifecycleEvents,
  ...nlbEvents,
} as const satisfies Record<string, EventFact>;

export type EventId = keyof typeof byFamily;

/** Events by the ids that findings and `explain` use. */
export const events: Readonly<Record<EventId, EventFact>> = byFamily;
