import {
  createComment,
  edit,
  findIssueComment,
  findThread,
  findThreadComment,
  mustBeUnlocked,
  mustComment,
  remove,
} from './actions.ts';
import { forbidden } from './answer.ts';
import { cursorOf, refused } from './graphql-connection.ts';
import { issueView } from './graphql-issues.ts';
import {
  actorView,
  commentView,
  pullView,
  repositoryView,
  reviewView,
  threadCommentView,
  threadView,
  type Context,
} from './graphql-views.ts';
import { isPull, type Comment, type Conversation } from './state.ts';

type Input<T> = { readonly input: T & { readonly clientMutationId?: string } };

/** The fields of `Query` and `Mutation`. */
export const root = {
  id: 'Q_root',
  viewer: (_: unknown, { access }: Context) => ({
    ...actorView(access.login),
    login: access.login,
    __typename: 'User',
  }),
  rateLimit: () => ({ cost: 1, limit: 1000, nodeCount: 1, remaining: 999, used: 1, resetAt: '2026-01-01T01:00:00Z' }),

  repository: ({ owner, name }: { readonly owner: string; readonly name: string }, context: Context) => {
    const full = `${owner}/${name}`;
    const known = [context.state.name, ...context.state.pullRequests.map((pull) => pull.headRepository)];
    if (!known.includes(full)) throw refused('NOT_FOUND', `Could not resolve to a Repository with the name '${full}'.`);
    return repositoryView(context, full);
  },

  node: ({ id }: { readonly id: string }, context: Context) => {
    const subject = conversation(id, context);
    const thread = findThread(context.state, id);
    if (subject !== undefined) return conversationView(context, subject);
    if (thread !== undefined) return threadView(context, thread.pull, thread.thread);
    return minimizableView(id, context) ?? unknownNode(id);
  },

  addComment: ({ input }: Input<{ readonly subjectId: string; readonly body: string }>, context: Context) => {
    const subject = conversation(input.subjectId, context) ?? unknownNode(input.subjectId);
    mustComment(context.access, subject);
    mustBeUnlocked(subject);
    const comment = createComment(context.state, subject, context.access.login, input.body);
    return {
      ...echo(input),
      subject: () => conversationView(context, subject),
      commentEdge: { cursor: cursorOf(comment), node: () => commentView(context, subject, comment) },
    };
  },

  updateIssueComment: ({ input }: Input<{ readonly id: string; readonly body: string }>, context: Context) => {
    const { subject, comment } = findIssueComment(context.state, input.id) ?? unknownNode(input.id);
    mustComment(context.access, subject);
    edit(context.state, comment, input.body);
    return { ...echo(input), issueComment: () => commentView(context, subject, comment) };
  },

  deleteIssueComment: ({ input }: Input<{ readonly id: string }>, context: Context) => {
    const { subject, comment } = findIssueComment(context.state, input.id) ?? unknownNode(input.id);
    mustComment(context.access, subject);
    remove(subject, comment);
    return echo(input);
  },

  updatePullRequestReviewComment: (
    { input }: Input<{ readonly pullRequestReviewCommentId: string; readonly body: string }>,
    context: Context,
  ) => {
    context.access.mustWrite('pull-requests');
    const id = input.pullRequestReviewCommentId;
    const { pull, thread, comment } = findThreadComment(context.state, id) ?? unknownNode(id);
    edit(context.state, comment, input.body);
    return { ...echo(input), pullRequestReviewComment: () => threadCommentView(context, pull, thread, comment) };
  },

  deletePullRequestReviewComment: ({ input }: Input<{ readonly id: string }>, context: Context) => {
    context.access.mustWrite('pull-requests');
    const { pull, thread, comment } = findThreadComment(context.state, input.id) ?? unknownNode(input.id);
    const review = pull.reviews.find(({ id }) => id === comment.reviewId);
    const view = threadCommentView(context, pull, thread, comment);
    remove(pull, comment);
    return {
      ...echo(input),
      pullRequestReview: () => (review === undefined ? null : reviewView(context, pull, review)),
      pullRequestReviewComment: view,
    };
  },

  minimizeComment: (
    { input }: Input<{ readonly subjectId: string; readonly classifier: string }>,
    context: Context,
  ) => {
    minimizable(input.subjectId, context).minimized = input.classifier.toLowerCase().replace('_', '-');
    return { ...echo(input), minimizedComment: () => minimizableView(input.subjectId, context) };
  },

  unminimizeComment: ({ input }: Input<{ readonly subjectId: string }>, context: Context) => {
    minimizable(input.subjectId, context).minimized = undefined;
    return { ...echo(input), unminimizedComment: () => minimizableView(input.subjectId, context) };
  },

  resolveReviewThread: ({ input }: Input<{ readonly threadId: string }>, context: Context) =>
    resolve(input, context, context.access.login),
  unresolveReviewThread: ({ input }: Input<{ readonly threadId: string }>, context: Context) =>
    resolve(input, context, undefined),
};

/** Resolving needs a right that a job's token seldom has: to write contents. */
function resolve(input: { readonly threadId: string }, context: Context, by: string | undefined): object {
  const { access, state } = context;
  const { pull, thread } = findThread(state, input.threadId) ?? unknownNode(input.threadId);
  if (!access.canWrite('contents') || !access.canWrite('pull-requests')) throw forbidden();
  thread.resolvedBy = by;
  return { ...echo(input), thread: () => threadView(context, pull, thread) };
}

function minimizable(id: string, { state, access }: Context): Comment {
  const found = findIssueComment(state, id);
  if (found === undefined) access.mustWrite('pull-requests');
  else mustComment(access, found.subject);
  return (found ?? findThreadComment(state, id) ?? unknownNode(id)).comment;
}

function conversation(id: string, { state }: Context): Conversation | undefined {
  const issues = state.hasIssues ? state.issues : [];
  return [...state.pullRequests, ...issues].find(({ nodeId }) => nodeId === id);
}

function conversationView(context: Context, subject: Conversation): object {
  return isPull(subject) ? pullView(context, subject) : issueView(context, subject);
}

function minimizableView(id: string, context: Context): object | undefined {
  const issue = findIssueComment(context.state, id);
  if (issue !== undefined) return commentView(context, issue.subject, issue.comment);
  const found = findThreadComment(context.state, id);
  return found === undefined ? undefined : threadCommentView(context, found.pull, found.thread, found.comment);
}

function unknownNode(id: string): never {
  throw refused('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'.`);
}

function echo(input: object): { readonly clientMutationId: string | null } {
  return { clientMutationId: (input as { readonly clientMutationId?: string }).clientMutationId ?? null };
}
