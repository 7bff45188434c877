import type { GitHubClient } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/**
 * The open pull requests of a branch, also of a fork, which the event of a `workflow_run` does not name. Throws
 * `RequestFailed`.
 */
export async function findPullRequests(
  client: GitHubClient,
  repository: string,
  { headRepository, headBranch }: { readonly headRepository: string; readonly headBranch: string },
): Promise<readonly { readonly number: number; readonly headSha: string }[]> {
  const [owner = ''] = headRepository.split('/');
  const branch = encodeURIComponent(`${owner}:${headBranch}`);
  const rows = (await client.get(`/repos/${repository}/pulls?state=open&per_page=100&head=${branch}`)) as readonly {
    readonly number: number;
    readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
  }[];
  if (!Array.isArray(rows)) throw new RequestFailed('unavailable', 'GitHub lists no pull requests');
  return rows
    .filter(({ head: { repo } }) => repo?.full_name.toLowerCase() === headRepository.toLowerCase())
    .map(({ number, head: { sha } }) => ({ number, headSha: sha }));
}
