import { idOf, pages, pullDetails, pullJson, repositoryJson, userJson } from './rest-objects.ts';
import type { MergeGroup } from './merge-queue.ts';
import type { LocalGitHub } from './server.ts';

/** An event as a job sees it: `GITHUB_EVENT_NAME`, the payload of `GITHUB_EVENT_PATH`, and what else GitHub derives from it. */
export interface WorkflowEvent {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** `GITHUB_SHA`. */
  readonly sha: string;
  /** `GITHUB_REF`. */
  readonly ref: string;
  /** `GITHUB_BASE_REF` and `GITHUB_HEAD_REF`: branch names, for pull requests only. */
  readonly baseRef?: string;
  readonly headRef?: string;
  /** `GITHUB_ACTOR`. */
  readonly actor: string;
}

export interface PullRequestEventOptions {
  /** Default `synchronize`. */
  readonly action?: string;
  /** Who caused it; default: the author. */
  readonly actor?: string;
}

/** A change of a pull request. The payload is that of now and does not follow later pushes. */
export function pullRequestEvent(
  server: LocalGitHub,
  number: number,
  options: PullRequestEventOptions = {},
): WorkflowEvent {
  const { action = 'synchronize' } = options;
  server.sync();
  const pull = server.pullRequest(number);
  const actor = options.actor ?? pull.author;
  const detailed = { ...pullJson(server.state, pull, server.url), ...pullDetails(server.state, pull) };
  return {
    name: 'pull_request',
    payload: { action, number, pull_request: detailed, ...common(server, actor) },
    sha: pull.mergeSha ?? pull.headSha,
    ref: `refs/pull/${number}/merge`,
    baseRef: pull.baseRef,
    headRef: pull.headRef,
    actor,
  };
}

/** The same as `pull_request`, but the job runs for the base branch. */
export function pullRequestTargetEvent(
  server: LocalGitHub,
  number: number,
  options: PullRequestEventOptions = {},
): WorkflowEvent {
  const event = pullRequestEvent(server, number, options);
  const pull = server.pullRequest(number);
  return { ...event, name: 'pull_request_target', sha: pull.baseSha, ref: `refs/heads/${pull.baseRef}` };
}

export function mergeGroupEvent(server: LocalGitHub, group: MergeGroup): WorkflowEvent {
  const { baseSha, headSha, headRef, baseRef } = group;
  const actor = 'github-merge-queue[bot]';
  const head = { head_sha: headSha, head_ref: headRef, base_sha: baseSha, base_ref: baseRef };
  const payload = {
    action: 'checks_requested',
    merge_group: { ...head, head_commit: { id: headSha } },
    ...common(server, actor),
  };
  return { name: 'merge_group', payload, sha: headSha, ref: headRef, actor };
}

export function pushEvent(server: LocalGitHub, branch = 'main', before = '0'.repeat(40)): WorkflowEvent {
  const sha = server.repository.tip(branch);
  const ref = `refs/heads/${branch}`;
  const payload = {
    ref,
    before,
    after: sha,
    created: /^0+$/.test(before),
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `${pages}/${server.state.name}/compare/${before}...${sha}`,
    commits: [],
    head_commit: { id: sha },
    pusher: { name: 'alice', email: 'alice@example.com' },
    ...common(server, 'alice'),
  };
  return { name: 'push', payload, sha, ref, actor: 'alice' };
}

export function scheduleEvent(server: LocalGitHub, schedule = '0 4 * * 1'): WorkflowEvent {
  const payload = { schedule, ...common(server, 'alice') };
  return { name: 'schedule', payload, sha: server.repository.tip('main'), ref: 'refs/heads/main', actor: 'alice' };
}

export function workflowDispatchEvent(
  server: LocalGitHub,
  branch = 'main',
  inputs: Readonly<Record<string, string>> = {},
): WorkflowEvent {
  const ref = `refs/heads/${branch}`;
  const payload = { inputs, ref, workflow: '.github/workflows/gate.yml', ...common(server, 'alice') };
  return { name: 'workflow_dispatch', payload, sha: server.repository.tip(branch), ref, actor: 'alice' };
}

export interface WorkflowRunOptions {
  /** What the first workflow ended with; default `success`. */
  readonly conclusion?: 'success' | 'failure' | 'cancelled';
  /** The event of the first workflow; default `pull_request`. */
  readonly event?: string;
}

/** The end of a workflow that ran for a pull request. For a fork the list of pull requests is empty, as GitHub leaves it. */
export function workflowRunEvent(server: LocalGitHub, number: number, options: WorkflowRunOptions = {}): WorkflowEvent {
  const { conclusion = 'success', event = 'pull_request' } = options;
  server.sync();
  const { state, url } = server;
  const pull = server.pullRequest(number);
  const own = pull.headRepository === state.name;
  const run = {
    id: 4_001,
    node_id: 'WFR_kwDO4001',
    name: 'gate',
    event,
    status: 'completed',
    conclusion,
    head_branch: pull.headRef,
    head_sha: pull.headSha,
    head_commit: { id: pull.headSha },
    run_number: 1,
    run_attempt: 1,
    repository: repositoryJson(state, state.name, url),
    head_repository: repositoryJson(state, pull.headRepository, url),
    pull_requests: own
      ? [
          {
            id: pull.id,
            number,
            head: { ref: pull.headRef, sha: pull.headSha },
            base: { ref: pull.baseRef, sha: pull.baseSha },
          },
        ]
      : [],
    actor: userJson(pull.author),
  };
  const payload = {
    action: 'completed',
    workflow_run: run,
    workflow: { id: 4_000, name: 'gate' },
    ...common(server, pull.author),
  };
  return {
    name: 'workflow_run',
    payload,
    sha: server.repository.tip('main'),
    ref: 'refs/heads/main',
    actor: pull.author,
  };
}

/** Changes what a payload says, for payloads that somebody forged or GitHub shortened. Paths are dotted; undefined removes. */
export function altered(event: WorkflowEvent, changes: Readonly<Record<string, unknown>>): WorkflowEvent {
  const payload = structuredClone(event.payload) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const holder = keys.reduce((inner, key) => inner[key] as Record<string, unknown>, payload);
    if (value === undefined) Reflect.deleteProperty(holder, last);
    else holder[last] = value;
  }
  return { ...event, payload };
}

function common(server: LocalGitHub, actor: string): Record<string, unknown> {
  const [owner = ''] = server.state.name.split('/');
  return {
    repository: repositoryJson(server.state, server.state.name, server.url),
    organization: { login: owner, id: idOf(owner) },
    sender: userJson(actor),
  };
}
