/** One document of a stream: where it starts and ends in the text, `---` included at its front. */
export interface Piece {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** Text after a `...` line that no `---` opens: Kubernetes drops it without a word. */
  readonly dropped: { readonly start: number; readonly end: number } | undefined;
}

/**
 * Cuts a stream at its document markers. Directives (`%YAML`) stay with the document they belong to. Markers inside
 * scalars cannot occur: YAML forbids them at the start of a line.
 */
export function splitDocuments(text: string): Piece[] {
  const cuts: number[] = [];
  const marker = /^---(?=[ \t\r\n]|$)/gm;
  for (let match = marker.exec(text); match !== null; match = marker.exec(text)) cuts.push(match.index);

  const bom = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const pieces: Piece[] = [];
  let start = bom;
  const close = (end: number): void => {
    if (end < text.length && holdsOnlyDirectives(text.slice(start, end))) return;
    pieces.push({ index: pieces.length, start, ...endAndDropped(text, start, end) });
    start = end;
  };
  for (const cut of cuts) if (cut > start) close(cut);
  close(text.length);
  return pieces;
}

function holdsOnlyDirectives(body: string): boolean {
  return /^%/m.test(body) && body.split(/\r\n?|\n/).every((line) => /^(?:%.*|[ \t]*(?:#.*)?)$/.test(line));
}

function endAndDropped(text: string, start: number, end: number): Pick<Piece, 'end' | 'dropped'> {
  const body = text.slice(start, end);
  const stop = /^\.\.\.(?=[ \t\r\n]|$).*$/m.exec(body);
  if (stop === null) return { end, dropped: undefined };
  const after = stop.index + stop[0].length;
  const rest = body
    .slice(after)
    .replace(/^[ \t]*(?:#.*)?$/gm, '')
    .trim();
  return {
    end: start + after,
    dropped: rest === '' || rest.startsWith('%') ? undefined : { start: start + after, end },
  };
}

/** What the first look at a document tells, without parsing it. */
export interface Glance {
  /** `skip`: certainly nothing for us; `parse`: a relevant kind or something that only a parser can tell. */
  readonly verdict: 'skip' | 'parse';
  /** The kinds written at the root, where they are plain to see. */
  readonly kinds: readonly string[];
}

/**
 * Decides whether a document needs a parser. It is skipped only when every `kind:` at the root is a plain or simply
 * quoted word that `isRelevant` refuses, or when its root is a block map without any `kind`.
 */
export function glanceAt(body: string, isRelevant: (kind: string) => boolean): Glance {
  if (!/kind/.test(body) && !/\\[xuU]/.test(body)) return { verdict: 'skip', kinds: [] };
  const kinds: string[] = [];
  let plain = true;
  const line = /^(?:kind|"kind"|'kind')[ \t]*:(?:[ \t]+([^\r\n]*))?\r?$/gm;
  for (let match = line.exec(body); match !== null; match = line.exec(body)) {
    const value = /^(?:([A-Za-z][A-Za-z0-9]*)|"([A-Za-z0-9]*)"|'([A-Za-z0-9]*)')[ \t]*(?:#.*)?$/.exec(
      (match[1] ?? '').trimEnd(),
    );
    if (value === null) plain = false;
    else kinds.push(value[1] ?? value[2] ?? value[3] ?? '');
  }
  if (kinds.length > 0 && plain) return { verdict: kinds.some(isRelevant) ? 'parse' : 'skip', kinds };
  if (!plain) return { verdict: 'parse', kinds };

  const root = firstContent(body);
  if (/^[{[]/.test(root)) return glanceAtFlow(body, isRelevant);
  // No `kind` in the first column: with an ordinary block map at the root there is none at all.
  const hidden = /^(?:\?|<<|[&*!]|"[^"\r\n]*\\|---[ \t]+[^#\s])/m.test(body);
  return { verdict: /^[A-Za-z0-9_./'"-]/.test(root) && !hidden ? 'skip' : 'parse', kinds };
}

function firstContent(body: string): string {
  const line = /^(?![ \t]*(?:#|\r?$)|---[ \t]*(?:#|\r?$)|%)[^\r\n]+/m.exec(body);
  return line === null ? '' : line[0];
}

/** JSON and flow style: every `kind` anywhere counts, since the root cannot be told apart without parsing. */
function glanceAtFlow(body: string, isRelevant: (kind: string) => boolean): Glance {
  if (/\\[xuU]|[{,]\s*\?/.test(body)) return { verdict: 'parse', kinds: [] };
  const kinds: string[] = [];
  const pattern = /["']?\bkind["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9]+)|(\S))/g;
  for (let match = pattern.exec(body); match !== null; match = pattern.exec(body)) {
    if (match[4] !== undefined && !/[[{]/.test(match[4])) return { verdict: 'parse', kinds: [] };
    const kind = match[1] ?? match[2] ?? match[3];
    if (kind !== undefined && isRelevant(kind)) return { verdict: 'parse', kinds: [] };
  }
  return { verdict: 'skip', kinds };
}
