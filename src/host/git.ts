import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { posix } from 'node:path';
import { CannotEvaluate } from '../analysis/failure.ts';
import { gitDiffOptions } from '../analysis/git-diff.ts';

/** A file as a commit or the index holds it: `100644` and the like, `linkMode`, `submoduleMode`. */
export interface TrackedFile {
  readonly path: string;
  readonly mode: string;
  /** The id of its content. */
  readonly blob: string;
}

/** A file of the index. */
export interface IndexedFile extends TrackedFile {
  /** A sparse checkout leaves it out of the working tree. */
  readonly isSkipped: boolean;
  /** Its name is not valid UTF-8, so that `path` is only what it looks like. */
  readonly isGarbled: boolean;
}

export const linkMode = '120000';
export const submoduleMode = '160000';

/** A pair of paths that differ between two trees; a renamed file has both, under different names. */
export interface PathChange {
  readonly base: string | undefined;
  readonly head: string | undefined;
}

/** A git repository around a working directory. All paths are relative to that directory, with `/`. */
export interface Git {
  /** The top folder of the working tree. */
  readonly top: string;
  /** Tracked files below the directory, as the index has them when they are first asked for. */
  trackedFiles(): readonly IndexedFile[];
  /** Tracked files that attributes let git check out as another text than the commit has; true for those that differ from it. */
  rewrittenFiles(): ReadonlyMap<string, boolean>;
  /** Files that are neither tracked nor ignored, as they stand when files are first asked for. */
  untrackedFiles(): readonly string[];
  /** The commit that a revision names, or undefined when there is none. */
  resolve(revision: string): string | undefined;
  /** Where the checked-out history left the commit's; undefined when they share none (a shallow checkout, too). */
  mergeBase(commit: string): string | undefined;
  /** True for a file that is in the index, wherever in the working tree it stands. */
  isTracked(path: string): boolean;
  /** All files of a commit, with the id of their content; those outside of the directory begin with `../`. */
  filesAt(commit: string): readonly TrackedFile[];
  /** Contents by id, in order. */
  contents(blobs: readonly string[]): Uint8Array[];
  /** Tracked paths of the whole working tree that differ from a commit; renames are pairs. */
  changesSince(commit: string): readonly PathChange[];
  /** Tracked paths whose text in the working tree is not that of the index. */
  unstagedPaths(): readonly string[];
  /** The checked-out commit and its parents, as it names them itself: a shallow checkout has no parents otherwise. */
  checkedOut(): { readonly commit: string; readonly parents: readonly string[] } | undefined;
  /** History is cut somewhere, so that what two commits share cannot be told. */
  isShallow(): boolean;
  /** The commit is here, whether its parents are or not. */
  has(commit: string): boolean;
  /** Those of the contents that are not here. */
  missing(blobs: readonly string[]): readonly string[];
  /** Fetches single commits from `origin`; false when that is refused, or not done within the time. */
  fetch(commits: readonly string[], milliseconds: number): boolean;
  /** One commit is in the history of another, as far as history is here. */
  isAncestor(commit: string, of: string): boolean;
  /** The best commit that two commits share. */
  mergeBaseOf(one: string, other: string): string | undefined;
  /** What `git diff` prints between two commits, for `splitGitDiff`. */
  diff(from: string, to: string): string;
}

/** The repository that a directory lies in, or undefined when there is none or git is not installed. */
export function openGit(directory: string): Git | undefined {
  // Inside `.git` or a bare repository there is no top level, and the command fails.
  const top = oneLine(run(directory, ['rev-parse', '--show-toplevel']));
  return top === '' ? undefined : new CommandLineGit(directory, top);
}

/** Why `openGit` found nothing, in words that help to mend it. */
export function whyNoGit(directory: string): string {
  const { error } = spawn(directory, ['rev-parse', '--is-inside-work-tree']);
  if (error !== undefined) return 'git is not installed, so --base takes a folder.';
  return whyRefused(directory) ?? 'This is no git checkout, so --base takes a folder.';
}

/** Why git will not look into a checkout that is there; undefined where there is none, or no git. */
export function whyRefused(directory: string): string | undefined {
  const { error, stderr } = spawn(directory, ['rev-parse', '--is-inside-work-tree']);
  const said = error === undefined ? stderr.toString() : '';
  if (/dubious ownership/.test(said))
    return 'git refuses this checkout, which belongs to another user: git config --global --add safe.directory <path> allows it.';
  if (/bare repository/.test(said))
    return 'git refuses this folder, which holds what looks like a repository of its own (HEAD, config, objects, refs).';
  return undefined;
}

interface Listing {
  readonly tracked: readonly IndexedFile[];
  readonly untracked: readonly string[];
}

class CommandLineGit implements Git {
  readonly top: string;
  readonly #directory: string;
  #prefix: string | undefined;
  #listed: Listing | undefined;

  constructor(directory: string, top: string) {
    this.#directory = directory;
    this.top = top;
  }

  trackedFiles(): readonly IndexedFile[] {
    return this.#listing().tracked;
  }

  untrackedFiles(): readonly string[] {
    return this.#listing().untracked;
  }

  /** Both in one process. */
  #listing(): Listing {
    if (this.#listed !== undefined) return this.#listed;
    const args = ['ls-files', '-z', '-t', '--stage', '--cached', '--others', '--exclude-standard'];
    const listed = { tracked: [] as IndexedFile[], untracked: [] as string[] };
    for (const raw of rawRecords(this.#must(args))) {
      const record = raw.toString('utf8');
      if (record.startsWith('? ')) {
        listed.untracked.push(record.slice('? '.length));
        continue;
      }
      const tab = record.indexOf('\t');
      const [tag, mode = '', blob = ''] = record.slice(0, tab).split(' ');
      const isGarbled = record.includes('\uFFFD') && !Buffer.from(record).equals(raw);
      listed.tracked.push({ mode, blob, path: record.slice(tab + 1), isSkipped: tag === 'S', isGarbled });
    }
    this.#listed = listed;
    return listed;
  }

  rewrittenFiles(): Map<string, boolean> {
    const all = this.trackedFiles();
    if (!all.some(({ path }) => /(?:^|\/)\.gitattributes$/.test(path))) return new Map();
    const names = all.filter(({ isGarbled }) => !isGarbled).map(({ path }) => `${path}\0`);
    const args = ['check-attr', '--stdin', '-z', 'ident', 'working-tree-encoding'];
    const fields = records(this.#must(args, names.join('')));
    const edited = new Set(this.unstagedPaths());
    const found = new Map<string, boolean>();
    for (let at = 0; at + 2 < fields.length; at += 3) {
      const [path = '', , value = ''] = fields.slice(at, at + 3);
      if (value !== 'unspecified' && value !== 'unset') found.set(path, edited.has(path));
    }
    return found;
  }

  isTracked(path: string): boolean {
    return run(this.#directory, ['ls-files', '--error-unmatch', '--', `:(literal)${path}`]) !== undefined;
  }

  resolve(revision: string): string | undefined {
    if (revision.startsWith('-')) return undefined;
    return run(this.#directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])
      ?.toString()
      .trim();
  }

  mergeBase(commit: string): string | undefined {
    return run(this.#directory, ['merge-base', commit, 'HEAD'])?.toString().trim();
  }

  filesAt(commit: string): TrackedFile[] {
    return records(this.#must(['ls-tree', '-r', '-z', '--full-tree', commit])).map((record) => {
      const [mode = '', , blob = ''] = record.slice(0, record.indexOf('\t')).split(' ');
      return { mode, blob, path: this.#fromHere(record.slice(record.indexOf('\t') + 1)) };
    });
  }

  contents(blobs: readonly string[]): Uint8Array[] {
    if (blobs.length === 0) return [];
    const output = this.#must(['cat-file', '--batch'], `${blobs.join('\n')}\n`);
    const found: Uint8Array[] = [];
    let at = 0;
    for (const blob of blobs) {
      const end = output.indexOf(10, at);
      const size = Number(output.subarray(at, end).toString().split(' ')[2]);
      if (!Number.isSafeInteger(size)) throw new CannotEvaluate(`git has no content for ${blob}.`, 'Fetch it first.');
      found.push(output.subarray(end + 1, end + 1 + size));
      at = end + 1 + size + 1;
    }
    return found;
  }

  changesSince(commit: string): PathChange[] {
    const options = [
      '--no-ext-diff',
      '--no-textconv',
      '--no-relative',
      '--ignore-submodules=none',
      '--name-status',
      '-M',
      '-z',
    ];
    const fields = records(this.#must(['diff', ...options, commit, '--']));
    const changes: PathChange[] = [];
    for (let at = 0; at < fields.length;) {
      const status = fields[at] ?? '';
      const path = this.#fromHere(fields[at + 1] ?? '');
      if (status.startsWith('R') || status.startsWith('C')) {
        changes.push({
          base: status.startsWith('R') ? path : undefined,
          head: this.#fromHere(fields[at + 2] ?? ''),
        });
        at += 3;
      } else {
        changes.push({ base: status === 'A' ? undefined : path, head: status === 'D' ? undefined : path });
        at += 2;
      }
    }
    return changes;
  }

  unstagedPaths(): string[] {
    const options = [
      '--no-ext-diff',
      '--no-textconv',
      '--no-relative',
      '--ignore-submodules=none',
      '--name-only',
      '-z',
    ];
    return records(this.#must(['diff', ...options, '--'])).map((path) => this.#fromHere(path));
  }

  checkedOut(): { commit: string; parents: string[] } | undefined {
    const commit = this.resolve('HEAD');
    if (commit === undefined) return undefined;
    const [head = ''] = this.#must(['cat-file', 'commit', commit]).toString('utf8').split('\n\n');
    return { commit, parents: [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = '']) => parent) };
  }

  isShallow(): boolean {
    return oneLine(run(this.#directory, ['rev-parse', '--is-shallow-repository'])) !== 'false';
  }

  has(commit: string): boolean {
    return run(this.#directory, ['cat-file', '-e', `${commit}^{tree}`]) !== undefined;
  }

  missing(blobs: readonly string[]): string[] {
    if (blobs.length === 0) return [];
    const lines = this.#must(['cat-file', '--batch-check'], `${blobs.join('\n')}\n`)
      .toString()
      .trim()
      .split('\n');
    return lines.flatMap((line) => (line.endsWith(' missing') ? [line.slice(0, -' missing'.length)] : []));
  }

  fetch(commits: readonly string[], milliseconds: number): boolean {
    // Of a whole history a shallow fetch would make one that is cut.
    const depth = this.isShallow() ? ['--depth=1'] : [];
    const options = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', ...depth];
    const { status } = spawn(this.#directory, ['fetch', ...options, 'origin', ...commits], undefined, milliseconds);
    return status === 0;
  }

  isAncestor(commit: string, of: string): boolean {
    return run(this.#directory, ['merge-base', '--is-ancestor', commit, of]) !== undefined;
  }

  mergeBaseOf(one: string, other: string): string | undefined {
    return run(this.#directory, ['merge-base', one, other])?.toString().trim();
  }

  diff(from: string, to: string): string {
    return this.#must(['diff', ...gitDiffOptions, from, to, '--']).toString('utf8');
  }

  /** A path from the top of the working tree, as seen from the directory. */
  #fromHere(path: string): string {
    this.#prefix ??= oneLine(this.#must(['rev-parse', '--show-prefix']));
    return this.#prefix === '' ? path : posix.relative(`/${this.#prefix}`, `/${path}`);
  }

  #must(args: readonly string[], input?: string): Buffer {
    const { status, stdout, stderr } = spawn(this.#directory, args, input);
    if (status === 0) return stdout;
    throw new CannotEvaluate(`git ${args[0]} failed: ${stderr.toString().trim()}`, 'Is the repository whole?');
  }
}

/** Folders that git may look into although they belong to another user. */
const trusted: string[] = [];

/** Lets git look into a folder whoever it belongs to: a job in a container is another user than the one that checked out. */
export function trust(folder: string): void {
  trusted.push(folder);
}

function run(directory: string, args: readonly string[], input?: string): Buffer | undefined {
  const { status, stdout } = spawn(directory, args, input);
  return status === 0 ? stdout : undefined;
}

function spawn(directory: string, args: readonly string[], input?: string, timeout?: number): SpawnSyncReturns<Buffer> {
  const safe = [
    // A tracked folder that looks like a repository could bring settings that start programs.
    'safe.bareRepository=explicit',
    'core.fsmonitor=false',
    'core.quotePath=false',
    ...trusted.flatMap((folder) => [`safe.directory=${folder}`, `safe.directory=${folder}/*`]),
  ].flatMap((setting) => ['-c', setting]);
  return spawnSync('git', [...safe, ...args], {
    cwd: directory,
    input,
    maxBuffer: 4 * 1024 ** 3,
    ...(timeout === undefined ? {} : { timeout }),
    // Nobody is there to be asked for a password.
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
  });
}

function oneLine(output: Buffer | undefined): string {
  return output?.toString().replace(/\r?\n$/, '') ?? '';
}

function records(output: Buffer): string[] {
  const text = output.toString('utf8');
  return text === '' ? [] : text.replace(/\0$/, '').split('\0');
}

function rawRecords(output: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0, at);
    found.push(output.subarray(at, end));
    at = end + 1;
  }
  return found;
}
