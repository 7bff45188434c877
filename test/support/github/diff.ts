import { gitBytes } from './git.ts';

export type Side = 'LEFT' | 'RIGHT';

/** A line of a hunk with its numbers in the old and the new file; an added line has no old one, a deleted line no new one. */
export interface HunkLine {
  readonly old: number | undefined;
  readonly new: number | undefined;
}

export interface Hunk {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newCount: number;
  readonly lines: readonly HunkLine[];
}

/** How one file differs between two commits, as `git diff` says it. */
export interface FileDiff {
  /** `A`, `D`, `M`, `R`, `C`, `T`: git's letter. */
  readonly status: string;
  readonly oldPath: string;
  readonly newPath: string;
  readonly oldBlob: string;
  readonly newBlob: string;
  readonly hunks: readonly Hunk[];
  readonly additions: number;
  readonly deletions: number;
  /** The hunks as text, without the lines above them; empty for bytes and for files that only changed name or mode. */
  readonly patch: string;
}

export interface DiffOptions {
  /** Unchanged lines around a change: 3 as on GitHub, or 0. */
  readonly context?: number;
  readonly renames?: boolean;
}

const known = new Map<string, readonly FileDiff[]>();

/** All files that differ between two commits. Commits never change, so that each pair is asked for once. */
export function diff(repository: string, from: string, to: string, options: DiffOptions = {}): readonly FileDiff[] {
  const { context = 3, renames = true } = options;
  const key = [repository, from, to, context, renames].join(' ');
  const found = known.get(key) ?? run(repository, from, to, [renames ? '-M' : '--no-renames', `--unified=${context}`]);
  known.set(key, found);
  return found;
}

/** The hunk that shows a line, if any does. */
export function hunkAt(file: FileDiff, side: Side, line: number): Hunk | undefined {
  return file.hunks.find(({ lines }) => lines.some((one) => (side === 'LEFT' ? one.old : one.new) === line));
}

/**
 * Where a line of the old file is in the new one, or undefined when it was changed or removed. Exact for a comparison
 * without context.
 */
export function lineAfter(file: FileDiff | undefined, line: number): number | undefined {
  let shift = 0;
  for (const { oldStart, oldCount, newCount } of file?.hunks ?? []) {
    // An insertion names the line that it follows.
    const first = oldCount === 0 ? oldStart + 1 : oldStart;
    if (line < first) break;
    if (line < first + oldCount) return undefined;
    shift += newCount - oldCount;
  }
  return line + shift;
}

function run(repository: string, from: string, to: string, how: readonly string[]): readonly FileDiff[] {
  // A user's settings for diffs must not show up: no colours, no other programs, the prefixes that are parsed here.
  const plain = ['--no-color', '--no-ext-diff', '--no-textconv', '--src-prefix=a/', '--dst-prefix=b/'];
  const output = gitBytes(repository, ['diff', ...plain, '--raw', '-z', '--abbrev=40', '-p', ...how, from, to]);
  // The records end with an empty one, then the patches follow in the same order.
  const end = output.indexOf('\0\0');
  if (end < 0 && output.length === 0) return [];
  const fields = output
    .subarray(0, end < 0 ? output.length : end)
    .toString()
    .split('\0');
  const patches = end < 0 ? [] : `\n${output.subarray(end + 2).toString()}`.split('\ndiff --git ').slice(1);
  const files: FileDiff[] = [];
  for (let at = 0, patch = 0; at < fields.length && fields[at] !== '';) {
    const [, , oldBlob = '', newBlob = '', letter = ''] = (fields[at] ?? '').split(' ');
    const status = letter.charAt(0);
    const pair = status === 'R' || status === 'C';
    const oldPath = fields[at + 1] ?? '';
    const newPath = pair ? (fields[at + 2] ?? '') : oldPath;
    at += pair ? 3 : 2;
    // What became a link, or stopped being one, is shown as a deletion and a creation.
    const count = status === 'T' ? 2 : 1;
    const texts = patches.slice(patch, patch + count);
    patch += count;
    files.push({ status, oldPath, newPath, oldBlob, newBlob, ...read(texts) });
  }
  return files;
}

function read(sections: readonly string[]): Pick<FileDiff, 'hunks' | 'additions' | 'deletions' | 'patch'> {
  const texts = sections.map((section) => {
    const start = section.indexOf('\n@@ ');
    return start < 0 ? '' : section.slice(start + 1).replace(/\n$/, '');
  });
  const patch = texts.filter((text) => text !== '').join('\n');
  const hunks = hunksOf(patch);
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    patch,
    hunks,
    additions: lines.filter((line) => line.old === undefined).length,
    deletions: lines.filter((line) => line.new === undefined).length,
  };
}

function hunksOf(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  const rows = patch.split('\n');
  for (let at = 0; at < rows.length; at++) {
    const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(rows[at] ?? '');
    if (header === null) continue;
    const [oldStart, oldCount, newStart, newCount] = [1, 2, 3, 4].map((group) => Number(header[group] ?? 1));
    if (oldStart === undefined || oldCount === undefined || newStart === undefined || newCount === undefined) continue;
    const lines: HunkLine[] = [];
    let [old, fresh] = [oldStart, newStart];
    while (old < oldStart + oldCount || fresh < newStart + newCount) {
      at++;
      const mark = rows[at]?.charAt(0);
      if (mark === '\\') continue;
      lines.push({ old: mark === '+' ? undefined : old, new: mark === '-' ? undefined : fresh });
      if (mark !== '+') old++;
      if (mark !== '-') fresh++;
    }
    hunks.push({ oldStart, oldCount, newCount, lines });
  }
  return hunks;
}
