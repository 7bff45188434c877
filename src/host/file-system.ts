import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from '../analysis/load-tree.ts';
import type { UnreadableReason } from '../model/manifest.ts';
import { isManifestPath } from '../world/manifest-paths.ts';
import { linkMode, openGit, submoduleMode, type Git } from './git.ts';
import { readBytes } from './read-bytes.ts';

/** The path from `directory` to a file, with `/`, as it is printed in reports. */
export function relativePath(directory: string, path: string): string {
  const shown = relative(directory, path).split(sep).join('/');
  return shown === '' ? '.' : shown;
}

export function exists(path: string, directory: string): boolean {
  return existsSync(resolve(directory, path));
}

/**
 * Files at and below a path: in a git checkout the tracked ones (whatever `.gitignore` says) and the untracked ones that
 * are not ignored; elsewhere all, `node_modules` and `.git` left out. Paths are relative to `directory`. Links are
 * followed as far as they stay inside the root: the checkout, else `directory`, else the path itself. Whoever has the
 * repository of `directory` open hands it on: each question to git is a process.
 */
export function listFiles(path: string, directory: string, own = openGit(directory)): SourceFile[] {
  const absolute = resolve(directory, path);
  const prefix = relativePath(directory, absolute);
  const escaped = escapeOf(absolute, directory, rootOf(own, directory, directory));
  if (escaped !== undefined) return [{ path: prefix, mustRead: true, read: () => escaped }];
  const isFolder = statSync(absolute).isDirectory();
  const folder = isFolder ? absolute : dirname(absolute);
  const git = folder === directory ? own : openGit(folder);
  const root = rootOf(git, folder, directory);
  const alone: Place = {
    root,
    here: absolute,
    isRead: () => false,
    shownOf: (target) => relativePath(directory, target),
  };
  if (!isFolder) return existing(absolute, prefix, alone);

  const listing = git === undefined ? walkAll(absolute) : listTracked(git, absolute);
  const shown = (name: string): string => (prefix === '.' ? name : `${prefix}/${name}`);
  const here = realpathSync(absolute);
  const place: Place = {
    root,
    here,
    // A link to a file that is read itself would show everything in it twice.
    isRead: (target) => {
      const name = target.startsWith(here + sep) ? relativePath(here, target) : undefined;
      return name !== undefined && listing.names.has(name) && isManifestPath(name);
    },
    shownOf: (target) => shown(relativePath(here, target)),
  };
  return [...listing.names]
    .sort((left, right) => (left < right ? -1 : 1))
    .flatMap((name) => existing(join(absolute, name), shown(name), place))
    .concat([...listing.contents].map(([name, read]) => ({ path: shown(name), read })))
    .concat(listing.unavailable.map(({ name, detail }) => unavailable(shown(name), detail)));
}

interface Listing {
  readonly names: Set<string>;
  /** Files that the working tree does not have as the commit does, as git has them. */
  readonly contents: Map<string, () => Uint8Array>;
  /** What may hold manifests and cannot be looked into. */
  readonly unavailable: { readonly name: string; readonly detail: string }[];
}

/** What a link is looked at from. */
interface Place {
  readonly root: string;
  /** The folder that is listed. */
  readonly here: string;
  /** The target of a link is a file that is read at its own place. */
  isRead(this: void, target: string): boolean;
  /** A file of the folder as it is printed. */
  shownOf(this: void, target: string): string;
}

/** A path that lies within the root of the working directory and is, or goes by, a link that leads out of it. */
export function escapeOf(absolute: string, directory: string, root: string): UnreadableReason | undefined {
  const written = resolve(realpathSync(directory), relative(directory, absolute));
  const target = realpathSync(absolute);
  return isInside(written, root) && !isInside(target, root) ? outsideRoot(target, root) : undefined;
}

/** What links must not lead out of: the checkout of a folder, or else the folder or directory that holds the other. */
export function rootOf(git: Git | undefined, folder: string, directory: string): string {
  if (git !== undefined) return realpathSync(git.top);
  const inside = realpathSync(folder);
  const outer = realpathSync(directory);
  return inside === outer || inside.startsWith(outer + sep) ? outer : inside;
}

function walkAll(folder: string): Listing {
  const listing: Listing = { names: new Set(), contents: new Map(), unavailable: [] };
  walk(folder, '', listing);
  return listing;
}

function listTracked(git: Git, folder: string): Listing {
  const listing: Listing = { names: new Set(), contents: new Map(), unavailable: [] };
  const rewritten = git.rewrittenFiles();
  for (const { path: tracked, mode, blob, isSkipped, isGarbled } of git.trackedFiles()) {
    if (isGarbled) {
      // Another file may have the name that it looks like.
      if (isManifestPath(tracked)) listing.unavailable.push({ name: tracked, detail: 'its name is not valid UTF-8' });
    } else if (mode === submoduleMode) {
      addSubmodule(join(folder, tracked), tracked, listing);
    } else if (rewritten.get(tracked) === true && mode !== linkMode && isManifestPath(tracked)) {
      const detail =
        'attributes (ident, working-tree-encoding) let git check it out as another text than the commit has';
      listing.unavailable.push({ name: tracked, detail });
    } else if (!isSkipped && !(rewritten.has(tracked) && mode !== linkMode)) listing.names.add(tracked);
    else if (mode !== linkMode) listing.contents.set(tracked, () => git.contents([blob])[0] ?? new Uint8Array());
    else if (isManifestPath(tracked))
      listing.unavailable.push({ name: tracked, detail: 'a link that the sparse checkout leaves out' });
  }
  for (const untracked of git.untrackedFiles()) {
    if (/(?:^|\/)node_modules\//.test(untracked)) continue;
    // A nested repository is listed as one folder; what is in it is read like any other file.
    if (untracked.endsWith('/')) walk(join(folder, untracked), untracked, listing);
    else listing.names.add(untracked);
  }
  return listing;
}

/** A submodule by its own index, so that what is tracked there is read whatever its name. */
function addSubmodule(folder: string, name: string, listing: Listing): void {
  if (isEmptyFolder(folder)) {
    listing.unavailable.push({ name, detail: 'the submodule is not checked out' });
    return;
  }
  const git = openGit(folder);
  if (git === undefined || realpathSync(git.top) !== realpathSync(folder)) {
    walk(folder, `${name}/`, listing);
    return;
  }
  const inner = listTracked(git, folder);
  for (const each of inner.names) listing.names.add(`${name}/${each}`);
  for (const [each, read] of inner.contents) listing.contents.set(`${name}/${each}`, read);
  listing.unavailable.push(...inner.unavailable.map((each) => ({ ...each, name: `${name}/${each.name}` })));
}

function unavailable(path: string, detail: string): SourceFile {
  return { path, mustRead: true, read: () => ({ kind: 'unavailable', detail }) };
}

function isEmptyFolder(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return true;
  }
}

function existing(absolute: string, shown: string, place: Place): SourceFile[] {
  const { root, here } = place;
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined) return []; // tracked, but deleted in the working tree
  if (stats.isFile()) return [sourceFile(absolute, shown, root)];
  if (!stats.isSymbolicLink()) return [];
  const target = targetOf(absolute);
  if (target === undefined) return []; // a dangling link holds nothing
  const isFolder = statSync(target).isDirectory();
  if (!isInside(target, root)) {
    if (!isFolder && !isManifestPath(shown)) return [];
    return [{ path: shown, mustRead: true, read: () => outsideRoot(target, root) }];
  }
  const isBelow = isInside(target, here);
  // What is read at its own place is not read twice, but may be asked for by this name.
  if (isFolder ? isBelow : place.isRead(target)) return [{ ...empty, path: shown, linkTo: place.shownOf(target) }];
  if (!isFolder) return [sourceFile(absolute, shown, root)];
  return [...walkAll(target).names].flatMap((name) => plainFile(join(target, name), `${shown}/${name}`, root));
}

const empty = { read: () => new Uint8Array() };

/** A file that is no link: what lies behind a link to another folder is followed no further. */
function plainFile(absolute: string, shown: string, root: string): SourceFile[] {
  return lstatSync(absolute, { throwIfNoEntry: false })?.isFile() === true ? [sourceFile(absolute, shown, root)] : [];
}

/** True for a folder itself and everything in it; both are absolute, links followed. */
export function isInside(target: string, root: string): boolean {
  if (target === root) return true;
  // What git keeps for itself, a token perhaps, is no part of the checkout.
  return target.startsWith(root === sep ? sep : root + sep) && !target.slice(root.length).split(sep).includes('.git');
}

function outsideRoot(target: string, root: string): UnreadableReason {
  return { kind: 'outside-root', target: relativePath(root, target) };
}

function targetOf(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}

function sourceFile(absolute: string, shown: string, root: string): SourceFile {
  return {
    path: shown,
    read: () => {
      try {
        const target = realpathSync(absolute);
        return isInside(target, root) ? readBytes(absolute) : outsideRoot(target, root);
      } catch (error) {
        return { kind: 'unavailable', detail: (error as NodeJS.ErrnoException).code ?? String(error) };
      }
    },
  };
}

function walk(folder: string, prefix: string, listing: Listing): void {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A folder that vanished meanwhile holds nothing; one that may not be read may hold anything.
    if (code !== 'ENOENT') listing.unavailable.push({ name: prefix.replace(/\/$/, ''), detail: code ?? String(error) });
    return;
  }
  for (const entry of entries) {
    if (entry.name === 'node_modules' || entry.name === '.git') continue;
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) walk(join(folder, entry.name), `${name}/`, listing);
    else listing.names.add(name);
  }
}
