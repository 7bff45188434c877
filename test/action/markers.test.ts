import { describe, expect, it } from 'vitest';
import { readMarker } from '../../src/reporting/review/marker.ts';
import type { ActionRun } from '../support/github/run-action.ts';
import type { Comment, PullRequest } from '../support/github/state.ts';
import type { Story } from '../support/github/story.ts';
import { openChange, right, said, wrong } from './change.ts';

const full = { checkout: { depth: 0 } } as const;
const api = expect.stringMatching(/^k8s\/api\.yaml:7 \*\*error\*\*/) as string;
const failed = 'summary: ## Gate failed: 1 new finding of severity error or above.';
const passed = 'summary: ## Gate passed: no new finding of severity error or above.';
const ours = 'github-actions[bot]';

const pullOf = ({ server }: Story): PullRequest => server.pullRequest(1);
const commentsOf = (story: Story): Comment[] => [
  ...pullOf(story).comments,
  ...pullOf(story).threads.flatMap(({ comments }) => comments),
];
/** What somebody said, and how it stands, so that a change of it is seen. */
const saidBy = (story: Story, login: string): Comment[] =>
  structuredClone(commentsOf(story).filter((comment) => comment.login === login));
const bodiesOf = (story: Story, login: string): string[] => saidBy(story, login).map(({ body }) => body);

/** After a first run: our summary and our comment beside the diff, word by word. */
async function afterFirstRun(): Promise<{ story: Story; summary: string; inline: string }> {
  const story = await openChange();
  await story.run(1, full);
  const [summary] = pullOf(story).comments;
  const [thread] = pullOf(story).threads;
  const inline = thread?.comments[0]?.body ?? '';
  expect(readMarker(summary?.body ?? '')?.about).toBe('summary');
  expect(readMarker(inline)?.about).toMatch(/^[0-9a-f]{32}$/);
  return { story, summary: summary?.body ?? '', inline };
}

function deleteOurs(story: Story): void {
  for (const comment of commentsOf(story).filter(({ login }) => login === ours))
    story.server.as('alice').delete(comment);
}

function deleteSummary(story: Story): void {
  const [summary] = pullOf(story).comments;
  if (summary !== undefined) story.server.as('alice').delete(summary);
}

const line = { path: 'k8s/api.yaml', line: 7, side: 'RIGHT' } as const;

describe('a comment with our marker that somebody else pasted', () => {
  const login = 'mallory';

  it('is not edited and not deleted when ours are', async () => {
    const { story, summary, inline } = await afterFirstRun();
    const other = story.server.as(login);
    other.comment(1, summary);
    other.review(1, line, inline);
    const before = saidBy(story, login);

    const same = await story.run(1, full);
    expect(same).toMatchObject({ writes: 0, outputs: { 'comment-status': 'unchanged' } });
    story.repository.commit('change', { 'k8s/api.yaml': right() });
    const fixed = await story.run(1, full);
    expect(fixed).toMatchObject({ status: 0, outputs: { 'comment-status': 'posted' } });
    expect(saidBy(story, login)).toEqual(before);
    expect(bodiesOf(story, ours)).toEqual([expect.stringContaining('## Gate passed: ')]);
  });

  it('does not keep us from saying it, though its thread was resolved and it names what a review said', async () => {
    const { story, summary, inline } = await afterFirstRun();
    deleteOurs(story);
    const other = story.server.as(login);
    other.comment(1, summary);
    other.resolve(other.review(1, line, inline));
    const { gate = '', about = '' } = readMarker(inline) ?? {};
    pullOf(story).reviews.push({
      ...story.server.state.pullRequests[0]!.reviews[0]!,
      login,
      body: `<!-- ack-service-gate:v1 gate=${gate} about=review text=0 -->\n<!-- said ${about} -->\nRefused.`,
    });
    const before = saidBy(story, login);

    const run = await story.run(1, full);
    expect(run).toMatchObject({ status: 1, writes: 2, outputs: { 'comment-status': 'posted' } });
    expect(bodiesOf(story, ours)).toHaveLength(2);
    expect(saidBy(story, login)).toEqual(before);
  });

  it('into a thread of ours is a reply like any other', async () => {
    const { story, inline } = await afterFirstRun();
    const [thread] = pullOf(story).threads;
    if (thread === undefined) throw new Error('Nothing was said.');
    story.server.as(login).reply(thread, inline);
    story.repository.commit('change', { 'k8s/api.yaml': right() });
    await story.run(1, full);
    expect(thread.comments.map(({ body, minimized }) => [body === inline, minimized])).toEqual([
      [false, 'outdated'],
      [true, undefined],
    ]);
  });
});

describe('a gate of another job in the same pull request', () => {
  const other = { ...full, env: { GITHUB_JOB: 'strict gate' }, inputs: { preset: 'strict' } };

  it('says its own, and neither touches what the other one said', async () => {
    const story = await openChange();
    await story.run(1, full);
    expect(said(story)).toEqual([api, failed]);
    const own = saidBy(story, ours);

    const second = await story.run(1, other);
    expect(second).toMatchObject({ status: 1, outputs: { 'comment-status': 'posted' } });
    expect(said(story)).toEqual([api, api, failed, failed]);
    expect(saidBy(story, ours)).toEqual(expect.arrayContaining(own));
    for (const again of [full, other]) {
      expect(await story.run(1, again)).toMatchObject({ writes: 0, outputs: { 'comment-status': 'unchanged' } });
    }

    story.repository.commit('change', { 'k8s/api.yaml': right() });
    await story.run(1, full);
    expect(said(story)).toEqual([expect.stringMatching(/^k8s\/api\.yaml:outdated /), passed, failed]);
    await story.run(1, other);
    expect(said(story)).toEqual([passed, passed]);
  });
});

describe('our comments behind many others', () => {
  /** More than a page of a hundred of each, before we say a word. */
  async function crowded(): Promise<Story> {
    const story = await openChange();
    const bob = story.server.as('bob');
    for (let at = 0; at < 150; at++) bob.comment(1, `comment ${at}`);
    for (let at = 0; at < 130; at++) bob.review(1, { ...line, line: 1 + (at % 18) }, `remark ${at}`);
    return story;
  }

  it('are found again, kept, and taken back', async () => {
    const story = await crowded();
    const before = saidBy(story, 'bob');
    const results: ActionRun[] = [await story.run(1, full)];
    expect(bodiesOf(story, ours)).toHaveLength(2);

    results.push(await story.run(1, full));
    expect(bodiesOf(story, ours)).toHaveLength(2);
    story.repository.commit('change', { 'k8s/api.yaml': right() });
    results.push(await story.run(1, full));
    expect(bodiesOf(story, ours)).toEqual([expect.stringContaining('## Gate passed: ')]);
    expect(results.map(({ reads, writes, outputs }) => [reads, writes, outputs['comment-status']])).toEqual([
      [4, 2, 'posted'],
      [2, 0, 'unchanged'],
      [2, 1, 'posted'],
    ]);
    expect(saidBy(story, 'bob')).toEqual(before);
  });
});

describe('more comments than are read', () => {
  const crowd = (story: Story): void => {
    for (let at = 0; at < 1_001; at++) story.server.as('bob').comment(1, `comment ${at}`);
  };

  it('keep us from saying anything, since it may be there already', async () => {
    const story = await openChange();
    crowd(story);
    for (const title of ['one push', 'another one']) {
      const run = await story.run(1, full);
      expect(run, title).toMatchObject({ status: 1, reads: 10, writes: 0, outputs: { 'comment-status': 'failed' } });
      expect(run.stdout).toContain('There are more comments than are read');
    }
    expect(bodiesOf(story, ours)).toEqual([]);
  });

  it('do not keep us from keeping true what we said before', async () => {
    const { story } = await afterFirstRun();
    crowd(story);
    story.repository.commit('change', { 'k8s/pay.yaml': wrong('pay') });
    await story.run(1, full);
    expect(bodiesOf(story, ours)).toEqual([
      expect.stringContaining('## Gate failed: 2 new findings of severity error or above.\n\n2 errors'),
      expect.stringContaining('**error**'),
    ]);
    story.repository.commit('change', { 'k8s/api.yaml': right(), 'k8s/pay.yaml': right('pay') });
    const run = await story.run(1, full);
    expect(run).toMatchObject({ status: 0, outputs: { 'comment-status': 'posted' } });
    expect(bodiesOf(story, ours)).toEqual([expect.stringContaining('## Gate passed: ')]);
  });
});

describe('what a person deletes', () => {
  it('is said again with the next run that fails: the summary', async () => {
    const { story } = await afterFirstRun();
    deleteSummary(story);
    const run = await story.run(1, full);
    expect(run.outputs).toMatchObject({ 'comment-status': 'posted' });
    expect(said(story)).toEqual([api, failed]);
  });

  it('is not said again by a run that passes', async () => {
    const { story } = await afterFirstRun();
    deleteOurs(story);
    story.repository.commit('change', { 'k8s/api.yaml': right() });
    const run = await story.run(1, full);
    expect(run).toMatchObject({ status: 0, writes: 0, outputs: { 'comment-status': 'unchanged' } });
    expect(said(story)).toEqual([]);
  });

  it('while the gate runs costs one edit, and the next run says it again: the summary', async () => {
    const { story } = await afterFirstRun();
    story.repository.commit('change', { 'k8s/pay.yaml': wrong('pay') });
    story.server.before({ operation: 'GateEdits' }, () => {
      deleteSummary(story);
    });
    const run = await story.run(1, full);
    expect(run).toMatchObject({ status: 1, outputs: { outcome: 'fail' } });
    expect(said(story)).toEqual([api, expect.stringMatching(/^k8s\/pay\.yaml:7 /)]);

    const next = await story.run(1, full);
    expect(next.outputs).toMatchObject({ 'comment-status': 'posted' });
    expect(said(story)).toEqual([
      api,
      expect.stringMatching(/^k8s\/pay\.yaml:7 /),
      'summary: ## Gate failed: 2 new findings of severity error or above.',
    ]);
  });

  it('while the gate takes it back itself is no failure: a comment beside the diff', async () => {
    const { story } = await afterFirstRun();
    story.repository.commit('change', { 'k8s/api.yaml': right() });
    story.server.before({ operation: 'GateEdits' }, () => {
      for (const comment of pullOf(story).threads.flatMap(({ comments }) => comments))
        story.server.as('alice').delete(comment);
    });
    const run = await story.run(1, full);
    expect(run).toMatchObject({ status: 0, outputs: { 'comment-status': 'posted' } });
    expect(said(story)).toEqual([passed]);
  });
});
