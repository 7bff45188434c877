import { describe, expect, it } from 'vitest';
import { isPresent, itemsOf, numberOf, pathOf, textOf, valueAt, type ValueNode } from '../../src/model/node.ts';
import { parse } from '../support/parse.ts';

const service = (entries: string): ValueNode => {
  const { resources, unreadable } = parse(`apiVersion: v1\nkind: Service\n${entries}`);
  expect(unreadable).toEqual([]);
  return resources[0]?.root ?? expect.fail();
};

/** The value of `x` of a manifest, written as given. */
const valueOf = (written: string): ValueNode | undefined => valueAt(service(`x: ${written}\n`), 'x');

it.each([
  ['web', 'web'],
  ['"443"', '443'],
  ['443', undefined],
  ['on', undefined],
  ['~', undefined],
  ['', undefined],
  ['[a]', undefined],
  ['{{ .x }}', undefined],
])('text of %j', (written, text) => {
  expect(textOf(valueOf(written))).toBe(text);
});

it.each([
  ['443', 443],
  ['0x1F', 31],
  ['1.5', 1.5],
  ['089', 89],
  ['-1', -1],
  ['"443"', undefined],
  ['on', undefined],
  ['.inf', undefined],
  ['.nan', undefined],
  ['~', undefined],
  ['{}', undefined],
])('number of %j', (written, number) => {
  expect(numberOf(valueOf(written))).toBe(number);
});

it.each([
  ['a', true],
  ['""', true],
  ['{}', true],
  ['[]', true],
  ['0', true],
  ['{{ .x }}', true],
  ['~', false],
  ['null', false],
  ['', false],
])('%j is there: %s', (written, isThere) => {
  expect(isPresent(valueOf(written))).toBe(isThere);
  expect(isPresent(undefined)).toBe(false);
});

it('finds nothing below what is no map', () => {
  const root = service('x: {a: {b: c}, list: [1, 2], n: ~}\n');
  expect(textOf(valueAt(root, 'x', 'a', 'b'))).toBe('c');
  for (const keys of [['x', 'a', 'b', 'c'], ['x', 'list', '0'], ['x', 'n', 'a'], ['y'], ['x', 'toString']]) {
    expect(valueAt(root, ...keys)).toBeUndefined();
  }
  expect(itemsOf(valueAt(root, 'x', 'list'))).toHaveLength(2);
  expect(itemsOf(valueAt(root, 'x', 'a'))).toEqual([]);
  expect(itemsOf(undefined)).toEqual([]);
});

describe('the path of a value', () => {
  const leaves = (node: ValueNode): ValueNode[] =>
    node.kind === 'map'
      ? [...node.entries.values()].flatMap(({ value }) => leaves(value))
      : node.kind === 'sequence'
        ? node.items.flatMap(leaves)
        : [node];

  it.each([
    ['keys', '{a: {b-c: {d_1: here}}}', 'x.a.b-c.d_1'],
    ['a key with other characters', '{a.b/c: here}', 'x["a.b/c"]'],
    ['a key with a quote', `{'a"b': here}`, 'x["a\\"b"]'],
    ['a key that starts with a digit', '{1a: here}', 'x["1a"]'],
    ['an index, where nothing names the entry', '[[here]]', 'x[0][0]'],
    ['a name', '[{name: app, image: here}]', 'x[app].image'],
    ['a name that is not the only one', '[{name: app}, {name: app, image: here}]', 'x[1].image'],
    ['a port, TCP where it does not say', '[{port: 443, targetPort: here}]', 'x[443/TCP].targetPort'],
    ['a port and its protocol', '[{port: 53, protocol: UDP, targetPort: here}]', 'x[53/UDP].targetPort'],
    ['a port rather than a name', '[{name: https, port: 443, targetPort: here}]', 'x[443/TCP].targetPort'],
    ['a port of two protocols', '[{port: 53}, {port: 53, protocol: UDP, a: here}]', 'x[53/UDP].a'],
    ['a port that is there twice', '[{port: 53}, {port: 53, protocol: TCP, a: here}]', 'x[1].a'],
    ['through an alias, the place of use', '{a: &a {b: there}, c: *a, d: here}', 'x.d'],
  ])('%s', (_, written, path) => {
    const root = service(`x: ${written}\n`);
    const node = leaves(root).find((leaf) => textOf(leaf) === 'here') ?? expect.fail();
    expect(pathOf(node)).toBe(path);
  });

  it('below an alias and a merge is that of the place of use', () => {
    const root = service('p: &x {b: {c: d}}\nq: *x\nr: {<<: *x}\n');
    expect(['p', 'q', 'r'].map((key) => pathOf(valueAt(root, key, 'b', 'c') ?? expect.fail()))).toEqual([
      'p.b.c',
      'q.b.c',
      'r.b.c',
    ]);
  });

  it('starts behind a root', () => {
    const root = service('x: {a: {b: c}}\n');
    const leaf = valueAt(root, 'x', 'a', 'b') ?? expect.fail();
    expect([pathOf(leaf, valueAt(root, 'x')), pathOf(root), pathOf(leaf, leaf)]).toEqual(['a.b', '', '']);
  });
});
