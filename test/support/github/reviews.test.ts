import { describe, expect, it } from 'vitest';
import { rest, type Reply } from './call.ts';
import { begin, type Story } from './story.ts';

/** Lines `line 1` … `line n`, some of them replaced; null drops a line. */
function lines(count: number, changes: Readonly<Record<number, string | null>> = {}): string {
  const all = Array.from({ length: count }, (_, index) => {
    const change = changes[index + 1];
    return change === undefined ? `line ${index + 1}\n` : change === null ? '' : `${change}\n`;
  });
  return all.join('');
}

const commenter = { permissions: { contents: 'read', 'pull-requests': 'write' } } as const;

async function openWith(text: string): Promise<Story> {
  const story = await begin({ 'a.yaml': lines(40), 'untouched.yaml': 'a: 1\n' }, commenter);
  story.repository.branch('change');
  story.repository.commit('change', { 'a.yaml': text });
  story.server.openPullRequest({ head: 'change' });
  return story;
}

function review({ server, token }: Story, comments: readonly object[], more: object = {}): Promise<Reply> {
  return rest(server, token, 'POST', '/repos/acme/shop/pulls/1/reviews', {
    event: 'COMMENT',
    body: 'Please look',
    comments,
    ...more,
  });
}

/** What the pull request's threads say about themselves, one line each. */
function threadsOf({ server }: Story): string[] {
  server.sync();
  return server.pullRequest(1).threads.map(({ original, line, startLine, isOutdated, comments }) => {
    const place = isOutdated ? 'outdated' : [startLine, line].filter((one) => one !== undefined).join('-');
    return `${original.path} ${original.side} ${place} (${comments.map(({ body }) => body).join(', ')})`;
  });
}

describe('a review', () => {
  it('is stored with its comments where the diff shows the lines', async () => {
    const story = await openWith(lines(40, { 10: 'changed', 30: null }));
    const { status, body } = await review(story, [
      { path: 'a.yaml', line: 10, side: 'RIGHT', body: 'added' },
      { path: 'a.yaml', line: 13, body: 'context' },
      { path: 'a.yaml', line: 30, side: 'LEFT', body: 'deleted' },
      { path: 'a.yaml', start_line: 8, start_side: 'RIGHT', line: 11, side: 'RIGHT', body: 'several' },
    ]);
    expect({ status, state: body.state, by: body.user.login }).toEqual({
      status: 200,
      state: 'COMMENTED',
      by: 'github-actions[bot]',
    });
    expect(threadsOf(story)).toEqual([
      'a.yaml RIGHT 10 (added)',
      'a.yaml RIGHT 13 (context)',
      'a.yaml LEFT 30 (deleted)',
      'a.yaml RIGHT 8-11 (several)',
    ]);
  });

  it.each([
    ['a line that no hunk shows', { line: 20 }, 'line must be part of the diff'],
    ['a line past the end of the file', { line: 400 }, 'line must be part of the diff'],
    ['an added line on the left', { line: 9, side: 'LEFT', path: 'new.yaml' }, 'line must be part of the diff'],
    ['a start in another hunk', { start_line: 10, line: 30 }, 'start line must be part of the same hunk as the line.'],
    [
      'a start outside of all hunks',
      { start_line: 20, line: 30 },
      'start line must be part of the same hunk as the line.',
    ],
    ['a start that is the end', { start_line: 10, line: 10 }, 'start line must precede the end line.'],
    ['a start after the end', { start_line: 11, line: 10 }, 'start line must precede the end line.'],
    ['a file that is not changed', { path: 'untouched.yaml', line: 1 }, 'Path could not be resolved'],
    ['no line', {}, 'Line could not be resolved'],
    ['no text', { line: 10, body: ' ' }, "Body can't be blank"],
  ])('is refused as a whole for %s', async (_, comment, why) => {
    const story = await openWith(lines(40, { 10: 'changed', 30: 'changed, too' }));
    story.repository.commit('change', { 'new.yaml': lines(20) });
    const fine = { path: 'a.yaml', line: 10, body: 'fine' };
    const answer = await review(story, [fine, { path: 'a.yaml', body: 'bad', ...comment }]);
    expect(answer).toMatchObject({
      status: 422,
      body: { message: 'Unprocessable Entity', errors: [expect.stringContaining(why)] },
    });
    expect(story.server.pullRequest(1)).toMatchObject({ reviews: [], threads: [] });
  });

  it('is about a commit of the pull request, and has a text of bearable length', async () => {
    const story = await openWith(lines(40, { 10: 'changed' }));
    const merge = story.server.pullRequest(1).mergeSha;
    const comment = { path: 'a.yaml', line: 10, body: 'x'.repeat(65_537) };
    const refusals = [
      await review(story, [], { commit_id: merge }),
      await review(story, [], { commit_id: story.repository.tip('main') }),
      await review(story, [], { body: '' }),
      await review(story, [], { body: 'x'.repeat(65_537) }),
      await review(story, [comment]),
    ];
    expect(refusals.map(({ status, body }) => `${status} ${body.errors[0]}`)).toEqual([
      '422 The commitOID is not part of the pull request',
      '422 The commitOID is not part of the pull request',
      `422 Body can't be blank`,
      '422 Body is too long (maximum is 65536 characters)',
      '422 Body is too long (maximum is 65536 characters)',
    ]);
    const markdown = '<!-- a marker -->\n**bold** & `code`\r\n';
    await review(story, [{ ...comment, body: markdown }], { commit_id: story.repository.tip('change') });
    expect(story.server.pullRequest(1).threads[0]?.comments[0]?.body).toBe(markdown);
  });
});

describe('after a push', () => {
  it('a thread follows its line, and is outdated once the line changes', async () => {
    const story = await openWith(lines(40, { 10: 'changed', 30: 'changed, too' }));
    await review(story, [
      { path: 'a.yaml', line: 10, body: 'moves' },
      { path: 'a.yaml', line: 30, body: 'changes' },
    ]);
    story.repository.commit('change', { 'a.yaml': `one more\n${lines(40, { 10: 'changed', 30: 'fixed' })}` });
    expect(threadsOf(story)).toEqual(['a.yaml RIGHT 11 (moves)', 'a.yaml RIGHT outdated (changes)']);
  });

  it('a thread stays when something is inserted right below its line, and moves when right above', async () => {
    const story = await openWith(lines(40, { 10: 'changed' }));
    await review(story, [{ path: 'a.yaml', line: 10, body: 'here' }]);
    story.repository.commit('change', { 'a.yaml': lines(40, { 10: 'changed\nbelow' }) });
    expect(threadsOf(story)).toEqual(['a.yaml RIGHT 10 (here)']);
    story.repository.commit('change', { 'a.yaml': lines(40, { 10: 'above\nchanged' }) });
    expect(threadsOf(story)).toEqual(['a.yaml RIGHT 11 (here)']);
  });

  it('is current again when the line comes back, as after a revert', async () => {
    const story = await openWith(lines(40, { 10: 'changed' }));
    await review(story, [{ path: 'a.yaml', line: 10, body: 'here' }]);
    const fix = story.repository.commit('change', { 'a.yaml': lines(40, { 10: 'fixed' }) });
    expect(threadsOf(story)).toEqual(['a.yaml RIGHT outdated (here)']);
    story.repository.revert('change', fix);
    expect(threadsOf(story)).toEqual(['a.yaml RIGHT 10 (here)']);
  });

  it('is outdated when the diff does not show the line any longer, though it is the same', async () => {
    const story = await openWith(lines(40, { 10: 'changed' }));
    await review(story, [{ path: 'a.yaml', line: 12, body: 'beside' }]);
    story.repository.commit('change', { 'a.yaml': lines(40, { 30: 'elsewhere' }) });
    expect(threadsOf(story)).toEqual(['a.yaml RIGHT outdated (beside)']);
  });

  it('a comment on a deleted line is outdated when the line stands again', async () => {
    const story = await openWith(lines(40, { 9: 'changed', 10: null }));
    await review(story, [{ path: 'a.yaml', line: 10, side: 'LEFT', body: 'gone' }]);
    expect(threadsOf(story)).toEqual(['a.yaml LEFT 10 (gone)']);
    story.repository.commit('change', { 'a.yaml': lines(40, { 9: 'changed' }) });
    expect(threadsOf(story)).toEqual(['a.yaml LEFT outdated (gone)']);
  });

  it('follows a rebase on a base that inserted lines above, on both sides', async () => {
    const story = await openWith(lines(40, { 20: 'changed', 25: null }));
    await review(story, [
      { path: 'a.yaml', line: 20, body: 'new side' },
      { path: 'a.yaml', line: 25, side: 'LEFT', body: 'old side' },
    ]);
    story.repository.commit('main', { 'a.yaml': `first\nsecond\n${lines(40)}` });
    story.repository.rebase('change', 'main');
    expect(threadsOf(story)).toEqual(['a.yaml RIGHT 22 (new side)', 'a.yaml LEFT 27 (old side)']);
  });

  it('a commit that a force-push removed takes no review any longer', async () => {
    const story = await openWith(lines(40, { 10: 'changed' }));
    const before = story.repository.tip('change');
    story.repository.reset('change', 'main');
    story.repository.commit('change', { 'a.yaml': lines(40, { 11: 'changed' }) });
    const { status, body } = await review(story, [], { commit_id: before });
    expect([status, body.errors]).toEqual([422, ['The commitOID is not part of the pull request']]);
  });
});

describe('comments', () => {
  it('go from their thread, and the last one takes the thread with it', async () => {
    const story = await openWith(lines(40, { 10: 'changed' }));
    const { server, token } = story;
    await review(story, [{ path: 'a.yaml', line: 10, body: 'bot' }]);
    const [thread] = server.pullRequest(1).threads;
    if (thread === undefined) throw new Error('no thread');
    const answer = server.as('alice').reply(thread, 'why?');
    const path = (id: number | undefined): string => `/repos/acme/shop/pulls/comments/${id}`;
    const first = thread.comments[0]?.id;
    expect((await rest(server, token, 'PATCH', path(first), { body: 'edited' })).body.body).toBe('edited');
    expect((await rest(server, token, 'GET', path(answer.id))).body).toMatchObject({
      in_reply_to_id: first,
      user: { login: 'alice' },
    });
    expect((await rest(server, token, 'DELETE', path(first))).status).toBe(204);
    expect(threadsOf(story)).toEqual(['a.yaml RIGHT 10 (why?)']);
    expect((await rest(server, token, 'DELETE', path(answer.id))).status).toBe(204);
    expect(threadsOf(story)).toEqual([]);
    expect((await rest(server, token, 'DELETE', path(answer.id))).status).toBe(404);
  });

  it('of the conversation are written, listed by page, edited and deleted', async () => {
    const { server, token } = await openWith(lines(40, { 10: 'changed' }));
    const list = '/repos/acme/shop/issues/1/comments';
    const { status, body } = await rest(server, token, 'POST', list, { body: 'sticky' });
    expect([status, body.user.login, body.user.type]).toEqual([201, 'github-actions[bot]', 'Bot']);
    for (let count = 0; count < 4; count++) server.as('alice').comment(1, `note ${count}`);
    const pageOne = await rest(server, token, 'GET', `${list}?per_page=2`);
    expect(pageOne.body.map((comment: { body: string }) => comment.body)).toEqual(['sticky', 'note 0']);
    const [, next = ''] = /<([^>]+)>; rel="next"/.exec(pageOne.headers.get('link') ?? '') ?? [];
    const [, last = ''] = /<([^>]+)>; rel="last"/.exec(pageOne.headers.get('link') ?? '') ?? [];
    expect(next).toBe(`${server.url}${list}?per_page=2&page=2`);
    const pageThree = await rest(server, token, 'GET', last.slice(server.url.length));
    expect(pageThree.body).toHaveLength(1);
    expect(pageThree.headers.get('link')).not.toContain('rel="next"');
    const one = `/repos/acme/shop/issues/comments/${body.id}`;
    expect((await rest(server, token, 'PATCH', one, { body: 'edited' })).body).toMatchObject({
      id: body.id,
      body: 'edited',
    });
    expect((await rest(server, token, 'DELETE', one)).status).toBe(204);
    expect(server.pullRequest(1).comments.map((comment) => comment.body)).toEqual([
      'note 0',
      'note 1',
      'note 2',
      'note 3',
    ]);
  });
});
