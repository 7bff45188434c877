import { diff, type FileDiff, type Side } from './diff.ts';
import { git, gitBytes, tipOf, tryGit } from './git.ts';
import { refOf } from './repository.ts';
import { place } from './threads.ts';

/** A comment, of the conversation or of a thread. Times are ISO 8601, ids are those of the REST interface. */
export interface Comment {
  readonly id: number;
  readonly nodeId: string;
  readonly login: string;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
  /** Why it is hidden, as GraphQL's `minimizedReason`: `outdated`, `resolved` … */
  minimized: string | undefined;
}

export interface ThreadComment extends Comment {
  readonly reviewId: number;
}

export interface Thread {
  readonly id: number;
  readonly nodeId: string;
  /** Where it was begun; never changes. */
  readonly original: {
    readonly commit: string;
    readonly base: string;
    readonly path: string;
    readonly oldPath: string;
    readonly side: Side;
    readonly line: number;
    readonly startSide: Side | undefined;
    readonly startLine: number | undefined;
    /** True when the pull request deleted the line. */
    readonly deleted: boolean;
  };
  /** Where it stands in the head of now; undefined when it is outdated. */
  line: number | undefined;
  startLine: number | undefined;
  isOutdated: boolean;
  resolvedBy: string | undefined;
  /** Never empty: a thread goes with its last comment. */
  readonly comments: ThreadComment[];
}

export interface Review {
  readonly id: number;
  readonly nodeId: string;
  readonly login: string;
  readonly commit: string;
  readonly event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT' | 'PENDING';
  readonly body: string;
  readonly submittedAt: string;
}

export interface LabelEvent {
  readonly id: number;
  readonly kind: 'labeled' | 'unlabeled';
  readonly name: string;
  readonly login: string;
  readonly createdAt: string;
}

/** A pull request that waits in the merge queue, and the commits that the queue made for it. */
export interface QueueEntry {
  readonly id: number;
  readonly number: number;
  readonly branch: string;
  readonly baseSha: string;
  readonly headSha: string;
}

export interface PullRequest {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly author: string;
  readonly createdAt: string;
  /** `owner/name` of the repository that the branch is in. */
  readonly headRepository: string;
  readonly headRef: string;
  readonly baseRef: string;
  title: string;
  state: 'open' | 'closed';
  draft: boolean;
  labels: string[];
  /** Every time that a label was set or taken away, the oldest first. */
  readonly labelEvents: LabelEvent[];
  /** The commit that it was merged as. */
  mergedAs: string | undefined;
  headSha: string;
  baseSha: string;
  /** The test merge; undefined when the branches conflict. */
  mergeSha: string | undefined;
  readonly reviews: Review[];
  readonly threads: Thread[];
  readonly comments: Comment[];
}

/** Why an issue is in its state, as the REST interface names it. */
export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

export interface Issue {
  readonly id: number;
  readonly nodeId: string;
  /** Issues and pull requests share their numbers. */
  readonly number: number;
  readonly author: string;
  readonly createdAt: string;
  /** Moves with every change and every new comment. */
  updatedAt: string;
  /** When the text was changed last. */
  editedAt: string | undefined;
  closedAt: string | undefined;
  closedBy: string | undefined;
  title: string;
  /** Empty when there is none. */
  body: string;
  state: 'open' | 'closed';
  stateReason: StateReason | undefined;
  /** A locked conversation takes no comments of programs. */
  locked: boolean;
  labels: string[];
  readonly comments: Comment[];
}

/** What people write comments below. */
export type Conversation = PullRequest | Issue;

export function isPull(subject: Conversation): subject is PullRequest {
  return 'headRef' in subject;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface CheckRun {
  readonly id: number;
  readonly nodeId: string;
  readonly login: string;
  readonly headSha: string;
  readonly startedAt: string;
  name: string;
  status: string;
  conclusion: string | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  readonly annotations: Annotation[];
}

export interface NewPullRequest {
  /** A branch; `mallory:fix` is the branch `fix` of mallory's fork. */
  readonly head: string;
  /** Default `main`. */
  readonly base?: string;
  /** The fork that `head` is in, where `head` does not say it. */
  readonly headRepository?: string;
  /** Default: the owner of the fork, else `alice`. */
  readonly author?: string;
  readonly title?: string;
  readonly draft?: boolean;
  readonly labels?: readonly string[];
}

export interface StateOptions {
  readonly bare: string;
  readonly name: string;
  readonly private: boolean;
  readonly firstId: number;
  readonly hasIssues: boolean;
}

/** All that GitHub knows about one repository. Clock and ids count up, so that the same story gives the same state. */
export class State {
  readonly bare: string;
  readonly name: string;
  readonly private: boolean;
  readonly pullRequests: PullRequest[] = [];
  /** All issues, those that are not shown because issues are switched off, too. */
  readonly issues: Issue[] = [];
  /** False: issues are switched off for the repository. */
  hasIssues: boolean;
  readonly checkRuns: CheckRun[] = [];
  /** The merge queue, in its order. */
  readonly queue: QueueEntry[] = [];
  #id: number;
  #seconds = 0;
  readonly #mergeBases = new Map<string, string>();

  constructor({ bare, name, private: isPrivate, firstId, hasIssues }: StateOptions) {
    this.bare = bare;
    this.name = name;
    this.private = isPrivate;
    this.hasIssues = hasIssues;
    this.#id = firstId;
  }

  nextId(): number {
    return this.#id++;
  }

  /** The number that the next issue or pull request has. */
  get nextNumber(): number {
    return this.pullRequests.length + this.issues.length + 1;
  }

  /** The time of a thing that happens: a second after the last one. */
  now(): string {
    return new Date(Date.UTC(2026, 0, 1) + this.#seconds++ * 1000).toISOString().replace('.000Z', 'Z');
  }

  open(request: NewPullRequest): PullRequest {
    const owner = /^([^:]+):/.exec(request.head)?.[1];
    const [ownOwner = '', ownName = ''] = this.name.split('/');
    const headRepository = request.headRepository ?? (owner === undefined ? this.name : `${owner}/${ownName}`);
    const id = this.nextId();
    const pull: PullRequest = {
      id,
      nodeId: `PR_kwDO${id}`,
      number: this.nextNumber,
      author:
        request.author ??
        owner ??
        (headRepository === this.name ? 'alice' : (headRepository.split('/')[0] ?? ownOwner)),
      createdAt: this.now(),
      headRepository,
      headRef: request.head.slice(owner === undefined ? 0 : owner.length + 1),
      baseRef: request.base ?? 'main',
      title: request.title ?? 'Change the shop',
      state: 'open',
      draft: request.draft ?? false,
      labels: [],
      labelEvents: [],
      mergedAs: undefined,
      headSha: '',
      baseSha: '',
      mergeSha: undefined,
      reviews: [],
      threads: [],
      comments: [],
    };
    for (const label of request.labels ?? []) this.label(pull, label, pull.author);
    this.pullRequests.push(pull);
    this.sync();
    if (pull.headSha === '') throw new Error(`There is no branch ${request.head} to merge into ${pull.baseRef}.`);
    return pull;
  }

  /** Sets a label. */
  label(pull: PullRequest, name: string, login: string): void {
    pull.labels.push(name);
    pull.labelEvents.push({ id: this.nextId(), kind: 'labeled', name, login, createdAt: this.now() });
  }

  /** Takes a label away. */
  unlabel(pull: PullRequest, name: string, login: string): void {
    pull.labels = pull.labels.filter((label) => label !== name);
    pull.labelEvents.push({ id: this.nextId(), kind: 'unlabeled', name, login, createdAt: this.now() });
  }

  pull(number: number): PullRequest | undefined {
    return this.pullRequests.find((pull) => pull.number === number);
  }

  /** Follows the branches: heads, test merges, and where threads stand. A closed pull request stays as it was. */
  sync(): void {
    for (const pull of this.pullRequests.filter(({ state }) => state === 'open')) {
      const head = tipOf(this.bare, this.#headRefOf(pull)) ?? pull.headSha;
      const base = tipOf(this.bare, refOf(pull.baseRef)) ?? pull.baseSha;
      if (head === '' || base === '' || (head === pull.headSha && base === pull.baseSha)) continue;
      pull.headSha = head;
      pull.baseSha = base;
      this.#keepRefs(pull);
      for (const thread of pull.threads) place(thread, this.filesOf(pull), this.bare, this.mergeBase(pull), head);
    }
  }

  /** The commit that GitHub compares the head with. */
  mergeBase(pull: PullRequest, head: string = pull.headSha): string {
    const key = `${pull.baseSha} ${head}`;
    const found = this.#mergeBases.get(key) ?? git(this.bare, 'merge-base', pull.baseSha, head);
    this.#mergeBases.set(key, found);
    return found;
  }

  /** What the pull request changes, as the page "Files changed" shows it. */
  filesOf(pull: PullRequest, head: string = pull.headSha): readonly FileDiff[] {
    return diff(this.bare, this.mergeBase(pull, head), head);
  }

  /** The commits that the pull request brings, oldest first. */
  commitsOf(pull: PullRequest): string[] {
    return git(this.bare, 'rev-list', '--reverse', pull.headSha, `^${pull.baseSha}`)
      .split('\n')
      .filter((line) => line !== '');
  }

  #headRefOf({ headRepository, headRef }: PullRequest): string {
    return refOf(headRepository === this.name ? headRef : `${headRepository.split('/')[0]}:${headRef}`);
  }

  #keepRefs(pull: PullRequest): void {
    const { bare } = this;
    const tree = tryGit(bare, 'merge-tree', '--write-tree', pull.baseSha, pull.headSha);
    const message = `Merge ${pull.headSha} into ${pull.baseSha}`;
    pull.mergeSha =
      tree === undefined
        ? undefined
        : git(bare, 'commit-tree', tree, '-p', pull.baseSha, '-p', pull.headSha, '-m', message);
    const merge = `refs/pull/${pull.number}/merge`;
    const updates = [
      `update refs/pull/${pull.number}/head ${pull.headSha}`,
      pull.mergeSha === undefined ? `delete ${merge}` : `update ${merge} ${pull.mergeSha}`,
    ];
    gitBytes(bare, ['update-ref', '--stdin'], `${updates.join('\n')}\n`);
  }
}
