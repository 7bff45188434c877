import { isPlaceholder } from '../catalog/placeholders.ts';
import { baseNameOf, folderOf, isAtOrAbove } from '../world/paths.ts';

/** What is asked for. */
export interface Sought {
  readonly kind: string;
  readonly name: string;
  /** Where it was. */
  readonly file: string;
}

/** What something may hold that cannot be looked into. */
export interface HiddenContent {
  /** The kinds that it writes out, sorted, each as often as it stands there; undefined where they may be any. */
  readonly kinds: readonly string[] | undefined;
  mayHold(this: void, sought: Sought): boolean;
}

export const anything: HiddenContent = { kinds: undefined, mayHold: () => true };

/**
 * Tells by the words of a text that cannot be read as manifests what may come of it. A template that takes in others may
 * become anything.
 */
export function hiddenContentOf(text: string): HiddenContent {
  const documents = text.split(/^---.*$/m).map((document) => {
    const written = valuesOf('kind', document);
    const kinds = written?.length === 0 && takesInOthers.test(document) ? undefined : written;
    const names = namesItself(document) ? valuesOf('name', document) : undefined;
    return { kinds, names };
  });
  const isOpen = documents.some(({ kinds }) => kinds === undefined);
  const all = documents.flatMap(({ kinds = [] }) => kinds);
  return {
    kinds: isOpen || all.length > mostKinds ? undefined : all.sort(),
    mayHold: ({ kind, name }) =>
      documents.some(({ kinds, names }) => (kinds?.includes(kind) ?? true) && (names?.includes(name) ?? true)),
  };
}

/** What is made as a file of this name. */
export function madeAs(baseName: string): HiddenContent {
  return { kinds: undefined, mayHold: ({ file }) => baseNameOf(file) === baseName };
}

/** What is made elsewhere by the word of a file: of what was near its folder, or is named in the text. */
export function madeElsewhere(by: string, text: string): HiddenContent {
  const beside = folderOf(folderOf(by));
  return {
    kinds: undefined,
    mayHold: ({ name, file }) =>
      isAtOrAbove(beside, folderOf(file)) || isAtOrAbove(folderOf(file), beside) || text.includes(name),
  };
}

/** More than these nobody writes into one template, and a history need not keep. */
const mostKinds = 1000;

const takesInOthers = /\{\{-?\s*(?:include|template|tpl|toYaml|range|\.Files|\$)/;
const inOneLine = /\bmetadata["']?[ \t]*:[ \t]*\{[^}\n]{0,1000}?\bname["']?[ \t]*:/;

/** True where an object's own name is written, and not only one of its ports or containers. */
function namesItself(document: string): boolean {
  if (inOneLine.test(document)) return true;
  const lines = document.split(/\r?\n/).filter((line) => /^[^#]*[^\s#]/.test(line));
  const at = lines.findIndex((line) => /^[ \t-]*["']?metadata["']?[ \t]*:[ \t{]*(?:#.*)?$/.test(line));
  if (at < 0) return false;
  const indentOf = (line = ''): number => /^[ \t-]*/.exec(line)?.[0].length ?? 0;
  const [outer, inner] = [indentOf(lines[at]), indentOf(lines[at + 1])];
  for (const line of lines.slice(at + 1)) {
    const indent = indentOf(line);
    if (indent <= outer) return false;
    if (indent === inner && /^["']?name["']?[ \t]*:/.test(line.slice(indent))) return true;
  }
  return false;
}

/** The values of a key wherever it stands; undefined where one of them is decided elsewhere. */
function valuesOf(key: string, text: string): readonly string[] | undefined {
  const found: string[] = [];
  for (const [, quoted, plain = ''] of text.matchAll(placesOf(key))) {
    const value = quoted?.slice(1, -1) ?? (/^(.*?)[ \t]#/.exec(plain)?.[1] ?? plain).trim();
    if (value === '' || value.includes('{{') || isPlaceholder(value)) return undefined;
    found.push(value);
  }
  return found;
}

function placesOf(key: string): RegExp {
  const value = String.raw`("[^"\n]*"|'[^'\n]*')|((?:\$\{[^}\n]{0,200}\}|\{\{.{0,200}?\}\}|[^\n,}])*)`;
  return new RegExp(String.raw`(?:^|[\s{,"'-])${key}["']?[ \t]*:[ \t]*(?:${value})`, 'gm');
}
