import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, temporaryFolder } from '../support/gate.ts';
import { checkoutPullRequest } from '../support/github/checkout.ts';
import { pullRequestEvent, pullRequestTargetEvent } from '../support/github/events.ts';
import { git } from '../support/github/git.ts';
import type { Changes } from '../support/github/repository.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import type { PushedRun } from '../support/github/story.ts';
import { openChange, right, said, warned, wrong, type ChangeOptions } from './change.ts';

const full = { checkout: { depth: 0 } } as const;
const kustomization = (resource: string): string =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml, deployment.yaml, ${resource}]\n`;
const inK8s = { 'working-directory': 'k8s' };
const scoped = { base: { '.github/ack-service-gate.yml': 'paths: {include: ["k8s/**"]}\n' } };
const strict = { '.github/ack-service-gate.yml': 'preset: strict\n' };

const letOff = (paths: string): Changes => ({
  'ack-service-gate.yml': `overrides:\n  - {paths: ["${paths}"], rules: {annotation-not-string: off}, reason: old, expires: 2099-12-31}\n`,
});
/** What stands between `$Id:` and the next `$` is replaced in the working tree. */
const hiddenByIdent = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'api',
    annotations: { a: '$Id:', 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain': true, b: '$' },
  },
  spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] },
});

async function run(options: ChangeOptions, more: PushedRun = full): Promise<ActionRun> {
  const story = await openChange(options);
  return story.run(1, more);
}

describe('a wrong Service is found', () => {
  it.each<[string, ChangeOptions, Readonly<Record<string, string>>]>([
    ['behind a link to a text file', { change: { 'a.txt': wrong(), 'k8s/api.yaml': { link: '../a.txt' } } }, {}],
    [
      'behind a link out of the folder',
      { change: { 'b/api.yaml': wrong(), 'k8s/api.yaml': { link: '../b/api.yaml' } } },
      inK8s,
    ],
    ['in a linked folder', { change: { 'b/api.yaml': wrong(), 'k8s/more': { link: '../b' } } }, inK8s],
    [
      'behind a link out of the paths',
      { ...scoped, change: { 'b/api.yaml': wrong(), 'k8s/api.yaml': { link: '../b/api.yaml' } } },
      {},
    ],
    ['in tracked node_modules', { change: { 'k8s/node_modules/api.yaml': wrong() } }, {}],
    [
      'in a text file of a kustomization',
      { change: { 'k8s/kustomization.yaml': kustomization('api.txt'), 'k8s/api.txt': wrong() } },
      {},
    ],
    [
      'in a text file whose name is written in escapes',
      {
        base: { 'k8s/kustomization.yaml': kustomization('"api\\x2etxt"'), 'k8s/api.txt': right() },
        change: { 'k8s/api.txt': wrong() },
      },
      {},
    ],
    [
      'behind links of links',
      { change: { 'b/api.yaml': wrong(), 'mid/y': { link: '../b' }, 'k8s/x': { link: '../mid' } } },
      inK8s,
    ],
    [
      'that was wrong elsewhere, behind a new link',
      { base: { 'b/api.yaml': wrong() }, change: { 'k8s/api.yaml': { link: '../b/api.yaml' } } },
      inK8s,
    ],
    [
      'that was wrong elsewhere, in a linked folder',
      { base: { 'b/api.yaml': wrong() }, change: { 'k8s/more': { link: '../b' } } },
      inK8s,
    ],
    [
      'that takes the place of a good one by a link',
      { base: { 'b/web.yaml': wrong('web') }, change: { 'k8s/web.yaml': { link: '../b/web.yaml' } } },
      {},
    ],
    [
      'that moves to where it is reported',
      { base: { 'b/api.yaml': wrong() }, change: { 'b/api.yaml': null, 'k8s/api.yaml': wrong() } },
      inK8s,
    ],
    [
      'that moves out of an override',
      { base: { 'b/api.yaml': wrong(), ...letOff('b/**') }, change: { 'b/api.yaml': null, 'k8s/api.yaml': wrong() } },
      {},
    ],
    [
      'behind a link into what an override lets off',
      { base: letOff('b/**'), change: { 'b/api.yaml': wrong(), 'k8s/api.yaml': { link: '../b/api.yaml' } } },
      {},
    ],
    [
      'in a text file that a kustomization names by a link',
      {
        change: {
          'k8s/kustomization.yaml': kustomization('link/api.txt'),
          'k8s/real/api.txt': wrong(),
          'k8s/link': { link: 'real' },
        },
      },
      {},
    ],
    [
      'in a text file behind a link that a kustomization names',
      {
        base: {
          'k8s/kustomization.yaml': kustomization('api-link'),
          'k8s/real.txt': right(),
          'k8s/api-link': { link: 'real.txt' },
        },
        change: { 'k8s/real.txt': wrong() },
      },
      {},
    ],
    [
      'in a text file of a kustomization that is too large to look through',
      {
        base: {
          'k8s/kustomization.yaml': `${kustomization('api.txt')}#${'x'.repeat(1100 * 1024)}\n`,
          'k8s/api.txt': right(),
        },
        change: { 'k8s/api.txt': wrong() },
      },
      {},
    ],
    [
      'with mode audit, whatever head configures',
      { change: { 'k8s/api.yaml': wrong(), 'ack-service-gate.yml': 'rules: {annotation-not-string: off}\n' } },
      { mode: 'audit' },
    ],
  ])('%s', async (_, options, inputs) => {
    const result = await run(options, { ...full, inputs });
    expect(result).toMatchObject({ status: 1, outputs: { outcome: 'fail' } });
    expect(result.summary).toContain('annotation-not-string');
  });

  it('that attributes check out as another text', async () => {
    const story = await openChange({ change: { '.gitattributes': 'k8s/api.json ident\n' } });
    // Stored past git's own filters, which would clean the text.
    const { bare } = story.repository;
    const file = join(folderOf({ 'api.json': hiddenByIdent }), 'api.json');
    const blob = git(bare, 'hash-object', '-w', '--no-filters', file);
    git(bare, 'read-tree', '--index-output=index', story.repository.tip('change'));
    git(bare, 'update-index', '--add', '--cacheinfo', `100644,${blob},k8s/api.json`);
    const commit = git(bare, 'commit-tree', '-p', story.repository.tip('change'), '-m', 'M', git(bare, 'write-tree'));
    story.repository.reset('change', commit);
    const result = await story.run(1, full);
    expect(result).toMatchObject({ status: 1, outputs: { outcome: 'fail' } });
    expect(result.summary).toContain('unreadable-manifest');
  });

  it('in a sparse checkout', async () => {
    const { server, token } = await openChange();
    const { folder } = checkoutPullRequest(server, 1, { depth: 0 });
    git(folder, 'sparse-checkout', 'set', 'docs');
    const result = await runAction({ server, token, event: pullRequestEvent(server, 1), in: folder });
    expect(result).toMatchObject({ status: 1, outputs: { errors: '1', 'new-findings': '1' } });
  });
});

describe('a folder that looks like a repository', () => {
  const settings = (program: string): string =>
    `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n[filter "evil"]\n\tclean = touch ${program}\n`;

  it.each(['pull_request', 'pull_request_target'])('starts no program on %s, and hides nothing', async (name) => {
    const mark = join(temporaryFolder(), 'started');
    const index = folderOf({ x: 'a\n' });
    git(index, 'init', '--quiet');
    git(index, 'add', 'x');
    const change: Changes = {
      'k8s/HEAD': 'ref: refs/heads/x\n',
      'k8s/config': settings(mark),
      'k8s/objects': { link: '../.git/objects' },
      'k8s/refs/heads/x': { link: '../../../.git/HEAD' },
      'k8s/info/exclude': '*\n',
      'k8s/info/attributes': 'x filter=evil\n',
      'k8s/x': 'abc\n',
      'k8s/index': new Uint8Array(readFileSync(join(index, '.git/index'))),
      'k8s/api.yaml': wrong(),
    };
    const isTarget = name === 'pull_request_target';
    const result = await run(
      { change, head: isTarget ? 'mallory:change' : 'change' },
      {
        checkout: { depth: 0, style: isTarget ? 'head' : 'merge' },
        inputs: inK8s,
        ...(isTarget ? { as: (server) => pullRequestTargetEvent(server, 1) } : {}),
      },
    );
    expect(existsSync(mark)).toBe(false);
    expect(result).toMatchObject({ status: 2, outputs: { outcome: 'error' } });
    expect(result.stdout).toContain('git refuses this folder, which holds what looks like a repository of its own');
  });
});

describe('what is compared', () => {
  it('is never a merge that somebody pushed on top of the head', async () => {
    const story = await openChange();
    const { server, repository, token } = story;
    const head = repository.tip('change');
    const event = pullRequestEvent(server, 1);
    repository.branch('x', 'change');
    const first = repository.commit('x', { README: 'x' });
    const tree = git(repository.bare, 'rev-parse', `${first}^{tree}`);
    const merge = git(repository.bare, 'commit-tree', '-p', first, '-p', head, '-m', 'M', tree);
    repository.reset('change', merge);
    const { folder } = checkoutPullRequest(server, 1, { style: 'head', depth: 0 });
    repository.reset('change', head);
    const result = await runAction({ server, token, event, in: folder });
    expect(result).toMatchObject({ status: 1, outputs: { errors: '1' } });
    expect(result.summary).toContain('`base-unproved`');
  });

  it('is never a folder that the author made', async () => {
    const change = { 'k8s/api.yaml': wrong(), 'main/k8s/api.yaml': wrong(), 'main/k8s/web.yaml': right('web') };
    const result = await run({ change }, { checkout: { depth: 2 }, inputs: { base: 'main' } });
    expect(result).toMatchObject({ status: 2, outputs: { outcome: 'error' } });
    expect(result.stdout).toContain('base: "main" is no commit of this checkout.');
  });

  it('is the change, or nothing is said about it', async () => {
    const { server, repository, token } = await openChange();
    const event = pullRequestEvent(server, 1);
    repository.commit('main', { README: 'moved' });
    repository.branch('elsewhere');
    server.openPullRequest({ head: 'elsewhere', title: 'another' });
    const { folder } = checkoutPullRequest(server, 2, { style: 'head' });
    const result = await runAction({ server, token, event, in: folder });
    expect(result).toMatchObject({ status: 2, outputs: { outcome: 'error' } });
    expect(result.stdout).toContain('is not known to hold the commit');
  });
});

describe('policy of the base branch holds', () => {
  const change = { 'k8s/api.yaml': warned() };

  it('where the checkout is a later commit, and history is cut', async () => {
    const { server, repository, token } = await openChange({ base: strict, change });
    const event = pullRequestEvent(server, 1);
    repository.commit('change', { README: 'moved' });
    const { folder } = checkoutPullRequest(server, 1, { style: 'head' });
    const result = await runAction({ server, token, event, in: folder });
    expect(result).toMatchObject({ status: 1, outputs: { errors: '1' } });
  });

  it('where GitHub does not give a file of base', async () => {
    const latin = { 'docs/old.yaml': new Uint8Array([0x23, 0x20, 0xe9, 0x0a]) };
    const result = await run(
      { base: { ...strict, ...latin }, change: { ...change, 'docs/old.yaml': null } },
      { checkout: { credentials: false } },
    );
    expect(result).toMatchObject({ status: 1, outputs: { errors: '1' } });
    expect(result.summary).toContain('`base-unproved`');
  });

  it('where the checkout belongs to another user', async () => {
    const result = await run({ base: strict, change }, { ...full, env: { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' } });
    expect(result).toMatchObject({ status: 1, outputs: { errors: '1', 'new-findings': '2' } });
  });
});

describe('policy of the base branch', () => {
  it('is that of now, from whichever commit the change was branched', async () => {
    const story = await openChange({ change: { 'k8s/api.yaml': warned() } });
    story.repository.commit('main', strict);
    for (const style of ['merge', 'head'] as const) {
      const result = await story.run(1, { checkout: { depth: 0, style } });
      expect(result).toMatchObject({ status: 1, outputs: { errors: '1' } });
    }
  });
});

describe('a Git LFS pointer in an older spelling', () => {
  it.each(['https://hawser.github.com/spec/v1', 'http://git-media.io/v/2', 'https://git-lfs.github.com/spec/v1'])(
    'is not taken for content: %s',
    async (spelling) => {
      const pointer = `\nversion ${spelling}\noid sha256:${'ab'.repeat(32)}\nsize 512\n`;
      const result = await run({ change: { 'k8s/api.yaml': pointer } });
      expect(result).toMatchObject({ status: 1, outputs: { errors: '1' } });
    },
  );
});

describe('what lies outside of the checkout', () => {
  it.each(['/etc/passwd', '/proc/self/environ', '../outside.txt', '.git/config'])(
    'is not read as configuration: %s',
    async (link) => {
      const story = await openChange({ change: { 'ack-service-gate.yml': { link } } });
      const { folder } = checkoutPullRequest(story.server, 1, { depth: 0 });
      spawnSync('sh', ['-c', 'echo hidden > ../outside.txt'], { cwd: folder });
      const { server, token } = story;
      const result = await runAction({ server, token, event: pullRequestEvent(server, 1), in: folder });
      const shown = [result.stdout, result.stderr, result.summary, ...said(story)].join('\n');
      expect(shown).not.toMatch(/root:|GITHUB_TOKEN|ghs_|hidden/);
      expect(result).toMatchObject({ status: 2 });
    },
  );
});

describe('a report that cannot be written', () => {
  it('is a warning, and the outcome stays', async () => {
    const result = await run({}, { ...full, inputs: { 'json-file': 'k8s' } });
    expect(result).toMatchObject({
      status: 1,
      outputs: { outcome: 'fail', 'report-json': '', 'comment-status': 'posted' },
    });
    expect(result.stdout).toContain('::warning title=ack-service-gate::json-file: k8s cannot be written: EISDIR.');
  });
});

it('two gates that differ in their configuration leave one another alone', async () => {
  const story = await openChange({
    base: { 'a.yml': 'preset: strict\n', 'b.yml': 'preset: recommended\n' },
    change: { 'k8s/api.yaml': warned(), 'k8s/b.yaml': wrong('b') },
  });
  for (const config of ['a.yml', 'b.yml']) await story.run(1, { ...full, inputs: { config } });
  for (const config of ['a.yml', 'b.yml']) {
    expect(await story.run(1, { ...full, inputs: { config } })).toMatchObject({ status: 1, writes: 0 });
  }
});

it('a submodule that moved and is not checked out is a finding', async () => {
  const commit = (digit: string): { submodule: string } => ({ submodule: digit.repeat(40) });
  const result = await run({ base: { 'k8s/sub': commit('1') }, change: { 'k8s/sub': commit('2') } });
  expect(result).toMatchObject({ status: 1, outputs: { outcome: 'fail', 'comment-status': 'posted' } });
  expect(result.summary).toContain('the submodule is not checked out');
});
