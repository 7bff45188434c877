import { git, tipOf, tryGit } from './git.ts';
import { refOf } from './repository.ts';
import type { PullRequest, State } from './state.ts';

/** Where a merge queue put pull requests together. */
export interface MergeGroup {
  readonly baseSha: string;
  readonly headSha: string;
  readonly headRef: string;
  readonly baseRef: string;
}

/** How a queue brings a pull request in: with its commits and a merge, as one new commit, or as copies of its commits. */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** Makes the commits of a group, each pull request upon the one before. Throws where one conflicts. */
export function queueTogether(
  state: State,
  baseRef: string,
  numbers: readonly number[],
  method: MergeMethod,
): MergeGroup {
  const { bare } = state;
  const baseSha = tipOf(bare, refOf(baseRef)) ?? '';
  let tip = baseSha;
  let name = '';
  for (const number of numbers) {
    const pull = state.pull(number);
    if (pull === undefined) throw new Error(`There is no pull request ${number}.`);
    name = `gh-readonly-queue/${baseRef}/pr-${number}-${tip}`;
    const headSha = upon(state, tip, pull, method);
    git(bare, 'update-ref', refOf(name), headSha);
    state.queue.push({ id: state.nextId(), number, branch: baseRef, baseSha: tip, headSha });
    tip = headSha;
  }
  return { baseSha, headSha: tip, headRef: `refs/heads/${name}`, baseRef: `refs/heads/${baseRef}` };
}

function upon(state: State, tip: string, pull: PullRequest, method: MergeMethod): string {
  const { bare } = state;
  if (method === 'rebase')
    return state.commitsOf(pull).reduce((onto, commit) => {
      // What the commit changes, upon another commit: a merge whose two sides share the commit's parent.
      const there = git(bare, 'commit-tree', `${onto}^{tree}`, '-p', `${commit}^`, '-m', 'Onto');
      const tree = merged(bare, there, commit);
      return git(bare, 'commit-tree', tree, '-p', onto, '-m', `Copy ${commit}`);
    }, tip);
  const tree = merged(bare, tip, pull.headSha);
  const parents = method === 'merge' ? ['-p', tip, '-p', pull.headSha] : ['-p', tip];
  return git(bare, 'commit-tree', tree, ...parents, '-m', `${pull.title} (#${pull.number})`);
}

function merged(bare: string, onto: string, commit: string): string {
  const tree = tryGit(bare, 'merge-tree', '--write-tree', onto, commit);
  if (tree === undefined) throw new Error(`${commit} conflicts with ${onto}.`);
  return tree;
}
