import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../gate.ts';
import { git } from './git.ts';
import type { MergeGroup } from './merge-queue.ts';
import type { LocalGitHub } from './server.ts';

export interface CheckoutOptions {
  /** `merge`: the test merge, as actions/checkout does by itself. `head`: the head commit, when a workflow asks for it. */
  readonly style?: 'merge' | 'head';
  /** Commits of history; 0 is all of it with all branches. Default 1, as actions/checkout. */
  readonly depth?: 0 | 1 | 2;
  /**
   * False: `origin` answers no fetch, as with `persist-credentials: false` in a private repository. The server that
   * refuses lives in this process, so that a git that waits for it must not be waited for synchronously.
   */
  readonly credentials?: boolean;
  /** A folder below the workspace, as the input `path` of actions/checkout. */
  readonly path?: string;
  /**
   * A workspace to go on in, as a runner that keeps its workspaces has one; files that git does not know stay, as with
   * `clean: false`. Default: a new one.
   */
  readonly into?: string;
}

/** A workspace as a job has it. */
export interface Checkout {
  /** `GITHUB_WORKSPACE`. */
  readonly folder: string;
  /** The commit that is checked out. */
  readonly sha: string;
}

/** Checks a pull request out. The commit stays what it was, whatever is pushed later. */
export function checkoutPullRequest(server: LocalGitHub, number: number, options: CheckoutOptions = {}): Checkout {
  server.sync();
  const pull = server.pullRequest(number);
  if (options.style === 'head') return checkout(server, pull.headSha, undefined, options);
  if (pull.mergeSha === undefined)
    throw new Error(`Pull request ${number} conflicts: there is no test merge to check out.`);
  return checkout(server, pull.mergeSha, `refs/remotes/pull/${number}/merge`, options);
}

export function checkoutMergeGroup(server: LocalGitHub, group: MergeGroup, options: CheckoutOptions = {}): Checkout {
  return checkout(server, group.headSha, group.headRef.replace('refs/heads/', 'refs/remotes/origin/'), options);
}

/** Checks a branch out, as a push, a schedule or a started workflow does. */
export function checkoutBranch(server: LocalGitHub, branch = 'main', options: CheckoutOptions = {}): Checkout {
  // All branches come with all of the history.
  const ref = options.depth === 0 ? undefined : `refs/remotes/origin/${branch}`;
  return checkout(server, server.repository.tip(branch), ref, options);
}

function checkout(server: LocalGitHub, sha: string, ref: string | undefined, options: CheckoutOptions): Checkout {
  const workspace = options.into ?? temporaryFolder();
  const folder = join(workspace, options.path ?? '.');
  mkdirSync(folder, { recursive: true });
  const { bare } = server.repository;
  const depth = options.depth ?? 1;
  const isNew = !existsSync(join(folder, '.git'));
  if (isNew) {
    git(folder, 'init', '--quiet', '--initial-branch=main');
    git(folder, 'config', 'gc.auto', '0');
  }
  git(folder, 'remote', isNew ? 'add' : 'set-url', 'origin', `file://${bare}`);
  const wanted = ref === undefined ? sha : `+${sha}:${ref}`;
  if (depth === 0) {
    const all = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
    git(folder, 'fetch', '--quiet', '--no-tags', '--prune', 'origin', ...all, wanted);
  } else {
    git(folder, 'fetch', '--quiet', '--no-tags', '--prune', `--depth=${depth}`, 'origin', wanted);
  }
  git(folder, 'checkout', '--quiet', '--force', '--detach', sha);
  if (options.credentials === false)
    git(folder, 'remote', 'set-url', 'origin', `${server.url}/${server.state.name}.git`);
  return { folder: workspace, sha };
}
