import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ScalarType, ValueNode } from '../../src/model/node.ts';
import { first, parse, textIn } from '../support/parse.ts';

/** A value to be written down: what Kubernetes reads, and in which style it is written. */
type Value = Leaf | Branch;

interface Leaf {
  readonly type: ScalarType;
  readonly text: string;
  /** As written on one line, or the lines of a quoted or block scalar, which the printer indents. */
  readonly lines: readonly [string, ...string[]];
  readonly block?: boolean;
}

interface Branch {
  readonly children: readonly Value[];
  readonly form: 'map' | 'list';
  readonly flow: boolean;
  /** Blanks of indentation, and a comment behind the opening. */
  readonly indent: number;
  readonly comment: string;
}

const typed: readonly (readonly [string, ScalarType, string])[] = [
  ['on', 'bool', 'true'],
  ['No', 'bool', 'false'],
  ['0777', 'int', '511'],
  ['0o17', 'int', '15'],
  ['1_000', 'int', '1000'],
  ['9007199254740993', 'int', '9007199254740993'],
  ['1e3', 'float', '1000'],
  ['089', 'float', '89'],
  ['12:30:45', 'string', '12:30:45'],
  ['2024-01-01', 'string', '2024-01-01'],
  ['~', 'null', ''],
  ['null', 'null', ''],
  ['https:443', 'string', 'https:443'],
  ['杭州🚀', 'string', '杭州🚀'],
  ['a#b it’s-"c"', 'string', 'a#b it’s-"c"'],
];

const letter = fc.constantFrom(...Array.from('aB0 :#"\'\\{}[],-*&%|>~é杭🚀'));
const word = fc.string({ unit: fc.constantFrom(...Array.from('aB0:#"\'é杭🚀')), minLength: 1, maxLength: 6 });
const text = fc.string({ unit: letter, maxLength: 10 });

const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.constantFrom(...typed).map(([source, type, value]): Leaf => ({ type, text: value, lines: [source] })),
  text.map((value): Leaf => ({ type: 'string', text: value, lines: [`'${value.replaceAll("'", "''")}'`] })),
  text.map((value): Leaf => ({ type: 'string', text: `${value}\t\n`, lines: [JSON.stringify(`${value}\t\n`)] })),
  // Folded: the line end reads as a blank.
  fc.tuple(word, word).map(([one, two]): Leaf => {
    const [head, tail] = [one, two].map((part) => JSON.stringify(part).slice(1, -1));
    return { type: 'string', text: `${one} ${two}`, lines: [`"${head}`, `${tail}"`] };
  }),
  fc.tuple(word, word).map(([one, two]): Leaf => ({
    type: 'string',
    text: `a${one}\n${two}\n`,
    lines: ['|', `a${one}`, two],
    block: true,
  })),
);

const branch = (child: fc.Arbitrary<Value>): fc.Arbitrary<Branch> =>
  fc.record({
    children: fc.array(child, { maxLength: 4 }),
    form: fc.constantFrom('map' as const, 'list' as const),
    flow: fc.boolean(),
    indent: fc.integer({ min: 1, max: 4 }),
    comment: fc.constantFrom('', ' # note', ' # it\'s 杭州 ] } "'),
  });

const { tree } = fc.letrec<{ tree: Branch; value: Value }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, branch(tie('value'))),
  tree: branch(tie('value')),
}));

const keys = ['plain', '"quo\\x74ed"', "'single'", 'q7'];
const keyTexts = ['plain', 'quoted', 'single', 'q7'];

interface Expected {
  readonly leaf: Leaf;
  readonly written: string;
}

/** Writes a tree and remembers of each scalar how it was written. */
class Printer {
  text: string;
  readonly eol: string;
  readonly margin: boolean;
  readonly expected: Expected[] = [];

  constructor(head: string, eol: string, margin: boolean) {
    this.text = head;
    this.eol = eol;
    this.margin = margin;
  }

  /** Everything behind a key or a dash, its line end included. */
  value(value: Value, column: number): void {
    if (!('children' in value)) {
      this.text += ' ';
      this.leaf(value, column);
      if (value.block !== true) this.text += this.eol;
    } else if (value.flow || value.children.length === 0) {
      this.text += ' ';
      this.flow(value, column);
      this.text += value.comment + this.eol;
    } else {
      this.text += value.comment + this.eol;
      const inner = column + value.indent;
      value.children.forEach((child, index) => {
        this.text += `${' '.repeat(inner)}${value.form === 'map' ? `${keys[index]}:` : '-'}`;
        this.value(child, inner);
      });
    }
  }

  flow(value: Value, column: number): void {
    if (!('children' in value)) {
      this.leaf(value.block === true ? { ...value, block: false, lines: [JSON.stringify(value.text)] } : value, column);
      return;
    }
    const [open, close] = value.form === 'map' ? ['{', '}'] : ['[', ']'];
    const gap = value.comment === '' ? '' : `${value.comment}${this.eol}${' '.repeat(this.margin ? 0 : column + 1)}`;
    this.text += open + gap;
    value.children.forEach((child, index) => {
      if (index > 0) this.text += ', ';
      if (value.form === 'map') this.text += `${keys[index]}: `;
      this.flow(child, column);
    });
    this.text += (value.children.length > 0 ? gap : '') + close;
  }

  leaf(value: Leaf, column: number): void {
    const start = this.text.length;
    // Kubernetes takes lines of a quoted text that are not indented at all; those of a block must be.
    const pad = ' '.repeat(this.margin && value.block !== true ? 0 : column + 1);
    this.text += value.lines.join(this.eol + pad);
    if (value.block === true) this.text += this.eol;
    this.expected.push({ leaf: value, written: this.text.slice(start) });
  }
}

function leavesOf(node: ValueNode): ValueNode[] {
  if (node.kind === 'map') return [...node.entries.values()].flatMap(({ value }) => leavesOf(value));
  return node.kind === 'sequence' ? node.items.flatMap(leavesOf) : [node];
}

function shapeOf(node: ValueNode): unknown {
  if (node.kind === 'map')
    return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, shapeOf(value)]));
  if (node.kind === 'sequence') return node.items.map(shapeOf);
  return node.kind === 'scalar' ? `${node.type} ${node.text}` : node.kind;
}

function shapeOfValue(value: Value): unknown {
  if (!('children' in value)) return `${value.type} ${value.text}`;
  const shapes = value.children.map(shapeOfValue);
  return value.form === 'list' ? shapes : Object.fromEntries(shapes.map((shape, index) => [keyTexts[index], shape]));
}

const heads = ['', '\uFEFF', '# 杭州🚀\n', '\uFEFF%YAML 1.1\n# é\n---\n', 'kind: ConfigMap\n---\n'];

it('whatever the style, values are what was meant and ranges are what was written', () => {
  fc.assert(
    fc.property(
      tree,
      fc.constantFrom(...heads),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (spec, head, eol, margin) => {
        const printer = new Printer(`${head}apiVersion: v1\nkind: Service\nspec:`.replaceAll('\n', eol), eol, margin);
        printer.value(spec, 0);
        printer.text += `metadata: {x: "🚀", name: web}${eol}`;
        const manifest = parse(printer.text);
        expect(manifest.unreadable).toEqual([]);
        expect(manifest.text).toBe(printer.text);
        const node = first(manifest, 'spec');
        expect(shapeOf(node)).toEqual(shapeOfValue(spec));
        expect(leavesOf(node).map(({ range }) => textIn(manifest, range))).toEqual(
          printer.expected.map(({ written }) => written),
        );
        expect(textIn(manifest, first(manifest, 'metadata', 'name').range)).toBe('web');
      },
    ),
    { seed: 20_261_125, numRuns: 200 },
  );
});
