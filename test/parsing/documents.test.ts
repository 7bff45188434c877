import { describe, expect, it } from 'vitest';
import { textOf, valueAt } from '../../src/model/node.ts';
import { first, parse, placeIn, textIn } from '../support/parse.ts';

const named = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
const namesIn = (content: string | Uint8Array): (string | undefined)[] =>
  parse(content).resources.map(({ name }) => name?.text);

describe('streams', () => {
  it('numbers documents, empty ones and others included', () => {
    const { resources } = parse(`# only a comment\n---\n${named('a')}---\n---\nkind: ConfigMap\n---\n${named('b')}`);
    expect(resources.map(({ document, name }) => [document, name?.text])).toEqual([
      [1, 'a'],
      [4, 'b'],
    ]);
  });

  it('points into the second document', () => {
    const manifest = parse(`${named('a')}---\n${named('b')}`);
    const name = manifest.resources[1]?.name ?? expect.fail();
    expect([placeIn(manifest, name.range), textIn(manifest, name.range)]).toEqual(['9:9', 'b']);
  });

  it.each([
    ['comments only', '# nothing\n', []],
    ['nothing', '', []],
    ['CRLF', `${named('a')}---\n${named('b')}`.replaceAll('\n', '\r\n'), ['a', 'b']],
    ['byte order mark', `\uFEFF${named('a')}`, ['a']],
    ['%YAML', `%YAML 1.1\n---\n${named('a')}`, ['a']],
    ['document end', `${named('a')}...\n---\n${named('b')}...\n`, ['a', 'b']],
    ['marker with a comment', `--- # first\n${named('a')}--- # second\n${named('b')}`, ['a', 'b']],
    ['JSON', '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}', ['a']],
    ['flow style', '{apiVersion: v1, kind: Service, metadata: {name: a}}', ['a']],
    ['a text that looks like a marker', `${named('a')}  labels:\n    text: |\n      ---\n      x\n`, ['a']],
  ])('%s', (_, text, names) => {
    expect(namesIn(text)).toEqual(names);
    expect(parse(text).unreadable).toEqual([]);
  });

  it('one bad document does not hide the others', () => {
    const manifest = parse(`${named('a')}---\napiVersion: v1\nkind: Service\nmetadata: {\n---\n${named('c')}`);
    expect(manifest.resources.map(({ name }) => name?.text)).toEqual(['a', 'c']);
    expect(manifest.unreadable.map(({ document, range }) => [document, placeIn(manifest, range)])).toEqual([
      [1, '8:11'],
    ]);
  });
});

describe('lists', () => {
  it.each([
    ['List', 'apiVersion: v1\nkind: Service\n'],
    ['ServiceList', ''],
  ])('items of a %s are resources with places of their own', (kind, head) => {
    const items = ['a', 'b'].map((name) => `- ${head.replaceAll('\n', '\n  ')}metadata:\n    name: ${name}\n`).join('');
    const manifest = parse(`apiVersion: v1\nkind: ${kind}\nitems:\n${items}`);
    expect(manifest.resources.map((item) => [item.kind, item.apiVersion, item.name?.text])).toEqual([
      ['Service', 'v1', 'a'],
      ['Service', 'v1', 'b'],
    ]);
    const [, second] = manifest.resources;
    expect(textIn(manifest, second?.name?.range ?? expect.fail())).toBe('b');
    expect(textIn(manifest, second?.root.range ?? expect.fail())).toContain('name: b');
    expect(textIn(manifest, second?.root.range ?? expect.fail())).not.toContain('name: a');
  });

  it('keeps what is not ours out', () => {
    const { resources, otherKinds } = parse(
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret}\n- {apiVersion: v1, kind: Pod, metadata: {name: p}}\n',
    );
    expect(resources.map(({ kind }) => kind)).toEqual(['Pod']);
    expect([...otherKinds]).toEqual(['Secret']);
  });
});

describe('encodings', () => {
  const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

  it('finds the document with bytes that are no UTF-8', () => {
    const manifest = parse(
      Buffer.concat([Buffer.from(`${named('a')}---\n`), bytes(named('\xff')), Buffer.from(`---\n${named('c')}`)]),
    );
    expect(manifest.resources.map(({ name }) => name?.text)).toEqual(['a', 'c']);
    expect(manifest.unreadable).toMatchObject([{ document: 1, reason: { kind: 'encoding', detail: 'UTF-8' } }]);
    expect(placeIn(manifest, manifest.unreadable[0]?.range ?? expect.fail())).toBe('9:9');
  });

  it.each([
    ['NUL', Buffer.from(named('a\0b')), 'NUL'],
    ['UTF-16 with mark', Buffer.from(`\uFEFF${named('a')}`, 'utf16le'), 'UTF-16'],
  ])('%s', (_, content, detail) => {
    expect(parse(content).unreadable).toMatchObject([{ reason: { kind: 'encoding', detail } }]);
  });

  it('leaves binary and foreign files alone', () => {
    expect(parse(bytes('\xff\xfe\x00kind of binary')).unreadable).toEqual([]);
    expect(parse(bytes(`kind: ConfigMap\ndata: "\xff"\n`)).unreadable).toEqual([]);
  });

  it('a Git LFS pointer is not the file', () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    expect(parse(pointer).unreadable).toMatchObject([{ reason: { kind: 'large-file-pointer' } }]);
  });
});

it('reports what Kubernetes drops behind a document end', () => {
  const manifest = parse(`${named('a')}...\n${named('b')}`);
  expect(manifest.unreadable.map(({ reason, range }) => [reason.kind, placeIn(manifest, range)])).toEqual([
    ['dropped-text', '6:1'],
  ]);
});

it('lists a kind without apiVersion', () => {
  expect(parse('kind: Service\nmetadata: {name: a}\n').withoutApiVersion).toHaveLength(1);
});

describe('repeated keys', () => {
  it('keeps the last one and tells all', () => {
    const manifest = parse(`${named('a')}spec:\n  type: ClusterIP\n  type: NodePort\n  type: LoadBalancer\n`);
    expect(textOf(first(manifest, 'spec', 'type'))).toBe('LoadBalancer');
    const [duplicate] = manifest.duplicateKeys;
    expect(duplicate?.dropped.map(({ range }) => placeIn(manifest, range))).toEqual(['6:3', '7:3']);
    expect(placeIn(manifest, duplicate?.kept.range ?? expect.fail())).toBe('8:3');
  });

  it('is not a merge key that is overridden', () => {
    const text = `${named('a')}x: &x {app: b}\nspec:\n  selector: {<<: *x, app: c}\n`;
    expect(parse(text).duplicateKeys).toEqual([]);
  });
});

it('reads keys as Kubernetes does', () => {
  const root = parse(`${named('a')}  labels: {on: x, 1_0: y, ~: z}\n`).resources[0]?.root;
  const labels = valueAt(root, 'metadata', 'labels');
  expect(labels?.kind === 'map' ? [...labels.entries.keys()] : []).toEqual(['true', '10', 'null']);
});

it('passes over a byte order mark in front of a later document, as Kubernetes does', () => {
  const manifest = parse(`${named('a')}---\n\uFEFF${named('b')}`);
  expect(manifest.resources.map(({ name }) => name?.text)).toEqual(['a', 'b']);
  const name = manifest.resources[1]?.name ?? expect.fail();
  expect([placeIn(manifest, name.range), textIn(manifest, name.range)]).toEqual(['9:9', 'b']);
});
