import { parseDocument, type Document } from 'yaml';
import { openerOf } from './syntax-error.ts';

/** A document as the parser gives it. Its offsets are turned into those of the text as written by `toSource`. */
export interface ParsedText {
  readonly document: Document.Parsed;
  toSource(this: void, offset: number): number;
}

/**
 * Parses one document. Lines of a quoted text or a flow collection that are not indented deeper than their key are no
 * YAML 1.2, but Kubernetes takes them (checked with sigs.k8s.io/yaml 1.4): they are read as if they were indented.
 */
export function parseLeniently(body: string): ParsedText {
  const strict = parse(body);
  if (strict.errors.length === 0) return { document: strict, toSource: (offset) => offset };
  const padding = new Padding(body);
  let document = strict;
  for (let attempt = 0; attempt < mostRepairs && document.errors.length > 0; attempt++) {
    const [error] = document.errors;
    const opener = error === undefined ? undefined : openerOf(document, error);
    if (opener === undefined || !padding.indent(padding.toSource(opener.start))) break;
    document = parse(padding.text());
  }
  return document.errors.length === 0
    ? { document, toSource: (offset) => padding.toSource(offset) }
    : { document: strict, toSource: (offset) => offset };
}

/** Each repair parses the document again; manifests that people wrote hold a handful. */
const mostRepairs = 20;

function parse(body: string): Document.Parsed {
  return parseDocument(body, {
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    logLevel: 'silent',
    prettyErrors: false,
    stringKeys: false,
  });
}

/** A text with blanks put in at the start of some lines. */
class Padding {
  readonly #body: string;
  /** Blanks by the offset, in the text as written, before which they are put in. */
  readonly #blanks = new Map<number, number>();

  constructor(body: string) {
    this.#body = body;
  }

  /** Indents what follows a quote or bracket up to its end; false when it has no end or nothing is left to indent. */
  indent(opener: number): boolean {
    const end = endOfFlow(this.#body, opener);
    if (end === undefined) return false;
    const column = opener - (this.#body.lastIndexOf('\n', opener) + 1);
    let added = false;
    for (let at = this.#body.indexOf('\n', opener); at >= 0 && at < end; at = this.#body.indexOf('\n', at + 1)) {
      if (this.#blanks.has(at + 1)) continue;
      this.#blanks.set(at + 1, column + 1);
      added = true;
    }
    return added;
  }

  text(): string {
    let text = '';
    let from = 0;
    for (const [at, count] of this.#sorted()) {
      text += this.#body.slice(from, at) + ' '.repeat(count);
      from = at;
    }
    return text + this.#body.slice(from);
  }

  toSource(offset: number): number {
    let added = 0;
    for (const [at, count] of this.#sorted()) {
      if (at + added >= offset) break;
      added += Math.min(count, offset - at - added);
    }
    return offset - added;
  }

  #sorted(): [number, number][] {
    return [...this.#blanks].sort(([left], [right]) => left - right);
  }
}

/** The offset behind the quote or bracket that closes the one at `start`. */
function endOfFlow(text: string, start: number): number | undefined {
  const open: string[] = [];
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"' || character === "'") {
      const end = endOfQuote(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (character === '[' || character === '{') open.push(character);
    else if (character === ']' || character === '}') open.pop();
    if (open.length === 0) return at + 1;
  }
  return undefined;
}

function endOfQuote(text: string, start: number): number | undefined {
  const pattern = text[start] === '"' ? /"(?:[^"\\]|\\[^])*"/y : /'(?:[^']|'')*'/y;
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  return match === null ? undefined : start + match[0].length;
}
