import type { CheckResult } from '../../analysis/check.ts';
import type { Audit } from '../audit.ts';
import { plainLocation } from '../plain-location.ts';
import type { ShardDetails } from '../report-schema.ts';

/** What `merge` needs of a part besides its report; undefined where everything was evaluated. */
export function shardDetails({ part, settings }: CheckResult, audit: Audit): ShardDetails | undefined {
  if (part === undefined) return undefined;
  const { findings, notEvaluated, hasBase, unjudged, predictions, excerptOf } = audit;
  // Costs are known once fixes were asked for.
  for (const finding of findings) audit.fixOf(finding);
  return {
    index: part.index,
    total: part.total,
    digest: part.digest,
    locale: settings.locale,
    hasBase,
    unjudged,
    knownFacts: Object.keys(settings.cluster).sort(),
    findings: findings.map((finding) => {
      const excerpt = excerptOf(finding);
      const { status, location } = finding;
      const pathInHead = status === 'fixed' ? part.pathInHead(location.file) : location.file;
      return {
        excerpt: excerpt === undefined ? null : { ...excerpt, lines: excerpt.lines.map((line) => ({ ...line })) },
        fixCost: part.fixCosts.get(finding) ?? null,
        ...(pathInHead === location.file ? {} : { pathInHead }),
      };
    }),
    notEvaluated: notEvaluated.map(({ location }) => plainLocation(location)),
    predictions: part.index === 1 ? [...predictions()] : [],
  };
}
