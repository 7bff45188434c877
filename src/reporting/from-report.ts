import type { Texts, Told } from '../analysis/finding-texts.ts';
import type { Finding, Location } from '../model/finding.ts';
import type { CheckReport } from './report-schema.ts';

export type ReportFinding = CheckReport['findings'][number];

/** A finding as it was before it was printed, with these texts. What a report does not have is left empty. */
export function findingFrom(
  { ruleId, messageId, scope, ...rest }: ReportFinding,
  said: Texts & Told & Pick<Finding, 'related' | 'suppression'>,
): Finding {
  const { severity, resource, clusters, certainty, assumes, status, worsened, inDiff, fingerprint } = rest;
  return {
    ruleId,
    severity,
    resource,
    scope,
    clusters,
    files: [],
    certainty,
    assumes,
    status,
    worsened,
    inDiff,
    fingerprint,
    location: locationFrom(rest.location),
    ...said,
    parts: { ruleId, messageId, scope, resource: '', other: '', path: '' },
    measure: null,
    value: null,
    proposed: null,
    ...(rest.failingNow === undefined ? {} : { failingNow: rest.failingNow }),
  };
}

/** A location as it was before it was printed, without offsets. */
export function locationFrom(location: ReportFinding['location']): Location {
  const { tree, file, document, path, startLine, startColumn, endLine, endColumn } = location;
  return {
    tree,
    file,
    document,
    path,
    start: { line: startLine, column: startColumn },
    end: { line: endLine, column: endColumn },
    startOffset: 0,
    endOffset: 0,
  };
}
