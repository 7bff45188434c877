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

/** The known message that reads most like this one, at most half of its characters away; undefined when none is. */
export function closestMessage(message: string): KnownMessage | undefined {
  const words = essence(message);
  if (words.length < 8) return undefined;
  const found = nearest(words, candidates(words), Math.floor(words.length / 2));
  return found === undefined ? undefined : known.get(found);
}

/** Known messages that share two words with these: counting changes is dear, and nothing else reads alike. */
function candidates(words: string): string[] {
  const own = wordsOf(words);
  return [...known.keys()].filter((message) => [...wordsOf(message)].filter((word) => own.has(word)).length >= 2);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[a-z]{3,}/g) ?? []);
}

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
    .replaceAll(/\b(?:[a-z]+-)?[0-9a-z]*\d[0-9a-z.]*\b/gi, 'x')
    .slice(0, compared)
    .toLowerCase();
}
