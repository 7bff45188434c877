import { mayBeOwn } from '../../catalog/events/recorders.ts';
import type { Observation, Observed, ServiceState } from './observation.ts';
import { situationOf } from './read-annotations.ts';
import { splitRecorder } from './recorder.ts';

/** A field of `kubectl describe`: its name at the start of the line, its value from a column on. */
const field = /^(\w[\w ]*?):(?:\s+(.*))?$/;
/** `Type Reason Age From Message`, the age perhaps with a count: `3m (x5 over 10m)`. */
const eventRow = /^\s+(?:Normal|Warning)\s+(\S+)\s+(\S+(?: ago)?)(?: \(x(\d+) over [^)]*\))?\s+(\S.*)$/;

/** True for the text of `kubectl describe svc`. */
export function isDescription(text: string): boolean {
  return /^Name:[ \t]+\S/m.test(text) && /^Events:/m.test(text);
}

/** Services and their events in the text of `kubectl describe svc`; several stand one after another. */
export function readDescription(text: string): Observed {
  const blocks = text.split(/^(?=Name:[ \t]+\S)/m).filter((block) => block.startsWith('Name:'));
  const observations: Observation[] = [];
  const services: ServiceState[] = [];
  let passedOver = 0;
  for (const block of blocks) {
    const [head = '', events = ''] = block.split(/^(?=Events:)/m);
    const fields = fieldsOf(head);
    const name = fields.get('Name')?.[0];
    if (name === undefined) continue;
    const service = { namespace: fields.get('Namespace')?.[0], name };
    if (fields.get('Type')?.[0] === 'LoadBalancer')
      services.push({
        service,
        situation: {
          ...situationOf(
            (key) => annotationOf(fields, key),
            fields.get('LoadBalancer Class')?.[0],
            fields.get('External Traffic Policy')?.[0],
          ),
          hasAddress: (fields.get('LoadBalancer Ingress')?.[0] ?? '') !== '',
          // Of a Service that is being deleted kubectl prints the same; only its events tell.
          isTerminating: undefined,
        },
      });
    for (const { message, reason, count, age, recorder } of eventsOf(events)) {
      if (mayBeOwn(recorder)) observations.push({ message, reason, service, count, lastSeen: age });
      else passedOver += 1;
    }
  }
  return { observations, services, passedOver };
}

/** The values of each field, one a line. */
function fieldsOf(text: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  let values: string[] = [];
  for (const line of text.split('\n')) {
    const found = field.exec(line);
    if (found === null) {
      if (/^\s+\S/.test(line)) values.push(line.trim());
      continue;
    }
    values = (found[2] ?? '') === '' ? [] : [found[2]?.trim() ?? ''];
    fields.set(found[1] ?? '', values);
  }
  return fields;
}

function annotationOf(fields: ReadonlyMap<string, readonly string[]>, key: string): string | undefined {
  const line = fields.get('Annotations')?.find((each) => each.startsWith(`${key}:`));
  return line?.slice(key.length + 1).trim();
}

interface EventRow {
  message: string;
  readonly reason: string;
  readonly count: number;
  readonly age: string;
  readonly recorder: string | undefined;
}

function eventsOf(text: string): readonly EventRow[] {
  const rows: EventRow[] = [];
  for (const line of text.split('\n').slice(1)) {
    const [, reason, age, count, rest] = eventRow.exec(line) ?? [];
    if (reason !== undefined)
      rows.push({ reason, age: age ?? '', count: Number(count ?? 1), ...splitRecorder(rest ?? '') });
    else if (line.trim() !== '' && rows.length > 0) {
      // A message that holds line breaks, or that a terminal has broken.
      const last = rows.at(-1);
      if (last !== undefined) last.message += `\n${line.trim()}`;
    }
  }
  return rows;
}
