import {
  conversationOf,
  createComment,
  edit,
  findIssueComment,
  findThreadComment,
  mustBeUnlocked,
  mustComment,
  pullOf,
  remove,
  type Found,
} from './actions.ts';
import { notFound, type Answer } from './answer.ts';
import { page, type Call, type Handler } from './rest-call.ts';
import { commentJson, threadCommentJson } from './rest-objects.ts';
import { isPull, type Conversation } from './state.ts';

const deleted: Answer = { status: 204 };
const bodyOf = (call: Call): string => (call.body as { readonly body: string }).body;

/** Comments of conversations, and of the threads of a pull request. */
export const commentRoutes: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': (call) => {
    const subject = conversation(call);
    return page(
      call,
      subject.comments.map((comment) => commentJson(call.state, subject, comment, call.root)),
    );
  },

  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': (call) => {
    const subject = conversation(call);
    mustComment(call.access, subject);
    mustBeUnlocked(subject);
    const comment = createComment(call.state, subject, call.access.login, bodyOf(call));
    return { status: 201, body: commentJson(call.state, subject, comment, call.root) };
  },

  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': (call) => {
    const { subject, comment } = issueComment(call);
    return { status: 200, body: commentJson(call.state, subject, comment, call.root) };
  },

  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': (call) => {
    const { subject, comment } = issueComment(call);
    mustComment(call.access, subject);
    edit(call.state, comment, bodyOf(call));
    return { status: 200, body: commentJson(call.state, subject, comment, call.root) };
  },

  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': (call) => {
    const { subject, comment } = issueComment(call);
    mustComment(call.access, subject);
    remove(subject, comment);
    return deleted;
  },

  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments': (call) => {
    call.access.mustRead('pull-requests');
    const pull = pullOf(call.state, Number(call.path['pull_number']));
    const all = pull.threads.flatMap((thread) =>
      thread.comments.map((comment) => ({
        id: comment.id,
        json: threadCommentJson(call.state, pull, thread, comment, call.root),
      })),
    );
    return page(
      call,
      all.sort((a, b) => a.id - b.id).map(({ json }) => json),
    );
  },

  'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}': (call) => {
    call.access.mustRead('pull-requests');
    return threadCommentAnswer(call);
  },

  'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}': (call) => {
    call.access.mustWrite('pull-requests');
    edit(call.state, threadComment(call).comment, bodyOf(call));
    return threadCommentAnswer(call);
  },

  'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}': (call) => {
    call.access.mustWrite('pull-requests');
    const { pull, comment } = threadComment(call);
    remove(pull, comment);
    return deleted;
  },
};

function conversation(call: Call): Conversation {
  return readable(call, conversationOf(call.state, Number(call.path['issue_number'])));
}

function issueComment(call: Call): Found {
  const found = findIssueComment(call.state, Number(call.path['comment_id']));
  if (found === undefined) throw notFound();
  readable(call, found.subject);
  return found;
}

function readable(call: Call, subject: Conversation): Conversation {
  call.access.mustRead('issues', ...(isPull(subject) ? (['pull-requests'] as const) : []));
  return subject;
}

function threadComment(call: Call): NonNullable<ReturnType<typeof findThreadComment>> {
  const found = findThreadComment(call.state, Number(call.path['comment_id']));
  if (found === undefined) throw notFound();
  return found;
}

function threadCommentAnswer(call: Call): Answer {
  const { pull, thread, comment } = threadComment(call);
  return { status: 200, body: threadCommentJson(call.state, pull, thread, comment, call.root) };
}
