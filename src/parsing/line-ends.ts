import { visit, type Scalar } from 'yaml';
import type { ParsedText } from './parse-document.ts';

/**
 * Kubernetes also ends lines at a lone carriage return, U+0085, U+2028 and U+2029; our parser does not. Here each is a
 * line feed, every offset staying what it was.
 */
export function withPlainLineEnds(text: string): string {
  return oddLineEnd.test(text) ? text.replace(new RegExp(oddLineEnd, 'g'), '\n') : text;
}

const oddLineEnd = /\r(?!\n)|[\u0085\u2028\u2029]/;

/**
 * A byte order mark may stand in front of any document, where files were put together; Kubernetes passes over it. Here it
 * is a line feed, every offset staying what it was.
 */
export function withoutInnerMarks(text: string): string {
  if (text.indexOf('\uFEFF', 1) < 0) return text;
  return text.replace(/(?<=(?:^|[\r\n])---[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))\uFEFF/g, '\n');
}

/** True when every such character of `body` is content of a quoted text, so that it shapes nothing. */
export function oddLineEndsAreQuoted({ document, toSource }: ParsedText, body: string): boolean {
  if (document.errors.length > 0) return false;
  const count = (text: string): number => text.match(new RegExp(oddLineEnd, 'g'))?.length ?? 0;
  let quoted = 0;
  visit(document, {
    Scalar: (_, { type, range }: Scalar) => {
      if (type !== 'QUOTE_DOUBLE' && type !== 'QUOTE_SINGLE') return;
      if (range) quoted += count(body.slice(toSource(range[0]), toSource(range[1])));
    },
  });
  return quoted === count(body);
}
