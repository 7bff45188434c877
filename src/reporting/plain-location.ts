import type { Location } from '../model/finding.ts';
import type { CheckReport } from './report-schema.ts';

/** A location as reports print it: without offsets. */
export function plainLocation({
  tree,
  file,
  document,
  path,
  start,
  end,
}: Location): CheckReport['findings'][number]['location'] {
  return {
    tree,
    file,
    document,
    path,
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
