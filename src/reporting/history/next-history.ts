import { countBySeverity } from '../../analysis/finding-counts.ts';
import { openAfter } from '../../analysis/since-last-audit.ts';
import type { Judged } from '../judged.ts';
import { comparedCounts } from '../headline.ts';
import { mostAudits, mostFindings, type History } from './history-schema.ts';

export interface ThisAudit {
  readonly version: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly at: Date;
  readonly commit: string | undefined;
}

/** The history with this audit as its last one. */
export function nextHistory(
  earlier: History | undefined,
  result: Judged,
  { version, repository, at, commit }: ThisAudit,
): History {
  const time = `${at.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
  const counts = result.since === undefined ? undefined : comparedCounts(result);
  const open = openAfter(result.findings, result.since, time.slice(0, 'YYYY-MM-DD'.length));
  const row: History['audits'][number] = {
    at: time,
    commit: commit ?? null,
    result: result.outcome.result,
    findings: countBySeverity(result.findings),
    compared: counts === undefined ? null : { new: counts.new, fixed: counts.fixed, stillOpen: counts.unchanged },
  };
  return {
    schemaVersion: 1,
    tool: { name: 'ack-service-gate', version },
    repository,
    audits: [...(earlier?.audits ?? []), row].slice(-mostAudits),
    open: open.length > mostFindings ? null : open.map((finding) => ({ ...finding })),
  };
}

/** One finding a line, so that a difference of two histories can be read. */
export function historyText({ audits, open, ...rest }: History): string {
  const lines = (rows: readonly unknown[]): string =>
    rows.length === 0 ? '[]' : `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`;
  const head = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const body = [...head, `  "audits": ${lines(audits)}`, `  "open": ${open === null ? 'null' : lines(open)}`];
  return `{\n${body.join(',\n')}\n}\n`;
}
