import { Issues } from '../host/github/issues.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import type { Environment } from '../host/runner.ts';
import { inLocale, type Location } from '../model/finding.ts';
import { auditIssue, standingOf } from '../reporting/history/audit-issue.ts';
import type { History } from '../reporting/history/history-schema.ts';
import type { Evaluation } from './evaluate.ts';
import { keepAuditIssue } from './keep-audit-issue.ts';
import { auditKey, footerOf } from './own-gate.ts';
import { reportingTime, type Step } from './run.ts';
import type { Situation } from './situation.ts';

export interface AuditIssueContext {
  /** With this audit as its last one. */
  readonly history: History;
  readonly linkTo: (location: Location) => string | undefined;
}

/**
 * Tells in the issue of audits how things stand, and gives its number; undefined where there is none. What GitHub refuses
 * is told in the log: the outcome does not depend on it.
 */
export async function tellInAuditIssue(
  { settings, environment, client, warn }: Step,
  situation: Situation,
  evaluation: Pick<Evaluation, 'result' | 'earlier' | 'git' | 'checkedOut'>,
  { history, linkTo }: AuditIssueContext,
): Promise<number | undefined> {
  const { auditIssue: title } = settings;
  if (situation.kind !== 'audit' || title === undefined) return undefined;
  if (!situation.isOfDefaultBranch) {
    warn('The audit issue tells of the default branch alone: it was left as it is.');
    return undefined;
  }
  if (!isDefaultBranch(evaluation, environment)) {
    const what = evaluation.checkedOut?.slice(0, 7) ?? 'no commit';
    warn(`The audit issue tells of the default branch alone: it was left as it is, because ${what} is checked out.`);
    return undefined;
  }
  const api = await client();
  if (api === undefined) {
    warn('The audit issue was left as it is, because there is no token.');
    return undefined;
  }
  api.endIn(reportingTime);
  const { serverUrl, repository } = environment;
  const { result, earlier } = evaluation;
  const { locale } = result.settings;
  try {
    return await keepAuditIssue(new Issues(api, repository), {
      gate: auditKey(settings),
      title,
      text: auditIssue(result, {
        history,
        isKept: earlier?.isKept === true,
        unfit: earlier?.unfit,
        linkTo,
        commitUrl: (commit) => `${serverUrl}/${repository}/commit/${commit}`,
        footer: footerOf(environment, locale),
      }),
      standing: standingOf(result),
      duplicateOf: (number) =>
        inLocale({ en: `The audit is told in #${number}.`, zh: `审计结果见 #${number}。` }, locale),
      warn,
    });
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    const why = error.kind === 'forbidden' ? ' (it takes the permission issues: write)' : '';
    warn(`The audit issue was not brought up to date${why}: ${error.message}`);
    return undefined;
  }
}

/** What was judged is the commit of a run for the default branch, or what that branch has become since. */
function isDefaultBranch(
  { git, checkedOut }: Pick<Evaluation, 'git' | 'checkedOut'>,
  { sha, ref }: Pick<Environment, 'sha' | 'ref'>,
): boolean {
  if (git === undefined || checkedOut === undefined) return false;
  const branch = ref.replace(/^refs\/heads\//, '');
  const refs = [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`];
  return checkedOut === sha || refs.some((name) => git.resolve(name) === checkedOut);
}
