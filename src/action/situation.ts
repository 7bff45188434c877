import { CannotEvaluate } from '../analysis/failure.ts';
import type { Environment } from '../host/runner.ts';
import type { ActionSettings } from './inputs.ts';

/** A change that is judged against the commit that it is made to. */
export interface ChangeSituation {
  readonly kind: 'pull-request' | 'merge-group';
  readonly headSha: string;
  /** The tip of the base branch when the event was made. */
  readonly baseSha: string;
}

export interface PullRequestSituation extends ChangeSituation {
  readonly kind: 'pull-request';
  readonly number: number;
  readonly isClosed: boolean;
  /** `owner/name`; undefined where the fork is gone. */
  readonly headRepository: string | undefined;
  /** GitHub gives this run a token that may only read, whatever the workflow says. */
  readonly isReadOnly: boolean;
  /** The workflow of base runs with its rights, and what is checked out may be anybody's. */
  readonly isTarget: boolean;
}

export interface MergeGroupSituation extends ChangeSituation {
  readonly kind: 'merge-group';
  /** The branch that the queue merges into. */
  readonly baseBranch: string;
  /** The pull request that the queue's branch is named after. */
  readonly named: number | undefined;
}

/** Everything is judged, whatever changed. */
export interface AuditSituation {
  readonly kind: 'audit';
  /** The commit whose policy holds, where what is judged is somebody's change all the same. */
  readonly baseSha: string | undefined;
  /** It is the default branch that is audited, of which the audit issue tells. */
  readonly isOfDefaultBranch: boolean;
}

export type Situation = PullRequestSituation | MergeGroupSituation | AuditSituation;

/** The run that made a report which is to be published. */
export interface EvaluatingRun {
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: string;
}

const audited = ['schedule', 'workflow_dispatch', 'push'];

/** What is to be judged, from the event. Throws `CannotEvaluate` for an event that says neither. */
export function situationOf(environment: Environment, mode: ActionSettings['mode']): Situation {
  const { eventName } = environment;
  const change = changeOf(environment);
  const isOfDefaultBranch = change === undefined && isOnDefaultBranch(environment);
  const audit: AuditSituation = { kind: 'audit', baseSha: change?.baseSha, isOfDefaultBranch };
  if (mode === 'audit') return audit;
  if (change !== undefined) return change;
  if (mode === 'pull-request')
    throw new CannotEvaluate(`mode pull-request: the event "${eventName}" has no pull request.`);
  if (audited.includes(eventName)) return audit;
  throw new CannotEvaluate(
    `The event "${eventName}" has nothing to compare.`,
    'Run the gate on pull_request and merge_group, or with mode: audit (mode: publish for a workflow_run).',
  );
}

/** Schedules run on no other branch. */
function isOnDefaultBranch({ eventName, event, ref }: Environment): boolean {
  return eventName === 'schedule' || ref === `refs/heads/${text(event, 'repository', 'default_branch') ?? ''}`;
}

function changeOf(environment: Environment): PullRequestSituation | MergeGroupSituation | undefined {
  const { eventName, event } = environment;
  if (eventName === 'pull_request' || eventName === 'pull_request_target') return pullRequest(environment);
  if (eventName !== 'merge_group') return undefined;
  const [headSha, baseSha] = ['head_sha', 'base_sha'].map((key) => sha(event, 'merge_group', key));
  const [headRef, baseRef] = ['head_ref', 'base_ref'].map((key) => text(event, 'merge_group', key) ?? '');
  const [, named] = /\/pr-([0-9]{1,15})-[0-9a-f]{40,64}$/.exec(headRef ?? '') ?? [];
  return {
    kind: 'merge-group',
    headSha: headSha ?? '',
    baseSha: baseSha ?? '',
    baseBranch: (baseRef ?? '').replace(/^refs\/heads\//, ''),
    named: named === undefined ? undefined : Number(named),
  };
}

function pullRequest({ eventName, event, repository, actor }: Environment): PullRequestSituation {
  const isTarget = eventName === 'pull_request_target';
  const headRepository = text(event, 'pull_request', 'head', 'repo', 'full_name');
  const isFork = headRepository?.toLowerCase() !== repository.toLowerCase();
  const isDependabot = [actor, text(event, 'sender', 'login')].includes('dependabot[bot]');
  const number = at(event, 'pull_request', 'number');
  if (typeof number !== 'number') throw broken('pull_request.number');
  return {
    kind: 'pull-request',
    number,
    isClosed: text(event, 'pull_request', 'state') === 'closed',
    headSha: sha(event, 'pull_request', 'head', 'sha'),
    baseSha: sha(event, 'pull_request', 'base', 'sha'),
    headRepository,
    isReadOnly: !isTarget && (isFork || isDependabot),
    isTarget,
  };
}

/** The run whose report is to be published. Throws `CannotEvaluate` where the event tells of none. */
export function evaluatingRun({ eventName, event }: Environment): EvaluatingRun {
  if (eventName !== 'workflow_run')
    throw new CannotEvaluate(
      `mode publish runs on workflow_run, not on "${eventName}".`,
      'examples/workflows shows how.',
    );
  return {
    headSha: sha(event, 'workflow_run', 'head_sha'),
    headBranch: text(event, 'workflow_run', 'head_branch') ?? '',
    headRepository: text(event, 'workflow_run', 'head_repository', 'full_name') ?? '',
  };
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null ? (parent as Readonly<Record<string, unknown>>)[key] : undefined,
    value,
  );
}

function text(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}

function sha(value: unknown, ...keys: readonly string[]): string {
  const found = text(value, ...keys);
  if (found === undefined || !/^[0-9a-f]{40,64}$/.test(found)) throw broken(keys.join('.'));
  return found;
}

function broken(field: string): CannotEvaluate {
  return new CannotEvaluate(`The event file of this run has no usable ${field}.`);
}
