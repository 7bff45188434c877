import { describe, expect, it } from 'vitest';
import { rest, type Reply } from './call.ts';
import { begin, type Story, type StoryOptions } from './story.ts';

const writer = { permissions: { contents: 'read', issues: 'write' } } as const;
const program = 'github-actions[bot]';

async function start(options: StoryOptions = writer): Promise<Story> {
  return begin({ 'a.yaml': 'a: 1\n' }, options);
}

/** A repository with a pull request, number 1. */
async function withPull(options: StoryOptions = writer): Promise<Story> {
  const story = await start(options);
  story.repository.branch('change');
  story.repository.commit('change', { 'a.yaml': 'a: 2\n' });
  story.server.openPullRequest({ head: 'change' });
  return story;
}

const at = (number: number): string => `/repos/acme/shop/issues/${number}`;

function create({ server, token }: Story, body: object): Promise<Reply> {
  return rest(server, token, 'POST', '/repos/acme/shop/issues', body);
}

function change({ server, token }: Story, number: number, body: object): Promise<Reply> {
  return rest(server, token, 'PATCH', at(number), body);
}

async function numbers({ server, token }: Story, query = ''): Promise<number[]> {
  const { body } = await rest(server, token, 'GET', `/repos/acme/shop/issues?${query}`);
  return body.map((one: { number: number }) => one.number);
}

describe('an issue', () => {
  it('is opened under the name of the token, with the next number of issues and pull requests', async () => {
    const story = await withPull();
    const { status, body } = await create(story, { title: 'Audit', body: 'all is well', labels: ['gate'] });
    expect(status).toBe(201);
    const written = {
      number: 2,
      title: 'Audit',
      body: 'all is well',
      state: 'open',
      state_reason: null,
      closed_at: null,
      locked: false,
      comments: 0,
      user: { login: program, type: 'Bot' },
      labels: [{ name: 'gate' }],
      html_url: 'https://github.example/acme/shop/issues/2',
    };
    expect(body).toMatchObject(written);
    expect(body.pull_request).toBeUndefined();
    const { server, token, repository } = story;
    expect((await rest(server, token, 'GET', at(2))).body).toEqual(body);
    expect(server.issue(2).nodeId).toBe(body.node_id);
    repository.branch('other');
    repository.commit('other', { 'a.yaml': 'a: 3\n' });
    expect(server.openPullRequest({ head: 'other' })).toBe(3);
    expect(server.as('alice').openIssue({ title: 'Help' }).number).toBe(4);
  });

  it('is changed, closed and opened again, and says since when and why', async () => {
    const story = await start();
    const { body: first } = await create(story, { title: 'Audit', body: 'one' });
    const edited = (await change(story, 1, { title: 'Audit 2', body: null })).body;
    expect(edited).toMatchObject({ title: 'Audit 2', body: null, state: 'open', created_at: first.created_at });
    expect(Date.parse(edited.updated_at)).toBeGreaterThan(Date.parse(first.updated_at));
    const closed = (await change(story, 1, { state: 'closed', state_reason: 'not_planned' })).body;
    expect(closed).toMatchObject({ state: 'closed', state_reason: 'not_planned', closed_at: closed.updated_at });
    expect(closed.closed_by.login).toBe(program);
    // A reason without a change of the state is passed over, and what changes nothing leaves the time alone.
    expect((await change(story, 1, { state: 'closed', state_reason: 'completed' })).body).toEqual(closed);
    const again = (await change(story, 1, { state: 'open' })).body;
    expect(again).toMatchObject({ state: 'open', state_reason: 'reopened', closed_at: null });
    expect((await change(story, 1, { state: 'closed' })).body.state_reason).toBe('completed');
  });

  it('is refused without a title, and with a title or a text that is too long', async () => {
    const story = await start();
    const title = 'Audit';
    const refused = [
      [{ title: ' ' }, { code: 'missing_field', field: 'title' }],
      [{ title: 'x'.repeat(257) }, { field: 'title', message: 'title is too long (maximum is 256 characters)' }],
      [
        { title, body: 'x'.repeat(65_537) },
        { field: 'body', message: 'body is too long (maximum is 65536 characters)' },
      ],
    ] as const;
    for (const [text, error] of refused) {
      const { status, body } = await create(story, text);
      expect(status).toBe(422);
      expect(body).toMatchObject({ message: 'Validation Failed', errors: [{ resource: 'Issue', ...error }] });
    }
    expect(story.server.issues).toEqual([]);
    const longest = { title: 'x'.repeat(256), body: 'x'.repeat(65_536) };
    expect((await create(story, longest)).status).toBe(201);
    for (const [text] of refused) expect((await change(story, 1, { ...text, state: 'closed' })).status).toBe(422);
    expect(story.server.issue(1)).toMatchObject({ ...longest, state: 'open' });
  });

  it('is written only with the right to, and read by everybody where the repository is public', async () => {
    const { server } = await start();
    server.as('alice').openIssue({ title: 'Help' });
    const reader = server.token({ permissions: { issues: 'read', 'pull-requests': 'write' } });
    for (const reply of [
      await rest(server, reader, 'POST', '/repos/acme/shop/issues', { title: 'Audit' }),
      await rest(server, reader, 'PATCH', at(1), { state: 'closed' }),
      await rest(server, reader, 'POST', `${at(1)}/comments`, { body: 'hello' }),
    ]) {
      expect([reply.status, reply.body.message]).toEqual([403, 'Resource not accessible by integration']);
    }
    expect((await rest(server, undefined, 'GET', at(1))).status).toBe(200);
    expect((await rest(server, reader, 'GET', at(2))).status).toBe(404);
    const hidden = await start({ private: true, permissions: { contents: 'read' } });
    hidden.server.as('alice').openIssue({ title: 'Help' });
    for (const path of [at(1), '/repos/acme/shop/issues', `${at(1)}/comments`])
      expect((await rest(hidden.server, hidden.token, 'GET', path)).status).toBe(403);
  });

  it('takes comments, which move its time, unless it is locked', async () => {
    const { server, token } = await start();
    const alice = server.as('alice');
    const { number, updatedAt } = alice.openIssue({ title: 'Help' });
    const { status, body } = await rest(server, token, 'POST', `${at(number)}/comments`, { body: 'hello' });
    expect([status, body.html_url]).toEqual([201, `https://github.example/acme/shop/issues/1#issuecomment-${body.id}`]);
    expect(server.issue(number).updatedAt).toBe(body.created_at);
    expect(body.created_at).not.toBe(updatedAt);
    const comment = `/repos/acme/shop/issues/comments/${body.id}`;
    expect((await rest(server, token, 'PATCH', comment, { body: 'edited' })).body.body).toBe('edited');
    server.issue(number).locked = true;
    const locked = await rest(server, token, 'POST', `${at(number)}/comments`, { body: 'more' });
    expect([locked.status, locked.body.message]).toEqual([403, 'Unable to create comment because issue is locked.']);
    alice.commentOnIssue(number, 'mine');
    const { body: all } = await rest(server, token, 'GET', `${at(number)}/comments`);
    expect(all.map((one: { body: string }) => one.body)).toEqual(['edited', 'mine']);
  });
});

describe('the list of issues', () => {
  it('has the pull requests in it, told by their key', async () => {
    const story = await withPull();
    const { server, token } = story;
    server.as('alice').openIssue({ title: 'Help' });
    const { body } = await rest(server, token, 'GET', '/repos/acme/shop/issues');
    expect(body.map((one: Record<string, unknown>) => [one['number'], 'pull_request' in one])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect((await rest(server, token, 'GET', at(1))).body).toEqual(body[1]);
    // The id of a pull request's issue is not that of the pull request.
    expect(body[1].id).not.toBe(server.pullRequest(1).id);
  });

  it('is asked for by state, author, label, time and order', async () => {
    const story = await start();
    const alice = story.server.as('alice');
    const bot = story.server.as(program);
    alice.openIssue({ title: 'one' });
    bot.openIssue({ title: 'two' });
    await create(story, { title: 'three', labels: ['gate', 'audit'] });
    alice.closeIssue(2, 'not_planned');
    expect(await numbers(story)).toEqual([3, 1]);
    expect(await numbers(story, 'state=closed')).toEqual([2]);
    expect(await numbers(story, 'state=all&direction=asc')).toEqual([1, 2, 3]);
    expect(await numbers(story, `state=all&creator=${encodeURIComponent(program)}`)).toEqual([3, 2]);
    expect(await numbers(story, 'state=all&creator=github-actions')).toEqual([]);
    expect(await numbers(story, 'labels=gate,audit')).toEqual([3]);
    expect(await numbers(story, 'labels=gate,other')).toEqual([]);
    alice.editIssue(1, { body: 'more' });
    expect(await numbers(story, 'state=all&sort=updated')).toEqual([1, 2, 3]);
    expect(await numbers(story, `state=all&since=${story.server.issue(1).updatedAt}`)).toEqual([1]);
    alice.commentOnIssue(3, 'seen');
    expect(await numbers(story, 'state=all&sort=comments')).toEqual([3, 2, 1]);
  });

  it('comes in pages', async () => {
    const story = await start();
    for (let count = 0; count < 5; count++) story.server.as('alice').openIssue({ title: 'one of five' });
    expect(await numbers(story, 'per_page=2&page=3')).toEqual([1]);
    const { headers } = await rest(story.server, story.token, 'GET', '/repos/acme/shop/issues?per_page=2');
    expect(headers.get('link')).toContain('page=2>; rel="next"');
  });
});

describe('a repository without issues', () => {
  it('opens and shows none, and lists pull requests all the same', async () => {
    const story = await withPull({ ...writer, hasIssues: false });
    const { server, token } = story;
    const { status, body } = await create(story, { title: 'Audit' });
    expect([status, body.message]).toEqual([410, 'Issues has been disabled in this repository.']);
    expect(await numbers(story, 'state=all')).toEqual([1]);
    server.state.hasIssues = true;
    await create(story, { title: 'Audit' });
    server.state.hasIssues = false;
    expect(server.issues).toHaveLength(1);
    expect(await numbers(story, 'state=all')).toEqual([1]);
    expect((await change(story, 2, { state: 'closed' })).status).toBe(410);
    expect((await rest(server, token, 'GET', at(2))).status).toBe(410);
  });
});
