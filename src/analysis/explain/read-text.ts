import { eventsIn } from '../../catalog/events/patterns.ts';
import { mayBeOwn } from '../../catalog/events/recorders.ts';
import type { Observation } from './observation.ts';
import { splitRecorder } from './recorder.ts';
import { longestMessage, plainWords } from './split-message.ts';

/** A row of `kubectl get events`, with or without the namespace before and other columns between. */
const tableRow = /^(?:(\S+)\s+)?(\S+(?: \(x\d+ over \S+\))?)\s+(?:Normal|Warning)\s+([A-Z]\w+)\s+(\w+)\/(\S+)\s+(.*)$/;
/** The head of a table that tells who said it (`-o wide`). */
const wideHead = /^(?:\S+ +)?LAST SEEN\b.*\bSOURCE\b/m;
const envelope = /(?:\bDryRun:\s+)?\bError\s+(?:syncing|deleting)\s+load\s+balancer\s+\[/gi;

/**
 * Messages in a text of no known shape: one each row of a table of events, else one each envelope, else the whole, or the
 * lines of a log that are known.
 */
export function readText(text: string): { readonly observations: readonly Observation[]; readonly passedOver: number } {
  const rows = text.split('\n').map((line) => tableRow.exec(line.trim()));
  const found = rows.filter((row) => row !== null);
  if (found.length > 0) {
    const isWide = wideHead.test(text);
    const own = found
      .filter(([, , , , kind]) => /^(?:service|svc)$/i.test(kind ?? ''))
      .map(([, namespace, age, reason, , name, rest = '']) => ({
        namespace,
        age,
        reason,
        name,
        ...(isWide ? splitRecorder(rest) : { recorder: undefined, message: rest }),
      }))
      .filter(({ recorder }) => mayBeOwn(recorder));
    return {
      observations: own.map(({ namespace, age, reason, name, message }) => ({
        message,
        reason,
        service: { namespace, name: name ?? '' },
        count: 1,
        lastSeen: age,
      })),
      passedOver: found.length - own.length,
    };
  }
  // What stands before the first envelope is a time, a reason or a prompt.
  const starts = [...text.matchAll(envelope)].map(({ index }) => index);
  const pieces = starts.map((at, next) => text.slice(at, starts[next + 1]));
  const all = starts.length > 0 ? pieces : text.length > longestMessage ? knownLines(text) : [text];
  return {
    observations: all.map((message) => ({
      message: message.trim(),
      reason: undefined,
      service: undefined,
      count: 1,
      lastSeen: undefined,
    })),
    passedOver: 0,
  };
}

/** The lines of a log that tell of an event; the log itself where none does. */
function knownLines(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => eventsIn(plainWords(line)).length > 0);
  return lines.length > 0 ? lines : [text];
}
