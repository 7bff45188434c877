import type { UnreadableReason } from '../model/manifest.ts';
import { withPlainLineEnds } from './line-ends.ts';
import type { Limits } from './limits.ts';
import { glanceAt, mayNameKind, splitDocuments } from './split-documents.ts';

/**
 * The text of a file; a reason instead where it cannot be had at all, undefined where nothing relevant can be in it. Bad
 * bytes (`isValid` is false) become U+FFFD, to be found by document.
 */
export function decode(
  bytes: Uint8Array,
  limits: Limits,
  isRelevantKind: (kind: string) => boolean,
): { readonly text: string; readonly isValid: boolean } | { readonly reason: UnreadableReason | undefined } {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide) {
    const text = new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
    return { reason: mayMatter(text, isRelevantKind) ? { kind: 'encoding', detail: 'UTF-16' } : undefined };
  }
  if (bytes.length > limits.fileBytes) {
    const text = new TextDecoder('latin1').decode(bytes.subarray(0, longestGlance));
    const tooLong = { kind: 'limit', limit: 'fileBytes', allowed: limits.fileBytes, found: bytes.length } as const;
    return { reason: bytes.length > longestGlance || mayMatter(text, isRelevantKind) ? tooLong : undefined };
  }
  const decoded = decodeUtf8(bytes);
  const { text } = decoded;
  // UTF-16 and UTF-32 without a mark read as text with a NUL beside every letter.
  if (text.includes('\0') && !mayNameKind(text) && mayMatter(text.replaceAll('\0', ''), isRelevantKind)) {
    return { reason: { kind: 'encoding', detail: 'UTF-16' } };
  }
  return decoded;
}

function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly isValid: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isValid: true };
  } catch {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), isValid: false };
  }
}

/** Bytes that are looked through for a kind at the most; strings of this engine end at about 512 MiB. */
const longestGlance = 256 * 1024 * 1024;

function mayMatter(text: string, isRelevantKind: (kind: string) => boolean): boolean {
  return splitDocuments(withPlainLineEnds(text)).some(
    ({ start, end }) => glanceAt(text.slice(start, end), isRelevantKind).verdict === 'parse',
  );
}
