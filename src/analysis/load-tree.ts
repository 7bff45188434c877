import { isContextKind, isRelevantKind } from '../catalog/kinds.ts';
import type { TreeName } from '../model/finding.ts';
import type { Manifest, UnreadableReason } from '../model/manifest.ts';
import { LineIndex } from '../model/position.ts';
import { suppressionWord } from '../model/suppression.ts';
import type { Limits } from '../parsing/limits.ts';
import { parseManifest } from '../parsing/parse-manifest.ts';
import { filesNamedBy } from '../world/kustomizations.ts';
import { isKustomizationFile, isManifestPath } from '../world/manifest-paths.ts';
import { baseNameOf, folderOf, isAtOrAbove } from '../world/paths.ts';
import { aliasesOf, type Tree } from '../world/tree.ts';

/** A file that a host offers: its path, and its content on demand. */
export interface SourceFile {
  readonly path: string;
  /** Read whatever its name, because what it stands for may hold manifests (a link or a submodule that cannot be followed). */
  readonly mustRead?: boolean;
  /** A link to a file or folder of the tree that is read at its own place; there is nothing to read here. */
  readonly linkTo?: string;
  /**
   * The bytes, or why they cannot be had. They stay as they are only until any file is read next, since files may share a
   * buffer: decode them at once, or copy them.
   */
  read(): Uint8Array | UnreadableReason;
}

export interface LoadOptions {
  readonly limits?: Partial<Limits>;
  /** Manifests that were read before and are the same here, by path. */
  readonly reuse?: (path: string) => Manifest | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Reads and parses the manifests of a tree. Helm templates are listed, and read by nobody but who asks for one. */
export function loadTree(name: TreeName, files: readonly SourceFile[], options: LoadOptions = {}): Tree {
  const links = files.flatMap(({ path, linkTo }) => (linkTo === undefined ? [] : [{ path, target: linkTo }]));
  const own = files.filter(({ linkTo }) => linkTo === undefined);
  const paths = new Set(own.map((file) => file.path));
  const charts = own.filter(({ path }) => baseNameOf(path) === 'Chart.yaml').map(({ path }) => folderOf(path));
  const isTemplate = (path: string): boolean =>
    charts.some((chart) => isAtOrAbove(chart === '.' ? 'templates' : `${chart}/templates`, folderOf(path)));
  const manifests = new Map<string, Manifest>();
  const copies = new Copies();
  const unrenderedTemplates: string[] = [];
  const wanted = own.filter(({ path, mustRead }) => mustRead === true || isManifestPath(path));
  for (const [index, file] of wanted.entries()) {
    options.onProgress?.(index, wanted.length);
    if (isTemplate(file.path)) {
      unrenderedTemplates.push(file.path);
      continue;
    }
    manifests.set(file.path, options.reuse?.(file.path) ?? loadManifest(file, options, copies));
  }
  // Kustomize reads what a kustomization names whatever its ending.
  const byPath = new Map(own.map((file) => [file.path, file]));
  const ownNames = new Map(
    links.length === 0
      ? []
      : own.flatMap(({ path }) => aliasesOf({ links }, path).map((alias) => [alias, path] as const)),
  );
  for (const named of [...manifests].flatMap(([file, manifest]) => filesNamedBy(file, manifest))) {
    const path = ownNames.get(named) ?? named;
    const file = byPath.get(path);
    if (file !== undefined && !manifests.has(path))
      manifests.set(path, options.reuse?.(path) ?? loadManifest(file, options, copies));
  }
  options.onProgress?.(wanted.length, wanted.length);
  const readTemplate = (path: string): string | undefined => {
    const content = byPath.get(path)?.read();
    return content === undefined || 'kind' in content ? undefined : new TextDecoder().decode(content);
  };
  return { name, manifests, paths, links, unrenderedTemplates, readTemplate };
}

function loadManifest(file: SourceFile, { limits }: LoadOptions, copies: Copies): Manifest {
  const read = (): Manifest => {
    const content = file.read();
    if ('kind' in content) return unreadable(content);
    return parseManifest(content, {
      isRelevantKind,
      isContextKind,
      isKustomization: isKustomizationFile(file.path),
      // JSON has no comments.
      ...(/\.json$/i.test(file.path) ? {} : { commentWord: suppressionWord }),
      ...(limits === undefined ? {} : { limits }),
    });
  };
  const manifest = read();
  return isPointedInto(manifest) ? manifest : new Passed(manifest, copies, read);
}

/** True where something stands in a file that a place in a report can be about. */
function isPointedInto(manifest: Manifest): boolean {
  const { resources, unreadable, duplicateKeys, withoutApiVersion, comments, kustomization, holdsAddress } = manifest;
  const held = [resources, unreadable, duplicateKeys, withoutApiVersion, comments];
  return holdsAddress || kustomization !== undefined || held.some(({ length }) => length > 0);
}

/** Most of a large tree is none of our business: of that no text is kept, and it is read again should anybody ask. */
class Passed implements Manifest {
  readonly length: number;
  readonly documents: number;
  readonly otherKinds: ReadonlySet<string>;
  readonly passesOver: boolean;
  readonly holdsAddress = false;
  readonly resources = none;
  readonly unreadable = none;
  readonly duplicateKeys = none;
  readonly withoutApiVersion = none;
  readonly comments = none;
  readonly kustomization = undefined;
  readonly #read: () => Manifest;

  constructor({ length, documents, otherKinds, passesOver }: Manifest, copies: Copies, read: () => Manifest) {
    this.length = length;
    this.documents = documents;
    this.passesOver = passesOver;
    this.otherKinds = copies.of(otherKinds);
    this.#read = read;
  }

  get text(): string {
    return this.#read().text;
  }

  get lines(): LineIndex {
    return new LineIndex(() => this.text);
  }
}

const none: readonly never[] = [];

/** A word that was cut out of a text keeps all of the text in memory. Most files hold one of a few sets of words. */
class Copies {
  readonly #known = new Map<string, ReadonlySet<string>>();

  of(words: ReadonlySet<string>): ReadonlySet<string> {
    const written = JSON.stringify([...words]);
    const known = this.#known.get(written) ?? new Set(JSON.parse(written) as string[]);
    this.#known.set(written, known);
    return known;
  }
}

const empty: Manifest = {
  text: '',
  lines: new LineIndex(''),
  length: 0,
  holdsAddress: false,
  documents: 0,
  resources: [],
  unreadable: [],
  passesOver: false,
  duplicateKeys: [],
  otherKinds: new Set(),
  kustomization: undefined,
  withoutApiVersion: [],
  comments: [],
};

function unreadable(reason: UnreadableReason): Manifest {
  return { ...empty, unreadable: [{ document: 0, range: { start: 0, end: 0 }, reason }] };
}
