import { digestOf } from './digest.ts';

/** What stays the same about a finding when files are moved, reformatted or translated. */
export interface FingerprintParts {
  readonly ruleId: string;
  readonly messageId: string;
  readonly scope: string;
  readonly resource: string;
  /** Identity of the other resource where the finding is about two, else empty. */
  readonly other: string;
  readonly path: string;
}

/** Fingerprint version 1: 32 hexadecimal digits, without file, line, value, locale and tool version. */
export function fingerprintOf(parts: FingerprintParts): string {
  const text = ['v1', parts.ruleId, parts.messageId, parts.scope, parts.resource, parts.other, parts.path].join('\0');
  return digestOf(text, 32);
}
