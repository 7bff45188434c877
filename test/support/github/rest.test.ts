import { describe, expect, it } from 'vitest';
import { rest } from './call.ts';
import { git } from './git.ts';
import type { Changes } from './repository.ts';
import { begin } from './story.ts';

interface Row {
  readonly filename: string;
  readonly status: string;
  readonly additions: number;
  readonly changes: number;
  readonly patch?: string;
  readonly previous_filename?: string;
}

describe('a comparison', () => {
  it('names the merge base that git names, however far both sides went', async () => {
    const { server, repository, token } = await begin({ 'a.yaml': 'a: 1\n' });
    const fork = repository.branch('change');
    repository.commit('change', { 'b.yaml': 'b: 1\n' });
    const head = repository.commit('change', { 'b.yaml': 'b: 2\n' });
    const base = repository.commit('main', { 'a.yaml': 'a: 2\n' });
    const path = `/repos/acme/shop/compare/${base}...${head}`;
    const { status, body } = await rest(server, token, 'GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'diverged',
      ahead_by: 2,
      behind_by: 1,
      merge_base_commit: { sha: fork },
      files: [{ filename: 'b.yaml', status: 'added', sha: git(repository.bare, 'rev-parse', `${head}:b.yaml`) }],
    });
    expect(
      (await rest(server, token, 'GET', '/repos/acme/shop/compare/main...change')).body.merge_base_commit.sha,
    ).toBe(fork);
    expect((await rest(server, token, 'GET', `/repos/acme/shop/compare/main...${'0'.repeat(40)}`)).status).toBe(404);
  });
});

describe('trees and blobs', () => {
  it('are those of the repository, and a tree can be cut short', async () => {
    const { server, repository, token } = await begin({
      'k8s/service.yaml': 'kind: Service\n',
      'run.sh': { executable: '#!/bin/sh\n' },
      latest: { link: 'k8s' },
      vendored: { submodule: '1'.repeat(40) },
    });
    const path = `/repos/acme/shop/git/trees/${repository.tip('main')}?recursive=1`;
    const { body } = await rest(server, token, 'GET', path);
    const rows = body.tree.map((entry: Record<string, string>) => `${entry['mode']} ${entry['type']} ${entry['path']}`);
    expect(rows).toEqual([
      '040000 tree k8s',
      '100644 blob k8s/service.yaml',
      '120000 blob latest',
      '100755 blob run.sh',
      '160000 commit vendored',
    ]);
    expect(body.truncated).toBe(false);
    const file = body.tree[1];
    const blob = await rest(server, token, 'GET', `/repos/acme/shop/git/blobs/${file.sha}`);
    expect(Buffer.from(blob.body.content, blob.body.encoding).toString()).toBe('kind: Service\n');
    server.options.truncateTreesAt = 2;
    expect((await rest(server, token, 'GET', path)).body).toMatchObject({
      truncated: true,
      tree: [{}, { path: 'k8s/service.yaml' }],
    });
  });
});

describe('a pull request', () => {
  it('has a head that is fetched, and a test merge of base and head', async () => {
    const { server, repository, token } = await begin({ 'a.yaml': 'a: 1\n' });
    repository.branch('mallory:fix');
    const head = repository.commit('mallory:fix', { 'b.yaml': 'b: 1\n' });
    const base = repository.commit('main', { 'c.yaml': 'c: 1\n' });
    const number = server.openPullRequest({ head: 'mallory:fix', labels: ['lb-exception'], draft: true });
    const { body } = await rest(server, token, 'GET', `/repos/acme/shop/pulls/${number}`);
    expect(body).toMatchObject({
      number,
      draft: true,
      state: 'open',
      mergeable: true,
      user: { login: 'mallory' },
      labels: [{ name: 'lb-exception' }],
      head: { sha: head, ref: 'fix', repo: { full_name: 'mallory/shop', fork: true } },
      base: { sha: base, ref: 'main', repo: { full_name: 'acme/shop', fork: false } },
    });
    const parents = git(repository.bare, 'rev-parse', 'refs/pull/1/head', 'refs/pull/1/merge^1', 'refs/pull/1/merge^2');
    expect(parents.split('\n')).toEqual([head, base, head]);
    expect(git(repository.bare, 'ls-tree', '--name-only', body.merge_commit_sha).split('\n')).toEqual([
      'a.yaml',
      'b.yaml',
      'c.yaml',
    ]);
  });

  it('has no test merge while it conflicts', async () => {
    const { server, repository } = await begin({ 'a.yaml': 'a: 1\n' });
    repository.branch('change');
    repository.commit('change', { 'a.yaml': 'a: 2\n' });
    server.openPullRequest({ head: 'change' });
    expect(server.pullRequest(1).mergeSha).toBeDefined();
    repository.commit('main', { 'a.yaml': 'a: 3\n' });
    server.sync();
    expect(server.pullRequest(1).mergeSha).toBeUndefined();
    repository.commit('change', { 'a.yaml': 'a: 4\n' });
    expect(() => git(repository.bare, 'rev-parse', '--verify', 'refs/pull/1/merge')).toThrow();
  });

  it('is found by owner and branch, and by state', async () => {
    const { server, repository, token } = await begin({ 'a.yaml': 'a: 1\n' });
    for (const branch of ['fix', 'mallory:fix']) {
      repository.branch(branch);
      repository.commit(branch, { [`${branch.length}.yaml`]: 'b: 1\n' });
      server.openPullRequest({ head: branch });
    }
    const numbers = async (query: string): Promise<number[]> => {
      const { body } = await rest(server, token, 'GET', `/repos/acme/shop/pulls?${query}`);
      return body.map((pull: { number: number }) => pull.number);
    };
    expect(await numbers('head=acme:fix')).toEqual([1]);
    expect(await numbers('head=mallory:fix')).toEqual([2]);
    server.pullRequest(1).state = 'closed';
    expect(await numbers('state=open')).toEqual([2]);
    expect(await numbers('state=all')).toEqual([2, 1]);
  });
});

describe('the files of a pull request', () => {
  async function filesAfter(before: Changes, after: Changes, query = 'per_page=100'): Promise<Row[]> {
    const { server, repository, token } = await begin(before);
    repository.branch('change');
    repository.commit('change', after);
    server.openPullRequest({ head: 'change' });
    const { body } = await rest(server, token, 'GET', `/repos/acme/shop/pulls/1/files?${query}`);
    return body as Row[];
  }

  it('say what git says: renames, deletions, bytes without a patch', async () => {
    const text = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join('');
    const rows = await filesAfter(
      { 'old.yaml': text, 'gone.yaml': 'a: 1\n', 'logo.png': Uint8Array.of(0, 1, 2), 'run.sh': 'true\n' },
      {
        'old.yaml': null,
        'new.yaml': `${text}more\n`,
        'gone.yaml': null,
        'logo.png': Uint8Array.of(0, 2),
        'run.sh': { executable: 'true\n' },
      },
    );
    expect(
      rows.map(({ filename, status, changes, patch, previous_filename: previous }) => ({
        filename,
        status,
        changes,
        patch: patch?.split('\n')[0],
        previous,
      })),
    ).toEqual([
      { filename: 'gone.yaml', status: 'removed', changes: 1, patch: '@@ -1 +0,0 @@', previous: undefined },
      { filename: 'logo.png', status: 'modified', changes: 0, patch: undefined, previous: undefined },
      { filename: 'new.yaml', status: 'renamed', changes: 1, patch: '@@ -18,3 +18,4 @@ line 16', previous: 'old.yaml' },
      { filename: 'run.sh', status: 'modified', changes: 0, patch: undefined, previous: undefined },
    ]);
  });

  it('end at 3,000, whatever the pull request changes', async () => {
    const { server, repository, token } = await begin({ 'a.yaml': 'a: 1\n' });
    repository.branch('change');
    repository.commit(
      'change',
      Object.fromEntries(Array.from({ length: 3_001 }, (_, index) => [`${10_000 + index}.yaml`, 'a: 1\n'])),
    );
    server.openPullRequest({ head: 'change' });
    const last = await rest(server, token, 'GET', '/repos/acme/shop/pulls/1/files?per_page=100&page=30');
    expect(last.body).toHaveLength(100);
    expect(last.body[99].filename).toBe('12999.yaml');
    expect(last.headers.get('link')).not.toContain('rel="next"');
    expect((await rest(server, token, 'GET', '/repos/acme/shop/pulls/1/files?per_page=100&page=31')).body).toEqual([]);
  });

  it('lose patches and counts once the patches of an answer pass 20,000 lines, and the next page starts afresh', async () => {
    const long = 'line\n'.repeat(9_000);
    const names = ['a', 'b', 'c', 'd'];
    const after = Object.fromEntries(names.map((name) => [`${name}.yaml`, long]));
    const rows = await filesAfter({ 'x.yaml': 'a: 1\n' }, after);
    expect(rows.map(({ additions, patch }) => [additions, patch !== undefined])).toEqual([
      [9_000, true],
      [9_000, true],
      [0, false],
      [0, false],
    ]);
    const second = await filesAfter({ 'x.yaml': 'a: 1\n' }, after, 'per_page=2&page=2');
    expect(second.map(({ additions }) => additions)).toEqual([9_000, 9_000]);
  });

  it('have no patch where a single file is too large, and keep its counts', async () => {
    const rows = await filesAfter({ 'x.yaml': 'a: 1\n' }, { 'a.yaml': 'line\n'.repeat(20_001), 'b.yaml': 'b: 1\n' });
    expect(rows.map(({ additions, patch }) => [additions, patch !== undefined])).toEqual([
      [20_001, false],
      [1, true],
    ]);
  });
});

describe('a check run', () => {
  const annotation = { path: 'a.yaml', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'bad' };
  const permissions = { checks: 'write' } as const;

  it('collects annotations, 50 a request', async () => {
    const { server, repository, token } = await begin({ 'a.yaml': 'a: 1\n' }, { permissions, allowViolations: true });
    const output = (count: number): object => ({
      title: 'Gate',
      summary: 's',
      annotations: Array.from({ length: count }, () => annotation),
    });
    const runs = '/repos/acme/shop/check-runs';
    const made = await rest(server, token, 'POST', runs, {
      name: 'gate',
      head_sha: repository.tip('main'),
      output: output(50),
    });
    expect(made.status).toBe(201);
    const one = `${runs}/${made.body.id}`;
    const ended = await rest(server, token, 'PATCH', one, { conclusion: 'failure', output: output(20) });
    expect(ended.body).toMatchObject({ status: 'completed', conclusion: 'failure', output: { annotations_count: 70 } });
    expect((await rest(server, token, 'PATCH', one, { output: output(51) })).status).toBe(422);
    expect(server.checkRuns[0]?.annotations).toHaveLength(70);
    expect(server.violations).toEqual([
      'PATCH /repos/acme/shop/check-runs/' +
        String(made.body.id) +
        ': body/output/annotations must NOT have more than 50 items',
    ]);
  });

  it('is refused without a conclusion, without a title, for an unknown commit, for columns over several lines', async () => {
    const { server, repository, token } = await begin({ 'a.yaml': 'a: 1\n' }, { permissions, allowViolations: true });
    const head = repository.tip('main');
    const several = { ...annotation, end_line: 2, start_column: 1 };
    const statuses = await Promise.all(
      [
        { head_sha: head, status: 'completed' },
        { head_sha: head, output: { summary: 's' } },
        { head_sha: '1'.repeat(40) },
        { head_sha: head, output: { title: 't', summary: 's', annotations: [several] } },
      ].map(
        async (body) =>
          (await rest(server, token, 'POST', '/repos/acme/shop/check-runs', { name: 'gate', ...body })).status,
      ),
    );
    expect(statuses).toEqual([422, 422, 422, 422]);
    expect(server.checkRuns).toEqual([]);
  });
});
