import { countBySeverity } from '../../analysis/finding-counts.ts';
import { openAfter } from '../../analysis/since-last-audit.ts';
import { comparedCounts } from '../headline.ts';
import type { Judged } from '../judged.ts';
import { mostAudits, mostFindings, mostUnseenFiles, type History } from './history-schema.ts';
import { keptFindings } from './kept-findings.ts';
import type { Audited } from './read-history.ts';

/** UTF-16 units of the longest history that is written. */
export const longestHistory = 32 * 1024 * 1024;

export interface ThisAudit {
  readonly version: string;
  readonly audited: Audited;
  readonly at: Date;
  readonly commit: string | undefined;
}

/** The history with this audit as its last one. */
export function nextHistory(
  earlier: History | undefined,
  result: Judged,
  { version, audited, at, commit }: ThisAudit,
): History {
  const time = `${at.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
  const { since } = result;
  const circumstances = result.circumstances?.();
  const counts = since === undefined ? undefined : comparedCounts(result);
  const atMost = <T>(most: number, list: readonly T[] = []): T[] | null => (list.length > most ? null : [...list]);
  const { restedObjects, open } = keptFindings(openAfter(result, time));
  const isTooMuch = Math.max(restedObjects.length, open.length) > mostFindings;
  const row: History['audits'][number] = {
    at: time,
    commit: commit ?? null,
    result: result.outcome.result,
    findings: countBySeverity(result.findings),
    compared:
      counts === undefined || since === undefined
        ? null
        : {
            new: counts.new,
            fixed: counts.fixed,
            stillOpen: counts.unchanged,
            unseen: since.unseen.length,
            dropped: since.dropped.length,
          },
  };
  return {
    schemaVersion: 1,
    tool: { name: 'ack-service-gate', version },
    ...audited,
    audits: [...(earlier?.audits ?? []), row].slice(-mostAudits),
    clusters: [...(circumstances?.known.keys() ?? [])].filter((name) => name !== ''),
    unseenFiles: atMost(
      mostUnseenFiles,
      circumstances?.unseenFiles.map(({ file, kinds, since }) => ({
        file,
        kinds: kinds === null ? null : [...kinds],
        since: since ?? time,
      })),
    ),
    objects: atMost(mostFindings, [...(circumstances?.objects ?? [])].sort()),
    restedObjects: isTooMuch ? [] : restedObjects,
    open: isTooMuch ? null : open,
  };
}

/** One finding a line, so that a difference of two histories can be read; without findings where they are too long. */
export function historyText({ audits, restedObjects, open, ...rest }: History): string {
  const lines = (rows: readonly string[]): string => (rows.length === 0 ? '[]' : `[\n${rows.join(',\n')}\n  ]`);
  const rowsOf = (items: readonly object[]): string[] => items.map((item) => `    ${JSON.stringify(item)}`);
  const head = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const [rested, found] = [rowsOf(restedObjects), rowsOf(open ?? [])];
  const isTooLong = open === null || [...rested, ...found].reduce((sum, row) => sum + row.length, 0) > longestHistory;
  const body = [
    ...head,
    `  "audits": ${lines(rowsOf(audits))}`,
    `  "restedObjects": ${isTooLong ? '[]' : lines(rested)}`,
    `  "open": ${isTooLong ? 'null' : lines(found)}`,
  ];
  return `{\n${body.join(',\n')}\n}\n`;
}
