import type { CheckRun, Comment, PullRequest, Review, State, Thread, ThreadComment } from './state.ts';

type Json = Record<string, unknown>;

/** `GITHUB_SERVER_URL`: where web pages would be. It answers nothing, and it is the same in every run. */
export const pages = 'https://github.example';

/** An account. A program's name ends in `[bot]` here, and lacks that in GraphQL. */
export function userJson(login: string): Json {
  const bot = login.endsWith('[bot]');
  return {
    login,
    id: idOf(login),
    node_id: `${bot ? 'BOT' : 'U'}_kgDO${idOf(login)}`,
    type: bot ? 'Bot' : 'User',
    site_admin: false,
  };
}

export function repositoryJson(state: State, name: string, root: string): Json {
  const [owner = '', short = ''] = name.split('/');
  return {
    id: idOf(name),
    node_id: `R_kgDO${idOf(name)}`,
    name: short,
    full_name: name,
    private: state.private,
    owner: userJson(owner),
    fork: name !== state.name,
    html_url: `${pages}/${name}`,
    url: `${root}/repos/${name}`,
    default_branch: 'main',
  };
}

export function pullJson(state: State, pull: PullRequest, root: string): Json {
  const side = (name: string, ref: string, sha: string): Json => {
    const [owner = ''] = name.split('/');
    return { label: `${owner}:${ref}`, ref, sha, user: userJson(owner), repo: repositoryJson(state, name, root) };
  };
  return {
    url: `${root}/repos/${state.name}/pulls/${pull.number}`,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: pageOf(state, pull),
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userJson(pull.author),
    body: null,
    created_at: pull.createdAt,
    updated_at: pull.createdAt,
    closed_at: pull.state === 'closed' ? pull.createdAt : null,
    merged_at: null,
    merge_commit_sha: pull.mergeSha ?? null,
    draft: pull.draft,
    labels: pull.labels.map((name) => ({ id: idOf(name), node_id: `LA_kwDO${idOf(name)}`, name })),
    head: side(pull.headRepository, pull.headRef, pull.headSha),
    base: side(state.name, pull.baseRef, pull.baseSha),
    author_association: pull.headRepository === state.name ? 'MEMBER' : 'CONTRIBUTOR',
  };
}

/** What the answer for a single pull request has in addition. */
export function pullDetails(state: State, pull: PullRequest): Json {
  const files = state.filesOf(pull);
  return {
    merged: false,
    mergeable: pull.mergeSha !== undefined,
    mergeable_state: pull.mergeSha === undefined ? 'dirty' : 'clean',
    comments: pull.comments.length,
    review_comments: pull.threads.flatMap((thread) => thread.comments).length,
    commits: state.commitsOf(pull).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

export function pageOf(state: State, pull: PullRequest): string {
  return `${pages}/${state.name}/pull/${pull.number}`;
}

export function commentJson(state: State, pull: PullRequest, comment: Comment, root: string): Json {
  return {
    ...writtenJson(comment),
    url: `${root}/repos/${state.name}/issues/comments/${comment.id}`,
    html_url: `${pageOf(state, pull)}#issuecomment-${comment.id}`,
    issue_url: `${root}/repos/${state.name}/issues/${pull.number}`,
  };
}

export function threadCommentJson(
  state: State,
  pull: PullRequest,
  thread: Thread,
  comment: ThreadComment,
  root: string,
): Json {
  const { original } = thread;
  const [first] = thread.comments;
  return {
    ...writtenJson(comment),
    url: `${root}/repos/${state.name}/pulls/comments/${comment.id}`,
    html_url: `${pageOf(state, pull)}#discussion_r${comment.id}`,
    pull_request_url: `${root}/repos/${state.name}/pulls/${pull.number}`,
    pull_request_review_id: comment.reviewId,
    path: original.path,
    commit_id: thread.isOutdated ? original.commit : pull.headSha,
    original_commit_id: original.commit,
    line: thread.line ?? null,
    original_line: original.line,
    side: original.side,
    start_line: thread.startLine ?? null,
    original_start_line: original.startLine ?? null,
    start_side: original.startSide ?? null,
    subject_type: 'line',
    ...(first === undefined || first.id === comment.id ? {} : { in_reply_to_id: first.id }),
  };
}

export function reviewJson(state: State, pull: PullRequest, review: Review, root: string): Json {
  const states = {
    APPROVE: 'APPROVED',
    REQUEST_CHANGES: 'CHANGES_REQUESTED',
    COMMENT: 'COMMENTED',
    PENDING: 'PENDING',
  };
  return {
    id: review.id,
    node_id: review.nodeId,
    user: userJson(review.login),
    body: review.body,
    state: states[review.event],
    html_url: `${pageOf(state, pull)}#pullrequestreview-${review.id}`,
    pull_request_url: `${root}/repos/${state.name}/pulls/${pull.number}`,
    submitted_at: review.submittedAt,
    commit_id: review.commit,
    author_association: 'NONE',
  };
}

export function checkRunJson(state: State, run: CheckRun, root: string): Json {
  return {
    id: run.id,
    node_id: run.nodeId,
    head_sha: run.headSha,
    name: run.name,
    url: `${root}/repos/${state.name}/check-runs/${run.id}`,
    html_url: `${pages}/${state.name}/runs/${run.id}`,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: run.startedAt,
    completed_at: run.conclusion === undefined ? null : run.startedAt,
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${root}/repos/${state.name}/check-runs/${run.id}/annotations`,
    },
  };
}

function writtenJson(comment: Comment): Json {
  return {
    id: comment.id,
    node_id: comment.nodeId,
    user: userJson(comment.login),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: 'NONE',
  };
}

/** A number that belongs to a name and stays the same. */
export function idOf(name: string): number {
  return Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7);
}
