import { CannotEvaluate } from '../analysis/failure.ts';
import type { LastAudit } from '../analysis/earlier-finding.ts';
import { readInWorkspace, writeInWorkspace, type Environment } from '../host/runner.ts';
import type { Bilingual, Problem } from '../model/finding.ts';
import { dayOf } from '../reporting/headline.ts';
import type { History } from '../reporting/history/history-schema.ts';
import { findingsOf } from '../reporting/history/kept-findings.ts';
import type { Audited } from '../reporting/history/read-history.ts';
import type { TrendPoint } from '../reporting/html/trend.ts';
import { version } from '../version.ts';
import type { Evaluation } from './evaluate.ts';
import type { ActionSettings } from './inputs.ts';
import { auditKey } from './own-gate.ts';
import type { Step } from './run.ts';
import type { AuditSituation } from './situation.ts';

/** What earlier audits left, and what is to be told of it. */
export interface Earlier {
  readonly history: History | undefined;
  readonly lastAudit: LastAudit | undefined;
  /** Why nothing can be compared although a history is asked for; undefined where it can, and the first time. */
  readonly unfit: Bilingual | undefined;
  /** A history is kept, so that the next audit knows this one. */
  readonly isKept: boolean;
  readonly notices: readonly Problem[];
}

type HistorySettings = Pick<
  ActionSettings,
  'auditIssue' | 'historyFile' | 'base' | 'workingDirectory' | 'paths' | 'config' | 'preset'
>;

/**
 * Reads `history-file`. Whatever is wrong with it is told, and this audit then has none before it. Throws `CannotEvaluate`
 * where a base is asked for as well: what is new cannot be told by both.
 */
export async function earlierAudits(
  settings: HistorySettings,
  environment: Environment,
  { baseSha }: AuditSituation,
): Promise<Earlier> {
  const { historyFile } = settings;
  const none = { history: undefined, lastAudit: undefined, unfit: undefined, isKept: false, notices: [] };
  if (settings.base !== undefined && (historyFile ?? settings.auditIssue) !== undefined)
    throw new CannotEvaluate(
      'base is for changes: an audit with audit-issue or history-file is compared with the last audit.',
      'Leave base out.',
    );
  if (historyFile === undefined) return none;
  const ignored = (unfit: Bilingual, isReplaced = false): Earlier => ({
    ...none,
    unfit,
    notices: [ignoredNotice(historyFile, unfit, isReplaced)],
  });
  // The author of a change could write a history of it.
  if (baseSha !== undefined) return ignored(brought);
  const read = readInWorkspace(environment.workspace, historyFile, longestFile);
  if (read === undefined) return { ...none, isKept: true };
  if ('unfit' in read) return ignored(read.unfit);
  // Loaded only when there is something to read: it brings the library of schemas.
  const { readHistory } = await import('../reporting/history/read-history.ts');
  const history = readHistory(read.text, auditedBy(settings, environment));
  if ('unfit' in history) return { ...ignored(history.unfit, history.isOurs), isKept: history.isOurs };
  const last = history.audits.at(-1);
  if (last === undefined || history.open === null) return { ...none, history, unfit: tooMuch, isKept: true };
  const { at, commit } = last;
  const { open, restedObjects, clusters, unseenFiles, objects } = history;
  const lastAudit = { at, commit, open: findingsOf({ open, restedObjects }), clusters, unseenFiles, objects };
  return { ...none, history, lastAudit, isKept: true };
}

/** The history with this audit in it, written where one is kept; undefined where neither history nor issue is asked for. */
export async function keepHistory(
  { settings, environment, started, warn }: Step,
  { result, earlier, checkedOut }: Pick<Evaluation, 'result' | 'earlier' | 'checkedOut'>,
): Promise<History | undefined> {
  const { historyFile, auditIssue } = settings;
  if (earlier === undefined || (historyFile === undefined && auditIssue === undefined)) return undefined;
  for (const { message } of earlier.notices) warn(`history-file: ${message.en}`);
  const { historyText, nextHistory } = await import('../reporting/history/next-history.ts');
  const audited = auditedBy(settings, environment);
  const history = nextHistory(earlier.history, result, { version, audited, at: started, commit: checkedOut });
  if (historyFile === undefined || !earlier.isKept) return history;
  try {
    writeInWorkspace(environment.workspace, historyFile, [historyText(history)]);
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    warn(`history-file: ${error.message}`);
  }
  return history;
}

function auditedBy(settings: HistorySettings, { repository, repositoryId }: Environment): Audited {
  return { repository, repositoryId: repositoryId ?? null, audit: auditKey(settings) };
}

/** The counts of all audits that are known, for the report. */
export function trendOf(history: History | undefined): readonly TrendPoint[] {
  return (history?.audits ?? []).map(({ at, findings }) => ({ day: dayOf({ at }), ...findings }));
}

/** Bytes of the longest history that is read; ours are shorter, in whatever language. */
const longestFile = 128 * 1024 * 1024;

const tooMuch: Bilingual = {
  en: 'the last audit found too much to be kept',
  zh: '上次审计的问题过多，未能保留',
};

const brought: Bilingual = {
  en: 'what is judged is a change, which may have brought it',
  zh: '所评估的是一项变更，该文件可能由其带入',
};

function ignoredNotice(file: string, why: Bilingual, isReplaced: boolean): Problem {
  const then = isReplaced
    ? { en: 'a new one takes its place', zh: '将由新的历史记录取代' }
    : { en: 'it is left as it is', zh: '文件保持不变' };
  return {
    kind: 'history-ignored',
    file,
    message: {
      en: `this history of earlier audits is not used, and ${then.en}: ${why.en}`,
      zh: `未使用此审计历史，${then.zh}：${why.zh}`,
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
