import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from '../analysis/load-tree.ts';
import type { UnreadableReason } from '../model/manifest.ts';
import { isManifestPath } from '../analysis/load-tree.ts';
import { openGit, type Git } from './git.ts';

/** The path from `directory` to a file, with `/`, as it is printed in reports. */
export function relativePath(directory: string, path: string): string {
  const shown = relative(directory, path).split(sep).join('/');
  return shown === '' ? '.' : shown;
}

export function exists(path: string, directory: string): boolean {
  return existsSync(resolve(directory, path));
}

/** The text of a file of a directory; undefined where it cannot be read. */
export function readTextFile(directory: string, path: string): string | undefined {
  try {
    return readFileSync(resolve(directory, path), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Files at and below a path: in a git checkout the tracked ones (whatever `.gitignore` says) and the untracked ones that
 * are not ignored; elsewhere all, `node_modules` and `.git` left out. Paths are relative to `directory`. Links are
 * followed as far as they stay inside the root: the checkout, else `directory`, else the path itself.
 */
export function listFiles(path: string, directory: string): SourceFile[] {
  const absolute = resolve(directory, path);
  const prefix = relativePath(directory, absolute);
  const escaped = escapeOf(absolute, directory);
  if (escaped !== undefined) return [{ path: prefix, mustRead: true, read: () => escaped }];
  const isFolder = statSync(absolute).isDirectory();
  const folder = isFolder ? absolute : dirname(absolute);
  const git = openGit(folder);
  const root = rootOf(git, folder, directory);
  if (!isFolder) return existing(absolute, prefix, root, () => false);

  const listing = git === undefined ? walkAll(absolute) : listTracked(git, absolute);
  const shown = (name: string): string => (prefix === '.' ? name : `${prefix}/${name}`);
  const names = [...listing.names].filter((name) => !/(?:^|\/)(?:node_modules|\.git)\//.test(name));
  const here = realpathSync(absolute);
  // A link to a file that is listed itself would show everything in it twice.
  const isListed = (target: string): boolean =>
    target.startsWith(here + sep) && listing.names.has(relativePath(here, target));
  return names
    .sort((left, right) => (left < right ? -1 : 1))
    .flatMap((name) => existing(join(absolute, name), shown(name), root, isListed))
    .concat(listing.unavailable.map(({ name, detail }) => unavailable(shown(name), detail)));
}

interface Listing {
  readonly names: Set<string>;
  /** What may hold manifests and cannot be looked into. */
  readonly unavailable: { readonly name: string; readonly detail: string }[];
}

/** A path that lies within the root of the working directory and is, or goes by, a link that leads out of it. */
function escapeOf(absolute: string, directory: string): UnreadableReason | undefined {
  const root = rootOf(openGit(directory), directory, directory);
  const written = resolve(realpathSync(directory), relative(directory, absolute));
  const target = realpathSync(absolute);
  return isInside(written, root) && !isInside(target, root) ? outsideRoot(target, root) : undefined;
}

function rootOf(git: Git | undefined, folder: string, directory: string): string {
  if (git !== undefined) return realpathSync(git.top);
  const inside = realpathSync(folder);
  const outer = realpathSync(directory);
  return inside === outer || inside.startsWith(outer + sep) ? outer : inside;
}

function walkAll(folder: string): Listing {
  const listing: Listing = { names: new Set(), unavailable: [] };
  walk(folder, '', listing);
  return listing;
}

function listTracked(git: Git, folder: string): Listing {
  const listing: Listing = { names: new Set(), unavailable: [] };
  for (const { path: tracked, mode } of git.trackedFiles()) {
    if (mode !== '160000') listing.names.add(tracked);
    else if (isEmptyFolder(join(folder, tracked))) {
      listing.unavailable.push({ name: tracked, detail: 'the submodule is not checked out' });
    } else walk(join(folder, tracked), `${tracked}/`, listing);
  }
  for (const untracked of git.untrackedFiles()) {
    // A nested repository is listed as one folder; what is in it is read like any other file.
    if (untracked.endsWith('/')) walk(join(folder, untracked), untracked, listing);
    else listing.names.add(untracked);
  }
  return listing;
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

function existing(absolute: string, shown: string, root: string, isListed: (target: string) => boolean): SourceFile[] {
  let stats;
  try {
    stats = lstatSync(absolute);
  } catch {
    if (shown.includes('\uFFFD') && isManifestPath(shown)) return [unavailable(shown, 'its name is not valid UTF-8')];
    return []; // tracked, but deleted in the working tree
  }
  if (stats.isFile()) return [sourceFile(absolute, shown, root)];
  if (!stats.isSymbolicLink()) return [];
  const target = targetOf(absolute);
  if (target === undefined) return []; // a dangling link holds nothing
  const isFolder = statSync(target).isDirectory();
  // A link to a folder inside is read at its own place.
  if (isInside(target, root)) return isFolder || isListed(target) ? [] : [sourceFile(absolute, shown, root)];
  if (!isFolder && !isManifestPath(shown)) return [];
  return [{ path: shown, mustRead: true, read: () => outsideRoot(target, root) }];
}

function isInside(target: string, root: string): boolean {
  return target === root || target.startsWith(root === sep ? sep : root + sep);
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
        return isInside(target, root) ? readFileSync(absolute) : outsideRoot(target, root);
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
