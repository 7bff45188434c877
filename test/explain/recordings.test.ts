import { describe, expect, it } from 'vitest';
import { splitMessage } from '../../src/analysis/explain/split-message.ts';
import { eventsIn } from '../../src/catalog/events/patterns.ts';
import { readLines } from '../oracle/recording.ts';

/** Ends of a run that the controller writes to its log only. */
const withoutEvent = new Set(['has potential ready backends', 'has invalid backend in vservergroups']);

const recorded = new Set(
  ['model-clb', 'model-nlb', 'reconcile-clb', 'reconcile-nlb'].flatMap((name) =>
    readLines<unknown>(`test/oracle/${name}.jsonl.gz`).flatMap(errorsIn),
  ),
);

/** Every text under a key `error`, however deep. */
function errorsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'error' && typeof inner === 'string' ? [inner] : errorsIn(inner),
  );
}

/** The message of the event: of a refused call only what follows the last `Message:` is left. */
function eventOf(error: string): string {
  const at = error.lastIndexOf('Message:');
  return `Error syncing load balancer [lb-bp1h2k3j4l5m6n7o8p9q]: ${at < 0 ? error : error.slice(at)}`;
}

describe('errors that the controller itself was recorded with', () => {
  it('are many', () => {
    expect(recorded.size).toBeGreaterThan(100);
  });

  it.each([...recorded].filter((error) => !withoutEvent.has(error)))('are explained: %s', (error) => {
    const { parts, envelope } = splitMessage(eventOf(error));
    expect(envelope).toEqual({ verb: 'syncing', loadBalancer: 'lb-bp1h2k3j4l5m6n7o8p9q' });
    expect(parts.filter(({ event }) => event === undefined)).toEqual([]);
    // The event tells of no other error than the log line, as far as it is still in there.
    const inLog = eventsIn(error);
    for (const { event } of parts) if (event !== 'E37') expect(inLog).toContain(event);
  });
});
