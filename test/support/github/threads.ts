import { diff, hunkAt, lineAfter, type FileDiff, type Side } from './diff.ts';
import type { Thread } from './state.ts';

/** Where a new comment wants to stand, in the words of the REST interface. */
export interface Anchor {
  readonly path: string;
  readonly line?: number;
  readonly side?: string;
  readonly start_line?: number;
  readonly start_side?: string;
}

/** Why GitHub refuses a comment here, in its words; empty when it accepts it. */
export function whyRefused(anchor: Anchor, files: readonly FileDiff[]): string[] {
  const file = files.find(({ newPath }) => newPath === anchor.path);
  const blank = "Pull request review thread diff hunk can't be blank";
  if (file === undefined) return ['Path could not be resolved'];
  if (anchor.line === undefined) return ['Line could not be resolved'];
  const side = sideOf(anchor.side);
  const startSide = sideOf(anchor.start_side ?? anchor.side);
  if (side === undefined || startSide === undefined) return ['Side is not included in the list'];
  const hunk = hunkAt(file, side, anchor.line);
  const reasons = hunk === undefined ? ['Pull request review thread line must be part of the diff'] : [];
  if (anchor.start_line !== undefined) {
    if (startSide === side && anchor.start_line >= anchor.line) {
      reasons.push('Pull request review thread start line must precede the end line.');
    }
    if (hunk === undefined || hunkAt(file, startSide, anchor.start_line) !== hunk) {
      reasons.push('Pull request review thread start line must be part of the same hunk as the line.');
    }
  }
  return hunk === undefined ? [...reasons, blank] : reasons;
}

export function sideOf(side: string | undefined): Side | undefined {
  if (side === undefined) return 'RIGHT';
  return side === 'LEFT' || side === 'RIGHT' ? side : undefined;
}

/**
 * Moves a thread to where its lines are in the head of now. It is outdated when one of them was changed or removed, or
 * when the pull request's diff does not show them any longer. What it was begun on decides, not where it stood last, so
 * that a thread whose line comes back is current again.
 */
export function place(
  thread: Thread,
  files: readonly FileDiff[],
  repository: string,
  mergeBase: string,
  head: string,
): void {
  const { original } = thread;
  const file = files.find(({ newPath }) => newPath === original.path);
  const now = (line: number, side: Side): number | undefined => {
    if (file === undefined || (side === 'LEFT' && file.oldPath !== original.oldPath)) return undefined;
    const [from, to] = side === 'RIGHT' ? [original.commit, head] : [original.base, mergeBase];
    const path = side === 'RIGHT' ? original.path : original.oldPath;
    const moved = lineAfter(changeOf(repository, from, to, path), line);
    return moved !== undefined && hunkAt(file, side, moved) !== undefined ? moved : undefined;
  };
  const first = original.startLine ?? original.line;
  const firstSide = original.startSide ?? original.side;
  const start = now(first, firstSide);
  const end = now(original.line, original.side);
  const between =
    firstSide === original.side && start !== undefined
      ? Array.from({ length: original.line - first }, (_, index) => now(first + index, original.side))
      : [];
  // A deleted line that stands again is not what the comment was about.
  const restored = original.deleted && end !== undefined && file !== undefined && !isDeleted(file, end);
  const outdated = start === undefined || end === undefined || between.includes(undefined) || restored;
  thread.isOutdated = outdated;
  thread.line = outdated ? undefined : end;
  thread.startLine = outdated || original.startLine === undefined ? undefined : start;
}

function changeOf(repository: string, from: string, to: string, path: string): FileDiff | undefined {
  return diff(repository, from, to, { context: 0, renames: false }).find(({ newPath }) => newPath === path);
}

/** True when the line of the old file is not in the new one. */
export function isDeleted(file: FileDiff, line: number): boolean {
  return file.hunks.some(({ lines }) => lines.some((one) => one.old === line && one.new === undefined));
}
