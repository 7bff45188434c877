import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Permissions } from './access.ts';
import { checkoutBranch, checkoutPullRequest, type CheckoutOptions } from './checkout.ts';
import {
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
  type PullRequestEventOptions,
  type WorkflowEvent,
} from './events.ts';
import { Repository, type Changes } from './repository.ts';
import { runAction, type ActionOptions, type ActionRun } from './run-action.ts';
import { LocalGitHub, type ServerOptions } from './server.ts';

export interface StoryOptions extends Omit<ServerOptions, 'repository'> {
  /** What the job's token may do; default: read contents, write to pull requests. */
  readonly permissions?: Permissions;
  /** Default `github-actions[bot]`. */
  readonly login?: string;
  /** Requests that GitHub's descriptions do not know are expected; default: they fail the test. */
  readonly allowViolations?: boolean;
}

export interface PushedRun extends Pick<ActionOptions, 'inputs' | 'env' | 'action' | 'node' | 'patience'> {
  readonly checkout?: CheckoutOptions;
  readonly event?: PullRequestEventOptions;
  /** Another event than that of the pull request, made after the checkout. */
  readonly as?: (server: LocalGitHub) => WorkflowEvent;
  readonly token?: string;
}

export interface AuditOptions extends Pick<ActionOptions, 'inputs' | 'env' | 'action' | 'node' | 'patience'> {
  /** The branch that is checked out; default `main`. A schedule is an event of `main` whatever is checked out. */
  readonly branch?: string;
  /** Default `schedule`. */
  readonly event?: 'schedule' | 'push' | 'workflow_dispatch';
  readonly checkout?: Omit<CheckoutOptions, 'into'>;
  /** The workspace of an audit before, to go on in; default: a new one. */
  readonly keep?: string;
  /** Files that a step before the action brings from another workspace, as a cache does; one that is not there is no fault. */
  readonly carry?: { readonly from: string; readonly paths: readonly string[] };
  readonly token?: string;
}

export interface Audit {
  readonly run: ActionRun;
  /** The workspace as the action left it. */
  readonly folder: string;
}

/** A repository on a GitHub of its own, and a job's token. It ends with the test. */
export interface Story {
  readonly server: LocalGitHub;
  readonly repository: Repository;
  readonly token: string;
  /** Checks a pull request out as it is now and runs the action for it. */
  run(number: number, options?: PushedRun): Promise<ActionRun>;
  /** Checks a branch out as it is now and runs the action for an event without a pull request. */
  audit(options?: AuditOptions): Promise<Audit>;
}

/** Begins a story: `files` are on `main`. */
export async function begin(files: Changes, options: StoryOptions = {}): Promise<Story> {
  const {
    permissions = { contents: 'read', 'pull-requests': 'write' },
    login,
    allowViolations = false,
    ...more
  } = options;
  const repository = Repository.of(files);
  const server = await LocalGitHub.start({ repository, ...more });
  onTestFinished(async () => {
    await server.close();
    if (!allowViolations) expect(server.violations, 'requests that GitHub would not understand').toEqual([]);
  });
  const token = server.token({ permissions, ...(login === undefined ? {} : { login }) });
  return {
    server,
    repository,
    token,
    async run(number, { checkout, event, as, token: other, ...action } = {}) {
      const { folder } = checkoutPullRequest(server, number, checkout);
      const happened = as?.(server) ?? pullRequestEvent(server, number, event);
      return runAction({ server, event: happened, in: folder, token: other ?? token, ...action });
    },
    async audit({ branch = 'main', event = 'schedule', checkout, keep, carry, token: other, ...action } = {}) {
      const { folder } = checkoutBranch(server, branch, { ...checkout, ...(keep === undefined ? {} : { into: keep }) });
      for (const path of carry?.paths ?? []) {
        const from = join(carry?.from ?? '', path);
        if (existsSync(from)) cpSync(from, join(folder, path), { recursive: true });
      }
      const happened = {
        schedule: () => scheduleEvent(server),
        push: () => pushEvent(server, branch),
        workflow_dispatch: () => workflowDispatchEvent(server, branch),
      }[event]();
      const run = await runAction({ server, event: happened, in: folder, token: other ?? token, ...action });
      return { run, folder };
    },
  };
}
