import { CannotEvaluate } from '../analysis/failure.ts';
import type { LastAudit } from '../analysis/since-last-audit.ts';
import { readArtifact } from '../host/artifact.ts';
import { exists } from '../host/file-system.ts';
import { writeInWorkspace, type Environment } from '../host/runner.ts';
import type { Bilingual, Problem } from '../model/finding.ts';
import { dayOf } from '../reporting/headline.ts';
import type { TrendPoint } from '../reporting/html/trend.ts';
import { version } from '../version.ts';
import type { History } from '../reporting/history/history-schema.ts';
import type { Evaluation } from './evaluate.ts';
import type { ActionSettings } from './inputs.ts';
import type { Step } from './run.ts';
import type { AuditSituation } from './situation.ts';

type Where = Pick<Environment, 'workspace' | 'repository'>;

/** What earlier audits left, and what is to be told of it. */
export interface Earlier {
  readonly history: History | undefined;
  readonly lastAudit: LastAudit | undefined;
  /** False where a file is there that is not to be written over. */
  readonly mayKeep: boolean;
  readonly notices: readonly Problem[];
}

/** Reads `history-file`. Whatever is wrong with it is told, and this audit then has none before it. */
export async function earlierAudits(
  { historyFile }: Pick<ActionSettings, 'historyFile'>,
  { workspace, repository }: Where,
  situation: AuditSituation,
): Promise<Earlier> {
  const none = { history: undefined, lastAudit: undefined, mayKeep: false, notices: [] };
  if (historyFile === undefined) return none;
  // The author of a change could write a history of it.
  if (situation.baseSha !== undefined) return { ...none, notices: [ignored(historyFile, brought)] };
  if (!exists(historyFile, workspace)) return { ...none, mayKeep: true };
  const read = await readFile(workspace, historyFile, repository);
  if ('unfit' in read) return { ...none, notices: [ignored(historyFile, read.unfit)] };
  const last = read.audits.at(-1);
  const lastAudit =
    last === undefined || read.open === null ? undefined : { at: last.at, commit: last.commit, open: read.open };
  return { history: read, lastAudit, mayKeep: true, notices: [] };
}

async function readFile(
  workspace: string,
  file: string,
  repository: string,
): Promise<History | { readonly unfit: Bilingual }> {
  // Loaded only when there is something to read: it brings the library of schemas.
  const { longestHistory, readHistory } = await import('../reporting/history/read-history.ts');
  try {
    return readHistory(readArtifact(workspace, file, longestHistory), repository);
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    return { unfit: { en: error.message, zh: error.message } };
  }
}

/** The history with this audit in it, written where one is kept; undefined where neither history nor issue is asked for. */
export async function keepHistory(
  { settings, environment, started, warn }: Step,
  { result, earlier, checkedOut }: Pick<Evaluation, 'result' | 'earlier' | 'checkedOut'>,
): Promise<History | undefined> {
  const { historyFile, auditIssue } = settings;
  if (earlier === undefined || (historyFile === undefined && auditIssue === undefined)) return undefined;
  const { historyText, nextHistory } = await import('../reporting/history/next-history.ts');
  const { workspace, repository } = environment;
  const history = nextHistory(earlier.history, result, { version, repository, at: started, commit: checkedOut });
  if (historyFile === undefined || !earlier.mayKeep) return history;
  try {
    writeInWorkspace(workspace, historyFile, historyText(history));
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    warn(`history-file: ${error.message}`);
  }
  return history;
}

/** The counts of all audits that are known, for the report. */
export function trendOf(history: History | undefined): readonly TrendPoint[] {
  return (history?.audits ?? []).map(({ at, findings }) => ({ day: dayOf({ at }), ...findings }));
}

const brought: Bilingual = {
  en: 'what is judged is a change, which may have brought it',
  zh: '所评估的是一项变更，该文件可能由其带入',
};

function ignored(file: string, why: Bilingual): Problem {
  return {
    kind: 'history-ignored',
    file,
    message: {
      en: `this history of earlier audits is not used and left as it is: ${why.en}`,
      zh: `未使用此审计历史，文件保持不变：${why.zh}`,
    },
    location: null,
  };
}

/** Told where only what is new was to count, and nothing is known to be old. */
export const noEarlierAudit: Problem = {
  kind: 'no-earlier-audit',
  file: '',
  message: {
    en: 'no earlier audit is known, so every finding counts (gate all); with history-file the next audit knows this one',
    zh: '没有更早的审计，因此所有问题都计入结果（gate all）；设置 history-file 后，下次审计即可与本次比较',
  },
  location: null,
};
