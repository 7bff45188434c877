import { applyEdits, type TextEdit } from '../model/fix.ts';
import type {
  Comment,
  DuplicateKey,
  Manifest,
  ParsedResource,
  Unreadable,
  UnreadableReason,
} from '../model/manifest.ts';
import { entryAt, itemsOf, textOf, valueAt, type MapEntry, type MapNode, type ValueNode } from '../model/node.ts';
import { LineIndex, type Range } from '../model/position.ts';
import { buildValue, LimitExceeded, RefusedValue } from './build-value.ts';
import { decode } from './decode.ts';
import { oddLineEndsAreQuoted, withoutInnerMarks, withPlainLineEnds } from './line-ends.ts';
import { parseLeniently, type ParsedText } from './parse-document.ts';
import { commentsHolding } from './read-comments.ts';
import { explainSyntaxError } from './syntax-error.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { glanceAt, mayNameKind, splitDocuments, type Piece } from './split-documents.ts';
import { firstLine, whyUnread } from './why-unread.ts';

export interface ParseOptions {
  readonly limits?: Partial<Limits>;
  /** True for kinds worth parsing; other documents are skipped after a first look. */
  readonly isRelevantKind: (kind: string) => boolean;
  /** True for relevant kinds that are read for what they say of others and are not judged: one that is broken is passed over. */
  readonly isContextKind?: (kind: string) => boolean;
  /** The file is a `kustomization.yaml`: its root is kept whatever it holds. */
  readonly isKustomization?: boolean;
  /** Comments that hold this word are kept. */
  readonly commentWord?: string;
}

/**
 * Reads one file: all documents, each with exact positions. Never throws for what a file may hold; a document that may
 * hold something relevant and cannot be read is listed under `unreadable`, and the others are read all the same.
 */
export function parseManifest(bytes: Uint8Array, options: ParseOptions): Manifest {
  const limits = { ...defaultLimits, ...options.limits };
  const found = new Findings();
  const decoded = decode(bytes, limits, options.isRelevantKind);
  if ('reason' in decoded) {
    const { reason } = decoded;
    if (reason !== undefined) found.unreadable.push({ document: 0, range: { start: 0, end: 0 }, reason });
    return found.manifest('', undefined);
  }

  const { text, isValid } = decoded;
  let kustomization: MapNode | undefined;
  if (largeFilePointer.test(text)) {
    found.unreadable.push({ document: 0, range: firstLine(text, 0), reason: { kind: 'large-file-pointer' } });
    return found.manifest(text, undefined);
  }
  if (!options.isKustomization && !mayNameKind(text)) return found.manifest(text, undefined);

  let parsed = 0;
  const readable = withoutInnerMarks(text);
  /** Of documents that hold nothing else: they stand above the first key of the next one. */
  let waiting: readonly Comment[] = [];
  for (const piece of splitDocuments(withPlainLineEnds(readable))) {
    const body = readable.slice(piece.start, piece.end);
    if (piece.dropped !== undefined) reportDropped(readable, piece, options, found);
    const glance = options.isKustomization ? { verdict: 'parse', kinds: [] } : glanceAt(body, options.isRelevantKind);
    for (const kind of glance.kinds) if (!options.isRelevantKind(kind)) found.otherKinds.add(kind);
    const comments = new Comments(options.commentWord, piece, waiting);
    if (isBlank(body)) {
      comments.read({ text: body, toSource: (offset) => offset }, undefined);
      waiting = comments.found;
      continue;
    }
    waiting = [];
    if (glance.verdict === 'skip') {
      comments.read({ text: body, toSource: (offset) => offset }, undefined);
      found.comments.push(...comments.found);
      continue;
    }
    parsed += 1;
    const isContext = glance.kinds.length > 0 && glance.kinds.every((kind) => options.isContextKind?.(kind) ?? false);
    const seen = isContext ? new Findings() : found;
    const unread = whyUnread(readable, piece, isValid, parsed, limits);
    const root = unread === undefined ? parsePiece(readable, piece, limits, seen, comments) : undefined;
    if (unread !== undefined) seen.unreadable.push({ document: piece.index, ...unread });
    found.passesOver ||= isContext && seen.unreadable.length > 0;
    if (root?.kind !== 'map') continue;
    found.comments.push(...comments.found);
    found.documents += 1;
    if (options.isKustomization) kustomization ??= root;
    else readResources(root, piece.index, options.isRelevantKind, found);
  }
  found.comments.push(...waiting);
  return found.manifest(text, kustomization);
}

// Cut once a text: of a long one, many documents may be read again.
const cuts = new WeakMap<Manifest, readonly Piece[]>();

/**
 * Reads one document of a manifest again after edits within it, whatever the length of the file. Only what the document
 * says is right: its offsets count from its own start, and those of the others are as they were. Undefined where it cannot
 * be read any more, or the edits reach beyond it.
 */
export function reparseDocument(
  manifest: Manifest,
  document: number,
  edits: readonly TextEdit[],
  options: Pick<ParseOptions, 'isRelevantKind'>,
): Manifest | undefined {
  const pieces = cuts.get(manifest) ?? splitDocuments(withPlainLineEnds(withoutInnerMarks(manifest.text)));
  cuts.set(manifest, pieces);
  const piece = pieces[document];
  if (piece === undefined) return undefined;
  if (edits.some(({ startOffset, endOffset }) => startOffset < piece.start || endOffset > piece.end)) return undefined;
  const { start } = piece;
  const own = edits.map((edit) => ({
    ...edit,
    startOffset: edit.startOffset - start,
    endOffset: edit.endOffset - start,
  }));
  const body = withoutInnerMarks(applyEdits(manifest.text.slice(start, piece.end), own));
  // The document must stay one document.
  if (splitDocuments(withPlainLineEnds(body)).length !== 1) return undefined;
  const found = new Findings();
  const whole = { ...piece, start: 0, end: body.length };
  const root = parsePiece(body, whole, defaultLimits, found, new Comments(undefined, whole, []));
  if (root?.kind !== 'map') return undefined;
  readResources(root, document, options.isRelevantKind, found);
  if (found.unreadable.length > 0) return undefined;
  const others = <T extends { readonly document: number }>(all: readonly T[]): T[] =>
    all.filter((entry) => entry.document !== document);
  const text = applyEdits(manifest.text, edits);
  return {
    ...manifest,
    text,
    length: text.length,
    holdsAddress: dottedNumbers.test(text),
    resources: [...others(manifest.resources), ...found.resources],
    duplicateKeys: [...others(manifest.duplicateKeys), ...found.duplicateKeys],
  };
}

/** Git LFS reads its older spellings, and blanks around them, too. Source: `lfs/pointer.go` of git-lfs (checked 2026-11-26). */
const largeFilePointer =
  /^\s*version (?:https:\/\/git-lfs\.github\.com\/spec\/v1|https:\/\/hawser\.github\.com\/spec\/v1|http:\/\/git-media\.io\/v\/2)\s/;

const dottedNumbers = /[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]/;

class Findings {
  documents = 0;
  passesOver = false;
  readonly resources: ParsedResource[] = [];
  readonly unreadable: Unreadable[] = [];
  readonly duplicateKeys: DuplicateKey[] = [];
  readonly otherKinds = new Set<string>();
  readonly withoutApiVersion: MapNode[] = [];
  readonly comments: Comment[] = [];

  manifest(text: string, kustomization: MapNode | undefined): Manifest {
    const { documents, resources, unreadable, passesOver, duplicateKeys, otherKinds, withoutApiVersion, comments } =
      this;
    return {
      text,
      lines: new LineIndex(text),
      length: text.length,
      holdsAddress: dottedNumbers.test(text),
      documents,
      resources,
      unreadable,
      passesOver,
      duplicateKeys,
      otherKinds,
      withoutApiVersion,
      comments,
      kustomization,
    };
  }
}

/** The comments that are kept of one document. */
class Comments {
  readonly found: Comment[];
  readonly #word: string | undefined;
  readonly #piece: Piece;

  constructor(word: string | undefined, piece: Piece, waiting: readonly Comment[]) {
    this.#word = word;
    this.#piece = piece;
    this.found = waiting.map((comment) => ({ ...comment, document: piece.index }));
  }

  /** Adds those of a text of which the first value begins at `root`; undefined where none is known. */
  read({ text, toSource }: Pick<ParsedText, 'text' | 'toSource'>, root: ValueNode | undefined): void {
    if (this.#word === undefined) return;
    const { index, start } = this.#piece;
    for (const comment of commentsHolding(this.#word, text)) {
      const range = { start: start + toSource(comment.range.start), end: start + toSource(comment.range.end) };
      const leads = root === undefined || range.start < root.range.start;
      this.found.push({ document: index, range, text: comment.text, leads });
    }
  }
}

function isBlank(body: string): boolean {
  return withPlainLineEnds(body)
    .split(/\r?\n/)
    .every((line) => /^(?:---)?[ \t]*(?:#|$)|^(?:\.\.\.$|%)/.test(line));
}

function reportDropped(text: string, piece: Piece, options: ParseOptions, found: Findings): void {
  if (piece.dropped === undefined) return;
  const { start, end } = piece.dropped;
  if (glanceAt(text.slice(start, end), options.isRelevantKind).verdict === 'skip') return;
  const offset = text.slice(start, end).search(/[^\s]/);
  found.unreadable.push({
    document: piece.index,
    range: firstLine(text, start + Math.max(offset, 0)),
    reason: { kind: 'dropped-text' },
  });
}

function parsePiece(
  text: string,
  piece: Piece,
  limits: Limits,
  found: Findings,
  comments: Comments,
): ValueNode | undefined {
  let body = text.slice(piece.start, piece.end);
  const fail = (range: Range, reason: UnreadableReason): undefined => {
    found.unreadable.push({ document: piece.index, range, reason });
    return undefined;
  };
  let parsed = parseLeniently(body);
  const plain = withPlainLineEnds(body);
  if (plain !== body && !oddLineEndsAreQuoted(parsed, body)) {
    body = plain;
    parsed = parseLeniently(body);
  }
  const { document } = parsed;
  const [error] = document.errors;
  if (error?.code === 'RESOURCE_EXHAUSTION') {
    // The parser ran out of stack, on nesting far beyond the limit.
    const { depth } = limits;
    return fail(firstLine(text, piece.start), { kind: 'limit', limit: 'depth', allowed: depth, found: depth + 1 });
  }
  if (error !== undefined) {
    const { at, ...fault } = explainSyntaxError(body, document, error);
    const start = Math.min(piece.start + at.start, Math.max(piece.start, piece.end - 1));
    const end = Math.max(start + 1, Math.min(piece.start + at.end, text.length));
    return fail({ start, end }, { kind: 'syntax', ...fault });
  }
  if (document.contents === null) return undefined;
  try {
    const root = buildValue(text, piece, parsed, limits, (duplicate) => found.duplicateKeys.push(duplicate));
    comments.read(parsed, root);
    return root;
  } catch (thrown) {
    if (thrown instanceof RefusedValue) {
      return fail(thrown.range, {
        kind: 'syntax',
        fault: 'refused',
        detail: thrown.message,
        template: text.startsWith('{{', thrown.range.start),
      });
    }
    if (!(thrown instanceof LimitExceeded)) throw thrown;
    return fail(thrown.range, { kind: 'limit', limit: thrown.limit, allowed: thrown.allowed, found: thrown.found });
  }
}

/**
 * Adds what an object stands for. As for kubectl, every object with `items` is a list, lists may hold lists, and items
 * of a typed list (`ServiceList`) need no kind of their own.
 */
function readResources(
  object: MapNode,
  document: number,
  isRelevantKind: (kind: string) => boolean,
  found: Findings,
  inherited: { readonly kind?: string; readonly apiVersion?: string } = {},
): void {
  const kind = textOf(valueAt(object, 'kind')) ?? inherited.kind;
  const apiVersion = textOf(valueAt(object, 'apiVersion')) ?? inherited.apiVersion;
  const template = ['kind', 'apiVersion', 'items'].map((key) => entryAt(object, key)).find(isTemplate);
  if (template !== undefined && (kind === undefined || isRelevantKind(kind))) {
    const detail = `the value of "${template.key.text}" is a template expression`;
    const reason: UnreadableReason = { kind: 'syntax', fault: 'refused', detail, template: true };
    found.unreadable.push({ document, range: template.value.range, reason });
    return;
  }
  if (kind === undefined) return;
  const items = itemsOf(valueAt(object, 'items')).filter((item) => item.kind === 'map');
  if (apiVersion === undefined && items.length === 0) {
    if (isRelevantKind(kind)) found.withoutApiVersion.push(object);
    return;
  }
  const isTyped = kind.endsWith('List') && kind !== 'List' && apiVersion !== undefined;
  const given = isTyped ? { kind: kind.slice(0, -'List'.length), apiVersion } : {};
  for (const item of items) readResources(item, document, isRelevantKind, found, given);
  if (apiVersion === undefined) return;
  if (!isRelevantKind(kind)) found.otherKinds.add(kind);
  else if (!kind.endsWith('List')) found.resources.push(readResource(object, document, apiVersion, kind));
}

function isTemplate(entry: MapEntry | undefined): entry is MapEntry {
  return entry?.value.kind === 'unknown';
}

function readResource(root: MapNode, document: number, apiVersion: string, kind: string): ParsedResource {
  const scalar = (key: string) => {
    const value = entryAt(root, 'metadata', key)?.value;
    return value?.kind === 'scalar' && value.type !== 'null' ? value : undefined;
  };
  return { document, apiVersion, kind, name: scalar('name'), namespace: scalar('namespace'), root };
}
