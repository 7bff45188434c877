import type { GitHubClient } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/** The commit that GitHub compares two commits by. Throws `RequestFailed`. */
export async function mergeBaseOf(
  client: GitHubClient,
  repository: string,
  base: string,
  head: string,
): Promise<string> {
  const answer = (await client.get(`/repos/${repository}/compare/${base}...${head}?per_page=1`)) as {
    readonly merge_base_commit?: { readonly sha?: unknown };
  } | null;
  const sha = answer?.merge_base_commit?.sha;
  if (typeof sha === 'string' && /^[0-9a-f]{40,64}$/.test(sha)) return sha;
  throw new RequestFailed('unavailable', `GitHub tells no merge base of ${base} and ${head}`);
}
