/** One document of a stream: where it starts and ends in the text, `---` included at its front. */
export interface Piece {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** Text after a `...` line that no `---` opens: Kubernetes drops it without a word. */
  readonly dropped: { readonly start: number; readonly end: number } | undefined;
}

/*
 * Lines end at \r and \n only. The `m` flag of regular expressions would also see U+2028 and U+2029 as line ends, which
 * would let a text inside a scalar pose as a document marker or a key.
 */

/**
 * Cuts a stream at its document markers. Directives (`%YAML`) stay with the document they belong to. Markers inside
 * scalars cannot occur: YAML forbids them at the start of a line.
 */
export function splitDocuments(text: string): Piece[] {
  const cuts: number[] = [];
  const marker = /(?<=^|[\r\n])---(?=[ \t\r\n]|$)/g;
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
  return (
    /(?<=^|[\r\n])%/.test(body) &&
    body.split(/\r\n?|\n/).every((line) => line.startsWith('%') || /^[ \t]*(?:#|$)/.test(line))
  );
}

function endAndDropped(text: string, start: number, end: number): Pick<Piece, 'end' | 'dropped'> {
  const body = text.slice(start, end);
  const stop = /(?<=^|[\r\n])\.\.\.(?=[ \t\r\n]|$)[^\r\n]*/.exec(body);
  if (stop === null) return { end, dropped: undefined };
  const after = stop.index + stop[0].length;
  const rest = body
    .slice(after)
    .split(/\r\n?|\n/)
    .filter((line) => !/^[ \t]*(?:#|$)/.test(line));
  return {
    end: start + after,
    dropped: rest.length === 0 || rest[0]?.startsWith('%') === true ? undefined : { start: start + after, end },
  };
}

/** What the first look at a document tells, without parsing it. */
export interface Glance {
  /** `skip`: certainly nothing for us; `parse`: a relevant kind or something that only a parser can tell. */
  readonly verdict: 'skip' | 'parse';
  /** The kinds written at the root, where they are plain to see. */
  readonly kinds: readonly string[];
}

/** False when a text certainly names no `kind`, neither in plain letters nor behind an escape. */
export function mayNameKind(text: string): boolean {
  return text.includes('kind') || /\\[xuU]/.test(text);
}

/**
 * Decides whether a document needs a parser. It is skipped only when its root is an ordinary block map whose keys are
 * all plain to see and whose `kind:`, if any, is a plain or simply quoted word that `isRelevant` refuses.
 */
export function glanceAt(body: string, isRelevant: (kind: string) => boolean): Glance {
  if (!mayNameKind(body)) return { verdict: 'skip', kinds: [] };
  const root = firstContent(body);
  if (/^[{[]/.test(root)) return glanceAtFlow(body, isRelevant);

  const kinds: string[] = [];
  const line = /(?<=^|[\r\n])(?:kind|"kind"|'kind')[ \t]*:(?=[ \t\r\n]|$)([^\r\n]*)/g;
  for (let match = line.exec(body); match !== null; match = line.exec(body)) {
    const value = /^[ \t]*(?:([A-Za-z][A-Za-z0-9]*)|"([A-Za-z0-9]*)"|'([A-Za-z0-9]*)')[ \t]*(?:#.*)?$/.exec(
      match[1] ?? '',
    );
    if (value === null) return { verdict: 'parse', kinds };
    kinds.push(value[1] ?? value[2] ?? value[3] ?? '');
  }
  // A key behind `?`, a tag, an anchor, an alias, a merge or an escape may be another `kind`.
  const hidden = /(?<=^|[\r\n])(?:\?|<<|[&*!]|"[^"\r\n]*\\|---[ \t]+[^#\s])/.test(body);
  const ordinary = /^[A-Za-z0-9_./'"-]/.test(root) && !hidden;
  return { verdict: ordinary && !kinds.some(isRelevant) ? 'skip' : 'parse', kinds };
}

function firstContent(body: string): string {
  const line = /(?<=^|[\r\n])(?![ \t]*(?:#|[\r\n]|$)|---[ \t]*(?:#|[\r\n]|$)|%)[^\r\n]+/.exec(body);
  return line === null ? '' : line[0];
}

/** JSON tells its root's kind; in flow style every `kind` anywhere counts, since the root cannot be told apart. */
function glanceAtFlow(body: string, isRelevant: (kind: string) => boolean): Glance {
  const parse: Glance = { verdict: 'parse', kinds: [] };
  const json = rootOfJson(body);
  if (json !== undefined) {
    const kind = typeof json === 'object' && json !== null && 'kind' in json ? json.kind : undefined;
    if (typeof kind !== 'string') return { verdict: 'skip', kinds: [] };
    return isRelevant(kind) ? parse : { verdict: 'skip', kinds: [kind] };
  }
  if (/[{,]\s*[?&*!]|<</.test(body) || hasEscapedKind(body)) return parse;
  const pattern = /["']?\bkind["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9]+)|(\S))/g;
  for (let match = pattern.exec(body); match !== null; match = pattern.exec(body)) {
    const other = match[4];
    if (other !== undefined && other !== '{' && other !== '[') return parse;
    const kind = match[1] ?? match[2] ?? match[3];
    if (kind !== undefined && (isRelevant(kind) || kind.includes('\\'))) return parse;
  }
  return { verdict: 'skip', kinds: [] };
}

function rootOfJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^---[ \t]*\r?\n/, ''));
  } catch {
    return undefined;
  }
}

/** A quoted key that reads `kind` once its escapes are resolved. */
function hasEscapedKind(body: string): boolean {
  const key = /"((?:[^"\\]|\\[^])*)"\s*:/g;
  for (let match = key.exec(body); match !== null; match = key.exec(body)) {
    const [, text = ''] = match;
    if (!text.includes('\\')) continue;
    const plain = text.replace(
      /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n[ \t]*)/g,
      (_, x?: string, u?: string, long?: string) => {
        const code = x ?? u ?? long;
        const point = code === undefined ? undefined : Number.parseInt(code, 16);
        return point === undefined || point > 0x10ffff ? '' : String.fromCodePoint(point);
      },
    );
    if (plain === 'kind') return true;
  }
  return false;
}
