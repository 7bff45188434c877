import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from '../analysis/load-tree.ts';
import type { UnreadableReason } from '../model/manifest.ts';
import { isManifestPath } from '../analysis/load-tree.ts';
import { openGit } from './git.ts';

/** The path from `directory` to a file, with `/`, as it is printed in reports. */
export function relativePath(directory: string, path: string): string {
  const shown = relative(directory, path).split(sep).join('/');
  return shown === '' ? '.' : shown;
}

/**
 * Files at and below a path: in a git checkout the tracked ones (whatever `.gitignore` says) and the untracked ones that
 * are not ignored; elsewhere all, `node_modules` and `.git` left out. Paths are relative to `directory`.
 */
export function listFiles(path: string, directory: string): SourceFile[] {
  const absolute = resolve(directory, path);
  const prefix = relativePath(directory, absolute);
  if (!statSync(absolute).isDirectory()) return [sourceFile(absolute, prefix, resolve(absolute, '..'))];
  const shown = (name: string): string => (prefix === '.' ? name : `${prefix}/${name}`);
  const git = openGit(absolute);
  const names = new Set<string>();
  const missing: string[] = [];
  if (git === undefined) walk(absolute, '', names);
  else {
    for (const { path: tracked, mode } of git.trackedFiles()) {
      if (mode !== '160000') names.add(tracked);
      else if (isEmptyFolder(join(absolute, tracked))) missing.push(tracked);
      else walk(join(absolute, tracked), `${tracked}/`, names);
    }
    for (const untracked of git.untrackedFiles()) {
      // A nested repository is listed as one folder; what is in it is read like any other file.
      if (untracked.endsWith('/')) walk(join(absolute, untracked), untracked, names);
      else names.add(untracked);
    }
  }
  const root = realpathSync(absolute);
  return [...names]
    .filter((name) => !/(?:^|\/)(?:node_modules|\.git)\//.test(name))
    .sort((left, right) => (left < right ? -1 : 1))
    .flatMap((name) => existing(join(absolute, name), shown(name), root))
    .concat(
      missing.map((name) => ({
        path: shown(name),
        mustRead: true,
        read: () => ({ kind: 'unavailable', detail: 'the submodule is not checked out' }),
      })),
    );
}

function isEmptyFolder(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return true;
  }
}

function existing(absolute: string, shown: string, root: string): SourceFile[] {
  let stats;
  try {
    stats = lstatSync(absolute);
  } catch {
    return []; // tracked, but deleted in the working tree
  }
  if (stats.isFile()) return [sourceFile(absolute, shown, root)];
  if (!stats.isSymbolicLink()) return [];
  const target = targetOf(absolute);
  if (target === undefined) return []; // a dangling link holds nothing
  const isInside = target === root || target.startsWith(root + sep);
  const isFolder = statSync(target).isDirectory();
  // A link to a folder inside is read at its own place.
  if (isInside) return isFolder ? [] : [sourceFile(absolute, shown, root)];
  if (!isFolder && !isManifestPath(shown)) return [];
  const reason: UnreadableReason = {
    kind: 'outside-root',
    target: isAbsolute(target) ? relative(root, target).split(sep).join('/') : target,
  };
  return [{ path: shown, mustRead: true, read: () => reason }];
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
        if (target !== root && !target.startsWith(root + sep))
          return { kind: 'outside-root', target: relative(root, target).split(sep).join('/') };
        return readFileSync(absolute);
      } catch (error) {
        return { kind: 'unavailable', detail: (error as NodeJS.ErrnoException).code ?? String(error) };
      }
    },
  };
}

function walk(folder: string, prefix: string, names: Set<string>): void {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return; // a folder that vanished or may not be read
  }
  for (const entry of entries) {
    if (entry.name === 'node_modules' || entry.name === '.git') continue;
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) walk(join(folder, entry.name), `${name}/`, names);
    else names.add(name);
  }
}
