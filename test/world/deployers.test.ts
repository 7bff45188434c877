import { describe, expect, it } from 'vitest';
import { buildWorld } from '../../src/world/world.ts';
import { treeOf, type Files } from '../support/check-files.ts';

const service = (namespace?: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: web${namespace === undefined ? '' : `, namespace: ${namespace}`} }\n`;

/** One line a Service: the file, the namespace it goes to, and who may still change it. */
function fate(files: Files): string[] {
  const world = buildWorld(treeOf(files), { clusterOf: () => ({ name: undefined, facts: {} }) });
  return world.resources.map(
    ({ file, namespaceName, partialBecause }) =>
      `${file} ${namespaceName ?? '-'}${partialBecause === undefined ? '' : ` ${partialBecause}`}`,
  );
}

const flux = (spec: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec: ${spec}\n`;
const own = 'sourceRef: { kind: GitRepository, name: flux-system }';

describe('a Flux Kustomization', () => {
  it.each([
    ['nothing but a path', '{ path: ./apps }', 'apps/web.yaml -'],
    ['patches', '{ path: ./apps, patches: [{ patch: x }] }', 'apps/web.yaml - flux/apps.yaml'],
    ['an empty list of patches', '{ path: ./apps, patches: [] }', 'apps/web.yaml -'],
    ['components', '{ path: ./apps, components: [../c] }', 'apps/web.yaml - flux/apps.yaml'],
    ['variables', '{ path: ./apps, postBuild: { substitute: { a: b } } }', 'apps/web.yaml - flux/apps.yaml'],
    ['a prefix', '{ path: ./apps, namePrefix: a- }', 'apps/web.yaml - flux/apps.yaml'],
    ['a suffix', '{ path: ./apps, nameSuffix: -a }', 'apps/web.yaml - flux/apps.yaml'],
    ['labels for all', '{ path: ./apps, commonMetadata: { labels: { a: b } } }', 'apps/web.yaml - flux/apps.yaml'],
    ['images', '{ path: ./apps, images: [{ name: web, newTag: "2" }] }', 'apps/web.yaml -'],
    ['a namespace', '{ path: ./apps, targetNamespace: shop }', 'apps/web.yaml shop'],
    ['a namespace that is a variable', '{ path: ./apps, targetNamespace: "${tenant}" }', 'apps/web.yaml -'],
    ['a path in another way', '{ path: apps/, namePrefix: a- }', 'apps/web.yaml - flux/apps.yaml'],
    ['a path that is not here', '{ path: ./deploy, namePrefix: a- }', 'apps/web.yaml -'],
    ['a path that begins like one that is', '{ path: ./app, namePrefix: a- }', 'apps/web.yaml -'],
    ['the root of its own repository', `{ namePrefix: a-, ${own} }`, 'apps/web.yaml - flux/apps.yaml'],
    [
      'the root of an artifact',
      '{ path: ./, namePrefix: a-, sourceRef: { kind: OCIRepository, name: x } }',
      'apps/web.yaml -',
    ],
    [
      'the root of the only repository',
      '{ path: ./, namePrefix: a-, sourceRef: { kind: GitRepository, name: x } }',
      'apps/web.yaml - flux/apps.yaml',
    ],
  ])('with %s', (_, spec, expected) => {
    expect(fate({ 'apps/web.yaml': service(), 'flux/apps.yaml': flux(spec) })).toEqual([expected]);
  });

  it('overrides the namespaces that manifests and kustomizations name', () => {
    const files = {
      'apps/kustomization.yaml': 'namespace: inner\nresources: [web.yaml]\n',
      'apps/web.yaml': service('written'),
      'flux/apps.yaml': flux('{ path: ./apps, targetNamespace: outer }'),
    };
    expect(fate(files)).toEqual(['apps/web.yaml outer']);
  });

  it('applies what lies below its folder, and where a kustomization stands, what that one names', () => {
    const files = {
      'apps/a.yaml': service(),
      'apps/deep/er/b.yaml': service(),
      'apps/k/kustomization.yaml': 'resources: [c.yaml]\n',
      'apps/k/c.yaml': service(),
      'apps/k/unused.yaml': service(),
      'apps2/d.yaml': service(),
      'flux/apps.yaml': flux('{ path: ./apps, targetNamespace: shop }'),
    };
    expect(fate(files)).toEqual([
      'apps/a.yaml shop',
      'apps/deep/er/b.yaml shop',
      'apps/k/c.yaml shop',
      'apps/k/unused.yaml -',
      'apps2/d.yaml -',
    ]);
  });

  it.each(['project/', '../project/', '/home/project/'])('finds its path when the repository lies at %s', (at) => {
    const files = {
      [`${at}apps/web.yaml`]: service(),
      [`${at}clusters/a/b.yaml`]: flux('{ path: ./apps, namePrefix: a- }'),
    };
    expect(fate(files)).toEqual([`${at}apps/web.yaml - ${at}clusters/a/b.yaml`]);
  });

  it('looks for its path at the outermost folder first', () => {
    const files = {
      'apps/web.yaml': service(),
      'clusters/a/apps/web.yaml': service(),
      'clusters/a/flux.yaml': flux('{ path: ./apps, targetNamespace: shop }'),
    };
    expect(fate(files)).toEqual(['apps/web.yaml shop', 'clusters/a/apps/web.yaml -']);
  });

  it('is none where it stands in a patch', () => {
    const files = {
      'apps/web.yaml': service(),
      'flux/kustomization.yaml': 'resources: [apps.yaml]\npatches: [{ path: patch.yaml }]\n',
      'flux/apps.yaml': flux('{ path: ./apps, targetNamespace: shop }'),
      'flux/patch.yaml': flux(`{ namePrefix: a-, ${own} }`),
    };
    expect(fate(files)).toEqual(['apps/web.yaml shop']);
  });

  it('is one too in a file that is named like a kustomization', () => {
    const files = { 'apps/web.yaml': service(), 'flux/kustomization.yaml': flux('{ path: ./apps, namePrefix: a- }') };
    expect(fate(files)).toEqual(['apps/web.yaml - flux/kustomization.yaml']);
    const beside = { 'apps/web.yaml': service(), 'apps/kustomization.yaml': flux('{ path: ./apps, namePrefix: a- }') };
    expect(fate(beside)).toEqual(['apps/web.yaml - apps/kustomization.yaml']);
  });

  it('is no object of the cluster that could be written twice or select anything', () => {
    const twice = flux('{ path: ./apps }');
    expect(fate({ 'a.yaml': `${twice}---\n${twice}` })).toEqual([]);
  });

  it.each(['kustomize.config.k8s.io/v1beta1', 'example.shop/v1'])('is not what has the apiVersion %s', (apiVersion) => {
    const other = flux('{ path: ./apps, namePrefix: a- }').replace(/apiVersion: .*/, `apiVersion: ${apiVersion}`);
    expect(fate({ 'apps/web.yaml': service(), 'flux/apps.yaml': other })).toEqual(['apps/web.yaml -']);
  });
});

const argo = (spec: string, kind = 'Application'): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: { name: web, namespace: argocd }\nspec: ${spec}\n`;

describe('an Argo CD Application', () => {
  it.each([
    ['a path', '{ source: { path: apps } }', 'apps/web.yaml -'],
    ['a destination', '{ source: { path: apps }, destination: { namespace: shop } }', 'apps/web.yaml shop'],
    [
      'a namespace of kustomize',
      '{ source: { path: apps, kustomize: { namespace: k } }, destination: { namespace: shop } }',
      'apps/web.yaml k',
    ],
    ['patches', '{ source: { path: apps, kustomize: { patches: [{ patch: x }] } } }', 'apps/web.yaml - argo.yaml'],
    [
      'annotations for all',
      '{ source: { path: apps, kustomize: { commonAnnotations: { a: b } } } }',
      'apps/web.yaml - argo.yaml',
    ],
    [
      'labels for all',
      '{ source: { path: apps, kustomize: { commonLabels: { a: b } } } }',
      'apps/web.yaml - argo.yaml',
    ],
    ['a prefix', '{ source: { path: apps, kustomize: { namePrefix: a- } } }', 'apps/web.yaml - argo.yaml'],
    ['a suffix', '{ source: { path: apps, kustomize: { nameSuffix: -a } } }', 'apps/web.yaml - argo.yaml'],
    ['components', '{ source: { path: apps, kustomize: { components: [../c] } } }', 'apps/web.yaml - argo.yaml'],
    [
      'replicas',
      '{ source: { path: apps, kustomize: { replicas: [{ name: web, count: 2 }] } } }',
      'apps/web.yaml - argo.yaml',
    ],
    ['images', '{ source: { path: apps, kustomize: { images: [web=web:2] } } }', 'apps/web.yaml -'],
    ['a plugin', '{ source: { path: apps, plugin: { name: envsubst } } }', 'apps/web.yaml - argo.yaml'],
    [
      'several sources',
      '{ sources: [{ chart: redis }, { path: apps, plugin: { name: x } }] }',
      'apps/web.yaml - argo.yaml',
    ],
    ['a path that is not here', '{ source: { path: guestbook, plugin: { name: x } } }', 'apps/web.yaml -'],
    ['a folder above', '{ source: { path: ., plugin: { name: x } } }', 'apps/web.yaml -'],
    [
      'a folder above and all below it',
      '{ source: { path: ., plugin: { name: x }, directory: { recurse: true } } }',
      'apps/web.yaml - argo.yaml',
    ],
  ])('with %s', (_, spec, expected) => {
    expect(fate({ 'apps/web.yaml': service(), 'argo.yaml': argo(spec) })).toEqual([expected]);
  });

  it('applies no folder below its own unless told to', () => {
    const files = { 'apps/web.yaml': service(), 'apps/below/web.yaml': service() };
    const source = (more: string) => argo(`{ source: { path: apps${more} }, destination: { namespace: shop } }`);
    expect(fate({ ...files, 'argo.yaml': source('') })).toEqual(['apps/web.yaml shop', 'apps/below/web.yaml -']);
    const recursive = fate({ ...files, 'argo.yaml': source(', directory: { recurse: true }') });
    expect(recursive).toEqual(['apps/web.yaml shop', 'apps/below/web.yaml shop']);
  });

  it('leaves a namespace that is written', () => {
    const files = {
      'apps/web.yaml': service('written'),
      'argo.yaml': argo('{ source: { path: apps }, destination: { namespace: shop } }'),
    };
    expect(fate(files)).toEqual(['apps/web.yaml written']);
  });

  it('gives way to the namespace of a kustomization', () => {
    const files = {
      'apps/kustomization.yaml': 'namespace: inner\nresources: [web.yaml]\n',
      'apps/web.yaml': service(),
      'argo.yaml': argo('{ source: { path: apps }, destination: { namespace: shop } }'),
    };
    expect(fate(files)).toEqual(['apps/web.yaml inner']);
  });

  it('is not what has another apiVersion', () => {
    const other = argo('{ source: { path: apps, plugin: { name: x } } }').replace(
      'argoproj.io/v1alpha1',
      'core.oam.dev/v1beta1',
    );
    expect(fate({ 'apps/web.yaml': service(), 'argo.yaml': other })).toEqual(['apps/web.yaml -']);
  });
});

describe('an Argo CD ApplicationSet', () => {
  const files = {
    'apps/web.yaml': service(),
    'clusters/a/web/web.yaml': service(),
    'clusters/b/web/web.yaml': service(),
    'clusters/b/api/web.yaml': service(),
  };

  it.each([
    [
      'git directories',
      '[{ git: { directories: [{ path: clusters/*/web }] } }]',
      '"{{path}}"',
      ['clusters/a/web', 'clusters/b/web'],
    ],
    [
      'git directories, in Go',
      '[{ git: { directories: [{ path: "clusters/*/*" }] } }]',
      '"{{ .path.path }}"',
      ['clusters/a/web', 'clusters/b/web', 'clusters/b/api'],
    ],
    [
      'git files',
      '[{ git: { files: [{ path: "clusters/**/config.json" }] } }]',
      '"{{path}}"',
      ['clusters/a/web', 'clusters/b/web', 'clusters/b/api'],
    ],
    [
      'a matrix',
      '[{ matrix: { generators: [{ git: { directories: [{ path: apps }] } }, { clusters: {} }] } }]',
      '"{{path}}"',
      ['apps'],
    ],
    ['elements of a list', '[{ list: { elements: [{ folder: apps }] } }]', '"{{.folder}}"', ['apps']],
    ['a part of the path', '[{ clusters: {} }]', 'clusters/{{name}}/web', ['clusters/a/web', 'clusters/b/web']],
    ['a plain path', '[{ clusters: {} }]', 'clusters/b/api', ['clusters/b/api']],
    ['folders that are not here', '[{ git: { directories: [{ path: "teams/*" }] } }]', '"{{path}}"', []],
    ['nothing that names a folder', '[{ clusters: {} }]', '"{{path}}"', []],
  ])('of %s', (_, generators, path, folders) => {
    const spec = `{ generators: ${generators}, template: { spec: { source: { path: ${path.startsWith('"') ? path : `"${path}"`}, plugin: { name: x } } } } }`;
    const changed = fate({ ...files, 'argo.yaml': argo(spec, 'ApplicationSet') }).filter((line) =>
      line.endsWith('argo.yaml'),
    );
    expect(changed).toEqual(
      Object.keys(files)
        .filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)))
        .map((file) => `${file} - argo.yaml`),
    );
  });

  it('with a patch of its template may change what its Applications apply', () => {
    const spec = '{ generators: [], templatePatch: "spec: {}", template: { spec: { source: { path: apps } } } }';
    expect(fate({ 'apps/web.yaml': service(), 'argo.yaml': argo(spec, 'ApplicationSet') })).toEqual([
      'apps/web.yaml - argo.yaml',
    ]);
  });
});
