import { byGravity, countBySeverity } from '../../analysis/finding-counts.ts';
import { identityText, type Finding } from '../../model/finding.ts';

export type FindingGroup = [Finding, ...Finding[]];

/** Findings by the Service or what else they are about. The group that weighs most comes first, and the gravest of each. */
export function groupsOf(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of [...findings].sort(byGravity)) {
    const key = JSON.stringify([titleOf(finding), finding.scope]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].sort(byWeight);
}

/** Most errors first, then warnings, then all; then by name, so that rows do not jump about. */
function byWeight(one: FindingGroup, other: FindingGroup): number {
  const [left, right] = [countBySeverity(one), countBySeverity(other)];
  const title = (group: FindingGroup): string => titleOf(group[0]);
  return (
    right.error - left.error ||
    right.warning - left.warning ||
    right.info - left.info ||
    (title(one) < title(other) ? -1 : title(one) > title(other) ? 1 : 0)
  );
}

/** `shop/web`, `Deployment shop/web (staging)`, or the file. */
export function titleOf({ resource, location, clusters }: Finding): string {
  if (resource === null) return location.file;
  const kind = resource.kind === 'Service' ? '' : `${resource.kind} `;
  return `${kind}${identityText(resource)}${clusters.length === 0 ? '' : ` (${clusters.join(', ')})`}`;
}
