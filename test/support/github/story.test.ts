import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { environment, folderOf, temporaryFolder } from '../gate.ts';
import { checkoutBranch, checkoutMergeGroup, checkoutPullRequest } from './checkout.ts';
import {
  altered,
  mergeGroupEvent,
  pullRequestEvent,
  pullRequestTargetEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
  workflowRunEvent,
} from './events.ts';
import { git, tryGit } from './git.ts';
import { parseOutputs, runAction } from './run-action.ts';
import { begin, type Story } from './story.ts';
import { transcript } from './transcript.ts';

async function open(head = 'change'): Promise<Story> {
  const story = await begin({ 'k8s/a.yaml': 'a: 1\n' });
  story.repository.branch(head);
  story.repository.commit(head, { 'k8s/b.yaml': 'b: 1\n' });
  story.repository.commit('main', { 'k8s/c.yaml': 'c: 1\n' });
  story.server.openPullRequest({ head });
  return story;
}

const revision = (folder: string, name: string): string | undefined =>
  tryGit(folder, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`);

describe('a checkout', () => {
  it('of a pull request is the test merge, whose parents are there from depth 2 on', async () => {
    const { server, repository } = await open('mallory:fix');
    const [base, head] = [repository.tip('main'), repository.tip('mallory:fix')];
    const parents = (depth: 0 | 1 | 2): (string | undefined)[] => {
      const { folder, sha } = checkoutPullRequest(server, 1, { depth });
      expect(sha).toBe(server.pullRequest(1).mergeSha);
      expect(['a', 'b', 'c'].map((name) => existsSync(join(folder, `k8s/${name}.yaml`)))).toEqual([true, true, true]);
      return [revision(folder, 'HEAD^1'), revision(folder, 'HEAD^2')];
    };
    expect(parents(1)).toEqual([undefined, undefined]);
    expect(parents(2)).toEqual([base, head]);
    expect(parents(0)).toEqual([base, head]);
  });

  it('of the head commit lacks what the base branch gained, and with all history the merge base is there', async () => {
    const { server, repository } = await open();
    const shallow = checkoutPullRequest(server, 1, { style: 'head' });
    expect(shallow.sha).toBe(repository.tip('change'));
    expect(existsSync(join(shallow.folder, 'k8s/c.yaml'))).toBe(false);
    const full = checkoutPullRequest(server, 1, { style: 'head', depth: 0 });
    const { sha, folder } = full;
    expect(git(folder, 'merge-base', 'origin/main', sha)).toBe(git(repository.bare, 'merge-base', 'main', sha));
  });

  it('never brings the branches of forks along', async () => {
    const { server } = await open('mallory:fix');
    const { folder } = checkoutPullRequest(server, 1, { depth: 0 });
    expect(git(folder, 'for-each-ref', '--format=%(refname)').split('\n')).toEqual([
      'refs/remotes/origin/main',
      'refs/remotes/pull/1/merge',
    ]);
  });

  it('fetches any commit later, unless the credentials are gone', async () => {
    const { server, repository } = await open();
    const base = git(repository.bare, 'merge-base', 'main', 'change');
    const trusted = checkoutPullRequest(server, 1).folder;
    expect(revision(trusted, base)).toBeUndefined();
    git(trusted, 'fetch', '--quiet', '--depth=1', 'origin', base);
    expect(revision(trusted, base)).toBe(base);
    const { folder } = checkoutPullRequest(server, 1, { credentials: false });
    const asks = { GIT_TERMINAL_PROMPT: '0' };
    const fetch = promisify(execFile)('git', ['fetch', 'origin', base], { cwd: folder, env: environment(asks) });
    await expect(fetch).rejects.toThrow('could not read Username');
    expect(server.requests).toEqual([]);
  });

  it('can be of a merge group, of a branch, and in a folder below the workspace', async () => {
    const { server, repository } = await open();
    const group = server.queue(1);
    const queued = checkoutMergeGroup(server, group, { depth: 2 });
    expect(git(queued.folder, 'rev-parse', 'HEAD', 'HEAD^1').split('\n')).toEqual([group.headSha, group.baseSha]);
    expect(checkoutBranch(server).sha).toBe(repository.tip('main'));
    const { folder } = checkoutBranch(server, 'change', { path: 'sources' });
    expect(existsSync(join(folder, 'sources/k8s/b.yaml'))).toBe(true);
  });
});

describe('an event', () => {
  it('of a pull request has what GitHub sends, and a forged one what somebody made of it', async () => {
    const { server, repository } = await open('mallory:fix');
    const event = pullRequestEvent(server, 1, { action: 'opened' });
    expect(event).toMatchObject({
      name: 'pull_request',
      ref: 'refs/pull/1/merge',
      sha: server.pullRequest(1).mergeSha,
      baseRef: 'main',
      headRef: 'fix',
      payload: {
        action: 'opened',
        number: 1,
        pull_request: {
          state: 'open',
          draft: false,
          user: { login: 'mallory' },
          head: { sha: repository.tip('mallory:fix'), ref: 'fix', repo: { full_name: 'mallory/shop', fork: true } },
          base: { sha: repository.tip('main'), ref: 'main', repo: { full_name: 'acme/shop' } },
        },
        repository: { full_name: 'acme/shop' },
        sender: { login: 'mallory' },
      },
    });
    const target = pullRequestTargetEvent(server, 1);
    expect([target.name, target.sha, target.ref]).toEqual([
      'pull_request_target',
      repository.tip('main'),
      'refs/heads/main',
    ]);
    const forged = altered(event, {
      number: '1; rm',
      'pull_request.head.repo': null,
      'pull_request.labels': undefined,
    });
    expect(forged.payload).toMatchObject({ number: '1; rm', pull_request: { head: { repo: null } } });
    expect(forged.payload['pull_request']).not.toHaveProperty('labels');
    expect(event.payload['number']).toBe(1);
  });

  it('of the other kinds names its commits', async () => {
    const { server, repository } = await open('mallory:fix');
    const group = server.queue(1);
    const main = repository.tip('main');
    expect(mergeGroupEvent(server, group)).toMatchObject({
      sha: group.headSha,
      payload: {
        merge_group: { base_sha: main, head_sha: group.headSha, base_ref: 'refs/heads/main', head_ref: group.headRef },
      },
    });
    expect(pushEvent(server)).toMatchObject({
      name: 'push',
      sha: main,
      payload: { after: main, ref: 'refs/heads/main' },
    });
    expect(scheduleEvent(server)).toMatchObject({ name: 'schedule', sha: main, payload: { schedule: '0 4 * * 1' } });
    expect(workflowDispatchEvent(server)).toMatchObject({ name: 'workflow_dispatch', sha: main });
    expect(workflowRunEvent(server, 1).payload['workflow_run']).toMatchObject({
      event: 'pull_request',
      conclusion: 'success',
      head_sha: repository.tip('mallory:fix'),
      head_branch: 'fix',
      head_repository: { full_name: 'mallory/shop' },
      pull_requests: [],
    });
  });
});

/** An action that says what it was given, and asks GitHub who it is. */
const reporter = {
  'action.yml': `
name: reporter
description: Says what it was given
inputs:
  github-token: { description: token, default: '\${{ github.token }}' }
  max-inline-comments: { description: number, default: 20 }
  two words: { description: blank }
runs: { using: node24, main: dist/action.js }
`,
  'package.json': '{ "type": "module" }',
  'dist/action.js': `
import { appendFileSync, readFileSync } from 'node:fs';
const { env } = process;
const response = await fetch(env.GITHUB_GRAPHQL_URL, {
  method: 'POST',
  headers: { authorization: 'bearer ' + env['INPUT_GITHUB-TOKEN'] },
  body: JSON.stringify({ query: '{ viewer { login } }' }),
});
const { data } = await response.json();
const number = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')).number;
appendFileSync(env.GITHUB_OUTPUT, 'login<<END\\n' + data.viewer.login + '\\nand more\\nEND\\nnumber=' + number + '\\n');
appendFileSync(env.GITHUB_STEP_SUMMARY, '# Done\\n');
const given = Object.keys(env).filter((name) => name.startsWith('INPUT_')).sort();
console.log(JSON.stringify({ given: given.map((name) => name + '=' + env[name]), cwd: process.cwd(), node: process.version.split('.')[0], names: Object.keys(env) }));
process.exitCode = 3;
`,
};

describe('a transcript', () => {
  it('shows what a person sees', async () => {
    const { server, repository } = await open();
    const bot = server.as('github-actions[bot]');
    const [first, second] = ['fixed', 'still there'].map((body) =>
      bot.review(1, { path: 'k8s/b.yaml', line: 1 }, body),
    );
    if (first === undefined || second === undefined) throw new Error('no threads');
    server.as('alice').reply(second, 'on purpose');
    server.as('alice').resolve(second);
    bot.comment(1, `Gate\n\nfailed at ${repository.tip('change')}`);
    const [comment] = first.comments;
    if (comment !== undefined) bot.minimize(comment, 'outdated');
    expect(transcript(server, 1, { [repository.tip('change')]: 'FIRST' })).toBe(
      `# open, 2 threads

review by github-actions[bot]:
> See below

review by github-actions[bot]:
> See below

comment by github-actions[bot]:
> Gate
>
> failed at FIRST

## k8s/b.yaml, line 1
github-actions[bot], hidden as outdated:
> fixed

## k8s/b.yaml, line 1, resolved by alice
github-actions[bot]:
> still there
alice:
> on purpose
`,
    );
  });
});

describe('a run of the action', () => {
  it('is a process with the environment of a runner and nothing else', async () => {
    const story = await open();
    process.env['LEAKED_FROM_THE_TEST'] = '1';
    const run = await story.run(1, { action: folderOf(reporter), inputs: { 'max-inline-comments': '5' } });
    delete process.env['LEAKED_FROM_THE_TEST'];
    expect(run).toMatchObject({
      status: 3,
      stderr: '',
      outputs: { login: 'github-actions[bot]\nand more', number: '1' },
      summary: '# Done\n',
      reads: 1,
      writes: 0,
    });
    const { given, node, names, cwd } = JSON.parse(run.stdout) as Record<string, string[]> & { readonly node: string };
    expect(given).toEqual([`INPUT_GITHUB-TOKEN=${story.token}`, 'INPUT_MAX-INLINE-COMMENTS=5', 'INPUT_TWO_WORDS=']);
    expect(node).toBe('v24');
    expect(existsSync(join(String(cwd), 'k8s/b.yaml'))).toBe(true);
    expect(names).toContain('GITHUB_STEP_SUMMARY');
    expect(names).not.toContain('LEAKED_FROM_THE_TEST');
  });

  it('counts its own requests when another runs at the same time with a token of its own', async () => {
    const story = await open();
    const { server } = story;
    const action = folderOf(reporter);
    const runs = await Promise.all(
      [0, 1, 2].map(() => story.run(1, { action, token: server.token({ login: 'gate[bot]' }) })),
    );
    expect(runs.map(({ outputs, reads }) => [outputs['login'], reads])).toEqual(
      Array.from({ length: 3 }, () => ['gate[bot]\nand more', 1]),
    );
    expect(server.reads).toBe(3);
  });

  it('that does not end is ended', async () => {
    const { server, token } = await open();
    const action = folderOf({ ...reporter, 'dist/action.js': 'setInterval(() => {}, 1000);' });
    const run = await runAction({
      server,
      token,
      event: pullRequestEvent(server, 1),
      in: temporaryFolder(),
      action,
      patience: 1,
    });
    expect(run).toMatchObject({ status: null, outputs: {}, summary: '', reads: 0, writes: 0 });
  });

  it('has outputs as the runner reads them, which refuses what it cannot read', () => {
    expect(parseOutputs('a=b=<<c\nd<<X\none\n\ntwo=2\nX\ne=\n')).toEqual({ a: 'b=<<c', d: 'one\n\ntwo=2', e: '' });
    expect(() => parseOutputs('a<<X\nnever ended\n')).toThrow('Matching delimiter not found');
    expect(() => parseOutputs('nothing\n')).toThrow('Invalid format');
  });
});
