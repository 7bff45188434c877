import type { Unreadable, UnreadableReason } from '../model/manifest.ts';
import type { Range } from '../model/position.ts';
import { withPlainLineEnds } from './line-ends.ts';
import type { Limits } from './limits.ts';
import type { Piece } from './split-documents.ts';

/**
 * What keeps a document from being parsed at all: a character that Kubernetes refuses, or a limit. `isValid` is false for
 * a text that was no UTF-8; `parsed` counts the documents of the file that were to be parsed, with this one.
 */
export function whyUnread(
  text: string,
  piece: Piece,
  isValid: boolean,
  parsed: number,
  limits: Limits,
): Pick<Unreadable, 'range' | 'reason'> | undefined {
  const bad = badCharacter(text, piece, isValid);
  if (bad !== undefined) return bad;
  const reason = limitOf(text.slice(piece.start, piece.end), parsed, limits);
  return reason === undefined ? undefined : { range: firstLine(text, piece.start), reason };
}

/** The first character that Kubernetes refuses in a document: what was no UTF-8, or NUL. */
function badCharacter(
  text: string,
  { start, end }: Piece,
  isValid: boolean,
): Pick<Unreadable, 'range' | 'reason'> | undefined {
  const body = text.slice(start, end);
  const at = isValid ? -1 : body.indexOf('\uFFFD');
  const nul = body.indexOf('\0');
  const found = at < 0 || (nul >= 0 && nul < at) ? nul : at;
  if (found < 0) return undefined;
  const range = { start: start + found, end: start + found + 1 };
  return { range, reason: { kind: 'encoding', detail: found === nul ? 'NUL' : 'UTF-8' } };
}

function limitOf(body: string, parsed: number, limits: Limits): UnreadableReason | undefined {
  const strike = (limit: string, allowed: number, found: number): UnreadableReason => ({
    kind: 'limit',
    limit,
    allowed,
    found,
  });
  if (parsed > limits.documents) return strike('documents', limits.documents, parsed);
  if (body.length > limits.documentCharacters)
    return strike('documentCharacters', limits.documentCharacters, body.length);
  let lines = 1;
  const plain = withPlainLineEnds(body);
  for (let at = plain.indexOf('\n'); at >= 0; at = plain.indexOf('\n', at + 1)) lines += 1;
  return lines > limits.documentLines ? strike('documentLines', limits.documentLines, lines) : undefined;
}

/** Where a document that cannot be read is pointed at: its first line with content, of which at most 2,000 characters. */
export function firstLine(text: string, start: number): Range {
  let from = start;
  const lead = /^(?:(?:---)?[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*/.exec(text.slice(start, start + 100_000));
  if (lead !== null && start + lead[0].length < text.length) from = start + lead[0].length;
  const end = text.slice(from, from + 2_000).search(/[\r\n]/);
  return { start: from, end: end < 0 ? Math.min(text.length, from + 2_000) : from + Math.max(end, 0) };
}
