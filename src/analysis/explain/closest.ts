import { events, type EventId } from '../../catalog/events.ts';
import { eventIds } from '../../catalog/events/patterns.ts';
import { nearest } from '../../controller/nearest.ts';
import { plainWords } from './split-message.ts';

export interface KnownMessage {
  readonly event: EventId;
  readonly message: string;
}

/** The part of a message that is compared. */
const compared = 240;

/**
 * The known message that reads most like this one; undefined where none has more than half of its words. Who types from
 * memory keeps the words that matter, in another order or with others between them; of several the nearest by spelling.
 */
export function closestMessage(message: string): KnownMessage | undefined {
  const words = essence(message);
  const own = wordsOf(words);
  const shared = [...known.keys()].map(
    (each) => [each, [...wordsOf(each)].filter((word) => own.has(word)).length] as const,
  );
  const most = Math.max(0, ...shared.map(([, count]) => count));
  if (most < 2 || most <= own.size / 2) return undefined;
  const alike = shared.filter(([, count]) => count === most).map(([each]) => each);
  const found = nearest(words, alike, compared) ?? alike[0];
  return found === undefined ? undefined : known.get(found);
}

/** Words that tell something, without the s of a plural. */
function wordsOf(text: string): ReadonlySet<string> {
  const words = (text.match(/[a-z]{2,}/g) ?? []).map((word) => word.replace(/s$/, ''));
  return new Set(words.filter((word) => word.length > 2 && !fillers.has(word)));
}

/** They stand in messages of every sort. */
const fillers = new Set([
  'the',
  'can',
  'cannot',
  'not',
  'for',
  'are',
  'was',
  'has',
  'and',
  'with',
  'thi',
  'its',
  'doe',
  'exist',
  'specified',
  'already',
  'error',
]);

const known: ReadonlyMap<string, KnownMessage> = new Map(
  ([...eventIds] as EventId[]).flatMap((event) =>
    events[event].says.map((message) => [essence(message), { event, message }] as const),
  ),
);

/** A message without envelope, codes and what differs from one load balancer to the next. */
function essence(message: string): string {
  return plainWords(message)
    .replace(/^.*?load balancer \[[^\]]*\]: ?/i, '')
    .replace(/^.*\bMessage: /i, '')
    .replace(/^alicloud: /i, '')
    .replaceAll(/\[[^\]]*\] ?/g, '')
    .replaceAll(/\b(?:[a-z]+-)?[0-9a-z]*\d[0-9a-z.]*\b/gi, 'x')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .slice(0, compared)
    .toLowerCase()
    .replaceAll('loadbalancer', 'load balancer');
}
