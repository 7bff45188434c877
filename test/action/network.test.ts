import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secrets } from '../reporting/secrets.ts';
import { checkoutPullRequest } from '../support/github/checkout.ts';
import { pullRequestEvent } from '../support/github/events.ts';
import { enterpriseServer, forwardProxy } from '../support/github/gateways.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import type { Story } from '../support/github/story.ts';
import { commandsIn } from '../support/runner.ts';
import { openChange, said, wrong, type ChangeOptions } from './change.ts';

const full = { checkout: { depth: 0 } } as const;
const api = expect.stringMatching(/^k8s\/api\.yaml:7 \*\*error\*\*/) as string;
const failed = 'summary: ## Gate failed: 1 new finding of severity error or above.';

/** Every word that leaves a run: the log, the outputs, the summary, the report, and what it left in GitHub. */
function everyWord({ server }: Story, run: ActionRun, report = ''): string {
  const { threads, comments, reviews } = server.pullRequest(1);
  const sent = server.requests.map(({ body, path }) => JSON.stringify([path, body]));
  return [
    run.stdout,
    run.stderr,
    run.summary,
    report,
    JSON.stringify([run.outputs, threads, comments, reviews, server.checkRuns]),
    ...sent,
  ].join('\n');
}

describe('GitHub Enterprise Server', () => {
  it('is asked at its own addresses, and linked to', async () => {
    const story = await openChange();
    const enterprise = await enterpriseServer(story.server);
    const env = {
      GITHUB_API_URL: `${enterprise.url}/api/v3`,
      GITHUB_GRAPHQL_URL: '',
      GITHUB_SERVER_URL: 'https://git.example.com',
    };
    const run = await story.run(1, { env });
    expect(run).toMatchObject({ status: 1, outputs: { 'comment-status': 'posted' } });
    expect(said(story)).toEqual([api, failed]);
    expect(new Set(enterprise.asked)).toEqual(
      new Set([
        'POST /api/graphql',
        'GET /api/v3/repos/acme/shop/pulls/1/files?per_page=100&page=1',
        'POST /api/v3/repos/acme/shop/pulls/1/reviews',
      ]),
    );
    const head = story.repository.tip('change');
    const link = `https://git.example.com/acme/shop/blob/${head}/k8s/api.yaml#L7`;
    expect(run.summary).toContain(link);
    const [summary] = story.server.pullRequest(1).comments;
    expect(summary?.body).toContain(link);
    expect(summary?.body).toContain('[This run](https://git.example.com/acme/shop/actions/runs/4002)');
  });
});

describe('a proxy', () => {
  const host = 'github.invalid';
  const through = { GITHUB_API_URL: `http://${host}`, GITHUB_GRAPHQL_URL: `http://${host}/graphql` };

  it.each(['HTTP_PROXY', 'http_proxy'])('is gone through where %s says so', async (name) => {
    const story = await openChange();
    const proxy = await forwardProxy(story.server, { host });
    const run = await story.run(1, { ...full, env: { ...through, [name]: proxy.url } });
    expect(run).toMatchObject({ status: 1, outputs: { 'comment-status': 'posted' } });
    expect(said(story)).toEqual([api, failed]);
    expect(proxy.asked.length).toBeGreaterThan(0);
  });

  it('gets its password, and nobody else does', async () => {
    const story = await openChange();
    const proxy = await forwardProxy(story.server, { host, credentials: 'ci:hunter2' });
    const run = await story.run(1, {
      ...full,
      env: { ...through, HTTP_PROXY: proxy.url.replace('//', '//ci:hunter2@') },
    });
    expect(run.outputs).toMatchObject({ 'comment-status': 'posted' });
    expect(everyWord(story, run)).not.toContain('hunter2');
    expect(story.server.requests.filter(({ headers }) => headers['proxy-authorization'] !== undefined)).toEqual([]);
  });

  it('that refuses the password does not change the verdict, and the log does not show it', async () => {
    const story = await openChange();
    const proxy = await forwardProxy(story.server, { host, credentials: 'ci:other' });
    const run = await story.run(1, {
      ...full,
      env: { ...through, HTTP_PROXY: proxy.url.replace('//', '//ci:hunter2@') },
    });
    expect(run).toMatchObject({ status: 1, outputs: { outcome: 'fail', 'comment-status': 'failed' } });
    expect(everyWord(story, run)).not.toContain('hunter2');
    expect(said(story)).toEqual([]);
  });

  it('is passed by where NO_PROXY says so', async () => {
    const story = await openChange();
    const proxy = await forwardProxy(story.server, { host });
    const env = { ...through, HTTP_PROXY: proxy.url, NO_PROXY: `example.com,${host}` };
    const run = await story.run(1, { ...full, env });
    // Only the proxy knows the host.
    expect(run).toMatchObject({ status: 1, outputs: { 'comment-status': 'failed' } });
    expect(proxy.asked).toEqual([]);
  });
});

describe('the token', () => {
  const cases: readonly [title: string, prepare: (story: Story) => void][] = [
    ['when all goes well', () => {}],
    ['when GitHub refuses it', ({ server }) => server.fail({ status: 401 })],
    ['when GitHub breaks down', ({ server }) => server.fail({ status: 502 })],
    ['when the line breaks', ({ server }) => server.fail({ status: 'reset' })],
    ['when a page of a proxy answers', ({ server }) => server.fail({ status: 'html' })],
    ['when the review is refused', ({ server }) => server.fail({ path: /\/reviews$/, status: 422 })],
  ];

  it.each(cases)('is nowhere to be seen %s', async (_, prepare) => {
    const story = await openChange();
    prepare(story);
    const run = await story.run(1, full);
    expect(run.status).toBe(1);
    expect(story.server.requests.every(({ token }) => token === story.token)).toBe(true);
    const words = everyWord(story, run);
    expect(words).not.toContain(story.token);
    expect(words).not.toContain(Buffer.from(`x-access-token:${story.token}`).toString('base64'));
  });

  it('is sent to the API and nowhere else: not to the server that git fetches from', async () => {
    const story = await openChange();
    const run = await story.run(1, { checkout: { credentials: false } });
    expect(run.outputs).toMatchObject({ 'comment-status': 'posted' });
    const withToken = story.server.requests.filter(({ headers }) => headers.authorization !== undefined);
    expect(withToken.every(({ path }) => path === '/graphql' || path.startsWith('/repos/'))).toBe(true);
  });
});

/** Runs with everything switched on that says something, and gives all of it. */
async function tellAll(options: ChangeOptions): Promise<{ run: ActionRun; words: string; story: Story }> {
  const permissions = { contents: 'read', 'pull-requests': 'write', checks: 'write' } as const;
  const story = await openChange({ permissions, ...options });
  const { server, token } = story;
  const { folder } = checkoutPullRequest(server, 1, { depth: 0 });
  const inputs = {
    'json-file': 'report.json',
    'check-run': 'load balancers',
    'comment-when': 'always',
    'max-inline-comments': '50',
  };
  const run = await runAction({ server, token, event: pullRequestEvent(server, 1), in: folder, inputs });
  return { run, story, words: everyWord(story, run, readFileSync(join(folder, 'report.json'), 'utf8')) };
}

describe('what a Secret or a ConfigMap holds', () => {
  it('is nowhere to be seen, however broken the file is and whatever has to be said about it', async () => {
    const change = Object.fromEntries(
      secrets.flatMap(({ files }, at) =>
        Object.entries(files).map(([name, content]) => [`k8s/${at}/${name}`, content] as const),
      ),
    );
    const { run, words, story } = await tellAll({ change });
    expect(run.outputs).toMatchObject({ outcome: 'fail', 'comment-status': 'posted' });
    expect(story.server.pullRequest(1).threads.length).toBeGreaterThanOrEqual(secrets.length);
    expect(story.server.checkRuns).toHaveLength(1);
    expect(words).not.toContain('hunter2');
  });

  it('is nowhere to be seen beside a Service with an error and with a suggestion', async () => {
    const data = (kind: string, key: string): string =>
      `apiVersion: v1\nkind: ${kind}\nmetadata: { name: db }\n${key}: { password: hunter2 }\n---\n`;
    const file = `${data('Secret', 'stringData')}${data('ConfigMap', 'data')}${wrong()}---\n${data('Secret', 'data')}`;
    const { words, story } = await tellAll({ change: { 'k8s/all.yaml': file } });
    const { threads } = story.server.pullRequest(1);
    expect(threads.map(({ comments: [first] }) => first?.body)).toContainEqual(
      expect.stringContaining('```suggestion'),
    );
    expect(words).not.toContain('hunter2');
  });
});

describe('hostile names', () => {
  const names = [
    '::error::pwned.yaml',
    '::stop-commands::x.yaml',
    'k8s/##[error]pwned.yaml',
    'k8s/a\n::error::pwned.yaml',
    'k8s/a\r::add-mask::e.yaml',
    'k8s/%0A::error::pwned.yaml',
    'k8s/\u202Elmay.yaml',
    'k8s/\u200B::error::pwned.yaml',
    'k8s/a,title=pwned,line=1.yaml',
  ];

  /** Commands of ours have one of our rules for a title, or our own name. */
  function expectOwnCommands({ stdout, stderr }: ActionRun): void {
    const commands = commandsIn(stdout);
    expect(commands.length).toBeGreaterThan(0);
    for (const { name, properties } of commands) {
      expect(['error', 'warning', 'notice']).toContain(name);
      expect(properties['title']).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
    }
    expect(commands.length).toBe(stdout.split('\n').filter((line) => /^::(?:error|warning|notice) /.test(line)).length);
    expect(stderr).toBe('');
    expect(stdout).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]|##\[/);
  }

  it('of files give no command but ours', async () => {
    const change = Object.fromEntries(names.map((name, at) => [name, wrong(`api-${at}`)]));
    const { run, story } = await tellAll({ change });
    expect(run.outputs).toMatchObject({ outcome: 'fail', errors: String(names.length), 'comment-status': 'posted' });
    expectOwnCommands(run);
    // They are the files' names all the same, where GitHub has to find them.
    expect(
      story.server
        .pullRequest(1)
        .threads.map(({ original }) => original.path)
        .sort(),
    ).toEqual([...names].sort());
  });

  it('of objects and values give no command but ours', async () => {
    const hostile = wrong('api').replace('"30"', String.raw`"3\n::error::pwned\u202e ##[error]pwned"`);
    const { run } = await tellAll({
      change: { 'k8s/api.yaml': hostile.replace('namespace: shop', 'namespace: "::error::x"') },
    });
    expect(run.outputs).toMatchObject({ outcome: 'fail' });
    expectOwnCommands(run);
  });

  it('of inputs and refs give no command but ours', async () => {
    const story = await openChange();
    const run = await story.run(1, { ...full, inputs: { base: 'x\n::error::pwned ##[error]pwned\u202e' } });
    expect(run).toMatchObject({ status: 2, outputs: { outcome: 'error' } });
    expectOwnCommands(run);
  });
});
