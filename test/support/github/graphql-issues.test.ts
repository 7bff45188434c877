import { describe, expect, it } from 'vitest';
import { graphql } from './call.ts';
import { begin, type Story, type StoryOptions } from './story.ts';

const program = 'github-actions[bot]';

async function start(options: StoryOptions = { permissions: { contents: 'read', issues: 'write' } }): Promise<Story> {
  return begin({ 'a.yaml': 'a: 1\n' }, options);
}

// oxlint-disable-next-line typescript/no-explicit-any -- a test reads what it expects to be there
async function ask({ server, token }: Story, fields: string, variables: object = {}): Promise<any> {
  const names = Object.keys(variables).map((name) => `$${name}: String`);
  const head = names.length === 0 ? '' : `query(${names.join(', ')}) `;
  const { body } = await graphql(
    server,
    token,
    `${head}{ repository(owner: "acme", name: "shop") { ${fields} } }`,
    variables,
  );
  return body.errors === undefined ? body.data.repository : body.errors[0];
}

async function numbers(story: Story, args: string, variables: object = {}): Promise<number[]> {
  const { issues } = await ask(story, `issues(first: 100, ${args}) { nodes { number } }`, variables);
  return issues.nodes.map((one: { number: number }) => one.number);
}

/** All pages of one, with something that happens after the first. */
async function paged(story: Story, orderBy: string, afterFirst: () => void = () => undefined): Promise<number[]> {
  const found: number[] = [];
  let after: string | undefined;
  for (;;) {
    const { issues } = await ask(
      story,
      `issues(first: 1, after: $after, orderBy: ${orderBy}) { nodes { number } pageInfo { hasNextPage endCursor } }`,
      { after: after ?? null },
    );
    found.push(...issues.nodes.map((one: { number: number }) => one.number));
    if (!issues.pageInfo.hasNextPage) return found;
    if (after === undefined) afterFirst();
    after = issues.pageInfo.endCursor;
  }
}

describe('issues', () => {
  it('are shown with all that is said of them', async () => {
    const story = await start();
    const { server } = story;
    const issue = server.as(program).openIssue({ title: 'Audit', body: 'all is well' });
    server.as('alice').commentOnIssue(1, 'thanks');
    server.as('alice').closeIssue(1, 'not_planned');
    const fields = `id databaseId fullDatabaseId number title body state stateReason createdAt updatedAt closed closedAt
      locked url viewerDidAuthor author { login __typename } comments(first: 5) { nodes { body viewerDidAuthor } }`;
    const { hasIssuesEnabled, issues } = await ask(
      story,
      `hasIssuesEnabled issues(first: 5) { totalCount nodes { ${fields} } }`,
    );
    expect(hasIssuesEnabled).toBe(true);
    expect(issues).toEqual({
      totalCount: 1,
      nodes: [
        {
          id: `I_kwDO${issue.id}`,
          databaseId: issue.id,
          fullDatabaseId: String(issue.id),
          number: 1,
          title: 'Audit',
          body: 'all is well',
          state: 'CLOSED',
          stateReason: 'NOT_PLANNED',
          createdAt: issue.createdAt,
          updatedAt: issue.updatedAt,
          closed: true,
          closedAt: issue.updatedAt,
          locked: false,
          url: 'https://github.example/acme/shop/issues/1',
          viewerDidAuthor: true,
          author: { login: 'github-actions', __typename: 'Bot' },
          comments: { nodes: [{ body: 'thanks', viewerDidAuthor: false }] },
        },
      ],
    });
    const { body } = await graphql(server, story.token, 'query($id: ID!) { node(id: $id) { __typename id } }', {
      id: issue.nodeId,
    });
    expect(body.data.node).toEqual({ __typename: 'Issue', id: issue.nodeId });
    expect(await ask(story, 'issue(number: 7) { id }')).toMatchObject({ type: 'NOT_FOUND' });
  });

  it('say that they are duplicates to who knows of such', async () => {
    const story = await start();
    story.server.as('alice').openIssue({ title: 'Audit' });
    story.server.as('alice').closeIssue(1, 'duplicate');
    const { issue } = await ask(story, 'issue(number: 1) { stateReason all: stateReason(enableDuplicate: true) }');
    expect(issue).toEqual({ stateReason: null, all: 'DUPLICATE' });
    story.server.as('alice').reopenIssue(1);
    expect((await ask(story, 'issue(number: 1) { stateReason }')).issue.stateReason).toBe('REOPENED');
  });

  it('are found by state, and by author: a program by its whole name', async () => {
    const story = await start();
    const { server, token } = story;
    server.as('alice').openIssue({ title: 'one' });
    server.as(program).openIssue({ title: 'two' });
    server.as(program).openIssue({ title: 'three' });
    server.as('alice').closeIssue(2);
    const { data } = (await graphql(server, token, '{ viewer { login } }')).body;
    const by = 'filterBy: { createdBy: $login }';
    expect(await numbers(story, by, { login: data.viewer.login })).toEqual([2, 3]);
    expect(await numbers(story, by, { login: 'Alice' })).toEqual([1]);
    // What an author is called here names no account.
    expect(await numbers(story, by, { login: 'github-actions' })).toEqual([]);
    expect(await numbers(story, 'states: [OPEN]')).toEqual([1, 3]);
    expect(await numbers(story, `states: [CLOSED], ${by}`, { login: program })).toEqual([2]);
    expect(await numbers(story, 'filterBy: { states: [CLOSED] }')).toEqual([2]);
    server.options.createdByMissesPrograms = true;
    expect(await numbers(story, by, { login: program })).toEqual([]);
    expect(await numbers(story, by, { login: 'alice' })).toEqual([1]);
  });

  it('come in the order that is asked for, page by page', async () => {
    const story = await start();
    const alice = story.server.as('alice');
    for (const title of ['one', 'two', 'three', 'four']) alice.openIssue({ title });
    alice.editIssue(2, { title: 'second' });
    alice.commentOnIssue(1, 'first');
    expect(await paged(story, '{ field: CREATED_AT, direction: ASC }')).toEqual([1, 2, 3, 4]);
    expect(await paged(story, '{ field: CREATED_AT, direction: DESC }')).toEqual([4, 3, 2, 1]);
    expect(await paged(story, '{ field: UPDATED_AT, direction: ASC }')).toEqual([3, 4, 2, 1]);
    expect(await paged(story, '{ field: UPDATED_AT, direction: DESC }')).toEqual([1, 2, 4, 3]);
    expect(await numbers(story, 'orderBy: { field: UPDATED_AT, direction: DESC }')).toEqual([1, 2, 4, 3]);
  });

  it('that change between two pages are missed or seen twice, and the others are not', async () => {
    const story = await start();
    const alice = story.server.as('alice');
    for (const title of ['one', 'two', 'three', 'four']) alice.openIssue({ title });
    const touch = (number: number) => (): void => alice.editIssue(number, { body: `${number}` });
    // Rising: 1 was on the first page and moves behind all others. Falling: 3 was on none yet and moves before all others.
    expect(await paged(story, '{ field: UPDATED_AT, direction: ASC }', touch(1))).toEqual([1, 2, 3, 4, 1]);
    expect(await paged(story, '{ field: UPDATED_AT, direction: DESC }', touch(3))).toEqual([1, 4, 2]);
  });

  it('are given by the hundred at most, and after a cursor of the same order only', async () => {
    const story = await start();
    story.server.as('alice').openIssue({ title: 'one' });
    expect(await ask(story, 'issues(first: 101) { totalCount }')).toMatchObject({ type: 'EXCESSIVE_PAGINATION' });
    expect(await ask(story, 'issues { totalCount }')).toMatchObject({ type: 'MISSING_PAGINATION_BOUNDARIES' });
    const other = Buffer.from('cursor:v2:[1]').toString('base64');
    const wrong = await ask(story, 'issues(first: 1, after: $after) { totalCount }', { after: other });
    expect(wrong).toMatchObject({ type: 'INVALID_CURSOR_ARGUMENTS' });
  });

  it('are none where they are switched off', async () => {
    const story = await start({ hasIssues: false });
    const none = { hasIssuesEnabled: false, issues: { totalCount: 0, nodes: [] } };
    expect(await ask(story, 'hasIssuesEnabled issues(first: 5) { totalCount nodes { id } }')).toEqual(none);
    story.server.state.hasIssues = true;
    story.server.as('alice').openIssue({ title: 'one' });
    story.server.state.hasIssues = false;
    expect(await ask(story, 'hasIssuesEnabled issues(first: 5) { totalCount nodes { id } }')).toEqual(none);
  });

  it('are hidden in a private repository without the right to read them', async () => {
    const story = await start({ private: true, permissions: { contents: 'read', 'pull-requests': 'write' } });
    expect(await ask(story, 'issues(first: 5) { totalCount }')).toMatchObject({
      type: 'FORBIDDEN',
      message: 'Resource not accessible by integration',
    });
  });
});

describe('a comment on an issue', () => {
  const add = `mutation($id: ID!) {
    addComment(input: { subjectId: $id, body: "hello" }) {
      subject { id }
      commentEdge { node { id body pullRequest { number } } }
    }
  }`;

  it('is written, changed, hidden and deleted', async () => {
    const { server, token } = await start();
    const { nodeId } = server.as('alice').openIssue({ title: 'Help' });
    const { body } = await graphql(server, token, add, { id: nodeId });
    const { node } = body.data.addComment.commentEdge;
    expect(body.data.addComment.subject).toEqual({ id: nodeId });
    expect(node).toMatchObject({ body: 'hello', pullRequest: null });
    const change = `mutation($id: ID!) {
      edit: updateIssueComment(input: { id: $id, body: "edited" }) { issueComment { body } }
      hide: minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
      drop: deleteIssueComment(input: { id: $id }) { clientMutationId }
    }`;
    expect((await graphql(server, token, change, { id: node.id })).body.data).toEqual({
      edit: { issueComment: { body: 'edited' } },
      hide: { minimizedComment: { isMinimized: true } },
      drop: { clientMutationId: null },
    });
    expect(server.issue(1).comments).toEqual([]);
  });

  it('needs the right to write to issues, and an issue that is not locked', async () => {
    const { server, token } = await start();
    const issue = server.as('alice').openIssue({ title: 'Help' });
    const other = server.token({ permissions: { 'pull-requests': 'write' } });
    const refusal = async (by: string): Promise<string> =>
      (await graphql(server, by, add, { id: issue.nodeId })).body.errors[0].message as string;
    expect(await refusal(other)).toBe('Resource not accessible by integration');
    issue.locked = true;
    expect(await refusal(token)).toBe('Unable to create comment because issue is locked.');
    expect(issue.comments).toEqual([]);
  });
});
