import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ActionRun } from '../support/github/run-action.ts';
import type { Thread } from '../support/github/state.ts';
import { transcript } from '../support/github/transcript.ts';
import { cleanDeployment, shortGrace } from '../support/manifests.ts';
import { openChange, right, warned, wrong } from './change.ts';
import { readMarker } from '../../src/reporting/review/marker.ts';

const deployment = 'k8s/deployment.yaml';

it('five pushes leave the comments that a person would want', async () => {
  const story = await openChange({
    base: { 'k8s/old.yaml': wrong('old') },
    change: { 'k8s/api.yaml': wrong(), [deployment]: shortGrace, 'k8s/shop.yaml': wrong('shop') },
  });
  const { server, repository } = story;
  const told: string[] = [];
  const names: Record<string, string> = {};
  const replies: string[] = [];

  /** Runs the action for what was pushed, twice, and writes down what a person sees. */
  const push = async (title: string): Promise<ActionRun> => {
    const tip = repository.tip('change');
    const name = `PUSH-${told.length + 1}`;
    names[tip] = name;
    names[tip.slice(0, 7)] = name;
    const run = await story.run(1, { checkout: { depth: 0 } });
    const { outputs, reads, writes } = run;
    const outcome = `${outputs['outcome']}, comments ${outputs['comment-status']}, ${reads} reads, ${writes} writes`;
    told.push(`${'='.repeat(100)}\n${name}: ${title}\n${outcome}\n\n${transcript(server, 1, names)}`);
    const again = await story.run(1, { checkout: { depth: 0 } });
    expect(again, 'nothing changed').toMatchObject({ writes: 0, outputs: { 'comment-status': 'unchanged' } });
    expectOrder();
    return run;
  };
  /** One live comment for each finding, one summary, and every word of a person still there. */
  const expectOrder = (): void => {
    const { threads, comments } = server.pullRequest(1);
    const all = threads.flatMap((thread) => thread.comments);
    const live = all
      .filter(({ minimized }) => minimized === undefined)
      .flatMap(({ body }) => readMarker(body)?.about ?? []);
    expect(live).toEqual([...new Set(live)]);
    expect(comments.filter(({ login }) => login.startsWith('github-actions'))).toHaveLength(1);
    expect(all.map(({ body }) => body)).toEqual(expect.arrayContaining(replies));
  };
  const threadAt = (path: string): Thread => {
    const found = server.pullRequest(1).threads.find(({ original }) => original.path === path);
    if (found === undefined) throw new Error(`Nothing is said in ${path}.`);
    return found;
  };

  await push('two Services with an unquoted value, and less grace for the pods');
  server.as('alice').reply(threadAt(deployment), 'Do we really need that long?');
  replies.push('Do we really need that long?');
  server.as('bob').resolve(threadAt('k8s/shop.yaml'));

  repository.commit('change', { 'k8s/api.yaml': right(), [deployment]: `# Ask the shop team first.\n${shortGrace}` });
  await push('one Service is mended, and a line is put above the other error');

  repository.commit('main', { 'k8s/more.yaml': warned('more'), 'README.md': 'The shop\n' });
  repository.commit('change', { [deployment]: shortGrace.replace('Seconds: 40', 'Seconds: 35') });
  await push('even less grace, while the base branch moves on');

  repository.rebase('change', 'main');
  repository.commit('change', { 'k8s/api.yaml': wrong(), 'k8s/late.yaml': warned('late') });
  await push('rebased, the mended error is back, and a warning comes along');

  repository.commit('change', {
    'k8s/api.yaml': right(),
    'k8s/shop.yaml': right('shop'),
    [deployment]: cleanDeployment,
  });
  const last = await push('all is mended');

  expect(last).toMatchObject({ status: 0, outputs: { outcome: 'pass' } });
  await expect(told.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, 'five-pushes.txt'));
});
