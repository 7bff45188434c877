import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPath } from '../../src/world/paths.ts';
import { checkFiles, type Files } from '../support/check-files.ts';
import { filesOfTree, treeNames } from './trees.ts';

const seed = 20261125;

/** A manifest of one object, and the folder that it stands in. */
interface Placed {
  readonly folder: string;
  readonly text: string;
}

const word = fc.constantFrom('web', 'api');
const namespace = fc.constantFrom('', 'shop', 'pay');

const service = fc
  .record({ name: word, namespace, app: word, port: fc.constantFrom('8080', 'http'), local: fc.boolean() })
  .map(
    ({ name, namespace, app, port, local }) => `apiVersion: v1
kind: Service
metadata:
  name: ${name}${namespace === '' ? '' : `\n  namespace: ${namespace}`}
spec:
  type: LoadBalancer${local ? '\n  externalTrafficPolicy: Local' : ''}
  selector:
    app: ${app}
  ports:
    - port: 80
      targetPort: ${port}
`,
  );

const workload = fc
  .record({
    kind: fc.constantFrom('Deployment', 'StatefulSet'),
    name: word,
    namespace,
    app: word,
    replicas: fc.constantFrom(0, 2),
    port: fc.constantFrom('http', 'grpc'),
    grace: fc.integer({ min: 10, max: 90 }),
    sleep: fc.integer({ min: 5, max: 60 }),
  })
  .map(
    ({ kind, name, namespace, app, replicas, port, grace, sleep }) => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}${namespace === '' ? '' : `\n  namespace: ${namespace}`}
spec:
  replicas: ${replicas}
  template:
    metadata:
      labels:
        app: ${app}
    spec:
      terminationGracePeriodSeconds: ${grace}
      containers:
        - name: main
          ports:
            - name: ${port}
              containerPort: 8080
          lifecycle:
            preStop:
              exec:
                command: ["sleep", "${sleep}"]
`,
  );

const placed: fc.Arbitrary<Placed> = fc.record({
  folder: fc.constantFrom('', 'web/', 'api/', 'web/extra/', 'base/'),
  text: fc.oneof(service, workload),
});

const fileName = (index: number): string => `${String(index).padStart(2, '0')}.yaml`;

/** Manifests in a file each, or a repository in little whose parts do not name folders from its root. */
const environment: fc.Arbitrary<Files> = fc.oneof(
  fc
    .array(placed, { minLength: 1, maxLength: 8 })
    .map((manifests) =>
      Object.fromEntries(manifests.map(({ folder, text }, index) => [folder + fileName(index), text])),
    ),
  fc.constantFrom(...treeNames.filter((name) => !/^(?:flux|argo)-/.test(name))).map(filesOfTree),
);

/** What is said about these files: where, how grave, which rule and message. */
function said(files: Files, about: Files): string[] {
  return checkFiles(files)
    .findings.filter(({ location }) => location.file in about)
    .map(({ ruleId, messageId, severity, location: { file, startOffset, endOffset } }) =>
      [file, startOffset, endOffset, severity, `${ruleId}/${messageId}`].join(' '),
    );
}

function below(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [joinPath(folder, path), content]));
}

/** The same manifests with other names, labels and namespaces. */
function withOtherNames(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      String(content).replaceAll(/^(\s*(?:- )?(?:name|app|namespace): +)(?=[a-z])/gm, '$1other-'),
    ]),
  );
}

describe('a sibling environment', () => {
  const folders = fc.constantFrom(
    ['one', 'two'],
    ['one', 'a'],
    ['envs/one', 'envs/one-more'],
    ['envs/one', 'other/deep/two'],
    ['k8s/envs/one', 'envs/two'],
    ['.', 'two'],
  );

  it.each([
    ['of the same names', (files: Files) => files],
    ['of other names', withOtherNames],
  ])('%s changes no finding', (_, copy) => {
    fc.assert(
      fc.property(environment, folders, (files, [own = '', sibling = '']) => {
        const alone = below(own, files);
        const both = { ...alone, ...below(sibling, copy(files)) };
        expect(said(both, alone)).toEqual(said(alone, alone));
      }),
      { seed, numRuns: 500 },
    );
  });
});

/** Findings by the manifest that they point into, whatever file it stands in. */
function saidByManifest(files: ReadonlyMap<string, readonly Placed[]>, manifests: readonly Placed[]): string[] {
  const places = new Map<string, { offset: number; manifest: Placed }[]>();
  const texts = new Map<string, string>();
  for (const [path, group] of files) {
    let text = '';
    for (const manifest of group) {
      if (text !== '') text += '---\n';
      places.set(path, [...(places.get(path) ?? []), { offset: text.length, manifest }]);
      text += manifest.text;
    }
    texts.set(path, text);
  }
  return checkFiles(Object.fromEntries(texts))
    .findings.map(({ ruleId, messageId, severity, location: { file, startOffset, endOffset } }) => {
      const place = places.get(file)?.findLast(({ offset }) => offset <= startOffset);
      if (place === undefined) throw new Error(`${file} holds no manifest at ${startOffset}`);
      const range = `${startOffset - place.offset}-${endOffset - place.offset}`;
      return `${manifests.indexOf(place.manifest)} ${range} ${severity} ${ruleId}/${messageId}`;
    })
    .toSorted();
}

function grouped(
  manifests: readonly Placed[],
  pathOf: (manifest: Placed, index: number) => string,
): ReadonlyMap<string, readonly Placed[]> {
  const files = new Map<string, Placed[]>();
  for (const [index, manifest] of manifests.entries()) {
    const path = pathOf(manifest, index);
    files.set(path, [...(files.get(path) ?? []), manifest]);
  }
  return files;
}

/** What repeats in one folder share; the later of them is told, so that their order matters. */
function identityOf({ folder, text }: Placed): string {
  return folder + text.slice(0, text.indexOf('spec:'));
}

describe('the layout of one folder', () => {
  it('splitting a file into several changes no finding', () => {
    const manifests = fc.array(placed, { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(manifests, fc.integer({ min: 1, max: 4 }), (manifests, size) => {
        const together = grouped(manifests, ({ folder }) => `${folder}all.yaml`);
        const apart = grouped(manifests, ({ folder }, index) => folder + fileName(Math.floor(index / size)));
        expect(saidByManifest(apart, manifests)).toEqual(saidByManifest(together, manifests));
      }),
      { seed, numRuns: 500 },
    );
  });

  it('renaming its files changes no finding', () => {
    const manifests = fc.uniqueArray(placed, { minLength: 2, maxLength: 10, selector: identityOf });
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(manifests, names, (manifests, names) => {
        const before = grouped(manifests, ({ folder }, index) => folder + fileName(index));
        const after = grouped(manifests, ({ folder }, index) => `${folder}${names[index]}.yml`);
        expect(saidByManifest(after, manifests)).toEqual(saidByManifest(before, manifests));
      }),
      { seed, numRuns: 500 },
    );
  });
});
