import { expect } from 'vitest';
import { checkoutBranch, checkoutMergeGroup, checkoutPullRequest } from '../support/github/checkout.ts';
import {
  mergeGroupEvent,
  pullRequestEvent,
  pullRequestTargetEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
  type WorkflowEvent,
} from '../support/github/events.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import type { PushedRun, Story } from '../support/github/story.ts';
import { git } from '../support/github/git.ts';
import { cleanDeployment, shortGrace } from '../support/manifests.ts';
import { openChange, right, said, warned, wrong, type ChangeOptions } from './change.ts';
import { section } from './matrix.ts';

const full = { checkout: { depth: 0 } } as const;

async function runChange(options: ChangeOptions = {}, run: PushedRun = full): Promise<[Story, ActionRun]> {
  const story = await openChange(options);
  return [story, await story.run(1, run)];
}

/** One comment beside the diff, at the value, and one summary. */
function expectBoth(story: Story): void {
  expect(said(story)).toEqual([
    expect.stringMatching(
      /^k8s\/api\.yaml:7 \*\*error\*\*: `service\.beta\.kubernetes\.io\/alibaba-cloud-loadbalancer-connection-drain`/,
    ),
    'summary: ## Gate failed: 1 new finding of severity error or above.',
  ]);
}

async function posted(options: ChangeOptions = {}, run: PushedRun = full): Promise<ActionRun> {
  const [story, result] = await runChange(options, run);
  expectBoth(story);
  return result;
}

async function silent(options: ChangeOptions = {}, run: PushedRun = full): Promise<ActionRun> {
  const [story, result] = await runChange(options, run);
  expect(said(story)).toEqual([]);
  return result;
}

/** What base had is edited, too, so that its content is needed. */
const edited = { change: { 'k8s/api.yaml': wrong(), 'k8s/web.yaml': `# ours\n${right('web')}` } };
const two = { 'k8s/one.yaml': warned('one'), 'k8s/two.yaml': warned('two') };
const withError = { base: { 'k8s/old.yaml': wrong('old') }, change: { 'k8s/note.yaml': 'a: 1\n' } };

async function audit(event: (server: Story['server']) => WorkflowEvent): Promise<ActionRun> {
  const { server, token } = await openChange(withError);
  const { folder } = checkoutBranch(server, 'main');
  return runAction({ server, token, event: event(server), in: folder });
}

section('Events and checkouts', {
  'same-repository': async () => {
    const result = await posted();
    expect(result.summary).toContain('## Gate failed: 1 new finding of severity error or above.');
    expect(result.stdout).toContain(
      '::error file=k8s/api.yaml,line=7,endLine=7,col=77,endColumn=79,title=annotation-not-string::',
    );
    expect(result.outputs).toEqual({
      outcome: 'fail',
      errors: '1',
      warnings: '0',
      infos: '0',
      'new-findings': '1',
      suppressed: '0',
      'report-json': '',
      'sarif-file': '',
      'html-file': '',
      'comment-status': 'posted',
      'audit-issue-number': '',
    });
    return result;
  },
  'merge-shallow': () => posted({}, {}),
  'head-full': () => posted({}, { checkout: { style: 'head', depth: 0 } }),
  'head-shallow': () => posted({}, { checkout: { style: 'head' } }),
  'merge-shallow-without-credentials': () => posted(edited, { checkout: { credentials: false } }),
  'head-shallow-without-credentials': () => posted(edited, { checkout: { style: 'head', credentials: false } }),
  passing: () =>
    silent({
      change: { 'k8s/api.yaml': warned().replace('"intranet"', '"intranet" # ok') },
      base: { 'k8s/api.yaml': warned() },
    }),
  'warnings-only': () => silent({ change: two }),
  'warnings-always': async () => {
    const [story, result] = await runChange({ change: two }, { ...full, inputs: { 'comment-when': 'always' } });
    expect(said(story)).toEqual([
      'k8s/one.yaml:7 **warning**: Connection draining is not enabled for port 80. `connection-drain-not-enabled`',
      'k8s/two.yaml:7 **warning**: Connection draining is not enabled for port 80. `connection-drain-not-enabled`',
      'summary: ## Gate passed: no new finding of severity error or above.',
    ]);
    return result;
  },
  'comments-summary': async () => {
    const [story, result] = await runChange({}, { ...full, inputs: { comments: 'summary' } });
    expect(said(story)).toEqual(['summary: ## Gate failed: 1 new finding of severity error or above.']);
    return result;
  },
  'comments-off': () => silent({}, { ...full, inputs: { comments: 'off' } }),
  'check-run': async () => {
    const permissions = { contents: 'read', 'pull-requests': 'write', checks: 'write' } as const;
    const [story, result] = await runChange({ permissions }, { ...full, inputs: { 'check-run': 'load balancers' } });
    expectBoth(story);
    expect(story.server.checkRuns).toMatchObject([
      {
        name: 'load balancers',
        status: 'completed',
        conclusion: 'failure',
        headSha: story.repository.tip('change'),
        annotations: [
          {
            path: 'k8s/api.yaml',
            start_line: 7,
            end_line: 7,
            annotation_level: 'failure',
            title: 'annotation-not-string',
          },
        ],
      },
    ]);
    return result;
  },
  'fail-on-never': () => silent({}, { ...full, inputs: { 'fail-on': 'never' } }),
  'preset-strict': async () => {
    const [story, result] = await runChange({ change: two }, { ...full, inputs: { preset: 'strict' } });
    expect(said(story)).toHaveLength(3);
    return result;
  },
  'unchanged-finding': () => silent(withError),
  'gate-all': async () => {
    const [story, result] = await runChange(withError, { ...full, inputs: { gate: 'all' } });
    expect(said(story)).toEqual(['summary: ## Gate failed: 1 finding of severity error or above.']);
    return result;
  },
  'no-manifest-changed': async () => {
    const result = await silent({ change: { 'README.md': 'Hello\n' } });
    expect(result.summary).toContain(
      'this change touches no manifest, kustomization, chart or configuration, so nothing was read',
    );
    return result;
  },
  'deployment-only': async () => {
    const [story, result] = await runChange({ change: { 'k8s/deployment.yaml': shortGrace } });
    expect(said(story)).toEqual([
      'k8s/deployment.yaml:21 **error**: This change removes the longer grace period. preStop 30 s + 30 s margin > grace 40 s: short by 20 s. `grace-period-too-short`',
      'summary: ## Gate failed: 1 new finding of severity error or above.',
    ]);
    return result;
  },
  'related-place': async () => {
    const named = right('web').replace('targetPort: 8080', 'targetPort: http');
    const [story, result] = await runChange({
      base: { 'k8s/web.yaml': named },
      change: {
        'k8s/deployment.yaml': cleanDeployment
          .replace('- name: http\n', '- name: plain\n')
          .replace('port: http', 'port: plain'),
      },
    });
    const [comment] = story.server.pullRequest(1).threads;
    expect(said(story)).toEqual([
      'k8s/deployment.yaml:25 **error**: No container behind this Service declares a port named "http". `named-target-port-unresolved`',
      'summary: ## Gate failed: 1 new finding of severity error or above.',
    ]);
    expect(comment?.comments[0]?.body).toContain('Where it is: [`k8s/web.yaml:');
    return result;
  },
  draft: () => posted({ pull: { draft: true } }),
  closed: async () => {
    const story = await openChange();
    story.server.pullRequest(1).state = 'closed';
    const result = await story.run(1, full);
    expect(result.stdout).toBe('The pull request is closed: nothing was evaluated.\n');
    return result;
  },
  fork: async () => {
    const result = await silent({ head: 'mallory:change' });
    expect(result.stdout).toContain('::error file=k8s/api.yaml,line=7');
    expect(result.summary).toContain('Gate failed');
    return result;
  },
  'fork-passing': () => silent({ head: 'mallory:change', change: { 'k8s/api.yaml': warned() } }),
  dependabot: () => silent({ pull: { author: 'dependabot[bot]' } }),
  'dependabot-rerun': () =>
    silent({ pull: { author: 'dependabot[bot]' } }, { ...full, env: { GITHUB_TRIGGERING_ACTOR: 'alice' } }),
  'without-token': () => silent({}, { ...full, inputs: { 'github-token': '' } }),
  'read-only-token': () => silent({ permissions: { contents: 'read', 'pull-requests': 'read' } }),
  'merge-group': async () => {
    const { server, token } = await openChange();
    const group = server.queue(1);
    const { folder } = checkoutMergeGroup(server, group, { depth: 2 });
    const result = await runAction({ server, token, event: mergeGroupEvent(server, group), in: folder });
    expect(result.summary).toContain('Gate failed: 1 new finding of severity error or above.');
    return result;
  },
  push: () => audit((server) => pushEvent(server)),
  schedule: () => audit((server) => scheduleEvent(server)),
  'workflow-dispatch': () => audit((server) => workflowDispatchEvent(server)),
  'pull-request-target-base': async () => {
    const { server, token } = await openChange();
    const { folder } = checkoutBranch(server, 'main');
    const result = await runAction({ server, token, event: pullRequestTargetEvent(server, 1), in: folder });
    expect(result.stdout).toMatch(
      /What is checked out, [0-9a-f]{12}, is not known to hold the commit [0-9a-f]{12} of this change\./,
    );
    return result;
  },
  'pull-request-target-head': async () => {
    const story = await openChange();
    const { folder } = checkoutPullRequest(story.server, 1, { style: 'head', depth: 0 });
    const { server, token } = story;
    const result = await runAction({ server, token, event: pullRequestTargetEvent(server, 1), in: folder });
    expect(result.stdout).toContain(
      '::warning title=ack-service-gate::pull_request_target runs with the rights of the base branch',
    );
    expectBoth(story);
    return result;
  },
  'other-checkout': async () => {
    const story = await openChange({ base: { 'k8s/old.yaml': wrong('old') } });
    const { server, token } = story;
    const { folder } = checkoutPullRequest(server, 1, { depth: 0 });
    git(folder, 'commit', '--quiet', '--allow-empty', '--message=mine');
    const result = await runAction({ server, token, event: pullRequestEvent(server, 1), in: folder });
    expect(said(story)).toEqual(['summary: ## Gate failed: 2 findings of severity error or above.']);
    expect(result.summary).toContain(
      'is checked out, which is neither the head of this change nor its test merge `base-unproved`',
    );
    return result;
  },
  'unknown-event': async () => {
    const { server, token } = await openChange();
    const event = { ...pushEvent(server), name: 'issues' };
    return runAction({ server, token, event, in: checkoutBranch(server).folder });
  },
  'mode-audit': () => silent(withError, { ...full, inputs: { mode: 'audit' } }),
  'base-input': () => posted({}, { ...full, inputs: { base: 'origin/main' } }),
  'base-input-missing': () => silent({}, { ...full, inputs: { base: 'nowhere' } }),
});
