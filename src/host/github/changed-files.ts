import type { FileDiff } from '../../analysis/git-diff.ts';
import type { GitHubClient } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/** GitHub lists no more files of a pull request than this. */
export const mostListed = 3_000;
const pageSize = 100;

/** The files of a pull request by their new name, as far as GitHub lists them. Throws `RequestFailed`. */
export async function listChangedFiles(
  client: GitHubClient,
  repository: string,
  number: number,
): Promise<Map<string, FileDiff>> {
  const files = new Map<string, FileDiff>();
  for (let page = 1; page <= mostListed / pageSize; page++) {
    const rows = (await client.get(
      `/repos/${repository}/pulls/${number}/files?per_page=${pageSize}&page=${page}`,
    )) as readonly {
      readonly filename: string;
      readonly previous_filename?: string;
      readonly patch?: string;
    }[];
    if (!Array.isArray(rows)) throw new RequestFailed('unavailable', `GitHub lists no files of ${number}`);
    for (const { filename, previous_filename: previous, patch } of rows) files.set(filename, { previous, patch });
    if (rows.length < pageSize) break;
  }
  return files;
}
