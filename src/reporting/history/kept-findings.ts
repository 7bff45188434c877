import type { EarlierFinding } from '../../analysis/earlier-finding.ts';
import type { RestedObject } from '../../analysis/rested-objects.ts';
import type { History } from './history-schema.ts';

type Kept = Pick<History, 'restedObjects'> & { readonly open: NonNullable<History['open']> };

/** Findings as a history keeps them: what many of them rest on is written once. */
export function keptFindings(findings: readonly EarlierFinding[]): Kept {
  const rows = new Map<string, number>();
  const restedObjects: History['restedObjects'] = [];
  const rowOf = ({ resource, file, open, imposed }: RestedObject): number => {
    const key = JSON.stringify([resource, file, open, imposed]);
    const known = rows.get(key) ?? restedObjects.push({ resource, file, open: [...open], imposed }) - 1;
    rows.set(key, known);
    return known;
  };
  const open = findings.map((finding) => ({
    ...finding,
    clusters: [...finding.clusters],
    namespaces: [...finding.namespaces],
    facts: [...finding.facts],
    restsOn: finding.restsOn.map(rowOf),
  }));
  return { restedObjects, open };
}

/** The findings that a history keeps. */
export function findingsOf({ restedObjects, open }: Kept): EarlierFinding[] {
  return open.map((finding) => ({
    ...finding,
    restsOn: finding.restsOn.flatMap((row) => restedObjects[row] ?? []),
  }));
}
