import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The rows of a table of this folder, without its heading where it has one. */
export function rowsOf(name: string, hasHeading = true): readonly (readonly string[])[] {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8').trimEnd();
  const rows = text.split('\n').map((line) => line.split('\t'));
  return hasHeading ? rows.slice(1) : rows;
}

export interface KnownRow {
  /** `guide 4` for a row of the vendor's table, else `catalogue`. */
  readonly origin: string;
  readonly id: string;
  readonly form: string;
  readonly message: string;
}

/** Messages and the event that each of them is. */
export const knownMessages: readonly KnownRow[] = rowsOf('messages.tsv').map(
  ([origin = '', id = '', form = '', message = '']) => ({ origin, id, form, message }),
);

/** Events of other controllers and of healthy Services. */
export const unrelatedEvents = rowsOf('unrelated.tsv', false).map(([kind = '', reason = '', message = '']) => ({
  kind,
  reason,
  message,
}));
