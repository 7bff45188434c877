import { describe, expect, it } from 'vitest';
import { buildWorld, type World } from '../../src/world/world.ts';
import { treeOf, type Files } from '../support/check-files.ts';

const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n';

function worldOf(files: Files): World {
  return buildWorld(treeOf(files), { clusterOf: () => ({ name: undefined, facts: {} }) });
}

/** One line a resource, then one line a problem. */
function fate(files: Files): string[] {
  const { resources, problems } = worldOf(files);
  return [
    ...resources.map(({ file, namespaceName, partialBecause }) =>
      [file, namespaceName ?? '-', partialBecause ?? ''].join(' ').trim(),
    ),
    ...problems.map(({ kind, file }) => `${kind} ${file}`),
  ];
}

describe('what a kustomization does', () => {
  it.each([
    ['resources: [web.yaml]', '-'],
    ['resources: [./web.yaml]', '-'],
    ['crds: [web.yaml]', '-'],
    ['resources: [web.yaml]\nnamespace: shop', 'shop'],
    ['resources: [web.yaml]\npatches: []', '-'],
    ['resources: [web.yaml]\npatches:', '-'],
    ['resources: [web.yaml]\nimages: [{ name: web, newTag: "2" }]', '-'],
    ['resources: [web.yaml]\nbuildMetadata: [originAnnotations]', '-'],
    ...[
      'patches: [{ patch: x }]',
      'patchesStrategicMerge: [p.yaml]',
      'patchesJson6902: [{ path: p.yaml }]',
      'configMapGenerator: [{ name: x }]',
      'secretGenerator: [{ name: x }]',
      'generators: [g.yaml]',
      'transformers: [t.yaml]',
      'replacements: [{ path: r.yaml }]',
      'namePrefix: a-',
      'nameSuffix: -a',
      'labels: [{ pairs: { a: b } }]',
      'commonLabels: { a: b }',
      'commonAnnotations: { a: b }',
      'replicas: [{ name: web, count: 2 }]',
      'vars: [{ name: X }]',
      'configurations: [c.yaml]',
      'helmCharts: [{ name: x }]',
      'patches: {{ patches }}',
    ].map((field) => [`resources: [web.yaml]\n${field}`, '- kustomization.yaml']),
  ])('%j', (text = '', expected = '') => {
    expect(fate({ 'web.yaml': service, 'kustomization.yaml': `${text}\n` })).toEqual([`web.yaml ${expected}`]);
  });

  it.each(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])('in a file named %s', (name) => {
    expect(fate({ 'web.yaml': service, [name]: 'resources: [web.yaml]\nnamespace: shop\n' })).toEqual([
      'web.yaml shop',
    ]);
  });

  it('changes nothing that it does not name', () => {
    expect(fate({ 'web.yaml': service, 'kustomization.yaml': 'resources: []\nnamePrefix: a-\n' })).toEqual([
      'web.yaml -',
    ]);
  });
});

describe('kustomizations above one another', () => {
  const base = { 'base/web.yaml': service, 'base/kustomization.yaml': 'resources: [web.yaml]\n' };
  const inner = { 'base/web.yaml': service, 'base/kustomization.yaml': 'resources: [web.yaml]\nnamespace: inner\n' };

  it.each<[string, Files, string[]]>([
    [
      'the outer namespace wins',
      { ...inner, 'o/kustomization.yaml': 'resources: [../base]\nnamespace: outer\n' },
      ['base/web.yaml outer'],
    ],
    [
      'the inner one holds where the outer names none',
      { ...inner, 'o/kustomization.yaml': 'bases: [../base]\n' },
      ['base/web.yaml inner'],
    ],
    [
      'one resource for every namespace',
      {
        ...base,
        'o/kustomization.yaml': 'resources: [../base]\nnamespace: o\n',
        'p/kustomization.yaml': 'resources: [../base/]\nnamespace: p\n',
      },
      ['base/web.yaml o', 'base/web.yaml p'],
    ],
    [
      'a change far above',
      {
        ...base,
        'o/kustomization.yaml': 'resources: [../base]\n',
        'p/kustomization.yaml': 'resources: [../o]\nnamePrefix: a-\n',
      },
      ['base/web.yaml - p/kustomization.yaml'],
    ],
    [
      'a change in one of two',
      {
        ...base,
        'o/kustomization.yaml': 'resources: [../base]\n',
        'p/kustomization.yaml': 'resources: [../base]\nnamePrefix: a-\n',
      },
      ['base/web.yaml - p/kustomization.yaml'],
    ],
    [
      'no change beside',
      {
        ...base,
        'o/kustomization.yaml': 'resources: [../base]\n',
        'p/web.yaml': service,
        'p/kustomization.yaml': 'resources: [web.yaml]\nnamePrefix: a-\n',
      },
      ['base/web.yaml -', 'p/web.yaml - p/kustomization.yaml'],
    ],
    [
      'no change below',
      {
        ...base,
        'base/kustomization.yaml': 'resources: [web.yaml]\nnamePrefix: a-\n',
        'o/web.yaml': service,
        'o/kustomization.yaml': 'resources: [../base, web.yaml]\n',
      },
      ['base/web.yaml - base/kustomization.yaml', 'o/web.yaml -'],
    ],
    [
      'a component',
      {
        ...base,
        'o/kustomization.yaml': 'resources: [../base]\ncomponents: [../c]\n',
        'c/kustomization.yaml': 'kind: Component\nresources: [web.yaml]\n',
        'c/web.yaml': service,
      },
      ['base/web.yaml - o/kustomization.yaml', 'c/web.yaml - o/kustomization.yaml'],
    ],
    [
      'itself',
      { 'web.yaml': service, 'kustomization.yaml': 'resources: [web.yaml, .]\n' },
      ['web.yaml - kustomization.yaml', 'kustomization-cycle kustomization.yaml'],
    ],
    [
      'a missing file',
      { 'web.yaml': service, 'kustomization.yaml': 'resources: [web.yaml, gone.yaml]\n' },
      ['web.yaml - kustomization.yaml', 'missing-base kustomization.yaml'],
    ],
    [
      'a broken base',
      {
        ...base,
        'base/kustomization.yaml': 'resources: [web.yaml\n',
        'o/kustomization.yaml': 'resources: [../base]\n',
      },
      ['base/web.yaml - base/kustomization.yaml'],
    ],
  ])('%s', (_, files, expected) => {
    expect(fate(files)).toEqual(expected);
  });

  it.each([
    ['https://github.com/shop/base?ref=v1', 'remote-base'],
    ['github.com/shop/base//deploy', 'remote-base'],
    ['git@github.com:shop/base', 'remote-base'],
    ['ssh://git@shop.example/base', 'remote-base'],
    ['https://shop.example/web.yaml', 'remote-base'],
    ['../gone', 'missing-base'],
    ['gone/web.yaml', 'missing-base'],
  ])('%s', (reference, kind) => {
    const files = { 'k/web.yaml': service, 'k/kustomization.yaml': `resources: [web.yaml, "${reference}"]\n` };
    expect(fate(files)).toEqual(['k/web.yaml - k/kustomization.yaml', `${kind} k/kustomization.yaml`]);
  });

  it('a tower of overlays that each include two is read in one go', () => {
    const files: Record<string, string> = { ...base };
    let below = ['../base', '../base'];
    for (let level = 0; level < 40; level++) {
      for (const side of ['a', 'b'])
        files[`${side}${level}/kustomization.yaml`] =
          `resources: [${below.join(', ')}]\n${level === 39 ? `namespace: ${side}\n` : ''}`;
      below = [`../a${level}`, `../b${level}`];
    }
    expect(fate(files)).toEqual(['base/web.yaml a', 'base/web.yaml b']);
  });
});

describe('a file that is a patch', () => {
  it.each([
    'patches: [{ path: p.yaml }]',
    'patchesStrategicMerge: [p.yaml]',
    'patchesJson6902: [{ target: { kind: Service }, path: p.yaml }]',
    'transformers: [p.yaml]',
    'replacements: [{ path: p.yaml }]',
  ])('%s', (field) => {
    const files = { 'p.yaml': service, 'kustomization.yaml': `${field}\n` };
    expect(worldOf(files).resources).toEqual([]);
  });

  it('is a resource all the same where another kustomization lists it', () => {
    const files = {
      'p.yaml': service,
      'kustomization.yaml': 'patches: [{ path: p.yaml }]\n',
      'o/kustomization.yaml': 'resources: [../p.yaml]\n',
    };
    expect(fate(files)).toEqual(['p.yaml -']);
  });
});
