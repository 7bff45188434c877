import { isMap, isScalar, isSeq, parse, parseDocument, visit, type Document, type Scalar } from 'yaml';

/** Ways to write one document down, none of which changes what it says. */
export interface Style {
  readonly indent: 2 | 3 | 4;
  /** How strings are written, where YAML leaves the choice. */
  readonly strings: 'as they are' | 'plain' | 'single' | 'double' | 'block';
  /** Maps and lists from this depth on stand between braces and brackets. */
  readonly flowFrom: number;
  /** Keys of maps are put in another order; 0 leaves them. */
  readonly keyOrder: number;
  readonly comments: boolean;
}

export const plainStyle: Style = {
  indent: 2,
  strings: 'as they are',
  flowFrom: 99,
  keyOrder: 0,
  comments: false,
};

const scalarTypes = {
  plain: 'PLAIN',
  single: 'QUOTE_SINGLE',
  double: 'QUOTE_DOUBLE',
  block: 'BLOCK_LITERAL',
} as const;

/** Reads as Kubernetes does, to whom `on` is no string. */
export const readAsKubernetes = (text: string): Document => parseDocument(text, { version: '1.1' });

/** Writes one document in a style. Throws where the text would not say the same any more. */
export function writeDown(text: string, style: Style): string {
  const document = readAsKubernetes(text);
  visit(document, {
    Scalar: (key, node) => {
      if (key !== 'key' && typeof node.value === 'string') restyle(node, style);
    },
    Collection: (_, node, path) => {
      // A block collection has no place inside a flow one, so depth counts from the outside.
      const depth = path.filter((above) => isMap(above) || isSeq(above)).length;
      node.flow = depth >= style.flowFrom;
      if (isMap(node)) {
        if (style.keyOrder > 0) node.items.sort((left, right) => rank(left.key, style) - rank(right.key, style));
        const [first] = node.items;
        if (style.comments && !node.flow && isScalar(first?.key)) first.key.commentBefore = ' a remark: {x}';
      }
    },
  });
  const written = document.toString({
    indent: style.indent,
    indentSeq: style.indent !== 3,
    directives: false,
    lineWidth: 0,
  });
  if (said(written) !== said(text)) throw new Error(`writing it down changes it:\n${written}`);
  return written;
}

function restyle(node: Scalar, { strings, comments }: Style): void {
  // Blanks at the edges have no sure place in a block.
  const isEdgy = strings === 'block' && /^\s|\s$/.test(String(node.value));
  if (strings !== 'as they are' && !isEdgy) node.type = scalarTypes[strings];
  if (comments && strings !== 'block' && node.type !== 'BLOCK_LITERAL') node.comment = ' so be it';
}

/** Some order that is the same for the same key and number. */
function rank(key: unknown, { keyOrder }: Style): number {
  const text = isScalar(key) ? String(key.value) : '';
  return Buffer.from(text).reduce((sum, byte) => (sum * 31 + byte * keyOrder) % 1009, keyOrder);
}

/** What a text says, with no order of keys. */
function said(text: string): string {
  return JSON.stringify(parse(text, { version: '1.1' }), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );
}

/** One object of a repository, where it stands, and how it is written. */
export interface Sheet {
  /** The folder of the scope that it never leaves. */
  readonly scope: string;
  /** The file, below that folder. */
  readonly file: string;
  /** Sheets of one file stand in the order of their ranks. */
  readonly rank: number;
  readonly text: string;
  readonly style: Style;
}

/** How a file joins its documents. */
export interface FileStyle {
  readonly lineEnd: '\n' | '\r\n';
  readonly mark: boolean;
  readonly startsWithMarker: boolean;
  readonly endsWithMarker: boolean;
  readonly emptyDocument: boolean;
}

export const plainFile: FileStyle = {
  lineEnd: '\n',
  mark: false,
  startsWithMarker: false,
  endsWithMarker: false,
  emptyDocument: false,
};

export interface Repository {
  readonly sheets: readonly Sheet[];
  readonly fileStyle: FileStyle;
  /** Scopes that a kustomization holds together, with what else that kustomization says. */
  readonly kustomizations: Readonly<Record<string, string>>;
}

/** The files of a repository, by path. */
export function filesOf({ sheets, fileStyle, kustomizations }: Repository): Record<string, string> {
  const files = new Map<string, Sheet[]>();
  for (const sheet of sheets) {
    const path = `${sheet.scope}/${sheet.file}`;
    files.set(path, [...(files.get(path) ?? []), sheet]);
  }
  const written = [...files].map(([path, held]): [string, string] => [path, joined(held, fileStyle)]);
  const lists = Object.entries(kustomizations).map(([scope, more]): [string, string] => {
    const inScope = [...files.keys()].filter((path) => path.startsWith(`${scope}/`)).sort();
    const resources = inScope.map((path) => `  - ${path.slice(scope.length + 1)}\n`);
    return [`${scope}/kustomization.yaml`, `resources:\n${resources.join('')}${more}`];
  });
  return Object.fromEntries([...written, ...lists]);
}

function joined(sheets: readonly Sheet[], style: FileStyle): string {
  const texts = sheets
    .toSorted((left, right) => left.rank - right.rank)
    .map((sheet) => writeDown(sheet.text, sheet.style));
  const text = [
    style.startsWithMarker ? '---\n' : '',
    texts.join('---\n'),
    style.emptyDocument ? '---\n# nothing here\n' : '',
    style.endsWithMarker ? '...\n' : '',
  ].join('');
  return (style.mark ? '\uFEFF' : '') + text.replaceAll('\n', style.lineEnd);
}
