import { describe, expect, it } from 'vitest';
import { itemsOf, partOf, pathOf, textOf, valueAt, type ScalarNode, type ValueNode } from '../../src/model/node.ts';
import { isRelevantKind } from '../../src/catalog/kinds.ts';
import { parseManifest } from '../../src/parsing/parse-manifest.ts';
import { first, parse, placeIn, textIn } from '../support/parse.ts';

const head = 'apiVersion: v1\nkind: Service\n';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function scalarIn(root: ValueNode | undefined, ...keys: readonly string[]): ScalarNode {
  const node = keys.length === 0 ? root : valueAt(root, ...keys);
  return node?.kind === 'scalar' ? node : expect.fail(`${keys.join('.')} is no scalar`);
}

describe('places in a file of several documents', () => {
  // A byte order mark, CRLF, a comment in Chinese, an empty document, a list, JSON.
  const text = [
    '\uFEFF# 第一个',
    'apiVersion: v1',
    'kind: List',
    'items:',
    '- apiVersion: v1',
    '  kind: Service',
    '  metadata: {labels: {team: "🚀 杭州"}, name: one}',
    '-',
    '  apiVersion: v1',
    '  kind: Service',
    '  metadata: {name: &n two}',
    '---',
    '---',
    '{"apiVersion": "v1", "kind": "Service", "metadata": {"labels": {"x": "é🚀"}, "name": "three"}}',
    '--- # the last',
    '"apiVersion": v1',
    '"kind": Service',
    '"metadata":',
    "  'name':   'four'   # not five",
    '',
  ].join('\r\n');

  it('are exact', () => {
    const manifest = parse(text);
    expect(manifest.unreadable).toEqual([]);
    expect(
      manifest.resources.map(({ document, name }) => [
        document,
        name?.text,
        name && textIn(manifest, name.range),
        name && placeIn(manifest, name.range),
      ]),
    ).toEqual([
      [0, 'one', 'one', '7:45'],
      [0, 'two', 'two', '11:23'],
      [2, 'three', '"three"', '14:86'],
      [3, 'four', "'four'", '19:13'],
    ]);
  });

  it('are those of the item, for the items of a list', () => {
    const [one, two] = parse(text).resources;
    expect([one, two].map((item) => item && pathOf(item.root))).toEqual(['items[0]', 'items[1]']);
    expect([one, two].map((item) => item?.name && pathOf(item.name, item.root))).toEqual([
      'metadata.name',
      'metadata.name',
    ]);
  });

  it('count no column for the byte order mark on the first line only', () => {
    const manifest = parse('\uFEFFkind: Service\napiVersion: v1\nmetadata: {name: a}\n');
    const kind = first(manifest, 'kind');
    expect([kind.range.start, placeIn(manifest, kind.range), textIn(manifest, kind.range)]).toEqual([
      7,
      '1:7',
      'Service',
    ]);
  });
});

describe('aliases', () => {
  it('show everything below them at the place of use', () => {
    const manifest = parse(`${head}x: &x\n  labels: {app: web}\n  list: [1, {a: b}]\nmetadata: *x\n`);
    for (const [keys, written] of [
      [['labels', 'app'], 'web'],
      [['labels'], '{app: web}'],
      [['list'], '[1, {a: b}]'],
    ] as const) {
      const node = first(manifest, 'metadata', ...keys);
      expect(textIn(manifest, node.range)).toBe('*x');
      expect(textIn(manifest, node.written ?? expect.fail())).toBe(written);
    }
    const [, map] = itemsOf(first(manifest, 'metadata', 'list'));
    expect(textIn(manifest, valueAt(map, 'a')?.range ?? expect.fail())).toBe('*x');
  });

  it('in aliases are shown at the outer place of use', () => {
    const manifest = parse(`${head}a: &a one\nb: &b {k: *a}\nmetadata: {name: *a, labels: *b}\n`);
    const node = first(manifest, 'metadata', 'labels', 'k');
    expect([textOf(node), textIn(manifest, node.range)]).toEqual(['one', '*b']);
    expect(textIn(manifest, node.written ?? expect.fail())).toBe('one');
  });

  it('leave the anchored value at its own place', () => {
    const manifest = parse(`${head}metadata:\n  name: &n web\n  labels: {app: *n}\n`);
    const name = scalarIn(manifest.resources[0]?.root, 'metadata', 'name');
    expect([textIn(manifest, name.range), name.written]).toEqual(['web', undefined]);
  });

  it('keep the type of what they stand for', () => {
    const manifest = parse(`${head}a: &a 0777\nb: &b "0777"\nspec: {p: *a, q: *b, r: !!str 0777}\n`);
    const root = manifest.resources[0]?.root;
    expect(['p', 'q', 'r'].map((key) => scalarIn(root, 'spec', key)).map(({ type, text }) => [type, text])).toEqual([
      ['int', '511'],
      ['string', '0777'],
      ['string', '0777'],
    ]);
  });

  it('do not reach into the next document', () => {
    const manifest = parse(`${head}metadata: {name: &n one}\n---\n${head}metadata: {name: *n}\n---\n${head}`);
    expect(manifest.resources.map(({ document }) => document)).toEqual([0, 2]);
    expect(manifest.unreadable).toMatchObject([{ document: 1, reason: { detail: 'Unknown anchor "n"' } }]);
    expect(placeIn(manifest, manifest.unreadable[0]?.range ?? expect.fail())).toBe('7:18');
  });

  it('that go in a circle are refused where they close it', () => {
    const manifest = parse(`${head}a: &a\n  b: &b\n    c: *a\n`);
    expect(manifest.unreadable).toMatchObject([{ reason: { detail: 'Anchor "a" contains itself' } }]);
    expect(placeIn(manifest, manifest.unreadable[0]?.range ?? expect.fail())).toBe('5:8');
  });
});

describe('merge keys', () => {
  const merged = (map: string): Record<string, string | undefined> => {
    const node = first(parse(`${head}a: &a {k: 1, j: a}\nb: &b {k: 2, i: b}\nspec: ${map}\n`), 'spec');
    if (node.kind !== 'map') expect.fail();
    return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, scalarIn(value).text]));
  };

  it.each([
    ['{k: 9, <<: *a}', { k: '1', j: 'a' }],
    ['{<<: *a, k: 9}', { k: '9', j: 'a' }],
    ['{<<: [*a, *b]}', { k: '1', j: 'a', i: 'b' }],
    ['{<<: [*b, *a]}', { k: '2', j: 'a', i: 'b' }],
    ['{<<: {k: 3}, j: x}', { k: '3', j: 'x' }],
    ['{"<<": x}', { '<<': 'x' }],
    ['{<<: *a, <<: *b}', { k: '2', j: 'a', i: 'b' }],
  ])('%s', (map, entries) => {
    expect(merged(map)).toEqual(entries);
  });

  it('show key and value at the alias, and where they are written', () => {
    const manifest = parse(`${head}a: &a {k: v}\nspec: {<<: *a}\n`);
    const spec = first(manifest, 'spec');
    const entry = spec.kind === 'map' ? spec.entries.get('k') : undefined;
    expect(textIn(manifest, entry?.key.range ?? expect.fail())).toBe('*a');
    expect(textIn(manifest, entry?.value.range ?? expect.fail())).toBe('*a');
    expect(textIn(manifest, entry?.value.written ?? expect.fail())).toBe('v');
    expect(entry && pathOf(entry.value)).toBe('spec.k');
  });
});

describe('repeated keys', () => {
  it('are told of by document, at any depth, by what they mean', () => {
    const manifest = parse(`${head}---\n${head}metadata: {labels: {on: a, "true": b, yes: c}}\n`);
    expect(
      manifest.duplicateKeys.map(({ document, key, kept, dropped }) => [
        document,
        key,
        textIn(manifest, kept.range),
        dropped.map(({ range }) => textIn(manifest, range)),
      ]),
    ).toEqual([[1, 'true', 'yes', ['on', '"true"']]]);
  });

  it('are told of once, where they are written, and not at each alias', () => {
    expect(parse(`${head}a: &a {k: 1, k: 2}\nb: *a\nc: {<<: *a}\n`).duplicateKeys).toHaveLength(1);
  });
});

describe('parts of a scalar', () => {
  it.each([
    ['behind a surrogate pair', 'x: "🚀", name: "https:443,http:80"', 'http:80'],
    ['with one inside', 'name: "🚀杭州é:443,http:80"', 'http:80'],
    ['in single quotes', "name: 'https:443,http:80'", 'http:80'],
  ])('%s', (_, entries, part) => {
    const manifest = parse(`${head}metadata: {${entries}}\r\n`);
    const node = scalarIn(manifest.resources[0]?.root, 'metadata', 'name');
    const start = node.text.indexOf(part);
    expect(textIn(manifest, partOf(node, start, start + part.length).range)).toBe(part);
  });

  it.each([
    ['through an alias', 'x: &x a:443\nmetadata: {name: *x}\n', '*x'],
    ['folded', 'metadata:\n  name: "a:443\n    b"\n', '"a:443\n    b"'],
    ['with a doubled quote', "metadata: {name: 'a''b:443'}\n", "'a''b:443'"],
    ['of a number', 'metadata: {name: 0777}\n', '0777'],
  ])('are the whole %s', (_, text, whole) => {
    const manifest = parse(head + text);
    const node = scalarIn(manifest.resources[0]?.root, 'metadata', 'name');
    expect(textIn(manifest, partOf(node, 1, 2).range)).toBe(whole);
  });
});

describe('values that are absent', () => {
  it('are null, right behind their key', () => {
    const manifest = parse(`${head}metadata:\n  name:\n  labels: {a: , b}\nspec:\n  - \n`);
    const place = (...keys: readonly string[]): readonly [string, string] => {
      const node = scalarIn(manifest.resources[0]?.root, ...keys);
      return [node.type, placeIn(manifest, node.range)];
    };
    expect(place('metadata', 'name')[0]).toBe('null');
    expect(place('metadata', 'labels', 'a')[0]).toBe('null');
    expect(place('metadata', 'labels', 'b')[0]).toBe('null');
    expect(manifest.resources[0]?.name).toBeUndefined();
    expect(itemsOf(first(manifest, 'spec'))).toMatchObject([{ kind: 'scalar', type: 'null' }]);
  });
});

it.each([
  ['double', '{{ .Values.x }}', 'unknown'],
  ['inside a text', 'a-{{ .Values.x }}-b', 'unknown'],
  ['quoted, which Kubernetes reads as it stands', '"{{ .Values.x }}"', 'scalar'],
])('template as a value: %s', (_, written, kind) => {
  const manifest = parse(`${head}metadata:\n  name: ${written}\n`);
  const node = first(manifest, 'metadata', 'name');
  expect([node.kind, textIn(manifest, node.range)]).toEqual([kind, written]);
});

it('a kustomization is read whatever it holds', () => {
  const options = { isRelevantKind, isKustomization: true };
  const manifest = parseManifest(bytes('resources:\n- a.yaml\n'), options);
  const [item] = itemsOf(valueAt(manifest.kustomization, 'resources'));
  expect([textOf(item), manifest.resources]).toEqual(['a.yaml', []]);
});

it('a broken document that is only read for what it says of others is passed over', () => {
  const text = 'apiVersion: v1\nkind: Service\nmetadata: {\n';
  const options = { isRelevantKind, isContextKind: (kind: string) => kind === 'Service' };
  expect(parseManifest(bytes(text), options).unreadable).toEqual([]);
});

it.each([
  '',
  '\uFEFF',
  '---',
  '---\n...\n',
  '\0',
  'kind',
  '{',
  '[',
  '"',
  '&',
  '*',
  '? ',
  '%',
  '- - -',
  '\uFEFF---\r\n',
  '...',
])('any scrap of text has an answer: %j', (text) => {
  expect(parse(text).resources).toEqual([]);
  expect(parse(`${text}\n---\n${head}`).resources).toHaveLength(1);
});
