import { createComment, edit, findIssueComment, findThreadComment, mustComment, pullOf, remove } from './actions.ts';
import { notFound, type Answer } from './answer.ts';
import { page, type Call, type Handler } from './rest-call.ts';
import { commentJson, threadCommentJson } from './rest-objects.ts';

const deleted: Answer = { status: 204 };
const bodyOf = (call: Call): string => (call.body as { readonly body: string }).body;

/** Comments of a pull request's conversation and of its threads. */
export const commentRoutes: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': (call) => {
    call.access.mustRead('pull-requests', 'issues');
    const pull = pullOf(call.state, Number(call.path['issue_number']));
    return page(
      call,
      pull.comments.map((comment) => commentJson(call.state, pull, comment, call.root)),
    );
  },

  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': (call) => {
    mustComment(call.access);
    const pull = pullOf(call.state, Number(call.path['issue_number']));
    const comment = createComment(call.state, pull, call.access.login, bodyOf(call));
    return { status: 201, body: commentJson(call.state, pull, comment, call.root) };
  },

  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': (call) => {
    call.access.mustRead('pull-requests', 'issues');
    const { pull, comment } = issueComment(call);
    return { status: 200, body: commentJson(call.state, pull, comment, call.root) };
  },

  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': (call) => {
    mustComment(call.access);
    const { pull, comment } = issueComment(call);
    edit(call.state, comment, bodyOf(call));
    return { status: 200, body: commentJson(call.state, pull, comment, call.root) };
  },

  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': (call) => {
    mustComment(call.access);
    const { pull, comment } = issueComment(call);
    remove(pull, comment);
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

function issueComment(call: Call): NonNullable<ReturnType<typeof findIssueComment>> {
  const found = findIssueComment(call.state, Number(call.path['comment_id']));
  if (found === undefined) throw notFound();
  return found;
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
