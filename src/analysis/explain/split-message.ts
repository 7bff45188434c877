import { eventsIn } from '../../catalog/events/patterns.ts';
import type { EventId } from '../../catalog/events.ts';

/** Kubernetes cuts the message of an event at 1024 bytes; what people paste may have more around it. */
export const longestMessage = 4_096;

/** One of the errors that a message tells of. */
export interface ErrorPart {
  readonly text: string;
  /** Undefined for words that the catalogue does not know. */
  readonly event: EventId | undefined;
}

/** A message taken apart. */
export interface SplitMessage {
  readonly parts: readonly ErrorPart[];
  /** The envelope that only this controller writes. */
  readonly envelope: { readonly verb: 'syncing' | 'deleting'; readonly loadBalancer: string | undefined } | undefined;
}

/**
 * A message in plain words: one blank for any white space, full-width signs as their plain ones, straight quotes,
 * nothing unseen.
 */
export function plainWords(text: string): string {
  return text
    .slice(0, longestMessage)
    .normalize('NFKC')
    .replaceAll(/[\p{Default_Ignorable_Code_Point}]/gu, '')
    .replaceAll(/[\u2018\u2019\u00B4`]/g, "'")
    .replaceAll(/[\p{White_Space}\p{Cc}]+/gu, ' ')
    .trim();
}

/** Where another error of a list begins, for those that no pattern knows. */
const errorStart = /^(?:alicloud:|Message:|\[SDKError\]|Status Code:|(?:\w+ ){1,4}error:)/i;

/** The errors of a message, each once. */
export function splitMessage(message: string): SplitMessage {
  const text = plainWords(message);
  const [whole = '', verb, loadBalancer] =
    /(?:DryRun:\s*)?Error (syncing|deleting) load balancer \[([^\]]*)\]:? ?/i.exec(text) ?? [];
  const start = text.indexOf(whole);
  const body = whole === '' ? text : text.slice(start + whole.length);
  const items = listItems(body);
  // One error is looked at as it came: its envelope is part of what some patterns ask for.
  const parts = (items ?? [text]).flatMap((item): ErrorPart[] => {
    const own = eventsIn(items === undefined || whole === '' ? item : whole + item);
    return own.length === 0 ? [{ text: item, event: undefined }] : own.map((event) => ({ text: item, event }));
  });
  return {
    parts: withoutRepeats(parts),
    envelope:
      verb === undefined
        ? undefined
        : {
            verb: verb.toLowerCase() === 'deleting' ? 'deleting' : 'syncing',
            loadBalancer: loadBalancer === '' ? undefined : loadBalancer,
          },
  };
}

/**
 * The errors of `[one, two]`, as the controller joins several; undefined where it is no such list. Of a list with a
 * refused call only what follows its `Message:` is left, up to the bracket at the end.
 */
function listItems(body: string): readonly string[] | undefined {
  const isRest = body.split(']').length > body.split('[').length;
  const inner = isRest
    ? /^(.*)\]$/.exec(body)?.[1]
    : /^(?:Message: )?(?:[\w ]+ error: )*\[(?!SDKError\])(.*)\]$/.exec(body)?.[1];
  if (inner === undefined) return undefined;
  const areQuoted = inner.startsWith('"');
  // JSON writes no blank behind a comma.
  const pieces = areQuoted ? inner.replaceAll('","', '", "') : inner;
  const items: string[] = [];
  for (const piece of pieces.split(', ')) {
    const last = items.at(-1);
    // A comma is as often part of one error as it stands between two.
    const isNext = areQuoted && last?.endsWith('"') === true && piece.startsWith('"');
    const begins = last === undefined || isNext || errorStart.test(piece) || eventsIn(piece).length > 0;
    if (begins) items.push(piece);
    else items.splice(-1, 1, `${last}, ${piece}`);
  }
  return items.length > 1 ? items : undefined;
}

function withoutRepeats(parts: readonly ErrorPart[]): ErrorPart[] {
  const seen = new Set<string>();
  return parts.filter(({ event, text }) => {
    const own = event ?? text;
    if (seen.has(own)) return false;
    seen.add(own);
    return true;
  });
}
