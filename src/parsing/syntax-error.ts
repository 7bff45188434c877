import { isCollection, isScalar, visit, type Document, type YAMLError } from 'yaml';
import type { SyntaxFault } from '../model/manifest.ts';
import type { Range } from '../model/position.ts';

export interface SyntaxExplanation {
  /** Where to look, in offsets of the document's body. */
  readonly at: Range;
  readonly fault: SyntaxFault;
  /** The parser's own words. */
  readonly detail: string;
  /** The text looks like a template that was not rendered. */
  readonly template: boolean;
}

/** What is wrong with a text that is no YAML, and where a person would mend it. */
export function explainSyntaxError(body: string, document: Document.Parsed, error: YAMLError): SyntaxExplanation {
  const template = templateMarker(body, error.pos[0]);
  return {
    at: template ?? openerOf(document, error) ?? { start: error.pos[0], end: error.pos[1] },
    fault: faultOf(error),
    detail: describe(error.message),
    template: template !== undefined,
  };
}

/** Unquoted template text, outside comments: the usual reason why a document is no YAML. The last one before the error. */
function templateMarker(body: string, error: number): Range | undefined {
  let nearest: Range | undefined;
  const line = /(?<=^|[\r\n])(?![ \t]*#)([^#\r\n]*?)(\{\{|\{%|<%)[^\r\n]*/g;
  for (let match = line.exec(body); match !== null; match = line.exec(body)) {
    const start = match.index + (match[1] ?? '').length;
    if (nearest !== undefined && start > error) break;
    const close = /\}\}|%\}|%>/.exec(body.slice(start, match.index + match[0].length));
    nearest = { start, end: close === null ? match.index + match[0].length : start + close.index + 2 };
  }
  return nearest;
}

function faultOf({ code, message }: YAMLError): SyntaxFault {
  if (/^Missing closing .quote/.test(message)) return 'open-quote';
  if (/flow (?:sequence|map)\b.*\bend with/i.test(message)) return 'open-bracket';
  return code === 'TAB_AS_INDENT' ? 'tab' : 'other';
}

/** Where the quote or bracket stands that is never closed: the parser notices it only where the text ends. */
export function openerOf(document: Document.Parsed, error: YAMLError): Range | undefined {
  const { pos } = error;
  const ofQuote = faultOf(error) === 'open-quote';
  if (!ofQuote && faultOf(error) !== 'open-bracket') return undefined;
  let opener: number | undefined;
  visit(document, {
    Node: (_, node) => {
      const [start, end] = node.range ?? [0, 0];
      const fits = ofQuote ? isScalar(node) && node.type?.startsWith('QUOTE') : isCollection(node) && node.flow;
      if (fits === true && start < pos[0] && end >= pos[0] - 1 && (opener === undefined || start > opener))
        opener = start;
    },
  });
  return opener === undefined ? undefined : { start: opener, end: opener + 1 };
}

function describe(message: string): string {
  return message
    .replace(/\s+/g, ' ')
    .replace(/ at line \d+, column \d+:?.*$/, '')
    .replace(/:$/, '')
    .slice(0, 200);
}
