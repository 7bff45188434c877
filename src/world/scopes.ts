import { folderOf } from './paths.ts';

/** What scopes are made from: an object's identity and the file it stands in. */
export interface ScopeMember {
  readonly key: string;
  readonly file: string;
}

/**
 * The folders whose resources are applied apart from their siblings' ones. It starts with one scope for the tree; where
 * an identity stands in several folders (`k8s/prod`, `k8s/staging`), the highest folders that separate the copies become
 * scopes. Folders above them belong to each.
 */
export function scopeFolders(members: readonly ScopeMember[]): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Map<string, Placed[]>();
  for (const { key, file } of members) {
    const folder = folderOf(file);
    const steps = folder === '.' ? [] : folder.split('/');
    const placed = seen.get(key);
    if (placed === undefined) seen.set(key, [{ steps }]);
    else if (!placed.some((other) => other.steps.join('/') === steps.join('/'))) placed.push({ steps });
  }
  for (const placed of seen.values()) if (placed.length > 1) split(placed, 0, found);
  return found;
}

interface Placed {
  readonly steps: readonly string[];
}

function split(placed: readonly Placed[], depth: number, found: Set<string>): void {
  const branches = new Map<string, Placed[]>();
  for (const entry of placed) {
    const branch = entry.steps[depth];
    if (branch === undefined) continue;
    const others = branches.get(branch);
    if (others === undefined) branches.set(branch, [entry]);
    else others.push(entry);
  }
  const direct = placed.some((entry) => entry.steps.length === depth);
  const separates = branches.size > 1 || (direct && branches.size > 0);
  for (const below of branches.values()) {
    if (separates) found.add((below[0]?.steps ?? []).slice(0, depth + 1).join('/'));
    if (below.length > 1) split(below, depth + 1, found);
  }
}

/** The scope that a file belongs to: the deepest scope folder at or above it, else `.`. */
export function scopeOf(file: string, folders: ReadonlySet<string>): string {
  for (let folder = folderOf(file); folder !== '.' && folder !== '' && folder !== '/'; folder = folderOf(folder)) {
    if (folders.has(folder)) return folder;
  }
  return '.';
}
