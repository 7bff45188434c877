import { describe, expect, it } from 'vitest';
import { folderOf } from '../gate.ts';
import { begin } from './story.ts';

/** An action that says what it ran for and counts its runs in a file of the workspace. */
const counter = {
  'action.yml': 'inputs:\n  name:\n    default: nobody\nruns:\n  using: node24\n  main: main.js\n',
  'main.js': `
const { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { env } = process;
const count = 1 + (existsSync('state/count') ? Number(readFileSync('state/count', 'utf8')) : 0);
mkdirSync('state', { recursive: true });
writeFileSync('state/count', String(count));
const said = {
  count,
  event: env.GITHUB_EVENT_NAME,
  ref: env.GITHUB_REF,
  sha: env.GITHUB_SHA,
  input: env.INPUT_NAME,
  token: env.GITHUB_TOKEN === undefined ? 'none' : 'some',
  text: readFileSync('a.yaml', 'utf8'),
};
for (const [key, value] of Object.entries(said)) appendFileSync(env.GITHUB_OUTPUT, key + '=' + String(value).trim() + '\\n');
`,
};

describe('an audit', () => {
  it('runs for a schedule, a push or a started workflow, in the branch as it is now', async () => {
    const story = await begin({ 'a.yaml': 'a: 1\n' });
    const { repository } = story;
    const action = folderOf(counter);
    repository.branch('release');
    const tip = repository.commit('release', { 'a.yaml': 'a: 2\n' });
    const { run } = await story.audit({ action });
    const main = { count: '1', ref: 'refs/heads/main', sha: repository.tip('main'), input: 'nobody', text: 'a: 1' };
    expect([run.status, run.outputs]).toEqual([0, { ...main, event: 'schedule', token: 'none' }]);
    for (const event of ['push', 'workflow_dispatch'] as const) {
      const { run: other } = await story.audit({ action, event, branch: 'release', inputs: { name: 'alice' } });
      const release = { event, ref: 'refs/heads/release', sha: tip, text: 'a: 2', input: 'alice' };
      expect(other.outputs).toMatchObject(release);
    }
    // Schedules are events of the default branch, whatever a step checks out.
    const checkedOut = (await story.audit({ action, branch: 'release' })).run;
    expect(checkedOut.outputs).toMatchObject({ sha: repository.tip('main'), text: 'a: 2' });
  });

  it('goes on in the workspace of the one before, or begins in a new one', async () => {
    const story = await begin({ 'a.yaml': 'a: 1\n' });
    const { repository } = story;
    const action = folderOf(counter);
    const first = await story.audit({ action });
    repository.commit('main', { 'a.yaml': 'a: 2\n' });
    const second = await story.audit({ action, keep: first.folder });
    expect(second.folder).toBe(first.folder);
    expect(second.run.outputs).toMatchObject({ count: '2', text: 'a: 2' });
    const fresh = await story.audit({ action });
    expect(fresh.folder).not.toBe(first.folder);
    expect(fresh.run.outputs).toMatchObject({ count: '1', text: 'a: 2' });
  });

  it('is brought files of another workspace, where they are there', async () => {
    const story = await begin({ 'a.yaml': 'a: 1\n' });
    const action = folderOf(counter);
    const first = await story.audit({ action, carry: { from: folderOf({}), paths: ['state'] } });
    expect(first.run.outputs['count']).toBe('1');
    const second = await story.audit({ action, carry: { from: first.folder, paths: ['state'] } });
    const third = await story.audit({ action, carry: { from: second.folder, paths: ['state/count'] } });
    expect([second, third].map(({ run }) => run.outputs['count'])).toEqual(['2', '3']);
  });
});
