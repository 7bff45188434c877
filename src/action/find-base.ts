import type { Bilingual, Problem } from '../model/finding.ts';
import { CommitBase, localCommit, type Base } from '../host/base-tree.ts';
import type { Git } from '../host/git.ts';
import { openApiCommit } from '../host/github/api-commit.ts';
import type { GitHubClient } from '../host/github/client.ts';
import { mergeBaseOf } from '../host/github/merge-base.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import type { ChangeSituation, PullRequestSituation } from './situation.ts';

/** What a change is compared with, and how the two commits relate to what GitHub shows. */
export interface FoundBase {
  readonly base: Base;
  readonly baseSha: string;
  /** The commit that GitHub compares the pull request with, where it is known and here. */
  readonly mergeBase: string | undefined;
}

/** Neither checkout style can be proved, or base cannot be had. */
export interface NoBase {
  readonly reason: Bilingual;
}

/** The longest time for a fetch, in milliseconds. */
const fetchTime = 120_000;

/**
 * Proves which commit is base: the first parent of the test merge of the event's head, or the merge base of the head
 * commit; of a merge group its own base. Then reads it from git, from what git can fetch, or from the API.
 */
export class BaseFinder {
  readonly #git: Git;
  readonly #client: () => Promise<GitHubClient | undefined>;
  readonly #repository: string;
  readonly #isWanted: (path: string) => boolean;

  constructor(
    git: Git,
    client: () => Promise<GitHubClient | undefined>,
    repository: string,
    isWanted: (path: string) => boolean,
  ) {
    this.#git = git;
    this.#client = client;
    this.#repository = repository;
    this.#isWanted = isWanted;
  }

  async find(situation: ChangeSituation): Promise<FoundBase | NoBase> {
    const checkedOut = this.#git.checkedOut();
    if (checkedOut === undefined) return noBase('nothing is checked out', '没有检出任何提交');
    const { commit, parents } = checkedOut;
    const [first, second] = parents;
    if (situation.kind === 'merge-group') {
      return commit === situation.headSha ? this.#open(situation.baseSha, []) : otherCommit(commit);
    }
    if (parents.length === 2 && second === situation.headSha && first !== undefined)
      return this.#open(first, [situation.headSha]);
    if (commit !== situation.headSha) return otherCommit(commit);
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
      const commit = await openApiCommit(client, this.#repository, sha, this.#git, this.#isWanted);
      return { base: new CommitBase(this.#git, commit), baseSha: sha, mergeBase: undefined };
    } catch (error) {
      return notFetched(sha, ...said(error));
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
      return await mergeBaseOf(client, this.#repository, baseSha, headSha);
    } catch (error) {
      return why(...said(error));
    }
  }

  /** Where history is cut, git may name a commit that is not the last one that two others share. */
  #provedMergeBase(one: string, other: string): string | undefined {
    return this.#git.isShallow() ? undefined : this.#git.mergeBaseOf(one, other);
  }
}

/** True where what is checked out is base's own, so that nothing of the change would be looked at. */
export function isBaseCheckedOut(git: Git | undefined, { baseSha, headSha, isTarget }: PullRequestSituation): boolean {
  const checkedOut = git?.checkedOut();
  if (checkedOut === undefined || checkedOut.commit === headSha) return false;
  if (checkedOut.commit === baseSha) return true;
  return isTarget && !checkedOut.parents.includes(headSha);
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

function otherCommit(commit: string): NoBase {
  const short = commit.slice(0, 12);
  return noBase(
    `${short} is checked out, which is neither the head of this change nor its test merge`,
    `检出的是 ${short}，既不是本次变更的头提交，也不是它的测试合并提交`,
  );
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
