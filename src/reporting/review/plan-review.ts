import { byGravity } from '../../analysis/finding-counts.ts';
import { countedFindings } from '../../analysis/decide-outcome.ts';
import type { Finding, Location } from '../../model/finding.ts';
import type { Judged } from '../judged.ts';

/** Lines of a file as GitHub compares it: RIGHT is the head commit, LEFT what it is compared with. */
export interface Place {
  readonly path: string;
  readonly side: 'LEFT' | 'RIGHT';
  /** The first of several lines; absent for a single one. */
  readonly startLine?: number;
  readonly line: number;
}

/** Where comments may stand. */
export interface Canvas {
  /** The lines of a location that GitHub takes a comment on; undefined where none lies in a hunk. */
  place(location: Location): Place | undefined;
}

/** A comment that the diff has a place for. */
export interface PlannedComment {
  readonly finding: Finding;
  readonly place: Place;
  /** The finding's own location, or that of the related ones which the comment stands at. */
  readonly location: Location;
}

/**
 * New errors and warnings that can be said beside the diff, the gravest first: at the first of location and related locations that
 * lies in a hunk, one for each fingerprint, and one for each rule and object – of several the one that was said before.
 * All others are left to the summary.
 */
export function planReview(
  { findings, settings, hasBase }: Pick<Judged, 'findings' | 'settings' | 'hasBase'>,
  canvas: Canvas,
  said: ReadonlySet<string>,
): PlannedComment[] {
  const planned = new Map<string, PlannedComment>();
  // Without a base nobody knows what is new.
  if (!hasBase) return [];
  // Advice is for those who read the summary; beside the diff stands what should change.
  const counted = countedFindings(findings, settings.gate).filter(
    ({ status, severity }) => status === 'new' && severity !== 'info',
  );
  for (const finding of [...counted].sort(byGravity)) {
    const known = planned.get(subjectOf(finding));
    const isBetter = known === undefined || (said.has(finding.fingerprint) && !said.has(known.finding.fingerprint));
    const comment = isBetter ? placed(finding, canvas) : undefined;
    if (comment !== undefined) planned.set(subjectOf(finding), comment);
  }
  return [...planned.values()].sort((one, other) => byGravity(one.finding, other.finding));
}

function placed(finding: Finding, canvas: Canvas): PlannedComment | undefined {
  for (const location of [finding.location, ...finding.related.map((related) => related.location)]) {
    const place = canvas.place(location);
    if (place !== undefined) return { finding, place, location };
  }
  return undefined;
}

function subjectOf({ ruleId, scope, resource, location }: Finding): string {
  return JSON.stringify([ruleId, scope, resource ?? location.file]);
}
