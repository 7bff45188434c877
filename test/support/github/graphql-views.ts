import type { Access } from './access.ts';
import type { GitObjects } from './git-objects.ts';
import type { FileDiff } from './diff.ts';
import { connection, refused, type Slice, type View } from './graphql-connection.ts';
import { issueFields } from './graphql-issues.ts';
import { idOf, pageOf, pages } from './rest-objects.ts';
import {
  isPull,
  type Comment,
  type Conversation,
  type LabelEvent,
  type PullRequest,
  type QueueEntry,
  type Review,
  type State,
  type Thread,
  type ThreadComment,
} from './state.ts';

/** What the resolvers know about the request they serve. */
export interface Context {
  readonly state: State;
  readonly access: Access;
  readonly objects: GitObjects;
  readonly options: GraphQLOptions;
}

/** What a test may make worse than it is. */
export interface GraphQLOptions {
  /**
   * `filterBy: { createdBy }` finds nothing that a program made, as has been seen on GitHub Enterprise Cloud
   * (https://github.com/renovatebot/renovate/issues/44730, July 2026).
   */
  createdByMissesPrograms?: boolean;
}

/** An account. Here a program's name lacks the `[bot]` that it has in the REST interface. */
export function actorView(login: string): View {
  const bot = login.endsWith('[bot]');
  const id = `${bot ? 'BOT' : 'U'}_kgDO${idOf(login)}`;
  return { __typename: bot ? 'Bot' : 'User', id, databaseId: idOf(login), login: login.replace(/\[bot\]$/, '') };
}

export function repositoryView(context: Context, name: string): View {
  const { state } = context;
  const [owner = '', short = ''] = name.split('/');
  return {
    __typename: 'Repository',
    id: `R_kgDO${idOf(name)}`,
    databaseId: idOf(name),
    name: short,
    nameWithOwner: name,
    isPrivate: state.private,
    owner: actorView(owner),
    ...issueFields(context, name),
    object: ({ expression, oid }: { readonly expression?: string; readonly oid?: string }) => {
      context.access.mustRead('contents');
      const revision = oid ?? expression;
      return revision === undefined ? null : objectView(context, revision, name);
    },
    mergeQueue: ({ branch }: { readonly branch?: string | null }) => {
      context.access.mustRead('pull-requests');
      const queue = state.queue.filter((entry) => entry.branch === (branch ?? 'main'));
      return queue.length === 0 ? null : queueView(context, queue);
    },
    pullRequest: ({ number }: { readonly number: number }) => {
      context.access.mustRead('pull-requests');
      const pull = name === state.name ? state.pull(number) : undefined;
      if (pull === undefined)
        throw refused('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
      return pullView(context, pull);
    },
    pullRequests: (
      args: Slice & {
        readonly states?: readonly string[];
        readonly headRefName?: string;
        readonly baseRefName?: string;
      },
    ) =>
      connection('pullRequests', () =>
        state.pullRequests
          .filter((pull) => args.states === undefined || args.states.includes(stateOf(pull)))
          .filter((pull) => args.headRefName === undefined || args.headRefName === pull.headRef)
          .filter((pull) => args.baseRefName === undefined || args.baseRefName === pull.baseRef)
          .map((pull) => ({ id: pull.id, view: () => pullView(context, pull) })),
      )(args),
  };
}

export function pullView(context: Context, pull: PullRequest): View {
  const { state } = context;
  const commit = (oid: string): unknown => objectView(context, oid, state.name);
  return {
    __typename: 'PullRequest',
    id: pull.nodeId,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: '',
    bodyText: '',
    createdAt: pull.createdAt,
    updatedAt: pull.createdAt,
    lastEditedAt: null,
    viewerDidAuthor: pull.author === context.access.login,
    url: pageOf(state, pull),
    state: stateOf(pull),
    closed: pull.state === 'closed',
    merged: pull.mergedAs !== undefined,
    locked: false,
    isDraft: pull.draft,
    isCrossRepository: pull.headRepository !== state.name,
    author: actorView(pull.author),
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    headRepository: () => repositoryView(context, pull.headRepository),
    headRepositoryOwner: () => actorView(pull.headRepository.split('/')[0] ?? ''),
    changedFiles: () => state.filesOf(pull).length,
    baseRepository: () => repositoryView(context, state.name),
    mergeCommit: () => (pull.mergedAs === undefined ? null : commit(pull.mergedAs)),
    files: connection('files', () =>
      state.filesOf(pull).map((file, id) => ({ id, view: () => changedFileView(file) })),
    ),
    timelineItems: (slice: Slice & { readonly itemTypes?: readonly string[] }) =>
      connection('timelineItems', () =>
        pull.labelEvents
          .filter(
            ({ kind }) => slice.itemTypes?.includes(kind === 'labeled' ? 'LABELED_EVENT' : 'UNLABELED_EVENT') ?? true,
          )
          .map((event) => ({ id: event.id, view: () => labelEventView(event) })),
      )(slice),
    labels: connection('labels', () => pull.labels.map((name, id) => ({ id, view: () => labelView(name) }))),
    commits: connection('commits', () =>
      state.commitsOf(pull).map((oid, id) => ({ id, view: () => ({ id: `PURC_${oid}`, commit: () => commit(oid) }) })),
    ),
    comments: connection('comments', () =>
      pull.comments.map((comment) => ({ id: comment.id, view: () => commentView(context, pull, comment) })),
    ),
    reviews: connection('reviews', () =>
      pull.reviews
        .filter(({ event, login }) => event !== 'PENDING' || login === context.access.login)
        .map((review) => ({ id: review.id, view: () => reviewView(context, pull, review) })),
    ),
    reviewThreads: connection('reviewThreads', () =>
      pull.threads.map((thread) => ({ id: thread.id, view: () => threadView(context, pull, thread) })),
    ),
  };
}

const patchStatuses: Readonly<Record<string, string>> = {
  A: 'ADDED',
  D: 'DELETED',
  R: 'RENAMED',
  C: 'COPIED',
  T: 'CHANGED',
};

function changedFileView({ status, newPath, oldPath, additions, deletions }: FileDiff): View {
  const changeType = patchStatuses[status] ?? 'MODIFIED';
  return { path: status === 'D' ? oldPath : newPath, changeType, additions, deletions };
}

function labelEventView({ id, kind, name, login, createdAt }: LabelEvent): View {
  const labeled = kind === 'labeled';
  return {
    __typename: labeled ? 'LabeledEvent' : 'UnlabeledEvent',
    id: `${labeled ? 'LE' : 'UNLE'}_kwDO${id}`,
    createdAt,
    actor: actorView(login),
    label: labelView(name),
  };
}

export function labelView(name: string): View {
  return { id: `LA_kwDO${idOf(name)}`, name };
}

/** An object of the repository. A commit is associated with open pull requests that bring it, and with the one merged as it. */
async function objectView(context: Context, revision: string, name: string): Promise<View | null> {
  const { state, objects } = context;
  const view = await objects.load(revision, () => repositoryView(context, name));
  if (view?.['__typename'] !== 'Commit') return view;
  const oid = String(view['oid']);
  const brings = (pull: PullRequest): boolean =>
    pull.mergedAs === oid || (pull.state === 'open' && state.commitsOf(pull).includes(oid));
  return {
    ...view,
    associatedPullRequests: (slice: Slice) => {
      context.access.mustRead('pull-requests');
      const pulls = state.pullRequests.filter(brings);
      return connection('associatedPullRequests', () =>
        pulls.map((pull) => ({ id: pull.id, view: () => pullView(context, pull) })),
      )(slice);
    },
  };
}

function queueView(context: Context, queue: readonly QueueEntry[]): View {
  const commit = (oid: string): unknown => objectView(context, oid, context.state.name);
  return {
    __typename: 'MergeQueue',
    id: `MQ_kwDO${idOf(context.state.name)}`,
    url: `${pages}/${context.state.name}/queue/main`,
    entries: connection('entries', () =>
      queue.map(({ id, number, baseSha, headSha }, at) => ({
        id,
        view: () => {
          const pull = context.state.pull(number);
          return {
            id: `MQE_kwDO${id}`,
            position: at + 1,
            state: 'AWAITING_CHECKS',
            baseCommit: () => commit(baseSha),
            headCommit: () => commit(headSha),
            pullRequest: () => (pull === undefined ? null : pullView(context, pull)),
          };
        },
      })),
    ),
  };
}

export function threadView(context: Context, pull: PullRequest, thread: Thread): View {
  const { original } = thread;
  const canResolve = context.access.canWrite('contents') && context.access.canWrite('pull-requests');
  return {
    __typename: 'PullRequestReviewThread',
    id: thread.nodeId,
    isResolved: thread.resolvedBy !== undefined,
    isCollapsed: thread.resolvedBy !== undefined,
    isOutdated: thread.isOutdated,
    resolvedBy: thread.resolvedBy === undefined ? null : { ...actorView(thread.resolvedBy), __typename: 'User' },
    path: original.path,
    line: thread.line ?? null,
    startLine: thread.startLine ?? null,
    originalLine: original.line,
    originalStartLine: original.startLine ?? null,
    diffSide: original.side,
    startDiffSide: original.startSide ?? null,
    subjectType: 'LINE',
    viewerCanReply: context.access.canWrite('pull-requests'),
    viewerCanResolve: canResolve && thread.resolvedBy === undefined,
    viewerCanUnresolve: canResolve && thread.resolvedBy !== undefined,
    pullRequest: () => pullView(context, pull),
    comments: connection('comments', () =>
      thread.comments.map((comment) => ({
        id: comment.id,
        view: () => threadCommentView(context, pull, thread, comment),
      })),
    ),
  };
}

export function threadCommentView(context: Context, pull: PullRequest, thread: Thread, comment: ThreadComment): View {
  const { state, objects } = context;
  const { original } = thread;
  const [first] = thread.comments;
  const review = pull.reviews.find(({ id }) => id === comment.reviewId);
  const commit = (oid: string): unknown => objects.load(oid, () => repositoryView(context, state.name));
  return {
    __typename: 'PullRequestReviewComment',
    ...writtenView(context, comment, context.access.canWrite('pull-requests')),
    url: `${pageOf(state, pull)}#discussion_r${comment.id}`,
    path: original.path,
    line: thread.line ?? null,
    startLine: thread.startLine ?? null,
    originalLine: original.line,
    originalStartLine: original.startLine ?? null,
    outdated: thread.isOutdated,
    commit: () => commit(thread.isOutdated ? original.commit : pull.headSha),
    originalCommit: () => commit(original.commit),
    pullRequestReview: () => (review === undefined ? null : reviewView(context, pull, review)),
    replyTo: () =>
      first === undefined || first.id === comment.id ? null : threadCommentView(context, pull, thread, first),
  };
}

export function commentView(context: Context, subject: Conversation, comment: Comment): View {
  const isOfPull = isPull(subject);
  return {
    __typename: 'IssueComment',
    ...writtenView(
      context,
      comment,
      context.access.canWrite('issues', ...(isOfPull ? (['pull-requests'] as const) : [])),
    ),
    url: `${pageOf(context.state, subject)}#issuecomment-${comment.id}`,
    pullRequest: () => (isOfPull ? pullView(context, subject) : null),
  };
}

export function reviewView(context: Context, pull: PullRequest, review: Review): View {
  const states = {
    APPROVE: 'APPROVED',
    REQUEST_CHANGES: 'CHANGES_REQUESTED',
    COMMENT: 'COMMENTED',
    PENDING: 'PENDING',
  };
  const { id, nodeId, login, body, submittedAt } = review;
  const comment = { id, nodeId, login, body, createdAt: submittedAt, updatedAt: submittedAt, minimized: undefined };
  return {
    __typename: 'PullRequestReview',
    ...writtenView(context, comment, context.access.canWrite('pull-requests')),
    state: states[review.event],
    submittedAt,
    url: `${pageOf(context.state, pull)}#pullrequestreview-${id}`,
    commit: () => context.objects.load(review.commit, () => repositoryView(context, context.state.name)),
    comments: connection('comments', () =>
      pull.threads.flatMap((thread) =>
        thread.comments
          .filter(({ reviewId }) => reviewId === id)
          .map((one) => ({ id: one.id, view: () => threadCommentView(context, pull, thread, one) })),
      ),
    ),
  };
}

function writtenView({ access }: Context, comment: Comment, mayWrite: boolean): View {
  return {
    id: comment.nodeId,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    author: actorView(comment.login),
    body: comment.body,
    bodyText: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    lastEditedAt: comment.updatedAt === comment.createdAt ? null : comment.updatedAt,
    viewerDidAuthor: comment.login === access.login,
    isMinimized: comment.minimized !== undefined,
    minimizedReason: comment.minimized ?? null,
    viewerCanDelete: mayWrite,
    viewerCanMinimize: mayWrite,
    viewerCanUpdate: mayWrite,
  };
}

function stateOf({ state }: PullRequest): string {
  return state === 'open' ? 'OPEN' : 'CLOSED';
}
