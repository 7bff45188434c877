import type { OwnComment } from '../../reporting/review/reconcile.ts';
import { readMarker, type Marker } from '../../reporting/review/marker.ts';
import type { Place } from '../../reporting/review/plan-review.ts';
import type { GitHubClient, GraphqlError } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/** A comment of ours below the pull request, not beside the diff. */
export interface OwnSummary {
  readonly id: string;
  readonly marker: Marker;
  readonly createdAt: string;
}

/** A pull request as it is now, and what this gate said in it. Comments of others are not among it. */
export interface PullRequestState {
  readonly id: string;
  readonly isOpen: boolean;
  readonly headSha: string;
  readonly headRepository: string | undefined;
  readonly comments: readonly OwnComment[];
  readonly summaries: readonly OwnSummary[];
  /** False where there is more than is read: what is not found may have been said all the same. */
  readonly isWhole: boolean;
  /** Texts of our reviews, which name what could not be said beside the diff. */
  readonly reviews: readonly string[];
}

/** More pages than this nobody reads; what is beyond is not looked at. */
const mostPages = 10;

const page = 'pageInfo { hasNextPage endCursor }';
const stateQuery = `query GateState($owner: String!, $name: String!, $number: Int!, $threads: String, $comments: String, $wantsThreads: Boolean!, $wantsComments: Boolean!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      state
      headRefOid
      headRepository { nameWithOwner }
      reviewThreads(first: 100, after: $threads) @include(if: $wantsThreads) {
        ${page}
        nodes {
          isResolved
          isOutdated
          path
          line
          diffSide
          comments(first: 20) {
            totalCount
            nodes { id body createdAt isMinimized viewerDidAuthor }
          }
        }
      }
      comments(first: 100, after: $comments) @include(if: $wantsComments) {
        ${page}
        nodes { id body createdAt viewerDidAuthor }
      }
      reviews(last: 50) { nodes { body viewerDidAuthor } }
    }
  }
}`;

interface Connection<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly Node[];
}

interface CommentNode {
  readonly id: string;
  readonly body: string;
  readonly createdAt: string;
  readonly viewerDidAuthor: boolean;
}

interface ThreadNode {
  readonly isResolved: boolean;
  readonly isOutdated: boolean;
  readonly path: string;
  readonly line: number | null;
  readonly diffSide: Place['side'];
  readonly comments: {
    readonly totalCount: number;
    readonly nodes: readonly (CommentNode & { readonly isMinimized: boolean })[];
  };
}

interface StateAnswer {
  readonly repository: {
    readonly pullRequest: {
      readonly id: string;
      readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
      readonly headRefOid: string;
      readonly headRepository: { readonly nameWithOwner: string } | null;
      readonly reviewThreads?: Connection<ThreadNode>;
      readonly comments?: Connection<CommentNode>;
      readonly reviews: { readonly nodes: readonly { readonly body: string; readonly viewerDidAuthor: boolean }[] };
    } | null;
  } | null;
}

/** What one gate does in one pull request. */
export class PullRequest {
  readonly #client: GitHubClient;
  readonly #repository: string;
  readonly #number: number;
  readonly #gate: string;

  constructor(client: GitHubClient, repository: string, number: number, gate: string) {
    this.#client = client;
    this.#repository = repository;
    this.#number = number;
    this.#gate = gate;
  }

  /** The pull request as it stands. Throws `RequestFailed`. */
  async read(): Promise<PullRequestState> {
    const [owner = '', name = ''] = this.#repository.split('/');
    const comments: OwnComment[] = [];
    const summaries: OwnSummary[] = [];
    let threadsAfter: string | null | undefined = null;
    let commentsAfter: string | null | undefined = null;
    for (let pages = 1; ; pages++) {
      const variables = {
        owner,
        name,
        number: this.#number,
        threads: threadsAfter ?? null,
        comments: commentsAfter ?? null,
        wantsThreads: threadsAfter !== undefined,
        wantsComments: commentsAfter !== undefined,
      };
      const answer = (await this.#client.query(stateQuery, variables)) as StateAnswer;
      const pull = answer.repository?.pullRequest;
      if (pull === null || pull === undefined)
        throw new RequestFailed('forbidden', `pull request ${this.#number} of ${this.#repository} cannot be seen`);
      comments.push(...(pull.reviewThreads?.nodes ?? []).flatMap((thread) => this.#ownIn(thread)));
      summaries.push(...(pull.comments?.nodes ?? []).flatMap((comment) => this.#summaryIn(comment)));
      threadsAfter = nextPage(pull.reviewThreads);
      commentsAfter = nextPage(pull.comments);
      const isWhole = threadsAfter === undefined && commentsAfter === undefined;
      if (!isWhole && pages < mostPages) continue;
      return {
        id: pull.id,
        isOpen: pull.state === 'OPEN',
        headSha: pull.headRefOid,
        headRepository: pull.headRepository?.nameWithOwner,
        comments,
        summaries,
        isWhole,
        reviews: pull.reviews.nodes
          .filter(({ body, viewerDidAuthor }) => viewerDidAuthor && this.#markerOf(body) !== undefined)
          .map(({ body }) => body),
      };
    }
  }

  /** Posts one review. Throws `RequestFailed`; nothing of it stands then, as far as can be known. */
  async review(
    headSha: string,
    body: string,
    comments: readonly { readonly place: Place; readonly body: string }[],
  ): Promise<void> {
    await this.#client.send('POST', `/repos/${this.#repository}/pulls/${this.#number}/reviews`, {
      commit_id: headSha,
      event: 'COMMENT',
      body,
      comments: comments.map(({ place: { path, side, line, startLine }, body: text }) => ({
        path,
        side,
        line,
        body: text,
        ...(startLine === undefined ? {} : { start_line: startLine, start_side: side }),
      })),
    });
  }

  /** Does all of it in one request; each part may fail alone. */
  async change(edits: readonly Edit[]): Promise<readonly GraphqlError[]> {
    const variables: Record<string, unknown> = {};
    const fields = edits.map((edit, index) => {
      const [field, input] = mutationOf(edit);
      variables[`input${index}`] = input;
      return {
        declared: `$input${index}: ${inputType(field)}!`,
        asked: `edit${index}: ${field}(input: $input${index}) { clientMutationId }`,
      };
    });
    const head = fields.map(({ declared }) => declared).join(', ');
    const document = `mutation GateEdits(${head}) {\n  ${fields.map(({ asked }) => asked).join('\n  ')}\n}`;
    return (await this.#client.mutate(document, variables)).errors;
  }

  #ownIn({ isResolved, isOutdated, path, line, diffSide, comments }: ThreadNode): OwnComment[] {
    // A person may be logged in with the token that the gate uses.
    const isOurs = ({ viewerDidAuthor, body }: CommentNode): boolean =>
      viewerDidAuthor && readMarker(body) !== undefined;
    const hasReply = !comments.nodes.every(isOurs) || comments.totalCount > comments.nodes.length;
    const place = line === null || isOutdated ? undefined : { path, line, side: diffSide };
    return comments.nodes.flatMap(({ id, body, createdAt, isMinimized, viewerDidAuthor }) => {
      const marker = viewerDidAuthor ? this.#markerOf(body) : undefined;
      if (marker === undefined) return [];
      return [{ id, body, marker, createdAt, isMinimized, hasReply, isResolved, place }];
    });
  }

  #summaryIn({ id, body, createdAt, viewerDidAuthor }: CommentNode): OwnSummary[] {
    const marker = viewerDidAuthor ? this.#markerOf(body) : undefined;
    return marker === undefined ? [] : [{ id, marker, createdAt }];
  }

  #markerOf(body: string): Marker | undefined {
    const marker = readMarker(body);
    return marker?.gate === this.#gate ? marker : undefined;
  }
}

/** A change of comments, by node id. */
export type Edit =
  | { readonly kind: 'add-summary'; readonly pullRequest: string; readonly body: string }
  | { readonly kind: 'edit-summary' | 'edit-comment'; readonly id: string; readonly body: string }
  | { readonly kind: 'delete-summary' | 'delete-comment' | 'minimize'; readonly id: string };

function mutationOf(edit: Edit): [field: string, input: object] {
  switch (edit.kind) {
    case 'add-summary':
      return ['addComment', { subjectId: edit.pullRequest, body: edit.body }];
    case 'edit-summary':
      return ['updateIssueComment', { id: edit.id, body: edit.body }];
    case 'edit-comment':
      return ['updatePullRequestReviewComment', { pullRequestReviewCommentId: edit.id, body: edit.body }];
    case 'delete-summary':
      return ['deleteIssueComment', { id: edit.id }];
    case 'delete-comment':
      return ['deletePullRequestReviewComment', { id: edit.id }];
    case 'minimize':
      return ['minimizeComment', { subjectId: edit.id, classifier: 'OUTDATED' }];
  }
}

function inputType(field: string): string {
  return `${field.slice(0, 1).toUpperCase()}${field.slice(1)}Input`;
}

function nextPage(connection: Connection<unknown> | undefined): string | undefined {
  return connection?.pageInfo.hasNextPage === true ? (connection.pageInfo.endCursor ?? undefined) : undefined;
}
