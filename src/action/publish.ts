import { CannotEvaluate } from '../analysis/failure.ts';
import { readArtifact } from '../host/artifact.ts';
import type { GitHubClient } from '../host/github/client.ts';
import { listChangedFiles } from '../host/github/changed-files.ts';
import { mergeBaseOf } from '../host/github/merge-base.ts';
import { PullRequest } from '../host/github/pull-request.ts';
import { findPullRequests } from '../host/github/pull-requests.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import { writeSummary } from '../host/runner.ts';
import { markdownReport } from '../reporting/markdown.ts';
import { judgedFrom, readReport } from '../reporting/read-report.ts';
import type { CheckReport } from '../reporting/report-schema.ts';
import { DiffCanvas } from '../reporting/review/diff-canvas.ts';
import { linkMaker } from './links.ts';
import { footerOf, gateOf } from './own-gate.ts';
import { outputsOf, reportingTime, type Ending, type Step } from './run.ts';
import { sayInPullRequest, type CommentStatus, type Sheet } from './say-in-pull-request.ts';
import { evaluatingRun, type EvaluatingRun } from './situation.ts';

/** Bytes of the largest report that is read. */
const longestReport = 20 * 1024 * 1024;

type Change = NonNullable<CheckReport['change']>;

/**
 * Posts a report that a run without the right to write made. Nothing in it is believed: its shape, size, repository and
 * commits are proved, its outcome is worked out again, and every sentence is made anew by our own rules. It never decides
 * a check.
 */
export async function publish(step: Step): Promise<Ending> {
  const { settings, environment, variables, warn } = step;
  const run = evaluatingRun(environment);
  const text = readArtifact(environment.workspace, settings.reportArtifactPath ?? '', longestReport);
  const report = readReport(text);
  const change = provedChange(report, run, environment.repository);
  const result = judgedFrom(report, settings.locale === 'zh-CN' ? 'zh-CN' : 'en');
  const { repository, headSha, baseSha, pullRequest: number } = change;
  const { serverUrl } = environment;
  const linkTo = linkMaker({
    serverUrl,
    repository,
    headSha,
    checkedOut: headSha,
    baseSha: baseSha ?? undefined,
    headLine: ({ start }) => start.line,
  });
  if (!writeSummary(markdownReport(result, { linkTo, plan: settings.plan }), variables))
    warn('The job summary cannot be written.');
  const ending = (status: CommentStatus): Ending => ({ exitCode: 0, outputs: outputsOf(result, status, {}) });
  if (settings.comments === 'off') return ending('off');
  const client = await step.client();
  if (client === undefined) {
    warn('Nothing is posted, because there is no token.');
    return ending('forbidden');
  }
  client.endIn(reportingTime);
  if (settings.pullRequestNumber === undefined) {
    const found = await find(client, repository, run, warn);
    if (typeof found === 'string') return ending(found);
    if (!found.includes(number))
      throw new CannotEvaluate(`The report names pull request ${number}, the run belongs to ${found.join(', ')}.`);
  } else if (settings.pullRequestNumber !== number) {
    throw new CannotEvaluate(`The report names pull request ${number}, not ${settings.pullRequestNumber}.`);
  }
  const gate = gateOf(environment, settings);
  const status = await sayInPullRequest(new PullRequest(client, repository, number, gate), {
    result,
    settings,
    gate,
    headSha,
    linkTo,
    warn,
    headRepository: run.headRepository,
    footer: footerOf(environment, result.settings.locale),
    canvas: async () => sheet(client, change, warn),
  });
  return ending(status);
}

function provedChange({ change }: CheckReport, run: EvaluatingRun, repository: string): Change {
  if (change === undefined) throw new CannotEvaluate('The report is not about a pull request.');
  const claims = [
    ['repository', change.repository, repository],
    ['head repository', change.headRepository ?? '', run.headRepository],
    ['head commit', change.headSha, run.headSha],
  ] as const;
  for (const [what, claimed, proved] of claims)
    if (claimed.toLowerCase() !== proved.toLowerCase())
      throw new CannotEvaluate(
        `The report names the ${what} "${claimed}"; the run that made it belongs to "${proved}".`,
      );
  return change;
}

/** The pull requests that the run belongs to, or how the posting ends without one. */
async function find(
  client: GitHubClient,
  repository: string,
  run: EvaluatingRun,
  warn: Step['warn'],
): Promise<readonly number[] | CommentStatus> {
  try {
    const found = await findPullRequests(client, repository, run);
    const current = found.filter(({ headSha }) => headSha === run.headSha).map(({ number }) => number);
    if (current.length > 0) return current;
    warn(
      found.length === 0
        ? 'The pull request is no longer open; nothing was posted.'
        : 'The pull request has moved on; nothing was posted.',
    );
    return 'unchanged';
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    warn(error.message);
    return error.kind === 'forbidden' ? 'forbidden' : 'failed';
  }
}

/**
 * The diff, where the lines of the report are those of the head commit: the base branch has not moved, so that the test
 * merge is what the head commit is.
 */
async function sheet(
  client: GitHubClient,
  { repository, headSha, baseSha, pullRequest }: Change,
  warn: Step['warn'],
): Promise<Sheet | undefined> {
  try {
    if (baseSha === null || (await mergeBaseOf(client, repository, baseSha, headSha)) !== baseSha) {
      warn(
        'The report counts lines of a test merge with a base that has moved, so nothing is said beside the diff: check out the head commit there.',
      );
      return undefined;
    }
    const files = await listChangedFiles(client, repository, pullRequest);
    const same = (line: number): number => line;
    return { canvas: new DiffCanvas(files, { head: () => same, left: () => same }) };
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    warn(`The diff cannot be had, so nothing is said beside it: ${error.message}`);
    return undefined;
  }
}
