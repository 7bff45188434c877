import type { GitHubClient } from '../host/github/client.ts';
import { Issues } from '../host/github/issues.ts';
import type { Environment } from '../host/runner.ts';
import { inLocale, type Location } from '../model/finding.ts';
import { auditIssue, isClean } from '../reporting/history/audit-issue.ts';
import type { History } from '../reporting/history/history-schema.ts';
import type { Evaluation } from './evaluate.ts';
import type { ActionSettings } from './inputs.ts';
import { keepAuditIssue } from './keep-audit-issue.ts';
import { auditOf, footerOf } from './own-gate.ts';

export interface AuditIssueContext {
  /** With this audit as its last one. */
  readonly history: History;
  readonly settings: ActionSettings;
  readonly environment: Environment;
  readonly title: string;
  readonly linkTo: (location: Location) => string | undefined;
  readonly warn: (text: string) => void;
}

/** Tells in the issue of audits how things stand, and gives its number. Throws `RequestFailed`. */
export async function sayInAuditIssue(
  client: GitHubClient,
  { result, earlier }: Pick<Evaluation, 'result' | 'earlier'>,
  { history, settings, environment, title, linkTo, warn }: AuditIssueContext,
): Promise<number | undefined> {
  const { locale } = result.settings;
  const { serverUrl, repository } = environment;
  const text = auditIssue(result, {
    history,
    isKept: earlier.mayKeep,
    linkTo,
    commitUrl: (commit) => `${serverUrl}/${repository}/commit/${commit}`,
    footer: footerOf(environment, locale),
  });
  return keepAuditIssue(new Issues(client, repository), {
    gate: auditOf(settings),
    title,
    text,
    isClean: isClean(result),
    duplicateOf: (number) =>
      inLocale({ en: `The audit is told in #${number}.`, zh: `审计结果见 #${number}。` }, locale),
    warn,
  });
}
