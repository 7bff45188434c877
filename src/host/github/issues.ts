import { readMarker, type Marker } from '../../reporting/review/marker.ts';
import type { GitHubClient } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/** An issue that this gate opened. */
export interface OwnIssue {
  readonly number: number;
  readonly isOpen: boolean;
  readonly title: string;
}

export interface OwnIssues {
  /** The oldest first. */
  readonly issues: readonly OwnIssue[];
  /** False where there are more than are read: what is not found may be there all the same. */
  readonly isWhole: boolean;
}

export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  /** Why it is closed, or `reopened`. */
  readonly state_reason?: 'completed' | 'duplicate' | 'reopened';
}

/** More pages than this nobody reads. */
const mostPages = 10;
const pageSize = 100;

const viewerQuery = 'query GateViewer { viewer { login } }';
const issuesQuery = `query GateIssues($owner: String!, $name: String!, $filter: IssueFilters, $after: String) {
  repository(owner: $owner, name: $name) {
    issues(first: ${pageSize}, after: $after, filterBy: $filter, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { number state title body viewerDidAuthor }
    }
  }
}`;

interface IssueNode {
  readonly number: number;
  readonly state: 'OPEN' | 'CLOSED';
  readonly title: string;
  readonly body: string;
  readonly viewerDidAuthor: boolean;
}

interface Listing {
  readonly nodes: readonly IssueNode[];
  readonly isWhole: boolean;
}

interface RestIssue {
  readonly number: number;
  readonly state: string;
  readonly title: string;
  readonly body?: string | null;
  readonly user: { readonly login: string } | null;
  readonly pull_request?: object;
}

interface IssuesAnswer {
  readonly repository: {
    readonly issues: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly IssueNode[];
    };
  } | null;
}

/** Issues of a repository, as far as they are ours. Everything throws `RequestFailed`. */
export class Issues {
  readonly #client: GitHubClient;
  readonly #repository: string;

  constructor(client: GitHubClient, repository: string) {
    this.#client = client;
    this.#repository = repository;
  }

  /** The issues that we opened and whose first line is a marker of this sort. */
  async own({ gate, about }: Pick<Marker, 'gate' | 'about'>): Promise<OwnIssues> {
    const { viewer } = (await this.#client.query(viewerQuery, {})) as { readonly viewer: { readonly login: string } };
    const marked = ({ nodes, isWhole }: Listing): OwnIssues => {
      const issues = nodes.flatMap(({ number, state, title, body, viewerDidAuthor }) => {
        const marker = viewerDidAuthor ? readMarker(body) : undefined;
        return marker?.gate === gate && marker.about === about ? [{ number, title, isOpen: state === 'OPEN' }] : [];
      });
      return { issues: issues.sort((one, other) => one.number - other.number), isWhole };
    };
    const filtered = await this.#list(viewer.login);
    if (filtered.nodes.length > 0) return marked(filtered);
    // Some servers find nothing that a program made. Then what was updated last is looked through, where ours is high up.
    const all = marked(await this.#list(null));
    if (all.isWhole || all.issues.length > 0) return { ...all, isWhole: true };
    return marked(await this.#listOfCreator(viewer.login));
  }

  /** Issues of one account or of all; what was updated last comes first. */
  async #list(login: string | null): Promise<Listing> {
    const [owner = '', name = ''] = this.#repository.split('/');
    const all: IssueNode[] = [];
    let after: string | null = null;
    for (let pages = 1; ; pages++) {
      const variables: object = { owner, name, filter: login === null ? null : { createdBy: login }, after };
      const { repository } = (await this.#client.query(issuesQuery, variables)) as IssuesAnswer;
      if (repository === null) throw new RequestFailed('forbidden', `the issues of ${this.#repository} cannot be seen`);
      const { nodes, pageInfo } = repository.issues;
      all.push(...nodes);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      if (after === null || pages === mostPages) return { nodes: all, isWhole: after === null };
    }
  }

  /** Issues of one account by the REST interface, which finds those of programs everywhere; pull requests are among them. */
  async #listOfCreator(login: string): Promise<Listing> {
    const query = `creator=${encodeURIComponent(login)}&state=all&sort=updated&per_page=${pageSize}`;
    const nodes: IssueNode[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const found = (await this.#client.get(
        `/repos/${this.#repository}/issues?${query}&page=${page}`,
      )) as readonly RestIssue[];
      for (const { number, state, title, body, user, pull_request: pull } of found)
        if (pull === undefined)
          nodes.push({
            number,
            title,
            body: body ?? '',
            state: state === 'open' ? 'OPEN' : 'CLOSED',
            viewerDidAuthor: user?.login === login,
          });
      if (found.length < pageSize) return { nodes, isWhole: true };
    }
    return { nodes, isWhole: false };
  }

  /** Opens an issue and gives its number. */
  async open(title: string, body: string): Promise<number> {
    const made = (await this.#client.send('POST', `/repos/${this.#repository}/issues`, { title, body })) as {
      readonly number: number;
    };
    return made.number;
  }

  async change(number: number, change: IssueChange): Promise<void> {
    await this.#client.send('PATCH', `/repos/${this.#repository}/issues/${number}`, change);
  }
}
