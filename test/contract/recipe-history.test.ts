import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/gate.ts';
import { recipes, stepsOf, workflowOf } from './recipes.ts';

const workflow = workflowOf(recipes['scheduled-audit.yml'] ?? '');
const steps = stepsOf(workflow);
const [, fetch, judge, keep] = steps;
const name = workflow.env?.['HISTORY'] ?? '';

/** A run of this repository on this branch, unless something else is said. */
const artifact = (id: number, more: object = {}): object => ({
  id,
  expired: false,
  workflow_run: { head_branch: 'main', head_repository_id: 7, repository_id: 7 },
  ...more,
});
const run = (more: object): object => ({
  workflow_run: { head_branch: 'main', head_repository_id: 7, repository_id: 7, ...more },
});

const tools = ['bash', 'jq', 'zip', 'unzip'];
const isThere = tools.every((tool) => spawnSync(tool, ['--help']).error === undefined);

/** GitHub's command line, as far as the step needs it: a list from a file by a filter, and one archive. */
const gh = `#!/usr/bin/env bash
echo "$GH_HOST $2" >> asked
if [ "$3" = --jq ]; then jq --raw-output "$4" list.json; else cat kept.zip; fi
`;

/** Runs the step that brings the history, in a workspace where `left` is what the newest artifact holds. */
function bring(artifacts: readonly object[], left: string, server = 'https://github.com') {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/gh'), gh, { mode: 0o755 });
  writeFileSync(join(folder, 'list.json'), JSON.stringify({ artifacts }));
  writeFileSync(join(folder, left), '{"of": "the last audit"}');
  spawnSync('zip', ['kept.zip', left], { cwd: folder });
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', fetch?.run ?? 'exit 9'], {
    cwd: folder,
    env: {
      PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      HISTORY: name,
      BRANCH: 'main',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_SERVER_URL: server,
      RUNNER_TEMP: folder,
    },
  });
  const asked = readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
  const hasHistory = existsSync(join(folder, 'audit/history.json'));
  return { status, stdout: stdout.toString(), stderr: stderr.toString(), asked, hasHistory };
}

describe('the recipe of audits', () => {
  it('looks for the history under the name that it is kept under, where the action reads it', () => {
    expect(name).toMatch(/^[a-z-]+$/);
    expect(fetch?.run).toContain('artifacts?name=$HISTORY&');
    expect(keep?.with).toMatchObject({ name: '${{ env.HISTORY }}', path: judge?.with?.['history-file'] });
  });

  it.skipIf(!isThere)('brings what the newest audit of the branch has left', () => {
    const others = [
      artifact(1, { expired: true }),
      artifact(2, run({ head_branch: 'later' })),
      artifact(3, run({ head_repository_id: 8 })),
    ];
    const { status, asked, hasHistory, stdout } = bring([...others, artifact(4), artifact(5)], 'history.json');
    expect([status, hasHistory, stdout]).toEqual([0, true, '']);
    expect(asked).toEqual([
      `github.com repos/acme/shop/actions/artifacts?name=${name}&per_page=100`,
      'github.com repos/acme/shop/actions/artifacts/4/zip',
    ]);
  });

  it.skipIf(!isThere)('goes on without one', () => {
    expect(bring([], 'history.json')).toMatchObject({ status: 0, hasHistory: false, stdout: '' });
  });

  it.skipIf(!isThere)('says so where the archive has none', () => {
    const { status, hasHistory, stdout } = bring([artifact(4)], 'other.json');
    expect([status, hasHistory]).toEqual([0, false]);
    expect(stdout).toMatch(/^::warning::The last audit left no history\.json/m);
  });

  it.skipIf(!isThere)('asks the server that runs it', () => {
    expect(bring([], 'history.json', 'https://github.example').asked[0]).toMatch(/^github\.example /);
  });
});
