import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { historySchema, type History } from '../../src/reporting/history/history-schema.ts';
import { begin } from '../support/github/story.ts';
import { right, standing, warned, wrong } from './change.ts';

const inputs = { 'audit-issue': 'Load balancers', 'history-file': 'out/history.json', 'html-file': 'out/report.html' };
const historyIn = (folder: string): History =>
  historySchema.parse(JSON.parse(readFileSync(join(folder, 'out/history.json'), 'utf8')));

it('five audits leave one issue with the right history', async () => {
  const story = await begin(
    { ...standing, 'k8s/api.yaml': wrong(), 'k8s/shop.yaml': warned('shop') },
    { permissions: { contents: 'read', issues: 'write' } },
  );
  const { server, repository } = story;
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  const names: Record<string, string> = { [today]: 'TODAY' };
  const told: string[] = [];
  let from: string | undefined;

  /** Audits `main` in a fresh checkout with the history of the audit before, and writes down what a person sees. */
  const audit = async (title: string, more: Readonly<Record<string, string>> = {}): Promise<History> => {
    const tip = repository.tip('main');
    const { run, folder } = await story.audit({
      inputs: { ...inputs, ...more },
      ...(from === undefined ? {} : { carry: { from, paths: ['out/history.json'] } }),
    });
    from = folder;
    const seen = server.issues.map(
      ({ number, state, stateReason, title: name, body }) =>
        `#${number} ${name}: ${state}${stateReason === undefined ? '' : ` (${stateReason})`}\n\n${body}`,
    );
    const { outputs, reads, writes, status } = run;
    const outcome = `${outputs['outcome']}, exit ${status}, issue "${outputs['audit-issue-number']}", ${reads} reads, ${writes} writes`;
    const text = [`${'='.repeat(100)}\n${told.length + 1}. ${title}\n${outcome}\n`, ...seen].join('\n');
    const name = (names[tip] ??= `COMMIT-${(Object.keys(names).length + 1) / 2}`);
    names[tip.slice(0, 7)] = name;
    const named = Object.entries(names).reduce((all, [word, to]) => all.replaceAll(word, to), text);
    // A digest of a text with a date in it.
    told.push(named.replaceAll(/ text=[0-9a-f]+/g, ' text=DIGEST'));
    expect(run.stderr).toBe('');
    expect(server.issues.length).toBeLessThanOrEqual(1);
    return historyIn(folder);
  };

  const first = await audit('one error and one warning');
  expect(first.audits).toMatchObject([{ findings: { error: 1, warning: 1, info: 0 }, compared: null }]);

  repository.commit('main', { 'k8s/pay.yaml': wrong('pay'), 'k8s/shop.yaml': right('shop') });
  const second = await audit('another error, and the warning is mended');
  expect(second.audits.at(-1)).toMatchObject({ compared: { new: 1, fixed: 1, stillOpen: 1 } });

  const third = await audit('nothing changed, and only what is new counts', { gate: 'new' });
  expect(third.audits.at(-1)).toMatchObject({ result: 'pass', compared: { new: 0, fixed: 0, stillOpen: 2 } });

  repository.commit('main', { 'k8s/pay.yaml': right('pay'), 'k8s/api.yaml': right() });
  const fourth = await audit('all is mended');
  expect(fourth).toMatchObject({ open: [], audits: [{}, {}, {}, { compared: { new: 0, fixed: 2, stillOpen: 0 } }] });

  repository.commit('main', { 'k8s/api.yaml': wrong() });
  const fifth = await audit('an error is back, and must not fail the job', { 'audit-fail': 'false' });
  expect(fifth.open).toMatchObject([{ ruleId: 'annotation-not-string', file: 'k8s/api.yaml', since: today }]);

  await expect(told.join('\n\n')).toMatchFileSnapshot(join(import.meta.dirname, 'five-audits.txt'));
  expect(readFileSync(join(from ?? '', 'out/report.html'), 'utf8')).toContain('<figure class="trend">');
});
