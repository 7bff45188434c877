import { existsSync, readFileSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { check, type CheckResult } from './analysis/check.ts';
import type { TreeChange } from './analysis/compare-trees.ts';
import type { Configuration } from './analysis/configuration-schema.ts';
import { CannotEvaluate } from './analysis/failure.ts';
import { isManifestPath, loadTree, type SourceFile } from './analysis/load-tree.ts';
import { resolveSettings, type Requested } from './analysis/resolve-settings.ts';
import { listFiles, relativePath } from './host/file-system.ts';
import { openGit, type Git } from './host/git.ts';
import type { Locale, Problem } from './model/finding.ts';
import type { Tree } from './world/tree.ts';

export interface CheckRequest extends Requested {
  readonly paths: readonly string[];
  readonly base?: string | undefined;
  readonly config?: string | false | undefined;
  readonly directory: string;
  readonly defaultLocale: Locale;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Reads trees and configuration and evaluates them. Throws `CannotEvaluate` when that is not possible. */
export async function runCheck(request: CheckRequest): Promise<CheckResult> {
  const { directory } = request;
  const base = request.base === undefined ? undefined : openBase(request.base, directory);
  const notices: Problem[] = [];
  const configuration = await loadConfiguration(request, base, notices);
  const settings = resolveSettings(request, configuration, base !== undefined, request.defaultLocale);
  const files = filesOf(request);
  const head = loadTree('head', files, request.onProgress === undefined ? {} : { onProgress: request.onProgress });
  if (base === undefined) return check({ settings, head, notices });
  const { tree, change } = base.load(head, request.paths);
  return check({ settings, head, base: { tree, change }, notices });
}

function filesOf({ paths, directory }: CheckRequest): SourceFile[] {
  const found = new Map<string, SourceFile>();
  for (const path of paths) {
    const absolute = resolve(directory, path);
    if (!existsSync(absolute)) throw new CannotEvaluate(`${path}: there is no such file or folder.`);
    const files = listFiles(path, directory);
    const isNamed = paths.length > 1 || path !== '.';
    if (isNamed && !files.some((file) => file.mustRead === true || isManifestPath(file.path))) {
      throw new CannotEvaluate(`${path}: nothing to check, there is no YAML or JSON file.`);
    }
    for (const file of files) found.set(file.path, file);
  }
  return [...found.values()];
}

const configurationNames = [
  '.github/ack-service-gate.yml',
  '.github/ack-service-gate.yaml',
  'ack-service-gate.yml',
  'ack-service-gate.yaml',
];

/**
 * With a base, the configuration is the base's, so that a change cannot loosen the rules it is judged by; head's is only
 * validated. A file that git does not track is read from the workspace.
 */
async function loadConfiguration(
  request: CheckRequest,
  base: Base | undefined,
  notices: Problem[],
): Promise<Configuration> {
  const { config, directory } = request;
  if (config === false) return {};
  if (config !== undefined && !existsSync(resolve(directory, config)) && base?.read(config) === undefined) {
    throw new CannotEvaluate(`--config ${config}: there is no such file.`);
  }
  const names = config === undefined ? configurationNames : [config];
  const name = names.find(
    (candidate) => existsSync(resolve(directory, candidate)) || base?.read(candidate) !== undefined,
  );
  if (name === undefined) return {};
  const { readConfiguration } = await import('./analysis/read-configuration.ts');
  const path = resolve(directory, name);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const own = text === undefined ? undefined : readConfiguration(text, relativePath(directory, path));
  if (base === undefined || base.isUntracked(name)) return own ?? {};
  const before = base.read(name);
  if (before === text) return own ?? {};
  notices.push({
    kind: 'configuration-changed',
    file: name,
    message: {
      en: `${name} differs from base; base's configuration was used, the new one counts once it is merged`,
      zh: `${name} 与基线不同;本次使用基线的配置,新配置在合并后生效`,
    },
    location: null,
  });
  return before === undefined ? {} : readConfiguration(before, `${name} (base)`);
}

/** The tree that head is compared with. */
interface Base {
  read(path: string): string | undefined;
  isUntracked(path: string): boolean;
  load(head: Tree, paths: readonly string[]): { tree: Tree; change: TreeChange };
}

function openBase(revision: string, directory: string): Base {
  const folder = resolve(directory, revision);
  const git = openGit(directory);
  const commit = git?.resolve(revision);
  if (commit !== undefined && git !== undefined) return new GitBase(git, commit);
  if (existsSync(folder) && statSync(folder).isDirectory()) return new FolderBase(folder, directory);
  const hint =
    git === undefined
      ? 'This is no git checkout, so --base takes a folder.'
      : 'Fetch it first (in a shallow checkout: git fetch origin <branch>), or name a folder with the same layout.';
  throw new CannotEvaluate(`--base ${revision}: neither a commit of this repository nor a folder.`, hint);
}

class GitBase implements Base {
  readonly #git: Git;
  readonly #commit: string;
  readonly #files: ReadonlyMap<string, { readonly mode: string; readonly blob: string }>;

  constructor(git: Git, commit: string) {
    this.#git = git;
    this.#commit = commit;
    this.#files = new Map(git.filesAt(commit).map((file) => [file.path, file]));
  }

  read(path: string): string | undefined {
    const blob = this.#files.get(path.replace(/^\.\//, ''))?.blob;
    return blob === undefined ? undefined : Buffer.from(this.#git.contents([blob])[0] ?? []).toString('utf8');
  }

  isUntracked(path: string): boolean {
    return (
      !this.#files.has(path.replace(/^\.\//, '')) &&
      !this.#git.trackedFiles().some((file) => file.path === path.replace(/^\.\//, ''))
    );
  }

  load(head: Tree, paths: readonly string[]): { tree: Tree; change: TreeChange } {
    const changes = this.#git.changesSince(this.#commit);
    const touched = new Set(changes.flatMap(({ base }) => (base === undefined ? [] : [base])));
    const changed = new Set(changes.flatMap(({ head: path }) => (path === undefined ? [] : [path])));
    const baseOf = new Map<string, string>();
    for (const path of head.paths) {
      if (this.#files.has(path) && !touched.has(path)) baseOf.set(path, path);
      else if (!this.#files.has(path)) changed.add(path);
    }
    for (const { head: after, base: before } of changes)
      if (after !== undefined && before !== undefined) baseOf.set(after, before);
    const named = paths.map((path) => path.replace(/^\.\//, '').replace(/\/+$/, ''));
    const isNamed = (path: string): boolean =>
      named.some((name) => name === '.' || name === '' || path === name || path.startsWith(`${name}/`)) ||
      [...baseOf].some(([after, before]) => before === path && head.paths.has(after));
    const wanted = [...this.#files].filter(([path, { mode }]) => mode !== '160000' && isNamed(path));
    const needed = wanted.filter(
      ([path]) =>
        isManifestPath(path) && !(baseOf.get(path) === path && !changed.has(path) && head.manifests.has(path)),
    );
    const contents = this.#git.contents(needed.map(([, { blob }]) => blob));
    const read = new Map(needed.map(([path], index) => [path, contents[index] ?? new Uint8Array()]));
    const files = wanted.map(([path, { mode }]): SourceFile => ({
      path,
      read: () =>
        mode === '120000' ? { kind: 'outside-root', target: 'a link in base' } : (read.get(path) ?? new Uint8Array()),
    }));
    const tree = loadTree(
      'base',
      files.filter(({ path }) => this.#files.get(path)?.mode !== '120000'),
      {
        reuse: (path) => (read.has(path) ? undefined : head.manifests.get(path)),
      },
    );
    return { tree, change: { baseOf, changed } };
  }
}

class FolderBase implements Base {
  readonly #folder: string;
  readonly #directory: string;

  constructor(folder: string, directory: string) {
    this.#folder = folder;
    this.#directory = directory;
  }

  read(path: string): string | undefined {
    const file = resolve(this.#folder, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  isUntracked(): boolean {
    return false;
  }

  load(head: Tree, paths: readonly string[]): { tree: Tree; change: TreeChange } {
    const found = new Map<string, SourceFile>();
    for (const path of paths) {
      const inside = relative(this.#directory, resolve(this.#directory, path));
      const counterpart = resolve(this.#folder, inside);
      if (!existsSync(counterpart)) continue;
      for (const file of listFiles(counterpart, this.#folder)) found.set(file.path, file);
    }
    const tree = loadTree('base', [...found.values()]);
    return { tree, change: changeBetween(head, tree) };
  }
}

/** Without git, a file that vanished and one of the same text that appeared are one file that was renamed. */
function changeBetween(head: Tree, base: Tree): TreeChange {
  const baseOf = new Map<string, string>();
  const changed = new Set<string>();
  const gone = new Map<string, string[]>();
  for (const [path, { text }] of base.manifests)
    if (!head.manifests.has(path)) gone.set(text, [...(gone.get(text) ?? []), path]);
  for (const [path, { text }] of head.manifests) {
    const before = base.manifests.get(path);
    const renamed = before === undefined ? gone.get(text)?.shift() : undefined;
    if (before !== undefined) baseOf.set(path, path);
    else if (renamed !== undefined) baseOf.set(path, renamed);
    if (before?.text !== text) changed.add(path);
  }
  return { baseOf, changed };
}
