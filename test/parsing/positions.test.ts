import { describe, expect, it } from 'vitest';
import { itemsOf, partOf, valueAt, type ScalarNode } from '../../src/model/node.ts';
import { first, parse, placeIn, textIn } from '../support/parse.ts';

const head = 'apiVersion: v1\nkind: Service\n';

function scalarOf(text: string, ...keys: readonly string[]): { manifest: ReturnType<typeof parse>; node: ScalarNode } {
  const manifest = parse(head + text);
  expect(manifest.unreadable).toEqual([]);
  const node = first(manifest, ...keys);
  if (node.kind !== 'scalar') throw new Error(`${keys.join('.')} is a ${node.kind}`);
  return { manifest, node };
}

describe('a value and its span', () => {
  it.each([
    ['plain', 'metadata:\n  name: web\n', 'web', 'web'],
    ['double quotes', 'metadata:\n  name: "web"\n', 'web', '"web"'],
    ['single quotes', "metadata:\n  name: 'it''s'\n", "it's", "'it''s'"],
    ['escapes', 'metadata:\n  name: "\\x77eb"\n', 'web', '"\\x77eb"'],
    ['literal block', 'metadata:\n  name: |\n    web\n', 'web\n', '|\n    web\n'],
    ['folded block', 'metadata:\n  name: >-\n    a\n    b\n', 'a b', '>-\n    a\n    b\n'],
    ['flow', 'metadata: {name: web, x: 1}\n', 'web', 'web'],
    ['quoted key', 'metadata:\n  "name": web\n', 'web', 'web'],
    ['tag', 'metadata:\n  name: !!str 443\n', '443', '443'],
    ['behind Chinese and an emoji', 'metadata: {x: "杭州🚀", name: web}\n', 'web', 'web'],
  ])('%s', (_, text, value, written) => {
    const { manifest, node } = scalarOf(text, 'metadata', 'name');
    expect(node.text).toBe(value);
    expect(textIn(manifest, node.range)).toBe(written);
  });

  it.each([
    ['metadata: {name: web}\n', '3:18'],
    ['metadata: {x: "杭州", name: web}\n', '3:27'],
    ['metadata: {x: "🚀", name: web}\n', '3:27'],
  ])('counts columns in UTF-16 units: %s', (text, place) => {
    const { manifest, node } = scalarOf(text, 'metadata', 'name');
    expect(placeIn(manifest, node.range)).toBe(place);
  });

  it('takes no column for a byte order mark', () => {
    const manifest = parse('\uFEFF{apiVersion: v1, kind: Service, metadata: {name: web}}');
    expect(placeIn(manifest, first(manifest, 'metadata', 'name').range)).toBe('1:50');
    expect(textIn(manifest, first(manifest, 'metadata', 'name').range)).toBe('web');
  });

  it('counts lines that end with CRLF once', () => {
    const manifest = parse(`${head}metadata:\r\n  name: web\r\n`.replaceAll(/(?<!\r)\n/g, '\r\n'));
    expect(placeIn(manifest, first(manifest, 'metadata', 'name').range)).toBe('4:9');
  });
});

describe('aliases', () => {
  it('are shown where they are used, and know where they are written', () => {
    const { manifest, node } = scalarOf('metadata:\n  name: &n web\n  generateName: *n\n', 'metadata', 'generateName');
    expect([node.text, textIn(manifest, node.range), textIn(manifest, node.written ?? expect.fail())]).toEqual([
      'web',
      '*n',
      'web',
    ]);
  });

  it('stand for the anchor that was current where they are written', () => {
    const { node } = scalarOf('a: &n one\nmetadata: {name: *n}\nb: &n two\n', 'metadata', 'name');
    expect(node.text).toBe('one');
  });

  it.each([
    ['later keys win', '{<<: *x, k: own}', 'own'],
    ['a merge behind the key wins', '{k: own, <<: *x}', 'x'],
    ['the first of several', '{<<: [*x, *y]}', 'x'],
    ['the second where the first lacks it', '{<<: [*z, *y]}', 'why'],
  ])('merge keys: %s', (_, map, value) => {
    const { node } = scalarOf(`x: &x {k: x}\ny: &y {k: why}\nz: &z {other: z}\nmetadata: ${map}\n`, 'metadata', 'k');
    expect(node.text).toBe(value);
  });

  it('shows a merged value at the alias', () => {
    const { manifest, node } = scalarOf('x: &x {name: web}\nmetadata: {<<: *x}\n', 'metadata', 'name');
    expect(textIn(manifest, node.written ?? node.range)).toBe('web');
  });

  it.each([
    ['without an anchor', 'metadata: {name: *nobody}\n', 'Unknown anchor "nobody"'],
    ['inside what it stands for', 'metadata: &m {name: *m}\n', 'Anchor "m" contains itself'],
  ])('are unreadable %s', (_, text, detail) => {
    const manifest = parse(head + text);
    expect(manifest.unreadable).toMatchObject([{ reason: { kind: 'syntax', fault: 'refused', detail } }]);
    expect(textIn(manifest, manifest.unreadable[0]?.range ?? expect.fail())).toMatch(/^\*/);
  });
});

it('a key that is a template is refused, as Kubernetes does', () => {
  const manifest = parse(`${head}metadata:\n  annotations:\n    {{ .Values.key }}: x\n`);
  expect(manifest.unreadable).toMatchObject([{ reason: { kind: 'syntax', template: true } }]);
  expect(placeIn(manifest, manifest.unreadable[0]?.range ?? expect.fail())).toBe('5:5');
});

describe('lines that are indented as little as their key', () => {
  it.each([
    ['double quotes', 'metadata:\n  labels:\n    a: "one\n    two"\n    b: three\n', 'one two'],
    ['single quotes', "metadata:\n  labels:\n    a: 'one\n  two'\n    b: three\n", 'one two'],
    ['at the margin', 'metadata:\n  labels:\n    a: "one\ntwo"\n    b: three\n', 'one two'],
    ['with an escaped line end', 'metadata:\n  labels:\n    a: "one\\\n    two"\n    b: three\n', 'onetwo'],
    [
      'a line that ends with an escaped quote',
      'metadata:\n  labels:\n    a: "one\\"\n    two"\n    b: three\n',
      'one" two',
    ],
    [
      'a line that ends with a doubled quote',
      "metadata:\n  labels:\n    a: 'one''\n    two'\n    b: three\n",
      "one' two",
    ],
    ['CRLF', 'metadata:\r\n  labels:\r\n    a: "one\r\n    two"\r\n    b: three\r\n', 'one two'],
  ])('are read as Kubernetes does: %s', (_, text, value) => {
    const { manifest, node } = scalarOf(text, 'metadata', 'labels', 'a');
    expect(node.text).toBe(value);
    const behind = first(manifest, 'metadata', 'labels', 'b');
    expect(textIn(manifest, behind.range)).toBe('three');
    expect(textIn(manifest, node.range)).toMatch(/^(["'])one[^]*two\1$/);
  });

  it('in flow collections, too', () => {
    const manifest = parse(
      `${head}spec:\n  selector: {app: web,\n  tier: front}\n  ports: [\n{port: 80}\n]\n  type: NodePort\n`,
    );
    expect(manifest.unreadable).toEqual([]);
    expect(textIn(manifest, first(manifest, 'spec', 'selector', 'tier').range)).toBe('front');
    expect(textIn(manifest, first(manifest, 'spec', 'type').range)).toBe('NodePort');
    expect(textIn(manifest, first(manifest, 'spec', 'ports').range)).toBe('[\n{port: 80}\n]');
  });

  it.each([
    ['double', 'metadata:\n  labels:\n    a: "x \\"\n    b: \\" y"\n', 'x " b: " y'],
    ['single', "metadata:\n  labels:\n    a: 'x ''\n    b: '' y'\n", "x ' b: ' y"],
  ])('hide no key, where a line ends with a quote that is escaped: %s', (_, text, value) => {
    const { manifest, node } = scalarOf(text, 'metadata', 'labels', 'a');
    expect(node.text).toBe(value);
    const labels = first(manifest, 'metadata', 'labels');
    expect(labels.kind === 'map' && [...labels.entries.keys()]).toEqual(['a']);
  });

  it('make the document unreadable where they are too many to be mended', () => {
    const manifest = parse(`${head}x:\n${'  - "a \\"\n  b: \\" c"\n'.repeat(25)}`);
    expect(manifest.unreadable).toMatchObject([{ reason: { kind: 'syntax', fault: 'open-quote' } }]);
    expect(placeIn(manifest, manifest.unreadable[0]?.range ?? expect.fail())).toBe('4:5');
  });

  it.each([
    ['a comment with a quote and brackets', "spec: {ports: [\n{port: 80} # it's ]\n]}\n", '80'],
    ['a text with an apostrophe', "spec: {a: it's, ports: [\n{port: 80}\n]}\n", '80'],
    ['a quoted text', 'spec: {ports: [\n{a: "b\nc", port: 80}\n]}\n', '80'],
  ])('in flow collections around %s', (_, text, written) => {
    const manifest = parse(head + text);
    expect(manifest.unreadable).toEqual([]);
    const [port] = itemsOf(first(manifest, 'spec', 'ports')).map((item) => valueAt(item, 'port'));
    expect(textIn(manifest, port?.range ?? expect.fail())).toBe(written);
  });

  it('a quote that is never closed stays unreadable, where it opens', () => {
    const manifest = parse(`${head}metadata:\n  name: "web\n  namespace: shop\nspec: {}\n`);
    expect(manifest.unreadable.map(({ range }) => placeIn(manifest, range))).toEqual(['4:9']);
  });
});

describe('parts of a scalar', () => {
  it.each([
    ['plain', 'metadata: {name: https:443}\n', '443'],
    ['quoted', 'metadata: {name: "https:443"}\n', '443'],
    ['with an escape: the whole', 'metadata: {name: "\\x68ttps:443"}\n', '"\\x68ttps:443"'],
    ['a block: the whole', 'metadata:\n  name: |-\n    https:443\n', '|-\n    https:443\n'],
  ])('%s', (_, text, written) => {
    const { manifest, node } = scalarOf(text, 'metadata', 'name');
    expect(textIn(manifest, partOf(node, 6, 9).range)).toBe(written);
  });
});
