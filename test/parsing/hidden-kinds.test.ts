import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { isRelevantKind } from '../../src/catalog/kinds.ts';
import { glanceAt } from '../../src/parsing/split-documents.ts';
import { parse, placeIn, textIn } from '../support/parse.ts';

/** What was compared with sigs.k8s.io/yaml 1.6 and the decoder of apimachinery 0.34 is read by kubectl as said here. */
const namesIn = (text: string): (string | undefined)[] => parse(text).resources.map(({ name }) => name?.text);

describe('a line ends for Kubernetes at', () => {
  const ends = [
    ['a lone carriage return', '\r'],
    ['U+0085', '\u0085'],
    ['U+2028', '\u2028'],
    ['U+2029', '\u2029'],
  ] as const;

  it.each(ends)('%s: a key behind a comment is a key', (_, end) => {
    const text = `apiVersion: v1\nkind: ConfigMap # note${end}kind: Service\nmetadata: {name: web}\n`;
    const manifest = parse(text);
    expect([manifest.unreadable, namesIn(text)]).toEqual([[], ['web']]);
    expect(textIn(manifest, manifest.resources[0]?.name?.range ?? expect.fail())).toBe('web');
    expect(manifest.duplicateKeys.map(({ kept }) => kept.range.start)).toEqual([text.indexOf('kind: Service')]);
  });

  it.each(ends)('%s: a whole manifest of such lines', (_, end) => {
    expect(namesIn(`kind: Service\napiVersion: v1\nmetadata:\n  name: web\n`.replaceAll('\n', end))).toEqual(['web']);
  });

  it.each(ends)('%s: a document marker', (_, end) => {
    expect(namesIn(`a: 1\n---${end}kind: Service\napiVersion: v1\nmetadata: {name: web}\n`)).toEqual(['web']);
  });

  it.each(ends.slice(2))('%s: but in quotes it is content', (_, end) => {
    const text = `kind: Service\napiVersion: v1\nmetadata: {name: "a${end}b"}\nx: "c${end}d"\n`;
    expect(parse(text).unreadable).toEqual([]);
    expect(namesIn(text)).toEqual([`a${end}b`]);
  });

  it('counts for the limit of lines', () => {
    const { unreadable } = parse(`kind: Service\rapiVersion: v1\r${'#\r'.repeat(60)}`, { documentLines: 50 });
    expect(unreadable).toMatchObject([{ reason: { kind: 'limit', limit: 'documentLines', found: 63 } }]);
  });
});

it.each([
  ['a key in base64', '!!binary a2luZA==: Service\napiVersion: v1\n'],
  ['a key in base64, by its long tag', '!<tag:yaml.org,2002:binary> a2luZA==: Service\napiVersion: v1\n'],
  ['a value in base64', 'kind: !!binary U2VydmljZQ==\napiVersion: v1\n'],
  ['an explicit key over two lines', '? "k\\\n  ind"\n: Service\napiVersion: v1\n'],
  ['an alias key behind a comment', '{apiVersion: v1, a: &k kind, # c\n *k : Service}\n'],
  ['an alias key of an anchor right behind a colon', '{apiVersion: v1, "a":&k kind,*k : Service}\n'],
  ['a key behind an empty kind', 'apiVersion: v1\nkind:\nkind: Service\n'],
  ['an escaped key behind a stray quote', '{apiVersion: v1, a: \'"\', "k\\x69nd": Service}\n'],
  ['a merge by tag', 'apiVersion: v1\n!!merge <<: {kind: Service}\n'],
])('a Service is found behind %s', (_, text) => {
  const { resources, unreadable } = parse(text);
  expect([unreadable, resources.map(({ kind }) => kind)]).toEqual([[], ['Service']]);
});

it.each([
  ['"<<"', 'kind: ConfigMap\napiVersion: v1\n"<<": {kind: Service}\n'],
  ['!!str <<', 'kind: ConfigMap\napiVersion: v1\n!!str <<: {kind: Service}\n'],
])('%s merges nothing', (_, text) => {
  expect(parse(text).resources).toEqual([]);
});

describe('every object with items is a list', () => {
  const item = '{apiVersion: v1, kind: Service, metadata: {name: web}}';

  it.each([
    ['a list of another kind', `apiVersion: v1\nkind: FooList\nitems:\n- ${item}\n`],
    ['what is no list by name', `apiVersion: v1\nkind: ConfigMap\nitems: [${item}]\n`],
    ['quoted keys', `apiVersion: v1\nkind: ConfigMap\n"items": [${item}]\n`],
    [
      'items of several lines',
      `apiVersion: v1\nkind: Foo\nitems:\n- apiVersion: v1\n  kind:\n  kind: Service\n  metadata: {name: web}\n`,
    ],
    [
      'an escaped kind',
      `apiVersion: v1\nkind: Foo\nitems: [{apiVersion: v1, "k\\x69nd": Service, metadata: {name: web}}]\n`,
    ],
    ['a list without apiVersion', `kind: List\nitems: [${item}]\n`],
    ['a list in a list', `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items: [${item}]\n`],
    [
      'a typed list in a list',
      'kind: List\napiVersion: v1\nitems: [{kind: ServiceList, apiVersion: v1, items: [{metadata: {name: web}}]}]\n',
    ],
    [
      'JSON',
      '{"apiVersion": "v1", "kind": "Foo", "items": [{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}]}',
    ],
    ['an alias', `x: &x [${item}]\napiVersion: v1\nkind: Foo\nitems: *x\n`],
    ['a merge', `x: &x {items: [${item}]}\napiVersion: v1\nkind: Foo\n<<: *x\n`],
  ])('%s', (_, text) => {
    const { resources, unreadable } = parse(text);
    expect([unreadable, resources.map(({ kind, name }) => `${kind}/${name?.text}`)]).toEqual([[], ['Service/web']]);
  });

  it('that may bring something else is passed over without parsing', () => {
    const text = 'apiVersion: v1\nkind: ConfigMapList\nitems:\n- {kind: ConfigMap, broken: ]}\n';
    expect([parse(text).unreadable, [...parse(text).otherKinds]]).toEqual([[], ['ConfigMapList']]);
  });
});

describe('a template decides', () => {
  it.each([
    ['the kind', 'apiVersion: v1\nkind: {{ .Values.kind }}\n', '{{ .Values.kind }}', '2:7'],
    ['the version', 'kind: Deployment\napiVersion: {{ include "v" . }}\n', '{{ include "v" . }}', '2:13'],
    ['the items', 'kind: List\napiVersion: v1\nitems: {{ .Values.items }}\n', '{{ .Values.items }}', '3:8'],
    ['an item', 'kind: List\napiVersion: v1\nitems:\n- kind: {{ .kind }}\n  apiVersion: v1\n', '{{ .kind }}', '4:9'],
  ])('%s: the document cannot be judged', (_, text, written, place) => {
    const manifest = parse(text);
    expect(manifest.resources).toEqual([]);
    expect(manifest.unreadable).toMatchObject([{ reason: { kind: 'syntax', template: true } }]);
    const { range } = manifest.unreadable[0] ?? expect.fail();
    expect([textIn(manifest, range), placeIn(manifest, range)]).toEqual([written, place]);
  });

  it('the version of what is not ours: it is left alone', () => {
    expect(parse('? kind\n: ConfigMap\napiVersion: {{ .x }}\n').unreadable).toEqual([]);
  });
});

/** Ways to write a key, a value and a line end, among them those that look like something else. */
const key = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('a', 'b', 'c', 'kind') },
  fc.constantFrom('"kind"', "'kind' ", '"\\x6bind"', '!!str kind'),
  fc.constantFrom('? kind\n', '&k kind', '*k ', '<<'),
);
const value = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('ConfigMap', 'Service', '|\n  kind: Service', 'it\'s "x"', "'a\n  b'") },
  fc.constantFrom('"Service"', "'Service' # c", '&k kind', '*s', '&s {kind: Service}', '&v Service', '*v'),
  fc.constantFrom('"Ser\\x76ice"', '!!str Service', '>-\n  Service', '# c\n  Service'),
);
const end = fc.constantFrom('\n', '\n', '\n', ' # kind: ConfigMap\n', '\n\n', '\r\n');
const block = fc
  .tuple(
    fc.constantFrom('', '', '', '---\n', '# c\n', '!!map\n', '--- &r\n'),
    fc.array(fc.tuple(key, value, end), { minLength: 1, maxLength: 4 }),
  )
  .map(([head, entries]) => `${head}apiVersion: v1\n${entries.map(([k, v, e]) => `${k}: ${v}${e}`).join('')}`);
const flow = fc
  .array(fc.tuple(key, value, fc.constantFrom(', ', ',', ',\n ', ', # c\n ')), { minLength: 1, maxLength: 4 })
  .map((entries) => `{apiVersion: v1, ${entries.map(([k, v, e]) => `${k.replace('\n', ' ')}: ${v}${e}`).join('')}}`);

it('whatever is passed over at the first look holds no relevant kind for a parser', () => {
  let seen = 0;
  let skipped = 0;
  fc.assert(
    fc.property(fc.oneof(block, flow), (text) => {
      let root: unknown;
      try {
        root = parseYaml(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
      } catch {
        return;
      }
      const isService = typeof root === 'object' && root !== null && 'kind' in root && root.kind === 'Service';
      const { verdict } = glanceAt(text, isRelevantKind);
      seen += isService ? 1 : 0;
      skipped += verdict === 'skip' ? 1 : 0;
      if (!isService) return;
      expect(verdict).toBe('parse');
      const { resources, unreadable } = parse(text);
      expect(resources.length + unreadable.length).toBe(1);
    }),
    { seed: 20_261_125, numRuns: 4_000 },
  );
  // The texts must tell something: many hold a Service, and many others are passed over.
  expect([seen > 300, skipped > 300]).toEqual([true, true]);
});
