import type { Access } from './access.ts';
import { invalid, notFound, Refusal, unprocessable } from './answer.ts';
import { diff } from './diff.ts';
import { issueOf } from './issues.ts';
import {
  isPull,
  type Comment,
  type Conversation,
  type PullRequest,
  type Review,
  type State,
  type Thread,
  type ThreadComment,
} from './state.ts';
import { isDeleted, place, sideOf, whyRefused, type Anchor } from './threads.ts';

/** A review as the REST interface takes it. */
export interface NewReview {
  readonly commit_id?: string;
  readonly body?: string;
  readonly event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';
  readonly comments?: readonly (Anchor & { readonly body: string })[];
}

/** GitHub counts characters; UTF-16 units are never fewer. */
export const longest = 65_536;
const tooLong = `Body is too long (maximum is ${longest} characters)`;

/** Stores a review with all its comments, or throws GitHub's refusal and stores nothing. */
export function createReview(state: State, pull: PullRequest, login: string, review: NewReview): Review {
  const { body = '', event, comments = [], commit_id: commit = pull.headSha } = review;
  if (body === '' && (event === 'COMMENT' || event === 'REQUEST_CHANGES')) {
    throw unprocessable(`Body can't be blank`);
  }
  if (event === 'APPROVE' && pull.author === login) throw unprocessable('Can not approve your own pull request');
  if ([body, ...comments.map((comment) => comment.body)].some((text) => text.length > longest)) {
    throw unprocessable(tooLong);
  }
  if (!state.commitsOf(pull).includes(commit)) throw unprocessable('The commitOID is not part of the pull request');
  const files = diff(state.bare, state.mergeBase(pull, commit), commit);
  const reasons = comments.flatMap((comment) => [
    ...(comment.body.trim() === '' ? [`Body can't be blank`] : []),
    ...whyRefused(comment, files),
  ]);
  // GitHub joins what is wrong with one comment and does not say with which.
  if (reasons.length > 0) throw unprocessable(sentence([...new Set(reasons)]));

  const id = state.nextId();
  const submittedAt = state.now();
  const made: Review = { id, nodeId: `PRR_kwDO${id}`, login, commit, event: event ?? 'PENDING', body, submittedAt };
  pull.reviews.push(made);
  for (const comment of comments) {
    const thread = threadOf(state, pull, commit, comment, {
      ...written(state, 'PRRC', login, comment.body),
      reviewId: id,
    });
    pull.threads.push(thread);
    place(thread, state.filesOf(pull), state.bare, state.mergeBase(pull), pull.headSha);
  }
  return made;
}

function threadOf(state: State, pull: PullRequest, commit: string, anchor: Anchor, comment: ThreadComment): Thread {
  const base = state.mergeBase(pull, commit);
  const file = diff(state.bare, base, commit).find(({ newPath }) => newPath === anchor.path);
  const side = sideOf(anchor.side) ?? 'RIGHT';
  const line = anchor.line ?? 0;
  const id = state.nextId();
  return {
    id,
    nodeId: `PRRT_kwDO${id}`,
    original: {
      commit,
      base,
      path: anchor.path,
      oldPath: file?.oldPath ?? anchor.path,
      side,
      line,
      startSide: anchor.start_line === undefined ? undefined : sideOf(anchor.start_side ?? anchor.side),
      startLine: anchor.start_line,
      deleted: side === 'LEFT' && file !== undefined && isDeleted(file, line),
    },
    line,
    startLine: anchor.start_line,
    isOutdated: false,
    resolvedBy: undefined,
    comments: [comment],
  };
}

export function createComment(state: State, subject: Conversation, login: string, body: string): Comment {
  const comment = written(state, 'IC', login, accepted(body));
  subject.comments.push(comment);
  if (!isPull(subject)) subject.updatedAt = comment.createdAt;
  return comment;
}

/** An answer in a thread; GitHub keeps it as a review of its own. */
export function reply(state: State, pull: PullRequest, thread: Thread, login: string, body: string): ThreadComment {
  const id = state.nextId();
  const submittedAt = state.now();
  pull.reviews.push({
    id,
    nodeId: `PRR_kwDO${id}`,
    login,
    commit: pull.headSha,
    event: 'COMMENT',
    body: '',
    submittedAt,
  });
  const comment = { ...written(state, 'PRRC', login, accepted(body)), reviewId: id };
  thread.comments.push(comment);
  return comment;
}

export function edit(state: State, comment: Comment, body: string): void {
  comment.body = accepted(body);
  comment.updatedAt = state.now();
}

/** Removes a comment; a thread goes with its last comment. */
export function remove(subject: Conversation, comment: Comment): void {
  const threads = isPull(subject) ? subject.threads : [];
  for (const list of [subject.comments, ...threads.map((thread) => thread.comments)]) {
    const at = list.findIndex(({ id }) => id === comment.id);
    if (at >= 0) list.splice(at, 1);
  }
  const empty = threads.findIndex((thread) => thread.comments.length === 0);
  if (empty >= 0) threads.splice(empty, 1);
}

export interface Found {
  readonly subject: Conversation;
  readonly comment: Comment;
}

/** A comment of a conversation by its REST id or its node id. */
export function findIssueComment(state: State, id: number | string): Found | undefined {
  const subjects: Conversation[] = [...state.pullRequests, ...(state.hasIssues ? state.issues : [])];
  const all = subjects.flatMap((subject) => subject.comments.map((comment) => ({ subject, comment })));
  return all.find(({ comment }) => comment.id === id || comment.nodeId === id);
}

export function findThreadComment(
  state: State,
  id: number | string,
): { readonly pull: PullRequest; readonly thread: Thread; readonly comment: ThreadComment } | undefined {
  const all = state.pullRequests.flatMap((pull) =>
    pull.threads.flatMap((thread) => thread.comments.map((comment) => ({ pull, thread, comment }))),
  );
  return all.find(({ comment }) => comment.id === id || comment.nodeId === id);
}

export function findThread(state: State, nodeId: string): { pull: PullRequest; thread: Thread } | undefined {
  const all = state.pullRequests.flatMap((pull) => pull.threads.map((thread) => ({ pull, thread })));
  return all.find(({ thread }) => thread.nodeId === nodeId);
}

export function pullOf(state: State, number: number): PullRequest {
  const pull = state.pull(number);
  if (pull === undefined) throw notFound();
  return pull;
}

/** The pull request or the issue with this number. */
export function conversationOf(state: State, number: number): Conversation {
  return state.pull(number) ?? issueOf(state, number);
}

/** What a token needs to write in a conversation; the right to write to pull requests opens no issue. */
export function mustComment(access: Access, subject: Conversation): void {
  access.mustWrite('issues', ...(isPull(subject) ? (['pull-requests'] as const) : []));
}

/** A token of a program is no collaborator: a locked conversation takes no new comment of it, whatever it may write. */
export function mustBeUnlocked(subject: Conversation): void {
  if (!isPull(subject) && subject.locked) throw new Refusal(403, 'Unable to create comment because issue is locked.');
}

function written(state: State, prefix: string, login: string, body: string): Comment {
  const id = state.nextId();
  const createdAt = state.now();
  return { id, nodeId: `${prefix}_kwDO${id}`, login, createdAt, updatedAt: createdAt, body, minimized: undefined };
}

function accepted(body: string): string {
  if (body.trim() === '') throw invalid({ resource: 'IssueComment', code: 'missing_field', field: 'body' });
  if (body.length > longest)
    throw invalid({ resource: 'IssueComment', code: 'unprocessable', field: 'data', message: tooLong });
  return body;
}

function sentence(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  const comma = words.length > 2 ? ',' : '';
  return `${words.slice(0, -1).join(', ')}${comma} and ${words.at(-1)}`;
}
