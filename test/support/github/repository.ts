import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../gate.ts';
import { git, tipOf } from './git.ts';

/** What becomes of a path: a text or bytes, nothing (deleted), an executable file, a link, a submodule at a commit. */
export type Content =
  | string
  | Uint8Array
  | null
  | { readonly executable: string }
  | { readonly link: string }
  | { readonly submodule: string };

export type Changes = Readonly<Record<string, Content>>;

/**
 * A bare repository, as a host has it, and a working folder that commits to its branches. A branch is named as GitHub
 * names one in a comparison: `fix` is a branch of the repository itself, `mallory:fix` one of mallory's fork. A fork
 * shares the objects, and its branches are not among those that a checkout fetches.
 */
export class Repository {
  readonly bare: string;
  readonly #checkout: string;

  private constructor(folder: string) {
    this.bare = join(folder, 'bare.git');
    this.#checkout = join(folder, 'checkout');
  }

  /** A repository whose branch `main` has one commit with these files. The folder is removed when the test is over. */
  static of(files: Changes, folder: string = temporaryFolder()): Repository {
    const repository = new Repository(folder);
    const { bare } = repository;
    mkdirSync(bare, { recursive: true });
    git(bare, 'init', '--quiet', '--bare', '--initial-branch=main');
    appendFileSync(join(bare, 'config'), settings);
    const root = git(bare, 'commit-tree', '-m', 'Begin', emptyTree);
    git(bare, 'update-ref', 'refs/heads/main', root);
    git(bare, 'worktree', 'add', '--quiet', '--detach', repository.#checkout, root);
    repository.commit('main', files);
    return repository;
  }

  /** The commit that a branch is at. Throws when there is no such branch. */
  tip(branch: string): string {
    const commit = tipOf(this.bare, refOf(branch));
    if (commit === undefined) throw new Error(`There is no branch ${branch}.`);
    return commit;
  }

  /** Starts a branch at another branch or commit. */
  branch(name: string, from = 'main'): string {
    return this.#set(name, this.#commitOf(from));
  }

  /** Commits changes on a branch and pushes it; returns the commit. */
  commit(branch: string, changes: Changes, message = 'Change'): string {
    this.#switch(branch);
    const submodules: [string, string][] = [];
    for (const [path, content] of Object.entries(changes)) {
      if (typeof content === 'object' && content !== null && 'submodule' in content)
        submodules.push([path, content.submodule]);
      else this.#put(path, content);
    }
    git(this.#checkout, 'add', '--all', '--force');
    for (const [path, commit] of submodules) {
      git(this.#checkout, 'update-index', '--add', '--cacheinfo', `160000,${commit},${path}`);
      // As a checkout makes it; without it the next commit would take it for deleted.
      mkdirSync(join(this.#checkout, path), { recursive: true });
    }
    git(this.#checkout, 'commit', '--quiet', '--allow-empty', `--message=${message}`);
    return this.#push(branch);
  }

  /** Renames a file on a branch, in a commit of its own. */
  move(branch: string, from: string, to: string): string {
    this.#switch(branch);
    mkdirSync(dirname(join(this.#checkout, to)), { recursive: true });
    git(this.#checkout, 'mv', from, to);
    git(this.#checkout, 'commit', '--quiet', '--message=Move');
    return this.#push(branch);
  }

  /** Changes nothing but the mode of a file. */
  setMode(branch: string, path: string, mode: '+x' | '-x'): string {
    this.#switch(branch);
    chmodSync(join(this.#checkout, path), mode === '+x' ? 0o755 : 0o644);
    git(this.#checkout, 'commit', '--quiet', '--all', '--message=Mode');
    return this.#push(branch);
  }

  /** Merges a branch into another one with a merge commit. Throws when they conflict. */
  merge(into: string, from: string): string {
    this.#switch(into);
    git(this.#checkout, 'merge', '--quiet', '--no-ff', '--message=Merge', this.#commitOf(from));
    return this.#push(into);
  }

  /** Puts the commits of a branch on top of another branch, as a force-push after `git rebase` does. */
  rebase(branch: string, onto: string): string {
    this.#switch(branch);
    git(this.#checkout, 'rebase', '--quiet', this.#commitOf(onto));
    return this.#push(branch);
  }

  /** Undoes a commit with a further one. */
  revert(branch: string, commit: string): string {
    this.#switch(branch);
    git(this.#checkout, 'revert', '--no-edit', commit);
    return this.#push(branch);
  }

  /** Moves a branch to any commit, as a force-push does. */
  reset(branch: string, to: string): string {
    return this.#set(branch, this.#commitOf(to));
  }

  deleteBranch(branch: string): void {
    git(this.bare, 'update-ref', '-d', refOf(branch));
  }

  /** A file as a branch or commit has it. Throws when it has none. */
  read(revision: string, path: string): string {
    return git(this.bare, 'cat-file', 'blob', `${this.#commitOf(revision)}:${path}`);
  }

  #commitOf(revision: string): string {
    return tipOf(this.bare, refOf(revision)) ?? git(this.bare, 'rev-parse', `${revision}^{commit}`);
  }

  #put(path: string, content: Exclude<Content, { readonly submodule: string }>): void {
    const target = join(this.#checkout, path);
    rmSync(target, { recursive: true, force: true });
    if (content === null) return;
    mkdirSync(dirname(target), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(target, content);
    else if ('link' in content) symlinkSync(content.link, target);
    else writeFileSync(target, content.executable, { mode: 0o755 });
  }

  #switch(branch: string): void {
    const tip = this.tip(branch);
    if (tip !== this.#head()) git(this.#checkout, 'checkout', '--quiet', '--force', '--detach', tip);
  }

  /** The working folder is on no branch, so that its `HEAD` is a commit. */
  #head(): string {
    return readFileSync(join(this.bare, 'worktrees/checkout/HEAD'), 'utf8').trim();
  }

  #push(branch: string): string {
    return this.#set(branch, this.#head());
  }

  #set(branch: string, commit: string): string {
    git(this.bare, 'update-ref', refOf(branch), commit);
    return commit;
  }
}

/** The ref in the bare repository that holds a branch. */
export function refOf(branch: string): string {
  const colon = branch.indexOf(':');
  return colon < 0 ? `refs/heads/${branch}` : `refs/forks/${branch.slice(0, colon)}/${branch.slice(colon + 1)}`;
}

/** Git knows it without being told. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** As GitHub: any commit that is there can be fetched by its id. Nothing is packed behind a test's back. */
const settings = `
[uploadpack]
\tallowAnySHA1InWant = true
\thideRefs = refs/forks
[gc]
\tauto = 0
`;
