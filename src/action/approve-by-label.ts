import { awaitingLabels, withApprovals, type Approvals } from '../analysis/approvals.ts';
import type { CheckResult } from '../analysis/check.ts';
import type { GitHubClient } from '../host/github/client.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import type { Location } from '../model/finding.ts';
import type { Situation } from './situation.ts';

interface Source {
  readonly repository: string;
  readonly situation: Situation;
  readonly client: () => Promise<GitHubClient | undefined>;
}

/**
 * Lets labels of the pull request, as they are now, approve what the configuration allows them to; `places` says where it
 * does. GitHub is asked only where a label would decide something.
 */
export async function approveByLabel(
  result: CheckResult,
  places: ReadonlyMap<string, Location>,
  source: Source,
): Promise<CheckResult> {
  // What is no change to be merged has nobody to approve it.
  if (source.situation.kind === 'audit') return result;
  const awaiting = awaitingLabels(result);
  if (awaiting.open.length + awaiting.protected.length === 0) return result;
  return withApprovals(result, places, awaiting.open.length === 0 ? { changes: [] } : await readApprovals(source));
}

async function readApprovals({ repository, situation, client }: Source): Promise<Approvals> {
  const api = await client();
  if (api === undefined) return { unreadable: { en: 'there is no token for the API', zh: '没有可用于 API 的令牌' } };
  const { readLabels } = await import('../host/github/labels.ts');
  try {
    if (situation.kind === 'pull-request') {
      const changes = await readLabels(api, repository, [situation.number], { wantsFiles: false });
      return { changes };
    }
    if (situation.kind !== 'merge-group') return { changes: [] };
    const { pullRequestsOf } = await import('../host/github/merge-group.ts');
    const numbers = await pullRequestsOf(api, repository, situation);
    // A group of one needs no list of files: whatever is found, it is the cause.
    return { changes: await readLabels(api, repository, numbers, { wantsFiles: numbers.length > 1 }) };
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    return { unreadable: { en: error.message, zh: error.message } };
  }
}
