import { check, type CheckInput, type CheckResult } from '../../src/analysis/check.ts';
import type { Configuration } from '../../src/analysis/configuration-schema.ts';
import type { LastAudit } from '../../src/analysis/earlier-finding.ts';
import { resolveSettings, type Requested } from '../../src/analysis/resolve-settings.ts';
import { nextHistory } from '../../src/reporting/history/next-history.ts';
import { findingsOf } from '../../src/reporting/history/kept-findings.ts';
import type { Judged } from '../../src/reporting/judged.ts';
import { today, treeOf, type Files } from './check-files.ts';

/** What an audit of a day leaves for the next one, by way of its history. */
export function leave(result: Judged, day = '2026-06-01'): LastAudit {
  const { audits, open, restedObjects, clusters, unseenFiles, objects } = nextHistory(undefined, result, {
    version: '1.2.3',
    audited: { repository: 'acme/shop', repositoryId: '1', audit: '01234567' },
    at: new Date(`${day}T03:00:00Z`),
    commit: 'b'.repeat(40),
  });
  const [last] = audits;
  if (last === undefined || open === null) throw new Error('Nothing is kept.');
  const findings = findingsOf({ open, restedObjects });
  return { at: last.at, commit: last.commit, open: findings, clusters, unseenFiles, objects };
}

export interface Audit extends Pick<CheckInput, 'inventory'> {
  readonly files: Files;
  readonly configuration?: Configuration;
  readonly requested?: Requested;
}

export function audit(
  { files, configuration = {}, requested = {}, inventory }: Audit,
  lastAudit?: LastAudit,
): CheckResult {
  const settings = resolveSettings(requested, configuration, false, 'en', lastAudit !== undefined);
  return check({ settings, head: treeOf(files), inventory, today, lastAudit });
}

/** Audits one after the other; how many findings of the last one stand as they did, are new, and what became of others. */
export function change(...audits: readonly Audit[]): Record<string, number> {
  let result: CheckResult | undefined;
  for (const [at, each] of audits.entries())
    result = audit(each, result === undefined ? undefined : leave(result, `2026-06-0${at}`));
  const standing = (result?.findings ?? []).filter(({ suppression }) => suppression === null);
  return {
    same: standing.filter(({ status }) => status === 'unchanged').length,
    new: standing.filter(({ status }) => status === 'new').length,
    fixed: result?.since?.fixed.length ?? -1,
    unseen: result?.since?.unseen.length ?? -1,
    dropped: result?.since?.dropped.length ?? -1,
  };
}
