import type { Finding } from '../model/finding.ts';
import { fingerprintOf } from '../model/fingerprint.ts';
import { folderOf } from '../world/paths.ts';
import { scopeOf } from '../world/scopes.ts';
import type { Tree } from '../world/tree.ts';
import type { World } from '../world/world.ts';
import { gravestFirst, isWorse, KnownFindings } from './known-findings.ts';
import { lineRuns, type LineRun } from './line-runs.ts';

/** How two trees of one project relate. */
export interface TreeChange {
  /** Base path of a head file, for files that stand in both (renamed ones under their old name). */
  readonly baseOf: ReadonlyMap<string, string>;
  /** Head files whose text differs from base, new ones included. */
  readonly changed: ReadonlySet<string>;
  /** Head files that a link of the change gives another name: what was old there is new here. */
  readonly exposed?: ReadonlySet<string>;
}

/** Where files of base stand in head, by their base path. */
export function headPaths(change: TreeChange | undefined): ReadonlyMap<string, string> {
  return new Map([...(change?.baseOf ?? [])].map(([after, before]) => [before, after]));
}

/**
 * Sets status, worsened and inDiff on the findings of head, and adds those of base that head no longer has as *fixed*.
 * Findings are matched by fingerprint and counted; scopes are matched through the files they hold.
 */
export function compareTrees(
  head: readonly Finding[],
  base: readonly Finding[],
  worlds: { readonly head: World; readonly base: World },
  change: TreeChange,
): Finding[] {
  const lines = new ChangedLines(worlds.head.tree, worlds.base.tree, change);
  const scopes = new ScopeMatch(worlds, change);
  const known = new KnownFindings(base);
  const result: Finding[] = [];
  const add = (finding: Finding, before: Finding | undefined): void => {
    // What cannot be read counts as new wherever the change touches the file, or an unreadable base would hide it.
    const { file } = finding.location;
    const isUnseen =
      (finding.ruleId === 'unreadable-manifest' && change.changed.has(file)) ||
      change.exposed?.has(file) === true ||
      // What an override silenced where it stood was accepted there, not here.
      (before?.suppression?.kind === 'config' && finding.suppression === null);
    const worsened = !isUnseen && before !== undefined && isWorse(finding, before);
    const status = before === undefined || worsened || isUnseen ? 'new' : 'unchanged';
    // What is gone stands in base.
    const inDiff = finding.location.tree === 'base' ? lines.touchBase(finding) : lines.touchHead(finding);
    result.push({ ...finding, inDiff, worsened, status });
  };
  // What base has just so goes first: beside a second violation at the same place it is not the one that is new.
  const rest: { finding: Finding; fingerprint: string }[] = [];
  for (const finding of [...head].sort(gravestFirst)) {
    const fingerprint = scopes.inBase(finding);
    const same = known.takeSame(finding, fingerprint);
    if (same === undefined) rest.push({ finding, fingerprint });
    else add(finding, same);
  }
  for (const { finding, fingerprint } of rest) add(finding, known.takeGravest(fingerprint));
  for (const finding of known.left())
    // What is gone is gone, whatever silenced it.
    result.push({ ...finding, status: 'fixed', suppression: null, inDiff: lines.touchBase(finding) });
  return result;
}

/** Translates fingerprints of head into the scopes of base: folders may be renamed, and a new sibling may split a scope. */
export class ScopeMatch {
  readonly #baseScope = new Map<string, string>();
  readonly #scopes: ReadonlySet<string>;
  readonly #headScopes: ReadonlySet<string>;
  readonly change: TreeChange;

  constructor({ head, base }: { readonly head: World; readonly base: World }, change: TreeChange) {
    this.#scopes = base.scopes;
    this.#headScopes = head.scopes;
    this.change = change;
  }

  inBase(finding: Finding): string {
    if (finding.resource === null) return finding.fingerprint; // about a file, which is in no scope
    const scope = this.scopeInBase({ ...finding, file: finding.location.file });
    if (scope === finding.scope) return finding.fingerprint;
    return fingerprintOf({ ...finding.parts, scope });
  }

  /** The scope of base that something in a scope and a file of head would be in. */
  scopeInBase({ scope, clusters, file }: Pick<Finding, 'scope' | 'clusters'> & { readonly file: string }): string {
    const key = `${scope}\0${file}`;
    const cached = this.#baseScope.get(key);
    if (cached !== undefined) return cached;
    const cluster = clusters.map((name) => `@${name}`).join('');
    const before = this.change.baseOf.get(file) ?? this.#neighbour(file);
    const origin = before === undefined ? scope : `${scopeOf(before, this.#foldersOf(cluster))}${cluster}`;
    const found = this.#areBothThere(scope, origin) ? scope : origin;
    this.#baseScope.set(key, found);
    return found;
  }

  /**
   * Two scopes that stand in both trees are each what they were. A file seems to come from the other one when both hold
   * files of the same text, of which a rename is paired with any, or when it was moved, and then it is new where it is.
   */
  #areBothThere(scope: string, origin: string): boolean {
    return this.#scopes.has(scope) && this.#headScopes.has(origin);
  }

  #foldersOf(cluster: string): ReadonlySet<string> {
    const scopes = [...this.#scopes].filter((scope) => scope.endsWith(cluster));
    return new Set(scopes.map((scope) => scope.slice(0, scope.length - cluster.length)));
  }

  /** A file that is new belongs where its neighbours in the same folder came from. */
  #neighbour(file: string): string | undefined {
    const folder = folderOf(file);
    for (const [head, base] of this.change.baseOf) if (folderOf(head) === folder) return base;
    return undefined;
  }
}

/** Lines that the change adds or alters in head, and removes or alters in base. */
class ChangedLines {
  readonly #head: Tree;
  readonly #base: Tree;
  readonly #change: TreeChange;
  readonly #cache = new Map<string, { head: Set<number>; base: Set<number> }>();
  readonly #headOf: ReadonlyMap<string, string>;

  constructor(head: Tree, base: Tree, change: TreeChange) {
    this.#head = head;
    this.#base = base;
    this.#change = change;
    this.#headOf = headPaths(change);
  }

  touchHead({ location }: Finding): boolean {
    if (!this.#change.changed.has(location.file)) return false;
    const before = this.#change.baseOf.get(location.file);
    // Of a file that could not be read there are no lines to compare.
    if (before === undefined || this.#head.manifests.get(location.file)?.length === 0) return true;
    return touches(this.#linesOf(location.file, before).head, location.start.line, location.end.line);
  }

  touchBase({ location }: Finding): boolean {
    const after = this.#headOf.get(location.file);
    if (after === undefined) return true;
    return touches(this.#linesOf(after, location.file).base, location.start.line, location.end.line);
  }

  #linesOf(headFile: string, baseFile: string): { head: Set<number>; base: Set<number> } {
    const known = this.#cache.get(headFile);
    if (known !== undefined) return known;
    const before = this.#base.manifests.get(baseFile)?.text ?? '';
    const after = this.#head.manifests.get(headFile)?.text ?? '';
    const changed = changedLines(before, after);
    this.#cache.set(headFile, changed);
    return changed;
  }
}

function touches(lines: ReadonlySet<number>, from: number, to: number): boolean {
  for (let line = from; line <= to; line++) if (lines.has(line)) return true;
  return false;
}

function changedLines(before: string, after: string): { head: Set<number>; base: Set<number> } {
  const changed = { head: new Set<number>(), base: new Set<number>() };
  // Past the time limit everything counts as changed: inDiff only decides where a comment goes.
  const all: LineRun = { kind: 'added', before: 1, after: 1, count: after.split('\n').length };
  for (const run of lineRuns(before, after) ?? [all]) {
    for (let line = 0; line < run.count; line++) {
      if (run.kind === 'added') changed.head.add(run.after + line);
      if (run.kind === 'removed') changed.base.add(run.before + line);
    }
  }
  return changed;
}

/** How two trees relate without git: a file that vanished and one of the same text that appeared are one renamed file. */
export function changeBetween(head: Tree, base: Tree): TreeChange {
  const baseOf = new Map<string, string>();
  const changed = new Set<string>();
  const gone = new Map<string, string[]>();
  for (const [path, manifest] of base.manifests) {
    if (head.manifests.has(path)) continue;
    const { text } = manifest;
    gone.set(text, [...(gone.get(text) ?? []), path]);
  }
  for (const [path, manifest] of head.manifests) {
    const before = base.manifests.get(path);
    const renamed = before === undefined && gone.size > 0 ? gone.get(manifest.text)?.shift() : undefined;
    if (before !== undefined) baseOf.set(path, path);
    else if (renamed !== undefined) baseOf.set(path, renamed);
    // Lengths first: a text may have to be read again.
    if (before?.length !== manifest.length || before.text !== manifest.text) changed.add(path);
  }
  return { baseOf, changed };
}
