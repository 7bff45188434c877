import { retired } from './comment-text.ts';
import type { Marker } from './marker.ts';
import type { Place, PlannedComment } from './plan-review.ts';

/** A comment of ours beside the diff. */
export interface OwnComment {
  readonly id: string;
  readonly body: string;
  readonly marker: Marker;
  readonly createdAt: string;
  readonly isMinimized: boolean;
  /** Somebody else wrote into its thread. */
  readonly hasReply: boolean;
  readonly isResolved: boolean;
  /** Where it stands now; undefined once the diff no longer has its line. */
  readonly place: Omit<Place, 'startLine'> | undefined;
}

/** What became of a finding: it counts still, it is there and does not count, or it is gone. */
export type Standing = 'open' | 'quiet' | 'fixed';

/** Why a comment is taken back. */
export type Reason = 'duplicate' | 'moved' | 'quiet' | 'fixed';

export interface Wanted {
  readonly planned: PlannedComment;
  readonly body: string;
  readonly text: string;
}

export interface Reconciliation {
  readonly post: readonly Wanted[];
  readonly edit: readonly { readonly id: string; readonly body: string }[];
  /** Nobody answered, so that nothing is lost. */
  readonly remove: readonly OwnComment[];
  /** Somebody answered: the comment stays, struck out and folded. */
  readonly retire: readonly { readonly comment: OwnComment; readonly reason: Reason }[];
}

export interface ReconcileOptions {
  /** Comments of the gate that may stand beside the diff at one time. */
  readonly most: number;
  /** False where a run says nothing new beside the diff; what is there is still kept true. */
  readonly mayPost: boolean;
  /** Findings that were said elsewhere and are not said again beside the diff. */
  readonly said: ReadonlySet<string>;
  standingOf(this: void, fingerprint: string): Standing;
}

/** Comments of ours that a person resolved, or that still stand: their findings were said. */
export function saidBeside(own: readonly OwnComment[]): Set<string> {
  return new Set(own.filter((comment) => isHushed(comment) || isLive(comment)).map(({ marker }) => marker.about));
}

/**
 * What makes the comments beside the diff say what a run found: one live comment for each fingerprint. What a person
 * resolved is left alone for ever; what was fixed is removed, or struck out where somebody answered.
 */
export function reconcile(
  wanted: readonly Wanted[],
  own: readonly OwnComment[],
  { most, mayPost, said, standingOf }: ReconcileOptions,
): Reconciliation {
  const edit: { id: string; body: string }[] = [];
  const remove: OwnComment[] = [];
  const retire: { comment: OwnComment; reason: Reason }[] = [];
  const takeBack = (comment: OwnComment, reason: Reason): void => {
    if (comment.hasReply) retire.push({ comment, reason });
    else remove.push(comment);
  };
  const wantedOf = new Map(wanted.map((each) => [each.planned.finding.fingerprint, each]));
  const settled = new Set(said);
  const moved: { comment: OwnComment; now: Wanted }[] = [];
  let standing = 0;
  for (const [fingerprint, comments] of byFingerprint(own)) {
    const open = comments.filter((comment) => isLive(comment) && !isHushed(comment));
    const isSettled = comments.some(isHushed);
    if (isSettled) settled.add(fingerprint);
    // What a person settled needs no second comment, either, that a run at the same time may have written.
    for (const duplicate of isSettled ? open : open.slice(1)) takeBack(duplicate, 'duplicate');
    const oldest = isSettled ? undefined : open[0];
    if (oldest === undefined) continue;
    const state = standingOf(fingerprint);
    const now = wantedOf.get(fingerprint);
    if (state !== 'open') takeBack(oldest, state);
    else if (now !== undefined && oldest.place !== undefined && isSame(oldest.place, now.planned.place)) {
      settled.add(fingerprint);
      standing += 1;
      if (oldest.marker.text !== now.text) edit.push({ id: oldest.id, body: now.body });
    } else if (now !== undefined && mayPost && !settled.has(fingerprint)) moved.push({ comment: oldest, now });
    else if (oldest.place !== undefined) {
      settled.add(fingerprint);
      standing += 1;
    }
  }
  const chosen = new Set<Wanted>();
  // What was said before comes first, and is taken back only where there is room to say it again.
  for (const { comment, now } of moved) {
    settled.add(now.planned.finding.fingerprint);
    if (standing + chosen.size >= most) continue;
    takeBack(comment, 'moved');
    chosen.add(now);
  }
  for (const each of mayPost ? wanted : []) {
    if (settled.has(each.planned.finding.fingerprint) || standing + chosen.size >= most) continue;
    chosen.add(each);
  }
  return { post: wanted.filter((each) => chosen.has(each)), edit, remove, retire };
}

function isLive({ marker, isMinimized }: OwnComment): boolean {
  return marker.text !== retired && !isMinimized;
}

/**
 * A person resolved its thread or hid it, and has read it therefore. Who resolves what was struck out tidies up, and says
 * nothing about a finding that came back or went on elsewhere.
 */
function isHushed({ isResolved, isMinimized, marker }: OwnComment): boolean {
  return (isResolved || isMinimized) && marker.text !== retired;
}

/** The oldest first. */
function byFingerprint(own: readonly OwnComment[]): Map<string, OwnComment[]> {
  const groups = new Map<string, OwnComment[]>();
  for (const comment of [...own].sort(byAge)) {
    groups.set(comment.marker.about, [...(groups.get(comment.marker.about) ?? []), comment]);
  }
  return groups;
}

/** Orders what was said by when. */
export function byAge(one: Pick<OwnComment, 'id' | 'createdAt'>, other: Pick<OwnComment, 'id' | 'createdAt'>): number {
  return one.createdAt < other.createdAt ? -1 : one.createdAt > other.createdAt ? 1 : one.id < other.id ? -1 : 1;
}

function isSame(one: Omit<Place, 'startLine'>, other: Place): boolean {
  return one.path === other.path && one.side === other.side && one.line === other.line;
}
