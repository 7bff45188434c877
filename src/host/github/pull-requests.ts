import type { GitHubClient } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/**
 * The open pull request of a branch, also of a fork, which the event of a `workflow_run` does not name. Throws
 * `RequestFailed`.
 */
export async function findPullRequest(
  client: GitHubClient,
  repository: string,
  { headRepository, headBranch }: { readonly headRepository: string; readonly headBranch: string },
): Promise<{ readonly number: number; readonly headSha: string } | undefined> {
  const [owner = ''] = headRepository.split('/');
  const head = encodeURIComponent(`${owner}:${headBranch}`);
  const rows = (await client.get(`/repos/${repository}/pulls?state=open&per_page=100&head=${head}`)) as readonly {
    readonly number: number;
    readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
  }[];
  if (!Array.isArray(rows)) throw new RequestFailed('unavailable', 'GitHub lists no pull requests');
  const found = rows.find((row) => row.head.repo?.full_name.toLowerCase() === headRepository.toLowerCase());
  return found === undefined ? undefined : { number: found.number, headSha: found.head.sha };
}
