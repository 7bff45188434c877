import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { changeBetween, type TreeChange } from '../analysis/compare-trees.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import { loadTree, type SourceFile } from '../analysis/load-tree.ts';
import type { Problem } from '../model/finding.ts';
import { isManifestPath } from '../world/manifest-paths.ts';
import { isReachedBy, type Tree } from '../world/tree.ts';
import { listFiles } from './file-system.ts';
import { linkMode, openGit, submoduleMode, whyNoGit, type Git, type PathChange, type TrackedFile } from './git.ts';

/** The tree that head is compared with. Paths are relative to the working directory. */
export interface Base {
  /** What the user should know about it. */
  readonly notices: readonly Problem[];
  /** The text of a file, or undefined when base does not have it. */
  read(path: string): string | undefined;
  /** Neither base nor the checkout tracks the file: whoever runs the gate made it. */
  isUntracked(path: string): boolean;
  /** No change can have brought the file: it is untracked, or, beside a base that is a folder, base does not have it. */
  isOwn(path: string): boolean;
  /** The files of base. */
  paths(): readonly string[];
  /**
   * Reads what stands in base at and below these paths of the working directory, and where head's files came from. Files
   * that are something else than manifests are left out, as they are to be of head.
   */
  load(head: Tree, paths: readonly string[], noManifests?: ReadonlySet<string>): { tree: Tree; change: TreeChange };
  /** What differs between base and the working tree, where git knows. */
  changes(): Changes | undefined;
}

export interface Changes {
  readonly paths: readonly PathChange[];
  /** The files of base. */
  readonly files: readonly TrackedFile[];
}

/**
 * Opens a git revision or a folder as base. Of a revision that has moved on, base is the commit at which the checkout
 * left it, so that base and head differ by this change only. Throws `CannotEvaluate` when it is neither.
 */
export function openBase(revision: string, directory: string): Base {
  if (revision === '') throw new CannotEvaluate('--base is empty; it takes a revision or a folder.');
  const folder = resolve(directory, revision);
  const git = openGit(directory);
  const commit = git?.resolve(revision);
  if (commit !== undefined && git !== undefined) {
    const mergeBase = git.mergeBase(commit);
    const notices =
      mergeBase === undefined ? [unproved(revision)] : mergeBase === commit ? [] : [movedOn(revision, mergeBase)];
    return new CommitBase(git, localCommit(git, mergeBase ?? commit), notices);
  }
  if (folder === resolve(directory)) {
    throw new CannotEvaluate(`--base ${JSON.stringify(revision)}: this is the folder that is checked.`);
  }
  if (existsSync(folder) && statSync(folder).isDirectory()) return new FolderBase(folder);
  const hint =
    git === undefined
      ? whyNoGit(directory)
      : 'Fetch it first (in a shallow checkout: git fetch origin <branch>), or name a folder with the same layout.';
  throw new CannotEvaluate(`--base ${revision}: neither a commit of this repository nor a folder.`, hint);
}

/** A commit, wherever its content comes from. Paths are relative to the working directory. */
export interface Commit {
  readonly files: readonly TrackedFile[];
  /** Contents by id, in order: of the manifests that differ from the index, and of the files named when it was opened. */
  contents(blobs: readonly string[]): readonly Uint8Array[];
  /** Paths that differ between the commit and the working tree. */
  changes(): readonly PathChange[];
}

export function localCommit(git: Git, commit: string): Commit {
  let changes: readonly PathChange[] | undefined;
  return {
    files: git.filesAt(commit),
    contents: (blobs) => git.contents(blobs),
    changes: () => {
      changes ??= git.changesSince(commit);
      return changes;
    },
  };
}

/** A commit as base: what stands in both trees is read once. */
export class CommitBase implements Base {
  readonly notices: readonly Problem[];
  readonly #git: Git;
  readonly #commit: Commit;
  readonly #files: ReadonlyMap<string, TrackedFile>;

  constructor(git: Git, commit: Commit, notices: readonly Problem[] = []) {
    this.#git = git;
    this.#commit = commit;
    this.#files = new Map(commit.files.map((file) => [file.path, file]));
    this.notices = notices;
  }

  read(path: string): string | undefined {
    const blob = this.#files.get(path)?.blob;
    return blob === undefined ? undefined : Buffer.from(this.#commit.contents([blob])[0] ?? []).toString('utf8');
  }

  isUntracked(path: string): boolean {
    return !this.#files.has(path) && !this.#git.isTracked(path);
  }

  isOwn(path: string): boolean {
    return !this.#files.has(path) && isUnknownTo(this.#git, path);
  }

  paths(): readonly string[] {
    return [...this.#files].flatMap(([path, { mode }]) => (isFile(mode) ? [path] : []));
  }

  changes(): Changes {
    return { paths: this.#commit.changes(), files: this.#commit.files };
  }

  load(
    head: Tree,
    paths: readonly string[],
    noManifests: ReadonlySet<string> = new Set(),
  ): { tree: Tree; change: TreeChange } {
    const change = this.#changeTo(head);
    const counterparts = new Set(
      [...change.baseOf].filter(([path]) => head.paths.has(path)).map(([, before]) => before),
    );
    const isWanted = belowAny(paths);
    const isUnchanged = (path: string): boolean =>
      change.baseOf.get(path) === path && !change.changed.has(path) && head.manifests.has(path);
    const wanted = [...this.#files].filter(
      ([path, { mode }]) => isFile(mode) && !noManifests.has(path) && (counterparts.has(path) || isWanted(path)),
    );
    const isRead = (path: string): boolean => isManifestPath(path) || head.manifests.has(path);
    const needed = wanted.filter(([path]) => isRead(path) && !isUnchanged(path));
    const contents = this.#commit.contents(needed.map(([, { blob }]) => blob));
    const read = new Map(needed.map(([path], index) => [path, contents[index] ?? new Uint8Array()]));
    const files = wanted.map(([path, { blob }]): SourceFile => ({
      path,
      // What only a kustomization of base names is read when it is asked for.
      read: () => read.get(path) ?? this.#commit.contents([blob])[0] ?? new Uint8Array(),
    }));
    // What git holds no content of, links and submodules, is known only as far as it is the same in head.
    for (const path of head.manifests.keys()) {
      const { mode } = this.#files.get(path) ?? {};
      if (isUnchanged(path) && (mode === undefined || !isFile(mode))) {
        files.push({ path, mustRead: true, read: () => new Uint8Array() });
      }
    }
    const tree = loadTree('base', files, { reuse: (path) => (read.has(path) ? undefined : head.manifests.get(path)) });
    return { tree, change: { ...change, exposed: this.#exposed(head) } };
  }

  /** Files that links reach which base does not have so. */
  #exposed(head: Tree): Set<string> {
    const touched = new Set(this.#commit.changes().map(({ base }) => base));
    const fresh = head.links.filter(({ path }) => this.#files.get(path)?.mode !== linkMode || touched.has(path));
    const files = [...head.manifests.keys(), ...head.unrenderedTemplates];
    return new Set(files.filter((file) => fresh.some((link) => isReachedBy(head, link, file))));
  }

  #changeTo(head: Tree): TreeChange {
    const changes = this.#commit.changes();
    const touched = new Set(changes.map(({ base }) => base));
    const changed = new Set(changes.flatMap(({ head: path }) => (path === undefined ? [] : [path])));
    const baseOf = new Map<string, string>();
    const submodules = [...this.#files].filter(([path, { mode }]) => mode === submoduleMode && !touched.has(path));
    const isSame = (path: string): boolean => {
      const mode = this.#files.get(path)?.mode;
      if (mode === undefined) return submodules.some(([folder]) => path.startsWith(`${folder}/`));
      // A link that can be followed may lead to text that git does not know.
      return !touched.has(path) && (mode !== linkMode || head.manifests.get(path)?.length === 0);
    };
    for (const path of head.paths) {
      if (isSame(path)) baseOf.set(path, path);
      else if (!this.#files.has(path) || this.#files.get(path)?.mode === linkMode) changed.add(path);
    }
    for (const { head: after, base: before } of changes) {
      if (after !== undefined && before !== undefined) baseOf.set(after, before);
    }
    return { baseOf, changed };
  }
}

/** Git tracks the file neither here nor, as far as it can tell, in a submodule. */
export function isUnknownTo(git: Git, path: string): boolean {
  if (git.isTracked(path)) return false;
  return !git.trackedFiles().some((file) => file.mode === submoduleMode && path.startsWith(`${file.path}/`));
}

function isFile(mode: string): boolean {
  return mode !== linkMode && mode !== submoduleMode;
}

function belowAny(paths: readonly string[]): (path: string) => boolean {
  const isBelow = (path: string, folder: string): boolean =>
    folder === '.' ? !path.startsWith('../') : path === folder || path.startsWith(`${folder}/`);
  return (path) => paths.some((folder) => isBelow(path, folder));
}

function movedOn(revision: string, commit: string): Problem {
  const short = commit.slice(0, 12);
  return {
    kind: 'base-is-merge-base',
    file: '',
    message: {
      en: `compared with ${short}, where this checkout left ${revision}; what happened on ${revision} since is not part of this change`,
      zh: `与 ${short}（当前检出与 ${revision} 的分叉点）比较；${revision} 之后的改动不属于本次变更`,
    },
    location: null,
  };
}

function unproved(revision: string): Problem {
  return {
    kind: 'base-is-revision',
    file: '',
    message: {
      en: `no commit that this checkout shares with ${revision} is here (a shallow clone?); compared with ${revision} as it is`,
      zh: `找不到当前检出与 ${revision} 的共同提交（可能是浅克隆）；直接与 ${revision} 比较`,
    },
    location: null,
  };
}

class FolderBase implements Base {
  readonly notices = [];
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(path: string): string | undefined {
    const file = resolve(this.#folder, path);
    return !this.isUntracked(path) && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** A folder says nothing about what lies beside it. */
  isUntracked(path: string): boolean {
    return path.startsWith('../');
  }

  isOwn(path: string): boolean {
    return this.isUntracked(path) || !existsSync(resolve(this.#folder, path));
  }

  paths(): readonly string[] {
    return listFiles('.', this.#folder).map(({ path }) => path);
  }

  changes(): undefined {}

  load(
    head: Tree,
    paths: readonly string[],
    noManifests: ReadonlySet<string> = new Set(),
  ): { tree: Tree; change: TreeChange } {
    const found = new Map<string, SourceFile>();
    for (const path of paths) {
      const counterpart = resolve(this.#folder, path);
      if (!existsSync(counterpart)) continue;
      for (const file of listFiles(counterpart, this.#folder))
        if (!noManifests.has(file.path)) found.set(file.path, file);
    }
    const tree = loadTree('base', [...found.values()]);
    return { tree, change: changeBetween(head, tree) };
  }
}
