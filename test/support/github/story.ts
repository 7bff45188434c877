import { expect, onTestFinished } from 'vitest';
import type { Permissions } from './access.ts';
import { checkoutPullRequest, type CheckoutOptions } from './checkout.ts';
import { pullRequestEvent, type PullRequestEventOptions, type WorkflowEvent } from './events.ts';
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

/** A repository on a GitHub of its own, and a job's token. It ends with the test. */
export interface Story {
  readonly server: LocalGitHub;
  readonly repository: Repository;
  readonly token: string;
  /** Checks a pull request out as it is now and runs the action for it. */
  run(number: number, options?: PushedRun): Promise<ActionRun>;
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
  };
}
