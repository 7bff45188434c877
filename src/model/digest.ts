import { createHash } from 'node:crypto';

/** A short name for a text: so many hexadecimal digits of its SHA-256. */
export function digestOf(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
