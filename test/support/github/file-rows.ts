import type { FileDiff } from './diff.ts';
import type { Call } from './rest-call.ts';
import { pages } from './rest-objects.ts';

/** GitHub lists no more files of a pull request than this. */
export const mostFiles = 3_000;
const mostLines = 20_000;
const mostBytes = 500_000;
const words: Readonly<Record<string, string>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

/**
 * Rows of one answer about changed files, with GitHub's holes: no `patch` for bytes and for large files, and once the
 * patches of the answer add up to 20,000 lines, rows that claim no change and have no patch either.
 */
export function fileRows({ state, root }: Call, files: readonly FileDiff[], head: string): Record<string, unknown>[] {
  let lines = 0;
  return files.map((file) => {
    const { status, oldPath, newPath, oldBlob, newBlob, additions, deletions, patch } = file;
    const own = patch === '' ? 0 : patch.split('\n').length;
    const exhausted = lines + own > mostLines;
    const large = own > mostLines || patch.length > mostBytes;
    if (exhausted && !large) lines = mostLines;
    else if (!large) lines += own;
    const counts = exhausted && !large ? { additions: 0, deletions: 0 } : { additions, deletions };
    const commit = status === 'D' ? `${head}^` : head;
    return {
      sha: status === 'D' ? oldBlob : newBlob,
      filename: newPath,
      status: words[status] ?? 'modified',
      ...counts,
      changes: counts.additions + counts.deletions,
      blob_url: `${pages}/${state.name}/blob/${commit}/${encodeURIComponent(newPath)}`,
      raw_url: `${pages}/${state.name}/raw/${commit}/${encodeURIComponent(newPath)}`,
      contents_url: `${root}/repos/${state.name}/contents/${encodeURIComponent(newPath)}?ref=${commit}`,
      ...(patch === '' || exhausted || large ? {} : { patch }),
      ...(status === 'R' || status === 'C' ? { previous_filename: oldPath } : {}),
    };
  });
}
