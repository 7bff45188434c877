import { describe, expect, it } from 'vitest';
import { graphql, rest } from './call.ts';
import { begin, type Story, type StoryOptions } from './story.ts';

async function open(options: StoryOptions = {}): Promise<Story> {
  const story = await begin({ 'a.yaml': 'a: 1\n' }, options);
  story.repository.branch('change');
  story.repository.commit('change', { 'a.yaml': 'a: 2\n' });
  story.server.openPullRequest({ head: 'change' });
  return story;
}

const pulls = '/repos/acme/shop/pulls/1';
const comments = '/repos/acme/shop/issues/1/comments';
const hello = { body: 'hello' };

describe('a token', () => {
  it('that is unknown is refused, and without one only what is public can be read', async () => {
    const { server } = await open();
    expect((await rest(server, 'ghs_stolen', 'GET', pulls)).body).toMatchObject({
      message: 'Bad credentials',
      status: '401',
    });
    expect((await rest(server, undefined, 'GET', pulls)).status).toBe(200);
    expect((await rest(server, undefined, 'POST', comments, hello)).status).toBe(401);
  });

  it('writes only what its permissions say', async () => {
    const { server, repository } = await open();
    const reader = server.token({
      permissions: { contents: 'read', 'pull-requests': 'read', issues: 'read', checks: 'read' },
    });
    const writes: [string, string, object][] = [
      ['POST', comments, hello],
      ['POST', `${pulls}/reviews`, { event: 'COMMENT', body: 'hello' }],
      ['POST', '/repos/acme/shop/check-runs', { name: 'gate', head_sha: repository.tip('main') }],
    ];
    for (const [method, path, body] of writes) {
      expect(await rest(server, reader, method, path, body)).toMatchObject({
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      });
    }
    const statusWith = async (permissions: StoryOptions['permissions']): Promise<number> =>
      (await rest(server, server.token(permissions === undefined ? {} : { permissions }), 'POST', comments, hello))
        .status;
    expect(await statusWith({ issues: 'write' })).toBe(201);
    expect(await statusWith({ 'pull-requests': 'write' })).toBe(201);
    expect(await statusWith({ contents: 'write', checks: 'write' })).toBe(403);
  });

  it('reads a private repository only with the permission', async () => {
    const { server } = await open({ private: true });
    const blind = server.token({ permissions: { checks: 'write' } });
    expect((await rest(server, blind, 'GET', pulls)).status).toBe(403);
    expect((await rest(server, undefined, 'GET', pulls)).status).toBe(401);
    const { body } = await graphql(
      server,
      blind,
      '{ repository(owner: "acme", name: "shop") { object(expression: "main:a.yaml") { oid } } }',
    );
    expect(body.errors[0].type).toBe('FORBIDDEN');
  });
});

describe('a request that GitHub does not describe', () => {
  it.each([
    ['an unknown path', 'GET', '/repos/acme/shop/secrets', undefined, 404, 'this is no request'],
    [
      'an unknown key',
      'POST',
      `${pulls}/reviews`,
      { event: 'COMMENT', body: 'x', comments: [{ path: 'a.yaml', line: 1, body: 'y', subject_type: 'file' }] },
      422,
      'subject_type',
    ],
    [
      'a wrong type',
      'POST',
      `${pulls}/reviews`,
      { event: 'COMMENT', body: 'x', comments: [{ path: 'a.yaml', line: '1', body: 'y' }] },
      422,
      'body/comments/0/line must be integer',
    ],
    ['a wrong event', 'POST', `${pulls}/reviews`, { event: 'NOTE', body: 'x' }, 422, 'body/event'],
    ['a missing key', 'POST', comments, {}, 422, "must have required property 'body'"],
    ['a number that is none', 'GET', '/repos/acme/shop/pulls/one', undefined, 422, 'path/pull_number must be integer'],
    ['an unknown parameter', 'GET', `${pulls}/files?perpage=100`, undefined, 422, 'perpage'],
    ['a body that is no JSON', 'POST', comments, '{', 400, 'not JSON'],
  ])('is a violation: %s', async (_, method, path, body, status, why) => {
    const { server, token } = await open({ allowViolations: true });
    expect((await rest(server, token, method, path, body)).status).toBe(status);
    expect(server.violations).toEqual([expect.stringContaining(why)]);
    expect(server.pullRequest(1)).toMatchObject({ comments: [], reviews: [] });
  });

  it('is none when it is as described', async () => {
    const { server, token } = await open();
    await rest(server, token, 'GET', `${pulls}/files?per_page=100&page=1`);
    expect(server.violations).toEqual([]);
  });
});

describe('trouble', () => {
  it.each([403, 404, 409, 422, 429, 500, 502])(
    'comes as status %i at the call that is meant, as often as meant',
    async (status) => {
      const { server, token } = await open();
      server.fail({ method: 'POST', path: /\/comments$/, status, times: 2 });
      expect((await rest(server, token, 'GET', comments)).status).toBe(200);
      expect((await rest(server, token, 'POST', comments, hello)).status).toBe(status);
      expect((await rest(server, token, 'POST', comments, hello)).status).toBe(status);
      expect(server.pullRequest(1).comments).toEqual([]);
      expect((await rest(server, token, 'POST', comments, hello)).status).toBe(201);
    },
  );

  it('comes as an answer of 502 to a request that was done', async () => {
    const { server, token } = await open();
    server.fail({ path: /\/comments$/, status: 'applied-502', times: 1 });
    expect((await rest(server, token, 'POST', comments, hello)).status).toBe(502);
    expect(server.pullRequest(1).comments.map(({ body }) => body)).toEqual(['hello']);
  });

  it('comes as a page, as a broken connection, as silence', async () => {
    const { server, token } = await open();
    server.fail({ path: /pulls/, status: 'html', times: 1 });
    expect((await rest(server, token, 'GET', pulls)).body).toMatch(/^<!DOCTYPE html>/);
    server.fail({ path: /pulls/, status: 'reset', times: 1 });
    await expect(rest(server, token, 'GET', pulls)).rejects.toThrow();
    server.fail({ path: /pulls/, status: 'hang', times: 1 });
    const unanswered = rest(server, token, 'GET', pulls);
    // What was asked later is answered; the silent request ends only with the server.
    expect((await rest(server, token, 'GET', pulls)).status).toBe(200);
    expect(server.requests.map(({ status }) => status)).toEqual([200, undefined, undefined, 200]);
    await Promise.all([expect(unanswered).rejects.toThrow(), server.close()]);
  });

  it('comes as a rate limit, by demand or because the hour is used up', async () => {
    const { server, token } = await open();
    expect((await rest(server, token, 'GET', pulls)).headers.get('x-ratelimit-remaining')).toBe('999');
    server.fail({ path: /comments/, status: 403, headers: { 'retry-after': '1' }, times: 1 });
    const secondary = await rest(server, token, 'POST', comments, hello);
    expect([secondary.status, secondary.headers.get('retry-after')]).toEqual([403, '1']);
    expect(secondary.body.message).toContain('secondary rate limit');
    server.remaining = 0;
    const primary = await rest(server, token, 'GET', pulls);
    expect([primary.status, primary.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(Number(primary.headers.get('x-ratelimit-reset'))).toBeGreaterThan(0);
    const query = await graphql(server, token, '{ viewer { login } }');
    expect([query.status, query.body.errors[0].type]).toEqual([200, 'RATE_LIMITED']);
  });

  it('finds a GraphQL document by its name or by a field, and can spoil one field alone', async () => {
    const { server, token } = await open();
    const id = server.pullRequest(1).nodeId;
    const add =
      'mutation Post($id: ID!) { a: addComment(input: { subjectId: $id, body: "one" }) { clientMutationId } b: addComment(input: { subjectId: $id, body: "two" }) { clientMutationId } }';
    server.fail({ operation: 'Post', status: 502, times: 1 });
    server.fail({ operation: 'addComment', status: 500, times: 1 });
    expect((await graphql(server, token, add, { id })).status).toBe(502);
    expect((await graphql(server, token, add, { id })).status).toBe(500);
    server.failField({ field: 'addComment', type: 'FORBIDDEN', times: 1 });
    const { body } = await graphql(server, token, add, { id });
    expect(body).toMatchObject({ data: { a: null, b: {} }, errors: [{ type: 'FORBIDDEN', path: ['a'] }] });
    expect(server.pullRequest(1).comments.map((comment) => comment.body)).toEqual(['two']);
  });
});

describe('the world', () => {
  it('can change between two calls', async () => {
    const { server, repository, token } = await open();
    server.before({ method: 'GET', path: /pulls\/1$/ }, () => void repository.commit('change', { 'a.yaml': 'a: 3\n' }));
    const head = async (): Promise<string> => (await rest(server, token, 'GET', pulls)).body.head.sha as string;
    const before = repository.tip('change');
    const after = await head();
    expect(after).not.toBe(before);
    expect(await head()).toBe(after);
  });

  it('counts what was read and written', async () => {
    const { server, token } = await open();
    await rest(server, token, 'GET', `${pulls}?`);
    await rest(server, token, 'POST', comments, hello);
    await graphql(server, token, 'query Who { viewer { login } }');
    expect(server.requests.map(({ kind, method, path, names, status }) => [kind, method, path, names, status])).toEqual(
      [
        ['read', 'GET', pulls, [], 200],
        ['write', 'POST', comments, [], 201],
        ['read', 'POST', '/graphql', ['Who', 'viewer'], 200],
      ],
    );
    expect([server.reads, server.writes]).toEqual([2, 1]);
    server.reset();
    expect([server.reads, server.writes]).toEqual([0, 0]);
  });
});
