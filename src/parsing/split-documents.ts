import { withPlainLineEnds } from './line-ends.ts';

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

/** False when a text certainly names no `kind`, neither in plain letters nor behind an escape or a `!!binary` tag. */
export function mayNameKind(text: string): boolean {
  return text.includes('kind') || /\\[xuU\r\n]|!/.test(text);
}

/**
 * Decides whether a document needs a parser. It is skipped only when its root is an ordinary block map whose keys are
 * all plain to see and whose `kind:`, if any, is a plain or simply quoted word that `isRelevant` refuses.
 */
export function glanceAt(document: string, isRelevant: (kind: string) => boolean): Glance {
  const body = withPlainLineEnds(document);
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
  if (!ordinary || kinds.some(isRelevant)) return { verdict: 'parse', kinds };
  // Whatever its kind, an object with `items` at its root is a list for kubectl.
  const isList = kinds.length > 0 && /(?<=^|[\r\n])["']?items["']?[ \t]*:/.test(body);
  return { verdict: isList && mayNameRelevantKind(body, isRelevant) ? 'parse' : 'skip', kinds };
}

function firstContent(body: string): string {
  const line = /(?<=^|[\r\n])(?![ \t]*(?:#|[\r\n]|$)|---[ \t]*(?:#|[\r\n]|$)|%)[^\r\n]+/.exec(body);
  return line === null ? '' : line[0];
}

/** JSON tells its kinds; in flow style every `kind` anywhere counts, since the root cannot be told apart. */
function glanceAtFlow(body: string, isRelevant: (kind: string) => boolean): Glance {
  const json = rootOfJson(body);
  if (json === undefined) return { verdict: mayNameRelevantKind(body, isRelevant) ? 'parse' : 'skip', kinds: [] };
  const kinds = kindsOf(json);
  return kinds.some(isRelevant) ? { verdict: 'parse', kinds: [] } : { verdict: 'skip', kinds: kinds.slice(0, 1) };
}

/** The kind of an object and, where they are Kubernetes objects, those of its items, at any depth of lists in lists. */
function kindsOf(root: unknown): string[] {
  const kinds: string[] = [];
  const objects = [{ json: root, isVersioned: true }];
  for (const { json, isVersioned } of objects) {
    if (typeof json !== 'object' || json === null || !(isVersioned || 'apiVersion' in json)) continue;
    if ('kind' in json && typeof json.kind === 'string') kinds.push(json.kind);
    if (!('items' in json) || !Array.isArray(json.items)) continue;
    for (const item of json.items as unknown[]) objects.push({ json: item, isVersioned: 'apiVersion' in json });
  }
  return kinds;
}

/** True when a text may give a `kind` at any depth that matters: plainly, or in a way that only a parser can tell. */
function mayNameRelevantKind(body: string, isRelevant: (kind: string) => boolean): boolean {
  // Where a key may start: a key behind `?`, a tag, an anchor, an alias, a merge or an escape.
  if (/(?:[{,]\s*|(?<=^|[\r\n])[ \t]*(?:-[ \t]+)*)(?:[?&*!]|<<|"[^"\r\n]*\\)/.test(body)) return true;
  const pattern = /\bkind["']?\s*:(?=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9]+)|(\S)))/g;
  for (let match = pattern.exec(body); match !== null; match = pattern.exec(body)) {
    const [, double, single, plain, other] = match;
    if (other !== undefined && other !== '{' && other !== '[') return true;
    const kind = double ?? single ?? plain;
    if (kind !== undefined && (isRelevant(kind) || kind.includes('\\'))) return true;
  }
  return false;
}

function rootOfJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^---[ \t]*\r?\n/, ''));
  } catch {
    return undefined;
  }
}
