import { commonDepth, folderOf, stepsOf } from './paths.ts';

/** What scopes are made from: an object's identity and the file it stands in. */
export interface ScopeMember {
  readonly key: string;
  readonly file: string;
}

/** How the folders of a tree relate: which are applied together. */
export interface Separation {
  /**
   * The folders whose resources are applied apart from their siblings' ones. It starts with one scope for the tree; where
   * an identity stands in several folders (`k8s/prod`, `k8s/staging`), the highest folders that separate the copies
   * become scopes. Folders above them belong to each.
   */
  readonly folders: ReadonlySet<string>;
  /** True for folders that hold the same object, or stand below two neighbours that do: two environments. */
  areApart(one: string, two: string): boolean;
  /**
   * True for folders that certainly go together: one stands above the other, or both are apart from the same neighbours.
   * What merely stands beside an environment may be shared by all of them or may be something else.
   */
  areOnOneSide(one: string, two: string): boolean;
}

/** Separates folders that hold copies of one object. */
export function separate(members: readonly ScopeMember[]): Separation {
  const placed = new Map<string, Map<string, readonly string[]>>();
  for (const { key, file } of members) {
    const folder = folderOf(file);
    const folders = placed.get(key) ?? new Map<string, readonly string[]>();
    placed.set(key, folders.set(folder, stepsOf(folder)));
  }
  const levels = new Levels();
  for (const folders of placed.values()) if (folders.size > 1) split([...folders.values()], 0, levels);
  return {
    folders: levels.separated,
    areApart: (one, two) => levels.areApart(one, two),
    areOnOneSide: (one, two) => levels.areOnOneSide(one, two),
  };
}

type Steps = readonly string[];

/** Stands for copies directly in a folder, beside those in folders below it. */
const here = '.';

function split(placed: readonly Steps[], depth: number, levels: Levels): void {
  const branches = new Map<string, Steps[]>();
  for (const steps of placed) {
    const branch = steps[depth] ?? here;
    const others = branches.get(branch);
    if (others === undefined) branches.set(branch, [steps]);
    else others.push(steps);
  }
  const [first] = placed;
  if (branches.size > 1 && first !== undefined) levels.add(first.slice(0, depth), [...branches.keys()]);
  for (const [branch, below] of branches) if (branch !== here && below.length > 1) split(below, depth + 1, levels);
}

/** Neighbours that hold the same object. */
type Group = ReadonlySet<string>;

/** For every folder, which of the folders in it hold copies of one another's objects. */
class Levels {
  readonly separated = new Set<string>();
  readonly #groups = new Map<string, Map<string, Set<Group>>>();
  readonly #known = new Set<string>();

  add(folder: Steps, branches: readonly string[]): void {
    const at = folder.join('/');
    const key = [at, ...branches.toSorted()].join('\0');
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const group = new Set(branches);
    const groups = this.#groups.get(at) ?? new Map<string, Set<Group>>();
    this.#groups.set(at, groups);
    for (const branch of branches) {
      if (branch !== here) this.separated.add([...folder, branch].join('/'));
      groups.set(branch, (groups.get(branch) ?? new Set<Group>()).add(group));
    }
  }

  areApart(left: string, right: string): boolean {
    const depth = commonDepth(left, right);
    const branch = stepsOf(right)[depth];
    return branch !== undefined && [...this.#groupsOf(stepsOf(left), depth)].some((group) => group.has(branch));
  }

  areOnOneSide(left: string, right: string): boolean {
    const depth = commonDepth(left, right);
    const [one, two] = [stepsOf(left), stepsOf(right)];
    if (one.length === depth || two.length === depth) return true;
    const rivals = this.#rivalsOf(one, depth);
    const others = this.#rivalsOf(two, depth);
    const areEqual = rivals.size === others.size && [...rivals].every((rival) => others.has(rival));
    return areEqual && this.#isUndivided(one, depth + 1) && this.#isUndivided(two, depth + 1);
  }

  #isUndivided(steps: Steps, from: number): boolean {
    return steps.every((_, depth) => depth < from || this.#groupsOf(steps, depth).size === 0);
  }

  #rivalsOf(steps: Steps, depth: number): ReadonlySet<string> {
    const own = steps[depth];
    return new Set([...this.#groupsOf(steps, depth)].flatMap((group) => [...group].filter((branch) => branch !== own)));
  }

  #groupsOf(steps: Steps, depth: number): ReadonlySet<Group> {
    const branch = steps[depth];
    const groups = branch === undefined ? undefined : this.#groups.get(steps.slice(0, depth).join('/'))?.get(branch);
    return groups ?? new Set();
  }
}

/** The scope that a file belongs to: the deepest scope folder at or above it, else `.`. */
export function scopeOf(file: string, folders: ReadonlySet<string>): string {
  for (let folder = folderOf(file); folder !== '.' && folder !== '' && folder !== '/'; folder = folderOf(folder)) {
    if (folders.has(folder)) return folder;
  }
  return '.';
}
