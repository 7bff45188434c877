import fc from 'fast-check';
import { bareService, cleanDeployment, renamed, shortGrace, unquotedValue, withoutDrain } from './manifests.ts';
import { plainFile, plainStyle, type FileStyle, type Repository, type Sheet, type Style } from './writings.ts';

export const annotation = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

/** Objects with findings of every sort: missing and offending values, measures, several alike, and two at one place. */
export const objects: Readonly<Record<string, string>> = {
  'web Service': withoutDrain,
  'web Deployment': shortGrace,
  'api Service': renamed(unquotedValue, 'api').replace(
    /( +)(.*address-type: )"intranet"/,
    `$1$2"intranett"\n$1${annotation}bandwidth: "fast"\n$1${annotation}protocol-port: "http:80,htp:81,foo"`,
  ),
  'api Deployment': renamed(cleanDeployment, 'api')
    .replace(/ {10}readinessProbe[\s\S]*/, '        - name: proxy\n          image: registry.example.com/proxy:1.0.0\n')
    .replace('PeriodSeconds: 60', 'PeriodSeconds: 20'),
  'pay Service': renamed(bareService, 'pay').replace('Cluster', 'Local'),
  'pay Deployment': renamed(cleanDeployment, 'pay').replace('periodSeconds: 5', 'periodSeconds: 1'),
};

export function repositoryWith(
  scopes: readonly string[],
  kustomizations: Repository['kustomizations'] = {},
): Repository {
  const sheets = scopes.flatMap((scope) =>
    Object.values(objects).map((text, rank): Sheet => ({ scope, file: `${rank}.yaml`, rank, text, style: plainStyle })),
  );
  return { sheets, fileStyle: plainFile, kustomizations };
}

export const layouts: Readonly<Record<string, Repository>> = {
  'one folder': repositoryWith(['k8s']),
  'two environments': repositoryWith(['k8s/prod', 'k8s/staging']),
  'environments on two levels': repositoryWith(['k8s/cn/prod', 'k8s/cn/staging', 'k8s/eu']),
  'a kustomization': repositoryWith(['k8s'], { k8s: 'namespace: shop\n' }),
};

/** What makes another repository of one. */
export type Edit = (repository: Repository) => Repository;

const folder = fc.constantFrom('', 'more/', 'more/deep/');
const file = fc
  .tuple(folder, fc.constantFrom('0', '3', 'all', 'net'), fc.constantFrom('yaml', 'yml'))
  .map(([at, name, end]) => `${at}${name}.${end}`);
export const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  strings: fc.constantFrom('as they are', 'plain', 'single', 'double', 'block'),
  flowFrom: fc.constantFrom(0, 1, 2, 4, 99),
  keyOrder: fc.nat(50),
  comments: fc.boolean(),
});
const fileStyle: fc.Arbitrary<FileStyle> = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  startsWithMarker: fc.boolean(),
  endsWithMarker: fc.boolean(),
  emptyDocument: fc.boolean(),
});
const which = fc.nat(17);

export const withSheets = (repository: Repository, change: (sheet: Sheet, at: number) => Sheet): Repository => ({
  ...repository,
  sheets: repository.sheets.map(change),
});

/** An edit that a counterexample shows in words. */
function named(words: string, apply: Edit): Edit {
  return Object.assign(apply, { [fc.toStringMethod]: () => words });
}

const change = (at: number, what: Partial<Sheet>): Edit =>
  named(`sheet ${at} gets ${JSON.stringify(what)}`, (before) => {
    const chosen = before.sheets[at % before.sheets.length];
    return withSheets(before, (sheet) => (sheet === chosen ? { ...sheet, ...what } : sheet));
  });

/** Moves or renames a file with all that stands in it, onto another file too. */
const move = (at: number, to: string): Edit =>
  named(`the file of sheet ${at} becomes ${to}`, (before) => {
    const chosen = before.sheets[at % before.sheets.length];
    const isMoved = ({ scope, file }: Sheet): boolean => scope === chosen?.scope && file === chosen.file;
    return withSheets(before, (sheet) => (isMoved(sheet) ? { ...sheet, file: to } : sheet));
  });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(which, file).map(([at, to]) => move(at, to)),
  // One document leaves its file for another: split and join.
  fc.tuple(which, file).map(([at, to]) => change(at, { file: to })),
  fc.tuple(which, fc.integer({ min: -9, max: 9 })).map(([at, rank]) => change(at, { rank })),
  fc.tuple(which, style).map(([at, style]) => change(at, { style })),
  style.map((style) =>
    named(`all sheets get ${JSON.stringify(style)}`, (before) => withSheets(before, (sheet) => ({ ...sheet, style }))),
  ),
  fileStyle.map((fileStyle) =>
    named(`all files get ${JSON.stringify(fileStyle)}`, (before) => ({ ...before, fileStyle })),
  ),
);
/** Edits after which a repository still says the same. */
export const edits = fc.array(edit, { maxLength: 8 });
export const layout = fc.constantFrom(...Object.keys(layouts));

export const layoutOf = (name: string): Repository => layouts[name] ?? repositoryWith([]);
export const edited = (repository: Repository, all: readonly Edit[]): Repository =>
  all.reduce((before, change) => change(before), repository);
