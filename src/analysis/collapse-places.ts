import { compareSeverity, namespacesOf, type Finding } from '../model/finding.ts';

/**
 * One file that several kustomizations put into several namespaces or clusters is still one place to mend. Of findings
 * that say the same of one place the one that stood there before is kept, so that another environment beside makes none
 * of them new; clusters add up. What is fixed in one environment and stands in another is not fixed.
 */
export function collapsePlaces(
  findings: readonly Finding[],
  baseOf: ReadonlyMap<string, string> = new Map(),
): readonly Finding[] {
  const places = new Map<string, Finding>();
  const counts = new Map<string, number>();
  const standing = new Set<string>();
  for (const finding of findings) {
    if (finding.status !== 'fixed') {
      const { file } = finding.location;
      standing.add(saidOf(finding, baseOf.get(file) ?? file));
    }
    const { location, status } = finding;
    const isFixed = status === 'fixed' ? 'fixed' : 'open';
    const spot = `${isFixed} ${location.startOffset} ${location.endOffset} ${saidOf(finding, location.file)}`;
    // The same fault twice in one value are two findings in each environment.
    const nth = counts.get(`${finding.fingerprint} ${spot}`) ?? 0;
    counts.set(`${finding.fingerprint} ${spot}`, nth + 1);
    const place = `${spot} ${nth}`;
    const before = places.get(place);
    places.set(place, before === undefined ? finding : joined(before, finding));
  }
  return [...places.values()].filter(
    (finding) => finding.status !== 'fixed' || !standing.has(saidOf(finding, finding.location.file)),
  );
}

function saidOf({ ruleId, messageId, message, resource, location }: Finding, baseFile: string): string {
  return JSON.stringify([ruleId, messageId, message.en, resource?.kind, resource?.name, baseFile, location.path]);
}

function joined(one: Finding, two: Finding): Finding {
  const [kept, other] = one.status !== 'unchanged' && two.status === 'unchanged' ? [two, one] : [one, two];
  const clusters = [...new Set([...kept.clusters, ...other.clusters])].sort((left, right) => (left < right ? -1 : 1));
  // Silenced in one environment only, it still speaks for the other.
  const suppression = one.suppression === null || two.suppression === null ? null : kept.suppression;
  const severity = compareSeverity(one.severity, two.severity) < 0 ? two.severity : one.severity;
  const namespaces = [...new Set([kept, other].flatMap(namespacesOf))];
  return { ...kept, clusters, suppression, severity, ...(namespaces.length > 1 ? { namespaces } : {}) };
}
