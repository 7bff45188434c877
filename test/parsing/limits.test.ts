import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../src/parsing/limits.ts';
import { parse, placeIn } from '../support/parse.ts';

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const small = 'apiVersion: v1\nkind: Pod\nmetadata: {name: beside}\n';
const lines = (count: number): string => Array.from({ length: count }, (_, index) => `# ${index}\n`).join('');

describe('a limit', () => {
  it.each([
    ['documentCharacters', `${service}  labels: {a: "${'x'.repeat(600)}"}\n`, { documentCharacters: 500 }, '1:1'],
    ['documentLines', service + lines(60), { documentLines: 50 }, '1:1'],
    ['depth', `${service}  labels: ${'['.repeat(12)}${']'.repeat(12)}\n`, { depth: 10 }, '5:19'],
    ['aliasedValues', `${service}x: &x [1, 2, 3, 4]\ny: [*x, *x, *x]\n`, { aliasedValues: 9 }, '6:9'],
  ])('%s makes the document unreadable, and no other', (limit, text, limits, place) => {
    const manifest = parse(`${text}---\n${small}`, limits);
    expect(manifest.unreadable).toMatchObject([{ document: 0, reason: { kind: 'limit', limit } }]);
    expect(placeIn(manifest, manifest.unreadable[0]?.range ?? expect.fail())).toBe(place);
    expect(manifest.resources.map(({ name }) => name?.text)).toEqual(['beside']);
  });

  it.each([
    ['documentCharacters', `x: "${'x'.repeat(600)}"\n`, { documentCharacters: 500 }],
    ['documentLines', lines(60), { documentLines: 50 }],
    ['depth', `x: ${'['.repeat(12)}${']'.repeat(12)}\n`, { depth: 10 }],
    ['fileBytes', `x: "${'x'.repeat(600)}"\n`, { fileBytes: 500 }],
  ])('%s leaves a ConfigMap alone', (_, text, limits) => {
    expect(parse(`apiVersion: v1\nkind: ConfigMap\n${text}`, limits).unreadable).toEqual([]);
  });

  it('documents strikes on those beyond it', () => {
    const manifest = parse(Array.from({ length: 4 }, () => service).join('---\n'), { documents: 3 });
    expect(manifest.resources).toHaveLength(3);
    expect(manifest.unreadable).toMatchObject([{ document: 3, reason: { kind: 'limit', limit: 'documents' } }]);
  });

  it('documents does not count what is not ours', () => {
    const others = 'apiVersion: v1\nkind: ConfigMap\n---\n'.repeat(5);
    expect(parse(others + service, { documents: 1 }).unreadable).toEqual([]);
  });

  it('fileBytes strikes on a file that may matter', () => {
    const manifest = parse(`${service}# ${'x'.repeat(600)}\n`, { fileBytes: 500 });
    expect(manifest.unreadable).toMatchObject([{ reason: { kind: 'limit', limit: 'fileBytes', allowed: 500 } }]);
  });

  it('is far above what manifests need', () => {
    expect(defaultLimits).toEqual({
      fileBytes: 64 * 1024 * 1024,
      documentCharacters: 2 * 1024 * 1024,
      documentLines: 60_000,
      documents: 5_000,
      aliasedValues: 20_000,
      depth: 100,
    });
  });
});

describe('input that is made to be slow', () => {
  const laughs = Array.from({ length: 12 }, (_, index) =>
    index === 0
      ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]\n'
      : `a${index}: &a${index} [${Array.from({ length: 9 }, () => `*a${index - 1}`).join()}]\n`,
  ).join('');
  it.each([
    [
      '20,000 keys',
      `${service}  labels:\n${Array.from({ length: 20_000 }, (_, index) => `    k${index}: v\n`).join('')}`,
      [],
    ],
    ['a megabyte of blank lines', service + '\n'.repeat(1_000_000), ['documentLines']],
    ['30,000 malformed lines', service + 'a b: [\n'.repeat(30_000), ['syntax']],
    [
      '10 MB on one line of JSON',
      `{"apiVersion": "v1", "kind": "Service", "x": "${'x'.repeat(10_000_000)}"}`,
      ['documentCharacters'],
    ],
    ['a billion laughs', service + laughs, ['aliasedValues']],
    ['20,000 items at the margin', `${service}spec: {a: [\n${'{b: 1},\n'.repeat(20_000)}]}\n`, []],
    ['20,000 quoted texts that seem cut', `${service}x:\n${'  k: "a \\"\n  b: \\" c"\n'.repeat(20_000)}`, ['syntax']],
    ['20,000 quotes that open and never close', service + 'q: "\n'.repeat(20_000), ['syntax']],
    ['10,000 levels', `${service}x: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`, ['depth']],
  ])('%s ends with an answer', (_, text, faults) => {
    const found = parse(text).unreadable.map(({ reason }) => (reason.kind === 'limit' ? reason.limit : reason.kind));
    expect(found).toEqual(faults);
  });
});
