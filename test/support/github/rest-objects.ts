import {
  isPull,
  type CheckRun,
  type Comment,
  type Conversation,
  type Issue,
  type PullRequest,
  type Review,
  type State,
  type Thread,
  type ThreadComment,
} from './state.ts';

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
    has_issues: state.hasIssues && name === state.name,
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
    labels: pull.labels.map(labelJson),
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

export function pageOf(state: State, subject: Conversation): string {
  return `${pages}/${state.name}/${isPull(subject) ? 'pull' : 'issues'}/${subject.number}`;
}

/** An issue; or a pull request as the interface of issues shows it, which is told by `pull_request`. */
export function issueJson(state: State, subject: Conversation, root: string): Json {
  const url = `${root}/repos/${state.name}/issues/${subject.number}`;
  const { number, title, author, createdAt, labels, comments } = subject;
  return {
    ...(isPull(subject) ? pullPart(state, subject, root) : issuePart(subject)),
    url,
    repository_url: `${root}/repos/${state.name}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: pageOf(state, subject),
    number,
    title,
    user: userJson(author),
    state: subject.state,
    labels: labels.map(labelJson),
    assignee: null,
    assignees: [],
    milestone: null,
    active_lock_reason: null,
    comments: comments.length,
    created_at: createdAt,
    author_association: 'NONE',
  };
}

function issuePart(issue: Issue): Json {
  return {
    id: issue.id,
    node_id: issue.nodeId,
    body: issue.body === '' ? null : issue.body,
    state_reason: issue.stateReason ?? null,
    locked: issue.locked,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt ?? null,
    closed_by: issue.closedBy === undefined ? null : userJson(issue.closedBy),
  };
}

function pullPart(state: State, pull: PullRequest, root: string): Json {
  const page = pageOf(state, pull);
  return {
    // The issue of a pull request has an id of its own, and not that of the pull request.
    id: pull.id + 1_000_000_000,
    node_id: pull.nodeId,
    body: null,
    state_reason: null,
    locked: false,
    draft: pull.draft,
    updated_at: pull.createdAt,
    closed_at: pull.state === 'closed' ? pull.createdAt : null,
    pull_request: {
      url: `${root}/repos/${state.name}/pulls/${pull.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: null,
    },
  };
}

export function commentJson(state: State, subject: Conversation, comment: Comment, root: string): Json {
  return {
    ...writtenJson(comment),
    url: `${root}/repos/${state.name}/issues/comments/${comment.id}`,
    html_url: `${pageOf(state, subject)}#issuecomment-${comment.id}`,
    issue_url: `${root}/repos/${state.name}/issues/${subject.number}`,
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

function labelJson(name: string): Json {
  return { id: idOf(name), node_id: `LA_kwDO${idOf(name)}`, name };
}

/** A number that belongs to a name and stays the same. */
export function idOf(name: string): number {
  return Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7);
}
