import { CannotEvaluate } from '../analysis/failure.ts';
import type { Bilingual, Problem } from '../model/finding.ts';
import { CommitBase, localCommit, type Base } from '../host/base-tree.ts';
import type { Git } from '../host/git.ts';
import { openApiCommit } from '../host/github/api-commit.ts';
import type { GitHubClient } from '../host/github/client.ts';
import { mergeBaseOf } from '../host/github/merge-base.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import type { Environment } from '../host/runner.ts';
import type { ChangeSituation } from './situation.ts';

/** What a change is compared with, and how the two commits relate to what GitHub shows. */
export interface FoundBase {
  readonly base: Base;
  readonly baseSha: string;
  /** The commit that GitHub compares the pull request with, where it is known and here. */
  readonly mergeBase: string | undefined;
}

type CheckedOut = NonNullable<ReturnType<Git['checkedOut']>>;

/** Neither checkout style can be proved, or base cannot be had. */
export interface NoBase {
  readonly reason: Bilingual;
}

/** The longest time for a fetch, in milliseconds. */
export const fetchTime = 120_000;

/**
 * Proves which commit is base: the first parent of the test merge of the event's head, or the merge base of the head
 * commit; of a merge group its own base. Then reads it from git, from what git can fetch, or from the API.
 */
export class BaseFinder {
  readonly #git: Git;
  readonly #client: () => Promise<GitHubClient | undefined>;
  readonly #environment: Pick<Environment, 'repository' | 'sha'>;
  readonly #isWanted: (path: string) => boolean;

  /** `isWanted` names the files whose content is needed where it differs. */
  constructor(
    git: Git,
    client: () => Promise<GitHubClient | undefined>,
    environment: Pick<Environment, 'repository' | 'sha'>,
    isWanted: (path: string) => boolean,
  ) {
    this.#git = git;
    this.#client = client;
    this.#environment = environment;
    this.#isWanted = isWanted;
  }

  /** Throws `CannotEvaluate` where what is checked out is not the change at all. */
  async find(situation: ChangeSituation): Promise<FoundBase | NoBase> {
    const checkedOut = this.#git.checkedOut();
    if (checkedOut === undefined) return noBase('nothing is checked out', '没有检出任何提交');
    const { commit, parents } = checkedOut;
    const [first, second] = parents;
    if (situation.kind === 'merge-group') {
      return commit === situation.headSha ? this.#open(situation.baseSha, []) : this.#other(checkedOut, situation);
    }
    // Anybody can push a merge of the head: only the commit that the event was made for is GitHub's own.
    const isTestMerge = parents.length === 2 && second === situation.headSha && commit === this.#environment.sha;
    if (isTestMerge && first !== undefined) return this.#open(first, [situation.headSha]);
    if (commit !== situation.headSha) return this.#other(checkedOut, situation);
    const mergeBase = await this.#mergeBase(situation);
    return typeof mergeBase === 'string' ? this.#open(mergeBase, [], mergeBase) : mergeBase;
  }

  /** The commit as base, with others that are fetched at the same time. */
  async #open(sha: string, others: readonly string[], mergeBase?: string): Promise<FoundBase | NoBase> {
    const missing = [sha, ...others].filter((each) => !this.#git.has(each));
    if (missing.length > 0) this.#git.fetch(missing, fetchTime);
    if (this.#git.has(sha)) {
      const [head] = others;
      const shared = mergeBase ?? (head === undefined ? undefined : this.#provedMergeBase(sha, head));
      return { base: new CommitBase(this.#git, localCommit(this.#git, sha)), baseSha: sha, mergeBase: shared };
    }
    const client = await this.#client();
    if (client === undefined) return notFetched(sha, 'there is no token for the API', '没有可用于 API 的令牌');
    try {
      const commit = await openApiCommit(client, this.#environment.repository, sha, this.#git, this.#isWanted);
      return { base: new CommitBase(this.#git, commit), baseSha: sha, mergeBase: undefined };
    } catch (error) {
      return notFetched(sha, ...said(error));
    }
  }

  /** A commit that holds the change among others can be judged as a whole; any other tells nothing about it. */
  async #other({ commit, parents }: CheckedOut, { headSha, baseSha }: ChangeSituation): Promise<NoBase> {
    const short = commit.slice(0, 12);
    const isHeld = commit !== baseSha && (parents.includes(headSha) || (await this.#holds(commit, headSha)));
    if (isHeld)
      return noBase(
        `${short} is checked out, which is neither the head of this change nor its test merge`,
        `检出的是 ${short}，既不是本次变更的头提交，也不是它的测试合并提交`,
      );
    throw new CannotEvaluate(
      `What is checked out, ${short}, is not known to hold the commit ${headSha.slice(0, 12)} of this change.`,
      'Leave out ref: of actions/checkout, or check out the head commit: ref: ${{ github.event.pull_request.head.sha }}.',
    );
  }

  async #holds(commit: string, headSha: string): Promise<boolean> {
    if (this.#git.has(headSha) && this.#git.isAncestor(headSha, commit)) return true;
    const client = this.#git.isShallow() ? await this.#client() : undefined;
    if (client === undefined) return false;
    try {
      return (await mergeBaseOf(client, this.#environment.repository, headSha, commit)) === headSha;
    } catch (error) {
      said(error);
      return false;
    }
  }

  async #mergeBase({ headSha, baseSha }: ChangeSituation): Promise<string | NoBase> {
    if (!this.#git.isShallow()) {
      if (!this.#git.has(baseSha)) this.#git.fetch([baseSha], fetchTime);
      const local = this.#provedMergeBase(baseSha, headSha);
      if (local !== undefined) return local;
    }
    const why = (en: string, zh: string): NoBase =>
      noBase(
        `where the pull request left its base branch cannot be told: ${en}`,
        `无法确定拉取请求与基础分支的分叉点：${zh}`,
      );
    const client = await this.#client();
    if (client === undefined)
      return why('history is not here, and there is no token for the API', '本地没有历史，也没有可用于 API 的令牌');
    try {
      return await mergeBaseOf(client, this.#environment.repository, baseSha, headSha);
    } catch (error) {
      return why(...said(error));
    }
  }

  /** Where history is cut, git may name a commit that is not the last one that two others share. */
  #provedMergeBase(one: string, other: string): string | undefined {
    return this.#git.isShallow() ? undefined : this.#git.mergeBaseOf(one, other);
  }
}

/** Said where nothing can be compared. */
export function unprovedNotice({ reason }: NoBase): Problem {
  return {
    kind: 'base-unproved',
    file: '',
    message: {
      en: `nothing could be compared, so everything was evaluated and every finding counts (gate all): ${reason.en}`,
      zh: `无法比较，因此评估了全部内容，所有问题都计入结果（gate all）：${reason.zh}`,
    },
    location: null,
  };
}

function notFetched(sha: string, en: string, zh: string): NoBase {
  const short = sha.slice(0, 12);
  return noBase(
    `base ${short} is not here and cannot be fetched, and ${en}`,
    `基线 ${short} 不在本地且无法获取；${zh}`,
  );
}

function said(error: unknown): [en: string, zh: string] {
  if (error instanceof RequestFailed) return [error.message, error.message];
  throw error;
}

function noBase(en: string, zh: string): NoBase {
  return { reason: { en, zh } };
}
