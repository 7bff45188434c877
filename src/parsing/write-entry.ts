import type { Change, TextEdit, Written } from '../model/fix.ts';
import type { MapEntry, MapNode, ScalarNode, SequenceNode } from '../model/node.ts';
import { at, entryEnd, isFlow, lineBreakAt, lineEndAt, lineStartAt, quoteUsedIn, simple } from './layout.ts';
import { resolvePlainScalar } from './resolve-scalar.ts';

type Insert = Extract<Change, { kind: 'insert' }>;

/**
 * Writes a new entry with all that is below it, in the indentation, line ends, quotes and style (block, flow, JSON) of
 * what stands around it. Undefined where its place is not certain.
 */
export function insertEntry(text: string, { map, key, value, behind, before }: Insert): TextEdit | undefined {
  if (map.written !== undefined || map.entries.has(key) || !isSimple(value)) return undefined;
  const own = [...map.entries.values()].filter((entry) => entry.key.written === undefined && entry.key.parent === map);
  const find = (name: string | undefined): MapEntry | undefined => own.find((entry) => entry.key.text === name);
  const above = behind.map(find).find((entry) => entry !== undefined);
  if (isFlow(text, map)) return intoFlow(text, map, above ?? own.at(-1), { key, value });
  const style = styleOf(text, map);
  if (above !== undefined) {
    const indent = columnOf(text, above.key);
    const end = entryEnd(text, above);
    if (indent !== undefined && end !== undefined) {
      const lineBreak = lineBreakAt(text, end);
      return at(end, `${lineBreak}${indent}${block(key, value, indent, lineBreak, style)}`);
    }
  }
  // A key that begins an item of a list shares its line with the dash, so that nothing goes between.
  const below = find(before) ?? own[0];
  const indent = below === undefined ? undefined : columnOf(text, below.key);
  if (below === undefined || indent === undefined || !isFirstOfLine(text, below.key)) return undefined;
  const lineBreak = lineBreakAt(text, lineEndAt(text, below.key.range.start));
  return at(below.key.range.start, `${block(key, value, indent, lineBreak, style)}${lineBreak}${indent}`);
}

function intoFlow(
  text: string,
  map: MapNode,
  above: MapEntry | undefined,
  { key, value }: Pick<Insert, 'key' | 'value'>,
): TextEdit | undefined {
  if (above === undefined) return undefined;
  const isSpread = isFirstOfLine(text, above.key);
  const lineBreak = lineBreakAt(text, lineEndAt(text, above.value.range.end));
  const isDense = text[above.key.range.end] === ':' && text[above.key.range.end + 1] !== ' ';
  const between = isSpread ? `,${lineBreak}${columnOf(text, above.key) ?? ''}` : isDense ? ',' : ', ';
  const isJson = above.key.style !== 'plain';
  const entry = flow({ [key]: value }, { quote: quoteUsedIn(map), isJson, isDense }).replace(/^\{ ?| ?\}$/g, '');
  return at(above.value.range.end, `${between}${entry}`);
}

/** How what is new is to look. */
interface Style {
  readonly step: string;
  /** Blanks between the column of a key and the dashes of its list. */
  readonly dash: string;
  readonly quote: string;
}

function styleOf(text: string, map: MapNode): Style {
  let step: string | undefined;
  let dash: string | undefined;
  for (let holder: MapNode | SequenceNode | undefined = map; holder !== undefined; holder = holder.parent) {
    for (const { key, value } of holder.kind === 'map' ? holder.entries.values() : []) {
      if (key.written !== undefined || value.written !== undefined) continue;
      if (value.kind === 'map' && !isFlow(text, value)) step ??= deeper(text, key, value.range.start);
      const [first] = value.kind === 'sequence' && !isFlow(text, value) ? value.items : [];
      if (first !== undefined)
        dash ??= deeper(text, key, lineStartAt(text, first.range.start) + dashColumn(text, first.range.start));
    }
  }
  return { step: step ?? '  ', dash: dash ?? '', quote: quoteUsedIn(map) };
}

function dashColumn(text: string, offset: number): number {
  return text.slice(lineStartAt(text, offset)).search(/[^ ]/);
}

/** The blanks by which a place on a later line stands deeper than a key; undefined where it stands on the same line. */
function deeper(text: string, key: ScalarNode, offset: number): string | undefined {
  const own = key.range.start - lineStartAt(text, key.range.start);
  const below = offset - lineStartAt(text, offset);
  const isLater = lineStartAt(text, offset) > key.range.start;
  return isLater && below >= own ? ' '.repeat(below - own) : undefined;
}

/** The blanks that make a line begin in the column of a key; undefined when more than dashes stands before it. */
function columnOf(text: string, { range }: ScalarNode): string | undefined {
  const before = text.slice(lineStartAt(text, range.start), range.start);
  return /^ *(?:- +)*$/.test(before) ? ' '.repeat(before.length) : undefined;
}

function isFirstOfLine(text: string, { range }: ScalarNode): boolean {
  return /^[ \t]*$/.test(text.slice(lineStartAt(text, range.start), range.start));
}

/** An entry of a block map. */
function block(key: string, value: Written, indent: string, lineBreak: string, style: Style): string {
  if (typeof value !== 'object') return `${key}: ${scalar(value, style.quote)}`;
  if (isList(value)) {
    if (value.every((item) => typeof item !== 'object'))
      return `${key}: [${value.map((item) => quoted(item, style.quote)).join(', ')}]`;
    const dash = `${indent}${style.dash}- `;
    const items = value.map((item) => entriesOf(item, `${indent}${style.dash}  `, lineBreak, style));
    return `${key}:${items.map((item) => `${lineBreak}${dash}${item}`).join('')}`;
  }
  const below = indent + style.step;
  return `${key}:${lineBreak}${below}${entriesOf(value, below, lineBreak, style)}`;
}

function entriesOf(value: Written, indent: string, lineBreak: string, style: Style): string {
  if (typeof value !== 'object') return scalar(value, style.quote);
  return Object.entries(value)
    .map(([key, part]) => block(key, part, indent, lineBreak, style))
    .join(lineBreak + indent);
}

interface FlowStyle {
  readonly quote: string;
  readonly isJson: boolean;
  readonly isDense: boolean;
}

function flow(value: Written, style: FlowStyle): string {
  const { quote, isJson, isDense } = style;
  if (typeof value !== 'object') return isJson ? quoted(value, quote) : scalar(value, quote);
  const glue = isDense ? ',' : ', ';
  if (isList(value))
    return `[${value.map((item) => (typeof item === 'object' ? flow(item, style) : quoted(item, quote))).join(glue)}]`;
  const mark = isJson ? quote : '';
  const entries = Object.entries(value).map(
    ([key, part]) => `${mark}${key}${mark}:${isDense ? '' : ' '}${flow(part, style)}`,
  );
  const pad = isJson ? '' : ' ';
  return `{${pad}${entries.join(glue)}${pad}}`;
}

function quoted(value: string | number, quote: string): string {
  return typeof value === 'number' ? String(value) : `${quote}${value}${quote}`;
}

function scalar(value: string | number, quote: string): string {
  if (typeof value === 'number') return String(value);
  const isPlain = /^[A-Za-z][\w./-]*$/.test(value) && resolvePlainScalar(value).type === 'string';
  return isPlain ? value : quoted(value, quote);
}

function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value);
}

function isSimple(value: Written): boolean {
  if (typeof value !== 'object') return typeof value === 'number' || simple.test(value);
  return Object.entries(value).every(([key, part]) => simple.test(key) && isSimple(part));
}
