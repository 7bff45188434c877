import { createComment, createReview, pullOf, remove, reply } from './actions.ts';
import { changeIssue, createIssue, issueOf } from './issues.ts';
import type { Comment, Issue, State, StateReason, Thread, ThreadComment } from './state.ts';
import type { Anchor } from './threads.ts';

/** What a person with the right to write does in the browser. */
export class Person {
  readonly login: string;
  readonly #state: State;

  constructor(login: string, state: State) {
    this.login = login;
    this.#state = state;
  }

  /** Writes below a pull request. */
  comment(number: number, body: string): Comment {
    return createComment(this.#state, pullOf(this.#state, number), this.login, body);
  }

  /** Begins a thread. Throws GitHub's refusal when the line is not part of the diff. */
  review(number: number, anchor: Anchor, body: string): Thread {
    const pull = pullOf(this.#state, number);
    createReview(this.#state, pull, this.login, {
      event: 'COMMENT',
      body: 'See below',
      comments: [{ ...anchor, body }],
    });
    const thread = pull.threads.at(-1);
    if (thread === undefined) throw new Error('The review made no thread.');
    return thread;
  }

  reply(thread: Thread, body: string): ThreadComment {
    const pull = this.#state.pullRequests.find(({ threads }) => threads.includes(thread));
    if (pull === undefined) throw new Error('The thread is gone.');
    return reply(this.#state, pull, thread, this.login, body);
  }

  resolve(thread: Thread): void {
    thread.resolvedBy = this.login;
  }

  unresolve(thread: Thread): void {
    thread.resolvedBy = undefined;
  }

  minimize(comment: Comment, reason = 'off-topic'): void {
    comment.minimized = reason;
  }

  /** Sets a label on a pull request. */
  label(number: number, name: string): void {
    this.#state.label(pullOf(this.#state, number), name, this.login);
  }

  unlabel(number: number, name: string): void {
    this.#state.unlabel(pullOf(this.#state, number), name, this.login);
  }

  delete(comment: Comment): void {
    for (const subject of [...this.#state.pullRequests, ...this.#state.issues]) remove(subject, comment);
  }

  openIssue(text: { readonly title: string; readonly body?: string }): Issue {
    return createIssue(this.#state, this.login, text);
  }

  /** Closing what is closed changes nothing. */
  closeIssue(number: number, reason: Exclude<StateReason, 'reopened'> = 'completed'): void {
    this.#change(number, { state: 'closed', state_reason: reason });
  }

  reopenIssue(number: number): void {
    this.#change(number, { state: 'open' });
  }

  editIssue(number: number, text: { readonly title?: string; readonly body?: string }): void {
    this.#change(number, text);
  }

  commentOnIssue(number: number, body: string): Comment {
    return createComment(this.#state, issueOf(this.#state, number), this.login, body);
  }

  #change(number: number, change: Parameters<typeof changeIssue>[3]): void {
    changeIssue(this.#state, issueOf(this.#state, number), this.login, change);
  }
}
