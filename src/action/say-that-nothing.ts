import type { CannotEvaluate } from '../analysis/failure.ts';
import { PullRequest } from '../host/github/pull-request.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import { notEvaluated } from '../reporting/not-evaluated.ts';
import { markerLine, textDigest } from '../reporting/review/marker.ts';
import { summary } from '../reporting/review/summary-comment.ts';
import { gateOf } from './own-gate.ts';
import type { Step } from './run.ts';
import type { CommentStatus } from './say-in-pull-request.ts';
import type { PullRequestSituation } from './situation.ts';

/** The longest time for it, in milliseconds. */
const time = 60_000;

/** A summary comment that stands must not say what no longer holds. A new one is not made for it. Never throws. */
export async function sayThatNothing(
  { settings, environment, client, warn }: Step,
  { number, isReadOnly, headSha }: PullRequestSituation,
  error: CannotEvaluate,
): Promise<CommentStatus> {
  const api = settings.comments === 'off' || isReadOnly ? undefined : await client();
  if (api === undefined) return 'unchanged';
  api.endIn(time);
  const gate = gateOf(environment, settings);
  const pullRequest = new PullRequest(api, environment.repository, number, gate);
  try {
    const { summaries, headSha: now } = await pullRequest.read();
    const body = notEvaluated(error, settings.locale === 'zh-CN' ? 'zh-CN' : 'en');
    const text = textDigest(body);
    const standing = summaries.find(({ marker }) => marker.about === summary);
    if (standing === undefined || standing.marker.text === text || now !== headSha) return 'unchanged';
    const marked = `${markerLine({ gate, about: summary, text })}\n${body}`;
    const [failed] = await pullRequest.change([{ kind: 'edit-summary', id: standing.id, body: marked }]);
    if (failed === undefined) return 'posted';
    warn(failed.message);
    return failed.type === 'FORBIDDEN' ? 'forbidden' : 'failed';
  } catch (problem) {
    if (!(problem instanceof RequestFailed)) throw problem;
    warn(problem.message);
    return problem.kind === 'forbidden' ? 'forbidden' : 'failed';
  }
}
