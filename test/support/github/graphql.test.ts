import { describe, expect, it } from 'vitest';
import { graphql } from './call.ts';
import { begin, type Story, type StoryOptions } from './story.ts';

const text = Array.from({ length: 10 }, (_, index) => `line ${index + 1}\n`).join('');

async function openWith(options: StoryOptions = {}): Promise<Story> {
  const story = await begin({ 'a.yaml': text }, options);
  story.repository.branch('change');
  story.repository.commit('change', { 'a.yaml': text.replace('line 5', 'changed') });
  story.server.openPullRequest({ head: 'change', labels: ['lb-exception'] });
  return story;
}

const conversation = `
  query Conversation($owner: String!, $name: String!, $number: Int!, $after: String) {
    viewer { login }
    rateLimit { remaining }
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) {
        id number state isDraft headRefOid baseRefOid
        author { login }
        labels(first: 10) { nodes { name } }
        headRepository { nameWithOwner }
        commits(last: 1) { nodes { commit { oid } } }
        reviewThreads(first: 1, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes {
            id isResolved isOutdated path line startLine diffSide originalLine
            resolvedBy { login }
            comments(first: 50) {
              totalCount
              nodes { id databaseId fullDatabaseId author { login __typename } viewerDidAuthor body createdAt isMinimized }
            }
          }
        }
        comments(first: 50) { nodes { id author { login } viewerDidAuthor body isMinimized url } }
        reviews(last: 5) { nodes { id body viewerDidAuthor author { login } commit { oid } } }
      }
    }
  }`;
const shop = { owner: 'acme', name: 'shop', number: 1 };

describe('a query', () => {
  it('shows a pull request with threads, comments and reviews, page by page', async () => {
    const { server, repository, token } = await openWith();
    const alice = server.as('alice');
    const thread = alice.review(1, { path: 'a.yaml', line: 5 }, 'look');
    alice.resolve(thread);
    server.as('github-actions[bot]').review(1, { path: 'a.yaml', start_line: 4, line: 6 }, 'mine');
    server.as('mallory').comment(1, '<!-- a marker that mallory pasted -->');
    const { status, body } = await graphql(server, token, conversation, shop);
    expect(status).toBe(200);
    expect(body.data.viewer.login).toBe('github-actions[bot]');
    const pull = body.data.repository.pullRequest;
    expect(pull).toMatchObject({
      id: server.pullRequest(1).nodeId,
      state: 'OPEN',
      isDraft: false,
      headRefOid: repository.tip('change'),
      baseRefOid: repository.tip('main'),
      author: { login: 'alice' },
      labels: { nodes: [{ name: 'lb-exception' }] },
      headRepository: { nameWithOwner: 'acme/shop' },
      commits: { nodes: [{ commit: { oid: repository.tip('change') } }] },
      comments: { nodes: [{ author: { login: 'mallory' }, viewerDidAuthor: false }] },
      reviews: {
        nodes: [{ author: { login: 'alice' } }, { author: { login: 'github-actions' }, viewerDidAuthor: true }],
      },
    });
    expect(pull.reviewThreads).toMatchObject({
      totalCount: 2,
      pageInfo: { hasNextPage: true },
      nodes: [{ isResolved: true, resolvedBy: { login: 'alice' }, line: 5, diffSide: 'RIGHT' }],
    });
    const after = pull.reviewThreads.pageInfo.endCursor as string;
    const second = (await graphql(server, token, conversation, { ...shop, after })).body.data.repository.pullRequest
      .reviewThreads;
    expect(second).toMatchObject({
      pageInfo: { hasNextPage: false },
      nodes: [{ isResolved: false, line: 6, startLine: 4 }],
    });
    // A program is called differently here than in the REST interface.
    expect(second.nodes[0].comments.nodes[0]).toMatchObject({
      author: { login: 'github-actions', __typename: 'Bot' },
      viewerDidAuthor: true,
      body: 'mine',
    });
  });

  it('reads many blobs at a commit, says what is missing, and cuts what is long', async () => {
    const { server, repository, token } = await begin({
      'k8s/a.yaml': 'a: 1\n',
      'long.yaml': '# long\n'.repeat(100_000),
      'logo.png': Uint8Array.of(137, 80, 78, 71, 0),
      'latin.yaml': Uint8Array.of(0x61, 0xe9, 0x0a),
    });
    const base = repository.tip('main');
    repository.commit('main', { 'k8s/a.yaml': 'a: 2\n' });
    const paths = [
      'k8s/a.yaml',
      'long.yaml',
      'logo.png',
      'latin.yaml',
      'gone.yaml',
      'k8s',
      ...Array.from({ length: 50 }, () => 'k8s/a.yaml'),
    ];
    const fields = paths.map((_, index) => `f${index}: object(expression: $e${index}) { ...Content }`);
    const variables = Object.fromEntries(paths.map((path, index) => [`e${index}`, `${base}:${path}`]));
    const { body } = await graphql(
      server,
      token,
      `query Blobs(${paths.map((_, index) => `$e${index}: String!`).join(', ')}) { repository(owner: "acme", name: "shop") { ${fields.join(' ')} } }
       fragment Content on GitObject { __typename ... on Blob { oid byteSize isBinary isTruncated text } }`,
      variables,
    );
    const { f0, f1, f2, f3, f4, f5, f55 } = body.data.repository;
    expect(f0).toMatchObject({ byteSize: 5, isBinary: false, isTruncated: false, text: 'a: 1\n' });
    expect({ ...f1, text: f1.text.length }).toMatchObject({ byteSize: 700_000, isTruncated: true, text: 524_288 });
    expect(f2).toMatchObject({ isBinary: true, text: null });
    expect(f3).toMatchObject({ isBinary: true, text: null });
    expect(f4).toBeNull();
    expect(f5).toEqual({ __typename: 'Tree' });
    expect(f55).toEqual(f0);
  });

  it('is refused without bounds, beyond 100, and for what is not there', async () => {
    const { server, token } = await openWith();
    const ask = async (fields: string): Promise<string> => {
      const { body } = await graphql(server, token, `{ repository(owner: "acme", name: "shop") { ${fields} } }`);
      return body.errors[0].type as string;
    };
    expect(await ask('pullRequest(number: 1) { comments { totalCount } }')).toBe('MISSING_PAGINATION_BOUNDARIES');
    expect(await ask('pullRequest(number: 1) { comments(first: 101) { totalCount } }')).toBe('EXCESSIVE_PAGINATION');
    expect(await ask('pullRequest(number: 7) { id }')).toBe('NOT_FOUND');
  });

  it('that does not fit the published schema is answered with errors only, and is a violation', async () => {
    const { server, token } = await openWith({ allowViolations: true });
    const unknownField = await graphql(server, token, '{ viewer { login secret } }');
    const unfitVariable = await graphql(
      server,
      token,
      'query($n: Int!) { repository(owner: "acme", name: "shop") { pullRequest(number: $n) { id } } }',
      { n: 'one' },
    );
    const unreadable = await graphql(server, token, '{ viewer {');
    for (const { status, body } of [unknownField, unfitVariable, unreadable]) {
      expect(status).toBe(200);
      expect(body.data).toBeUndefined();
      expect(body.errors).toHaveLength(1);
    }
    expect(server.violations).toEqual([
      expect.stringContaining('Cannot query field "secret" on type "User"'),
      expect.stringContaining('Variable "$n" has invalid value'),
      expect.stringContaining('Syntax Error'),
    ]);
  });
});

describe('a mutation', () => {
  it('does its fields in order, each by itself', async () => {
    const { server, token } = await openWith();
    const thread = server.as('github-actions[bot]').review(1, { path: 'a.yaml', line: 5 }, 'mine');
    const comment = server.as('github-actions[bot]').comment(1, 'sticky');
    const { status, body } = await graphql(
      server,
      token,
      `
        mutation Tidy($pull: ID!, $sticky: ID!, $inline: ID!, $thread: ID!) {
          edit: updateIssueComment(input: { id: $sticky, body: "edited" }) {
            issueComment {
              body
            }
          }
          note: updatePullRequestReviewComment(input: { pullRequestReviewCommentId: $inline, body: "fixed" }) {
            pullRequestReviewComment {
              body
            }
          }
          hide: minimizeComment(input: { subjectId: $inline, classifier: OUTDATED }) {
            minimizedComment {
              isMinimized
              minimizedReason
            }
          }
          gone: deleteIssueComment(input: { id: "IC_unknown" }) {
            clientMutationId
          }
          close: resolveReviewThread(input: { threadId: $thread }) {
            thread {
              isResolved
            }
          }
          more: addComment(input: { subjectId: $pull, body: "more" }) {
            commentEdge {
              node {
                id
                body
                viewerDidAuthor
              }
            }
          }
          drop: deletePullRequestReviewComment(input: { id: $inline }) {
            pullRequestReview {
              id
            }
          }
        }
      `,
      {
        pull: server.pullRequest(1).nodeId,
        sticky: comment.nodeId,
        inline: thread.comments[0]?.nodeId,
        thread: thread.nodeId,
      },
    );
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      edit: { issueComment: { body: 'edited' } },
      note: { pullRequestReviewComment: { body: 'fixed' } },
      hide: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } },
      gone: null,
      close: null,
      more: { commentEdge: { node: { body: 'more', viewerDidAuthor: true } } },
    });
    // A job's token may not resolve: that needs the right to write contents.
    expect(body.errors.map((error: { path: string[]; type: string }) => [error.path[0], error.type])).toEqual([
      ['gone', 'NOT_FOUND'],
      ['close', 'FORBIDDEN'],
    ]);
    expect(server.pullRequest(1).threads).toEqual([]);
    expect(server.pullRequest(1).comments.map((one) => one.body)).toEqual(['edited', 'more']);
    expect([server.reads, server.writes]).toEqual([0, 1]);
  });

  it('resolves for a token that may write contents', async () => {
    const { server, token } = await openWith({ permissions: { contents: 'write', 'pull-requests': 'write' } });
    const thread = server.as('alice').review(1, { path: 'a.yaml', line: 5 }, 'look');
    const { body } = await graphql(
      server,
      token,
      'mutation($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved } } }',
      { id: thread.nodeId },
    );
    expect(body).toEqual({ data: { resolveReviewThread: { thread: { isResolved: true } } } });
  });

  it('is forbidden field by field without the right to write', async () => {
    const { server, token } = await openWith({ permissions: { contents: 'read' } });
    const { status, body } = await graphql(
      server,
      token,
      'mutation($id: ID!) { addComment(input: { subjectId: $id, body: "hello" }) { clientMutationId } }',
      { id: server.pullRequest(1).nodeId },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { addComment: null },
      errors: [{ type: 'FORBIDDEN', path: ['addComment'], message: 'Resource not accessible by integration' }],
    });
  });
});

describe('a long id', () => {
  it('does not fit into databaseId, and is whole in fullDatabaseId', async () => {
    const { server, token } = await openWith({ firstId: 3_000_000_000 });
    server.as('alice').comment(1, 'hello');
    const ask = (field: string): ReturnType<typeof graphql> =>
      graphql(
        server,
        token,
        `{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { comments(first: 1) { nodes { ${field} } } } } }`,
      );
    const short = (await ask('databaseId')).body;
    expect(short.data.repository.pullRequest.comments.nodes).toEqual([{ databaseId: null }]);
    expect(short.errors[0].message).toContain('32-bit');
    expect((await ask('fullDatabaseId')).body.data.repository.pullRequest.comments.nodes[0].fullDatabaseId).toMatch(
      /^30000000\d\d$/,
    );
  });
});
