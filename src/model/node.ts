import type { Range } from './position.ts';

/**
 * A manifest as Kubernetes reads it: plain values, each with the span it came from and its place in the document.
 * Aliases are already followed and merge keys applied, so a value may have been written elsewhere: then `range` is the
 * place of use and `written` the place where the text stands.
 */
export type ValueNode = ScalarNode | MapNode | SequenceNode | UnknownNode;

interface NodeBase {
  /** Span of the value; of the alias (`*name`) where the value came through one. */
  readonly range: Range;
  /** Where the value is written, when it came through an alias or a merge key. */
  readonly written?: Range | undefined;
  /** The map or sequence that holds this value, and under which key or index. */
  readonly parent?: MapNode | SequenceNode | undefined;
  readonly step?: string | number | undefined;
}

export type ScalarType = 'string' | 'bool' | 'int' | 'float' | 'null';

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  /** The type that Kubernetes gives the value (YAML 1.1 in places: `on` is a bool, `0777` an int). */
  readonly type: ScalarType;
  /** The content: quotes removed, escapes and folding resolved. */
  readonly text: string;
  /** The content before its type was resolved: `on` where `text` is `true`, `0777` where it is `511`. */
  readonly source: string;
  readonly style: 'plain' | 'single' | 'double' | 'block';
  /** Offset in the file at which `text` starts, when every character of `text` stands there unchanged; else undefined. */
  readonly textStart?: number | undefined;
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: ValueNode;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  /** Effective entries by key: of repeated keys the last one, as Kubernetes keeps it. */
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly items: readonly ValueNode[];
}

/** A value that is decided elsewhere, such as an unquoted template expression. */
export interface UnknownNode extends NodeBase {
  readonly kind: 'unknown';
  readonly text: string;
}

/** A place that a finding can point at: a value, a key, or a part of a scalar. */
export interface Spot {
  readonly node: ValueNode;
  readonly range: Range;
}

/** The value below a path of keys; undefined when any step is missing or is no map. */
export function valueAt(node: ValueNode | undefined, ...keys: readonly string[]): ValueNode | undefined {
  return entryAt(node, ...keys)?.value;
}

/** The entry (key and value) below a path of keys. */
export function entryAt(node: ValueNode | undefined, ...keys: readonly string[]): MapEntry | undefined {
  let current = node;
  let entry: MapEntry | undefined;
  for (const key of keys) {
    if (current?.kind !== 'map') return undefined;
    entry = current.entries.get(key);
    if (entry === undefined) return undefined;
    current = entry.value;
  }
  return entry;
}

/** The items of a sequence; none when the value is absent or of another shape. */
export function itemsOf(node: ValueNode | undefined): readonly ValueNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

/** The text of a string scalar; undefined for other types, null and unknown values. */
export function textOf(node: ValueNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.type === 'string' ? node.text : undefined;
}

/** The number of an integer scalar within the safe range, or of a float; undefined for everything else. */
export function numberOf(node: ValueNode | undefined): number | undefined {
  if (node?.kind !== 'scalar' || (node.type !== 'int' && node.type !== 'float')) return undefined;
  const value = Number(node.text);
  return Number.isFinite(value) ? value : undefined;
}

/** True when a value stands there and is not null (Kubernetes reads null as absent). */
export function isPresent(node: ValueNode | undefined): node is ValueNode {
  return node !== undefined && !(node.kind === 'scalar' && node.type === 'null');
}

/** The spot of a whole value. */
export function spotOf(node: ValueNode): Spot {
  return { node, range: node.range };
}

/**
 * The spot of a part of a scalar's text, from `start` to `end` in characters of `text`. Falls back to the whole scalar
 * where the text is not written as it reads (escapes, folding, block scalars) or came through an alias.
 */
export function partOf(node: ScalarNode, start: number, end: number): Spot {
  if (node.textStart === undefined || node.written !== undefined || end <= start) return spotOf(node);
  return { node, range: { start: node.textStart + start, end: node.textStart + end } };
}

/**
 * Where a value stands, in the words of `kubectl explain`, with list entries by the key that Kubernetes merges them by:
 * `spec.ports[443/TCP].targetPort`, `spec.template.spec.containers[app]`, `metadata.annotations["a/b"]`.
 */
export function pathOf(node: ValueNode, root?: ValueNode): string {
  const steps: string[] = [];
  for (let at: ValueNode | undefined = node; at !== undefined && at !== root && at.step !== undefined; at = at.parent) {
    if (at.parent?.kind === 'sequence') steps.push(`[${listKey(at, at.parent)}]`);
    else steps.push(/^[A-Za-z_][A-Za-z0-9_-]*$/.test(String(at.step)) ? `.${at.step}` : `[${JSON.stringify(at.step)}]`);
  }
  return steps.reverse().join('').replace(/^\./, '');
}

function listKey(item: ValueNode, list: SequenceNode): string {
  const key = mergeKey(item);
  return key !== undefined && keyCounts(list).get(key) === 1 ? key : String(item.step);
}

// Counted once a list: a long one may have a finding at every entry.
const counted = new WeakMap<SequenceNode, ReadonlyMap<string, number>>();

/** How many entries of a list have which key. */
function keyCounts(list: SequenceNode): ReadonlyMap<string, number> {
  const known = counted.get(list);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const item of list.items) {
    const key = mergeKey(item);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  counted.set(list, counts);
  return counts;
}

function mergeKey(item: ValueNode): string | undefined {
  const port = valueAt(item, 'port');
  if (port?.kind === 'scalar') {
    const protocol = valueAt(item, 'protocol');
    return `${port.text}/${protocol?.kind === 'scalar' && protocol.text !== '' ? protocol.text : 'TCP'}`;
  }
  const name = valueAt(item, 'name');
  return name?.kind === 'scalar' ? name.text : undefined;
}

/** A value as one text, the same however it is written and its keys are ordered. */
export function writtenText(node: ValueNode): string {
  if (node.kind === 'sequence') return `[${node.items.map(writtenText).join()}]`;
  if (node.kind !== 'map') return node.text;
  const entries = [...node.entries].map(([key, { value }]) => `${JSON.stringify(key)}:${writtenText(value)}`);
  return `{${entries.sort().join()}}`;
}
