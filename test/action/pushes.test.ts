import { expect } from 'vitest';
import type { ActionRun } from '../support/github/run-action.ts';
import type { Story } from '../support/github/story.ts';
import type { Thread } from '../support/github/state.ts';
import { openChange, right, said, warned, wrong } from './change.ts';
import { section } from './matrix.ts';

const full = { checkout: { depth: 0 } } as const;
const api = expect.stringMatching(/^k8s\/api\.yaml:7 \*\*error\*\*/) as string;
const failed = 'summary: ## Gate failed: 1 new finding of severity error or above.';
const passed = 'summary: ## Gate passed: no new finding of severity error or above.';

/** A first run on the default change, then whatever happens, then the run that the row is about. */
async function again(
  happens: (story: Story, thread: Thread) => void,
  expected: readonly unknown[],
  options: Parameters<typeof openChange>[0] = {},
): Promise<ActionRun> {
  const story = await openChange(options);
  const first = await story.run(1, full);
  expect(first.outputs).toMatchObject({ 'comment-status': 'posted' });
  const [thread] = story.server.pullRequest(1).threads;
  if (thread === undefined) throw new Error('The first run said nothing beside the diff.');
  happens(story, thread);
  const result = await story.run(1, full);
  expect(said(story)).toEqual(expected);
  return result;
}

section('From push to push', {
  'same-again': () => again(() => {}, [api, failed]),
  'fix-elsewhere': () =>
    again(({ repository }) => repository.commit('change', { 'k8s/other.yaml': right('other') }), [api, failed], {
      change: { 'k8s/api.yaml': wrong(), 'k8s/other.yaml': wrong('other') },
    }),
  fixed: () => again(({ repository }) => repository.commit('change', { 'k8s/api.yaml': right() }), [passed]),
  'fixed-with-reply': async () => {
    let seen: Thread | undefined;
    const result = await again(
      ({ repository, server }, thread) => {
        seen = thread;
        server.as('alice').reply(thread, 'Is that so?');
        repository.commit('change', { 'k8s/api.yaml': right() });
      },
      [expect.stringMatching(/^k8s\/api\.yaml:outdated ~~\*\*error\*\*: .*~~$/), passed],
    );
    const [ours, reply] = seen?.comments ?? [];
    expect(ours?.minimized).toBe('outdated');
    expect(ours?.body).toMatch(/\nFixed in [0-9a-f]{7}\.$/);
    expect(reply).toMatchObject({ login: 'alice', body: 'Is that so?', minimized: undefined });
    return result;
  },
  'value-changes': () =>
    again(
      ({ repository }) => repository.commit('change', { 'k8s/api.yaml': wrong().replace(': on\n', ': yes\n') }),
      [expect.stringMatching(/^k8s\/api\.yaml:7 \*\*error\*\*: .*unquoted yes is a bool/), failed],
    ),
  'resolved-by-person': () =>
    again(
      ({ repository, server }, thread) => {
        server.as('alice').resolve(thread);
        repository.commit('change', { 'README.md': 'Hello\n' });
      },
      [api, failed],
    ),
  'not-evaluated': async () => {
    const story = await openChange();
    await story.run(1, full);
    story.repository.commit('main', { '.github/ack-service-gate.yml': 'ruls: {}\n' });
    const result = await story.run(1, full);
    expect(said(story)).toEqual([api, 'summary: ## Gate failed: it could not evaluate this.']);
    expect(result.summary).toContain('unknown key "ruls". Did you mean "rules"?');
    return result;
  },
  reverted: async () => {
    const story = await openChange();
    await story.run(1, full);
    const fix = story.repository.commit('change', { 'k8s/api.yaml': right() });
    await story.run(1, full);
    expect(said(story)).toEqual([passed]);
    story.repository.revert('change', fix);
    const result = await story.run(1, full);
    expect(said(story)).toEqual([api, failed]);
    return result;
  },
  'force-push': () =>
    again(
      ({ repository }) => {
        repository.reset('change', 'main');
        repository.commit('change', { 'k8s/api.yaml': wrong() }, 'The same in other words');
      },
      [api, failed],
    ),
  rebased: () =>
    again(
      ({ repository }) => {
        repository.commit('main', { 'k8s/more.yaml': warned('more') });
        repository.rebase('change', 'main');
      },
      [api, failed],
    ),
  'head-moved': async () => {
    const story = await openChange();
    story.server.before({ operation: 'GateState' }, () => {
      story.repository.commit('change', { 'README.md': 'Hello\n' });
    });
    const result = await story.run(1, full);
    expect(said(story)).toEqual([]);
    expect(result.stdout).toContain('The pull request has moved on; nothing was posted.');
    return result;
  },
  'two-at-once': async () => {
    const story = await openChange();
    let other: ActionRun | undefined;
    // The other run does all of its work after this one has read what is there.
    story.server.before({ method: 'POST', path: /\/reviews$/ }, async () => {
      other = await story.run(1, full);
    });
    const result = await story.run(1, full);
    expect(other?.outputs).toMatchObject({ 'comment-status': 'posted' });
    expect(said(story)).toEqual([api, failed]);
    // What both sent is counted for both by the clock; this run's own part is what is left.
    return { ...result, reads: result.reads - (other?.reads ?? 0), writes: result.writes - (other?.writes ?? 0) };
  },
});
