import { expect } from 'vitest';
import type { Story } from '../support/github/story.ts';
import { checkoutMergeGroup, type CheckoutOptions } from '../support/github/checkout.ts';
import { altered, mergeGroupEvent, pullRequestEvent, pullRequestTargetEvent } from '../support/github/events.ts';
import type { MergeMethod } from '../support/github/merge-queue.ts';
import type { Changes } from '../support/github/repository.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import type { PushedRun } from '../support/github/story.ts';
import { openChange, right, said, wrong, type ChangeOptions } from './change.ts';
import { section } from './matrix.ts';

const full = { checkout: { depth: 0 } } as const;
const file = '.github/ack-service-gate.yml';
const label = 'lb-change-approved';
const allowed = `rules:\n  service-removed-releases-ip: { allowLabel: ${label} }\n`;
const removal: Changes = { 'k8s/web.yaml': null };
/** How the finding begins; its words are the rule's. */
const lost = 'Service `shop/web` is removed: ';

const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n';

/** A Service that is no other one under a new name. */
const elsewhere = (service: string): string => service.replace('port: 80\n', 'port: 81\n');

/** A pull request that removes the Service `web`. */
async function open(options: ChangeOptions = {}): Promise<Story> {
  return openChange({
    change: removal,
    ...options,
    base: { 'notes/one.txt': 'what it says\n', [file]: allowed, ...options.base },
  });
}

/** The finding stands in the summary's table, approved by this person at some time. */
function expectApproved(run: ActionRun, by: string, number = 1): void {
  const [, findings = ''] = run.summary.split('### Findings\n');
  const [row = ''] = unmarked(findings)
    .split('\n')
    .filter((line) => line.startsWith(`| error | ${lost}`));
  expect(row).toContain(` (approved by \`label "${label}" on #${number}, set by ${by} at 2026-`);
  expect(run.outputs).toMatchObject({ errors: '0', 'new-findings': '0', suppressed: '1' });
  expect(unmarked(run.stdout)).toContain(
    `::notice title=service-removed-releases-ip::k8s/web.yaml:4: Service shop/web`,
  );
}

/** The finding stands in the summary's table as one that counts. */
function expectCounted({ summary }: ActionRun, what: string): void {
  const rows = summary.split('\n').filter((line) => line.startsWith(`| **error** | ${what}`));
  expect(rows).toEqual([expect.not.stringContaining('approved by')]);
}

/** The finding counts, and a note at the configuration's line says why no label helps. */
function expectOpen(run: ActionRun, note: string, what = lost): void {
  expectCounted(run, what);
  expect(run.outputs).toMatchObject({ errors: '1', 'new-findings': '1', suppressed: '0' });
  expect(unmarked(run.summary)).toMatch(new RegExp(`^- .*${file}:2.*: ${note}`, 'm'));
}

/** Without what keeps GitHub from making a number a link. */
function unmarked(text: string): string {
  return text.replaceAll('\u200b', '').replaceAll(/`(#\d+)`/g, '$1');
}

const notSet = (numbers: string): string =>
  `service-removed-releases-ip is not approved: the label "${label}" is not set on ${numbers} \`label-missing\``;
const unread = (why: string): string =>
  `service-removed-releases-ip is not approved, because the label "${label}" cannot be read: .*${why}.* \`label-unreadable\``;

async function approved(story: Story, run: PushedRun = full, by = 'bob'): Promise<ActionRun> {
  const result = await story.run(1, run);
  expectApproved(result, by);
  return result;
}

async function refused(story: Story, note: string, run: PushedRun = full): Promise<ActionRun> {
  const result = await story.run(1, run);
  expectOpen(result, note);
  return result;
}

async function labelled(options: ChangeOptions = {}): Promise<Story> {
  const story = await open(options);
  story.server.as('bob').label(1, label);
  return story;
}

/** Number 1 removes the Service `web`, number 2 does something else; the one that is named carries the label. */
async function openTwo(on: number, other: Changes = { 'k8s/settings.yaml': settings }): Promise<Story> {
  const story = await open();
  story.repository.branch('other');
  story.repository.commit('other', other);
  story.server.openPullRequest({ head: 'other' });
  story.server.as('bob').label(on, label);
  return story;
}

/** The run of a merge queue for pull requests that it put into one group. */
async function queued(
  { server, token }: Story,
  numbers: readonly number[],
  method: MergeMethod = 'merge',
  checkout: CheckoutOptions = { depth: 2 },
): Promise<ActionRun> {
  const group = server.queueTogether(numbers, method);
  const { folder } = checkoutMergeGroup(server, group, checkout);
  return runAction({ server, token, event: mergeGroupEvent(server, group), in: folder });
}

async function groupApproved(run: Promise<ActionRun>): Promise<ActionRun> {
  const result = await run;
  expectApproved(result, 'bob');
  return result;
}

async function groupRefused(run: Promise<ActionRun>, note: string, what = lost): Promise<ActionRun> {
  const result = await run;
  expectOpen(result, note, what);
  return result;
}

section('Approval by label', {
  'label-missing': async () => refused(await open(), notSet('#1')),
  'label-set': async () => {
    const story = await labelled();
    const result = await approved(story);
    expect(result.summary).toContain('No other problem found, 1 approved by label – 0 new, ');
    expect(said(story)).toEqual([]);
    return result;
  },
  'label-set-later': async () => {
    const story = await open();
    await refused(story, notSet('#1'));
    expect(said(story)).toEqual([
      expect.stringContaining(`old k8s/web.yaml:4 **error**: ${lost}`),
      'summary: ## Gate failed: 1 new finding of severity error or above.',
    ]);
    story.server.as('bob').label(1, label);
    const result = await approved(story);
    expect(said(story)).toEqual(['summary: ## Gate passed: no new finding of severity error or above.']);
    const [comment] = story.server.pullRequest(1).comments;
    expect(unmarked(comment?.body ?? '')).toContain(`(approved by \`label "${label}" on #1, set by bob at 2026-`);
    return result;
  },
  'label-other': async () => refused(await open({ pull: { labels: ['lb-change', `${label}-not`] } }), notSet('#1')),
  'label-elsewhere': async () => refused(await openTwo(2), notSet('#1')),
  'label-removed': async () => {
    const story = await labelled();
    story.server.as('alice').unlabel(1, label);
    return refused(story, notSet('#1'));
  },
  'label-set-again': async () => {
    const story = await labelled();
    story.server.as('alice').unlabel(1, label);
    story.server.as('carol').label(1, label);
    return approved(story, full, 'carol');
  },
  'label-payload-forged': async () => {
    const story = await open();
    const labels = [{ id: 1, name: label }];
    return refused(story, notSet('#1'), {
      ...full,
      as: (server) => altered(pullRequestEvent(server, 1), { 'pull_request.labels': labels }),
    });
  },
  'label-payload-old': async () => {
    const story = await open();
    const event = pullRequestEvent(story.server, 1);
    story.server.as('bob').label(1, label);
    expect(event.payload).toMatchObject({ pull_request: { labels: [] } });
    return approved(story, { ...full, as: () => event });
  },
  'label-fork': async () => approved(await labelled({ head: 'mallory:change', permissions: { contents: 'read' } })),
  'label-target': async () =>
    approved(await labelled(), {
      checkout: { style: 'head', depth: 0 },
      as: (server) => pullRequestTargetEvent(server, 1),
    }),
  'label-403': async () => {
    const story = await labelled();
    story.server.fail({ operation: 'GateLabels', status: 403 });
    return refused(story, unread('403'));
  },
  'label-502': async () => {
    const story = await labelled();
    story.server.fail({ operation: 'GateLabels', status: 502 });
    return refused(story, unread('502'));
  },
  'label-without-permission': async () =>
    refused(
      await labelled({ private: true, permissions: { contents: 'read' } }),
      unread('Resource not accessible by integration'),
    ),
  'label-without-token': async () =>
    refused(await labelled(), unread('there is no token for the API'), { ...full, inputs: { 'github-token': '' } }),
  'label-other-error': async () => {
    const story = await labelled({ change: { ...removal, 'k8s/api.yaml': elsewhere(wrong()) } });
    const result = await story.run(1, full);
    expect(unmarked(result.summary)).toMatch(/^\| error \| Service `shop\/web` is removed: .* \(approved by /m);
    expect(result.outputs).toMatchObject({ errors: '1', suppressed: '1' });
    return result;
  },
  'label-not-suppressible': async () =>
    refused(
      await labelled({ base: { [file]: allowed.replace(' }', ', suppressible: false }') } }),
      'service-removed-releases-ip cannot be silenced: the configuration says suppressible: false `not-suppressible`',
    ),
  'label-allowed-in-head': async () => {
    const story = await labelled({
      base: { [file]: 'preset: recommended\n' },
      change: { ...removal, [file]: `preset: recommended\n${allowed}` },
    });
    const result = await story.run(1, full);
    expectCounted(result, lost);
    expect(result.summary).toContain('`configuration-changed`');
    return result;
  },
  'label-nothing-to-approve': async () => {
    const story = await labelled({ change: { 'k8s/api.yaml': right('api') } });
    return story.run(1, full);
  },
  'label-audit': async () => {
    const story = await labelled();
    const result = await story.run(1, { ...full, inputs: { mode: 'audit', base: 'origin/main' } });
    expectCounted(result, lost);
    expect(result.summary).not.toContain('`label-');
    return result;
  },
  'label-group': async () => groupApproved(queued(await labelled(), [1])),
  'label-group-missing': async () => groupRefused(queued(await open(), [1]), notSet('#1')),
  'label-group-shallow': async () => groupApproved(queued(await labelled(), [1], 'merge', { depth: 1 })),
  'label-group-of-two': async () => groupApproved(queued(await openTwo(1), [2, 1])),
  'label-group-other': async () => groupRefused(queued(await openTwo(2), [1, 2]), notSet('#1')),
  'label-group-across': async () =>
    groupRefused(
      queued(await openTwo(1, { 'k8s/api.yaml': right('api') }), [1, 2]),
      notSet('#2'),
      lost.replace('is removed', 'becomes `shop/api`'),
    ),
  'label-group-squashed': async () => groupApproved(queued(await openTwo(1), [1, 2], 'squash')),
  'label-group-squashed-other': async () => groupRefused(queued(await openTwo(2), [1, 2], 'squash'), notSet('#1')),
  'label-group-rebased': async () => {
    const story = await openTwo(1);
    for (const branch of ['change', 'other']) story.repository.commit(branch, { [`${branch}.txt`]: 'more\n' });
    return groupApproved(queued(story, [1, 2], 'rebase'));
  },
  'label-group-unseen-queue': async () => {
    const story = await openTwo(1);
    story.server.fail({ operation: 'GateMergeQueue', status: 403 });
    return groupRefused(queued(story, [1, 2], 'squash'), unread('belongs to no pull request that is known'));
  },
  'label-group-named': async () => {
    const story = await labelled();
    story.server.fail({ operation: 'GateMergeQueue', status: 403 });
    return groupApproved(queued(story, [1], 'squash'));
  },
  'label-group-built-upon': async () => {
    const story = await labelled();
    story.repository.branch('upon', 'change');
    story.repository.commit('upon', { 'k8s/api.yaml': right('api') });
    story.server.openPullRequest({ head: 'upon' });
    return groupApproved(queued(story, [1]));
  },
  'label-group-403': async () => {
    const story = await labelled();
    story.server.fail({ operation: 'GateMergeGroup', status: 403 });
    return groupRefused(queued(story, [1]), unread('403'));
  },
  'label-group-renamed': async () => {
    const story = await openTwo(1, { 'notes/one.txt': null, 'notes/two.txt': 'what it says\n' });
    return groupRefused(queued(story, [1, 2]), notSet('#2'));
  },
});
