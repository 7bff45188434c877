import type { CheckRun } from '../../reporting/check-run.ts';
import type { GitHubClient } from './client.ts';

/** Annotations that one request takes. */
const batchSize = 50;

/** Makes a check run, with annotations in as many requests as they need. Throws `RequestFailed`. */
export async function createCheckRun(
  client: GitHubClient,
  repository: string,
  { name, headSha, run }: { readonly name: string; readonly headSha: string; readonly run: CheckRun },
): Promise<void> {
  const { title, summary, annotations, conclusion } = run;
  const batch = (from: number): object => ({ title, summary, annotations: annotations.slice(from, from + batchSize) });
  const made = (await client.send('POST', `/repos/${repository}/check-runs`, {
    name,
    head_sha: headSha,
    status: 'completed',
    conclusion,
    output: batch(0),
  })) as { readonly id: number };
  for (let from = batchSize; from < annotations.length; from += batchSize) {
    await client.send('PATCH', `/repos/${repository}/check-runs/${made.id}`, { output: batch(from) });
  }
}
