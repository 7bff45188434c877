import type { GitHubClient } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/** GitHub compares no more commits than this at once. */
const mostCommits = 100;

/** What a merge queue put together. */
export interface MergeGroup {
  readonly baseSha: string;
  readonly headSha: string;
  /** The branch that the queue merges into. */
  readonly baseBranch: string;
  /** The pull request that the group's branch is named after, where it is. */
  readonly named: number | undefined;
}

interface GroupCommit {
  readonly sha: string;
  readonly isMerge: boolean;
}

interface AssociatedPull {
  readonly number: number;
  readonly baseRefName: string;
  readonly headRefOid: string;
  readonly mergeCommit: { readonly oid: string } | null;
  readonly baseRepository: { readonly nameWithOwner: string } | null;
}

/**
 * The pull requests of a merge group, in the order of their numbers. A commit of a pull request is associated with it; one
 * that the queue made by squashing or rebasing is not, and is known by the queue's entry. Throws `RequestFailed`, also
 * where a commit belongs to no pull request that can be told.
 */
export async function pullRequestsOf(
  client: GitHubClient,
  repository: string,
  group: MergeGroup,
): Promise<readonly number[]> {
  const commits = await commitsOf(client, repository, group);
  const shas = new Set(commits.map(({ sha }) => sha));
  const associated = await associatedWith(client, repository, commits);
  const isOfGroup = ({ baseRefName, baseRepository, headRefOid, mergeCommit }: AssociatedPull): boolean =>
    baseRefName === group.baseBranch &&
    baseRepository?.nameWithOwner.toLowerCase() === repository.toLowerCase() &&
    // Another pull request may be built upon one of the group.
    (shas.has(headRefOid) || (mergeCommit !== null && shas.has(mergeCommit.oid)));
  const owners = associated.map((pulls) => pulls.filter(isOfGroup).map(({ number }) => number));
  const found = new Set(owners.flat());
  const isOpen = (at: number): boolean => owners[at]?.length === 0 && commits[at]?.isMerge === false;
  if (group.named !== undefined) found.add(group.named);
  if (commits.some((_, at) => isOpen(at))) {
    const entries = await entriesOf(client, repository, group.baseBranch);
    // What a queue makes for an entry ends with the entry's head; without its entries, nobody knows where one begins.
    const isSeen = entries.has(group.headSha);
    if (group.named !== undefined && !isSeen) entries.set(group.headSha, group.named);
    let entry: number | undefined;
    for (let at = commits.length - 1; at >= 0; at--) {
      const sha = commits[at]?.sha ?? '';
      entry = entries.get(sha) ?? (isSeen && owners[at]?.length === 0 ? entry : undefined);
      if (entry !== undefined) found.add(entry);
      else if (isOpen(at))
        throw new RequestFailed(
          'unavailable',
          `the commit ${sha.slice(0, 12)} belongs to no pull request that is known`,
        );
    }
  }
  if (found.size === 0) throw new RequestFailed('unavailable', 'no pull request of the merge group is known');
  return [...found].sort((one, other) => one - other);
}

/** The commits that a group adds to its base, the oldest first. */
async function commitsOf(
  client: GitHubClient,
  repository: string,
  { baseSha, headSha }: MergeGroup,
): Promise<GroupCommit[]> {
  const url = `/repos/${repository}/compare/${baseSha}...${headSha}?per_page=${mostCommits}`;
  const answer = (await client.get(url)) as {
    readonly total_commits?: unknown;
    readonly commits?: readonly { readonly sha: string; readonly parents: readonly unknown[] }[];
  } | null;
  const commits = answer?.commits;
  if (!Array.isArray(commits)) throw new RequestFailed('unavailable', 'GitHub lists no commits of the merge group');
  if (answer?.total_commits !== commits.length)
    throw new RequestFailed('unavailable', `the merge group has more than ${mostCommits} commits`);
  return (commits as NonNullable<typeof answer.commits>).map(({ sha, parents }) => ({
    sha,
    isMerge: parents.length > 1,
  }));
}

async function associatedWith(
  client: GitHubClient,
  repository: string,
  commits: readonly GroupCommit[],
): Promise<(readonly AssociatedPull[])[]> {
  if (commits.length === 0) return [];
  const [owner, name] = repository.split('/');
  const declared = commits.map((_, index) => `, $oid${index}: GitObjectID!`).join('');
  const asked = commits.map((_, index) => `    commit${index}: object(oid: $oid${index}) { ...PullsOf }`);
  const document = `query GateMergeGroup($owner: String!, $name: String!${declared}) {
  repository(owner: $owner, name: $name) {
${asked.join('\n')}
  }
}
fragment PullsOf on Commit {
  associatedPullRequests(first: 50) {
    nodes { number baseRefName headRefOid mergeCommit { oid } baseRepository { nameWithOwner } }
    pageInfo { hasNextPage }
  }
}`;
  const given = Object.fromEntries(commits.map(({ sha }, index) => [`oid${index}`, sha]));
  const answer = (await client.query(document, { owner, name, ...given })) as {
    readonly repository: Readonly<Record<string, CommitNode | null>> | null;
  };
  return commits.map(({ sha }, index) => {
    const pulls = answer.repository?.[`commit${index}`]?.associatedPullRequests;
    if (pulls == null || pulls.pageInfo.hasNextPage)
      throw new RequestFailed('forbidden', `the pull requests of the commit ${sha.slice(0, 12)} cannot be seen`);
    return pulls.nodes;
  });
}

interface CommitNode {
  readonly associatedPullRequests: {
    readonly nodes: readonly AssociatedPull[];
    readonly pageInfo: { readonly hasNextPage: boolean };
  } | null;
}

/** The pull requests of the queue by the commit that was made for each; none where the queue cannot be seen. */
async function entriesOf(client: GitHubClient, repository: string, branch: string): Promise<Map<string, number>> {
  const [owner, name] = repository.split('/');
  const document = `query GateMergeQueue($owner: String!, $name: String!, $branch: String!) {
  repository(owner: $owner, name: $name) {
    mergeQueue(branch: $branch) { entries(first: 100) { nodes { headCommit { oid } pullRequest { number } } } }
  }
}`;
  try {
    const answer = (await client.query(document, { owner, name, branch })) as {
      readonly repository: {
        readonly mergeQueue: { readonly entries: { readonly nodes: readonly EntryNode[] } | null } | null;
      } | null;
    };
    const nodes = answer.repository?.mergeQueue?.entries?.nodes ?? [];
    return new Map(
      nodes.flatMap(({ headCommit, pullRequest }) =>
        headCommit === null || pullRequest === null ? [] : [[headCommit.oid, pullRequest.number] as const],
      ),
    );
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    return new Map();
  }
}

interface EntryNode {
  readonly headCommit: { readonly oid: string } | null;
  readonly pullRequest: { readonly number: number } | null;
}
