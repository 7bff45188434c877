import { describe, expect, it } from 'vitest';
import { parse } from '../support/parse.ts';

/** Ways to write a Service so that a quick look does not see it, each of which Kubernetes reads. */
describe('a Service is found behind', () => {
  it.each([
    ['an explicit key', '? kind\n: Service\napiVersion: v1\n'],
    ['an escaped key', '"\\x6bind": Service\napiVersion: v1\n'],
    ['a tag before the key', '!!str kind: Service\napiVersion: v1\n'],
    ['an anchor before the key', '&k kind: Service\napiVersion: v1\n'],
    ['an alias key', 'x: &k kind\n*k : Service\napiVersion: v1\n'],
    ['a merge key', '<<: {kind: Service}\napiVersion: v1\n'],
    ['a tag before the value', 'kind: !!str Service\napiVersion: v1\n'],
    ['an anchor before the value', 'kind: &k Service\napiVersion: v1\n'],
    ['an alias', 'x: &k Service\nkind: *k\napiVersion: v1\n'],
    ['an escaped value', 'kind: "Servi\\x63e"\napiVersion: v1\n'],
    ['a value on the next line', 'kind:\n  Service\napiVersion: v1\n'],
    ['a block scalar', 'kind: >-\n  Service\napiVersion: v1\n'],
    ['a flow root', '{kind: Service, apiVersion: v1}\n'],
    ['a flow root behind the marker', '--- {kind: Service, apiVersion: v1}\n'],
    ['an escaped key in flow style', '{"\\u006bind": Service, apiVersion: v1}\n'],
    ['JSON with escapes', '{"\\u006bind": "Servi\\u0063e", "apiVersion": "v1"}\n'],
    ['a tagged root', '--- !!map\nkind: Service\napiVersion: v1\n'],
    ['an indented root', ' kind: Service\n apiVersion: v1\n'],
    ['quotes', '\'kind\': "Service"\napiVersion: v1\n'],
    ['a repeated kind', 'kind: ConfigMap\nkind: Service\napiVersion: v1\n'],
    ['a decoy in a quoted text', '? kind\n: Service\nx: "\nkind: ConfigMap\n"\napiVersion: v1\n'],
    ['a decoy behind U+2028', '? kind\n: Service\nx: "a\u2028kind: ConfigMap"\napiVersion: v1\n'],
  ])('%s', (_, text) => {
    const { resources, unreadable } = parse(text);
    expect(unreadable).toEqual([]);
    expect(resources.map(({ kind }) => kind)).toEqual(['Service']);
  });
});

it('a marker behind U+2028 in a quoted text, which Kubernetes refuses, is unreadable and not passed over', () => {
  expect(parse('kind: Service\nx: "a\u2028--- b"\napiVersion: v1\n').unreadable).toHaveLength(1);
});

describe('what is not ours is passed over without parsing', () => {
  it.each([
    ['another kind', 'apiVersion: v1\nkind: ConfigMap\ndata: {a: [}\n', ['ConfigMap']],
    ['a kind deeper down', 'spec:\n  kind: Service\n  broken: [}\n', []],
    ['a GitHub workflow', 'on: push\njobs: {kind: [}\n', []],
    ['JSON of another kind', '{"kind": "Dashboard", "items": [{"kind": "Service"}]}', ['Dashboard']],
    ['JSON without a kind', '{"openapi": "3.1.0", "x": "kind: Service"}', []],
    ['a text that names kinds', 'a: |\n  kind: Service\nb: [}\n', []],
  ])('%s', (_, text, kinds) => {
    const { documents, resources, unreadable, otherKinds } = parse(text);
    expect({ documents, resources, unreadable }).toEqual({ documents: 0, resources: [], unreadable: [] });
    expect([...otherKinds]).toEqual(kinds);
  });
});
