import type { Observation } from './observation.ts';

/** A row of `kubectl get events`, with or without the namespace before and other columns between. */
const tableRow = /^(?:(\S+)\s+)?(\S+(?: \(x\d+ over \S+\))?)\s+(?:Normal|Warning)\s+([A-Z]\w+)\s+(\w+)\/(\S+)\s+(.*)$/;
const envelope = /(?:\bDryRun:\s+)?\bError\s+(?:syncing|deleting)\s+load\s+balancer\s+\[/gi;

/** Messages in a text of no known shape: one each row of a table of events, else one each envelope, else the whole. */
export function readText(text: string): { readonly observations: readonly Observation[]; readonly passedOver: number } {
  const rows = text.split('\n').map((line) => tableRow.exec(line.trim()));
  const found = rows.filter((row) => row !== null);
  if (found.length > 0) {
    const own = found.filter(([, , , , kind]) => /^(?:service|svc)$/i.test(kind ?? ''));
    return {
      observations: own.map(([, namespace, age, reason, , name, message]) => ({
        message: message ?? '',
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
  const all = starts.length === 0 ? [text] : starts.map((at, next) => text.slice(at, starts[next + 1]));
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
