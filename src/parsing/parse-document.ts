import { isScalar, parseDocument, visit, YAMLParseError, type Document } from 'yaml';
import { openerOf } from './syntax-error.ts';

/** A document as the parser gives it. Its offsets are turned into those of the text as written by `toSource`. */
export interface ParsedText {
  readonly document: Document.Parsed;
  /** What was parsed: the text as written, or with blanks put in. */
  readonly text: string;
  toSource(this: void, offset: number): number;
}

/**
 * Parses one document. Lines of a quoted text or a flow collection that are not indented deeper than their key are no
 * YAML 1.2, but Kubernetes takes them (checked with sigs.k8s.io/yaml 1.4): they are read as if they were indented.
 */
export function parseLeniently(body: string): ParsedText {
  const strict = parse(body);
  if (strict.errors.length === 0) return { document: strict, text: body, toSource: (offset) => offset };
  const padding = new Padding(body);
  let document = strict;
  const most = Math.min(mostRepairs, Math.ceil(mostReparsed / body.length));
  for (let attempt = 0; attempt < most && document.errors.length > 0; attempt++) {
    // Behind a bracket that seems open a quote may only seem cut: then there is nothing to indent for it.
    const [cut, ...cuts] = document.errors.filter((error) => error instanceof CutQuote);
    if (cuts.length >= mostRepairs) break;
    const other = document.errors.find((error) => !(error instanceof CutQuote));
    const indented = [cut?.pos[0], other && openerOf(document, other)?.start].some(
      (opener) => opener !== undefined && padding.indent(padding.toSource(opener)),
    );
    if (!indented) break;
    document = parse(padding.text());
  }
  return document.errors.length === 0
    ? { document, text: padding.text(), toSource: (offset) => padding.toSource(offset) }
    : { document: strict, text: body, toSource: (offset) => offset };
}

/** Each repair parses the document again; manifests that people wrote hold a handful. */
const mostRepairs = 20;
/** Characters that all repairs of a document may parse again: a made-up one of megabytes must not take twenty times as long. */
const mostReparsed = 1_000_000;

function parse(body: string): Document.Parsed {
  const document = parseDocument(body, {
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    logLevel: 'silent',
    prettyErrors: false,
    stringKeys: false,
    resolveKnownTags: false,
  });
  if (/(?:\\"|'')\r?\n/.test(body)) addCutQuotes(body, document);
  return document;
}

/**
 * Where the next line is not indented, the parser ends a quoted text with its line. It says so only when the line does
 * not happen to end with an escaped quote; the rest would pose as keys that Kubernetes never sees.
 */
function addCutQuotes(body: string, document: Document.Parsed): void {
  const cuts: CutQuote[] = [];
  visit(document, (_, node) => {
    if (!isScalar(node) || node.range == null || node.type?.startsWith('QUOTE') !== true) return;
    const [start, end] = node.range;
    if (body[end - 1] === body[start] && /[\r\n]/.test(body[end] ?? '') && endOfQuote(body, start) !== end) {
      cuts.push(new CutQuote(start));
    }
  });
  document.errors.unshift(...cuts);
}

class CutQuote extends YAMLParseError {
  constructor(start: number) {
    super([start, start + 1], 'MISSING_CHAR', 'Missing closing "quote');
  }
}

/** Blanks put in before `at` of the text as written: they start at `from`, and with those before them are `total`. */
interface Shift {
  readonly at: number;
  readonly from: number;
  readonly total: number;
}

/** A text with blanks put in at the start of some lines. */
class Padding {
  readonly #body: string;
  /** Blanks by the offset, in the text as written, before which they are put in. */
  readonly #blanks = new Map<number, number>();
  #shifts: readonly Shift[] | undefined;

  constructor(body: string) {
    this.#body = body;
  }

  /** Indents what follows a quote or bracket up to its end; false when it has no end or nothing is left to indent. */
  indent(opener: number): boolean {
    const end = endOfFlow(this.#body, opener);
    if (end === undefined) return false;
    this.#shifts = undefined;
    const lineStart = this.#body.lastIndexOf('\n', opener) + 1;
    const column = opener - lineStart + (this.#blanks.get(lineStart) ?? 0);
    let added = false;
    for (let at = this.#body.indexOf('\n', opener); at >= 0 && at < end; at = this.#body.indexOf('\n', at + 1)) {
      if ((this.#blanks.get(at + 1) ?? 0) > column) continue;
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
    this.#shifts ??= this.#countShifts();
    let low = 0;
    let high = this.#shifts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#shifts[middle]?.from ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    const shift = this.#shifts[low - 1];
    return shift === undefined ? offset : Math.max(shift.at, offset - shift.total);
  }

  #countShifts(): Shift[] {
    let total = 0;
    return this.#sorted().map(([at, count]) => {
      const from = at + total;
      total += count;
      return { at, from, total };
    });
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
    const before = at === start ? ' ' : (text[at - 1] ?? '');
    if (character === '#' && /\s/.test(before)) {
      const lineEnd = text.indexOf('\n', at);
      if (lineEnd < 0) return undefined;
      at = lineEnd;
    } else if ((character === '"' || character === "'") && /[\s[{,:]/.test(before)) {
      // Elsewhere it is part of a plain text, such as `it's`.
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
