import { compareSeverity, namespacesOf, type Finding } from '../model/finding.ts';
import { daysBetween } from '../model/days.ts';
import type { Circumstances } from './circumstances.ts';
import { alikeOf, comparable, counts, type EarlierFinding, type LastAudit } from './earlier-finding.ts';
import { knownOf, factsBehind } from './known-facts.ts';
import { isWorse } from './known-findings.ts';
import { matchAudits, type Places } from './match-audits.ts';

/** What an audit knows beside the statuses of its findings; the gravest first. */
export interface SinceLastAudit extends Pick<LastAudit, 'at' | 'commit'> {
  /** What is gone. */
  readonly fixed: readonly EarlierFinding[];
  /** What may be there still: head cannot be asked about it now. It stays open. */
  readonly unseen: readonly EarlierFinding[];
  /** What nobody mended and is not asked for any more: silenced, switched off, out of the paths, or unseen too often. */
  readonly dropped: readonly EarlierFinding[];
}

/** What became of a finding that is not there. */
export type Fate = 'fixed' | 'unseen' | 'dropped';

/** Days for which audits carry on what they cannot look at. */
const longestUnseen = 30;

/** What there is now. */
export interface Now extends Places {
  fateOf(this: void, finding: EarlierFinding): Fate;
  /** The finding, with what it rests on where that is now. */
  follow(this: void, finding: EarlierFinding): EarlierFinding;
}

/**
 * Sets status, worsened and firstFound on findings by what the last audit left, and tells what became of the rest of
 * that; `today` is the day, YYYY-MM-DD. Nothing is taken for gone because another copy of a Service or another cluster changed the scopes.
 */
export function compareWithLastAudit(
  findings: readonly Finding[],
  last: LastAudit,
  now: Now,
  today: string,
): { readonly findings: Finding[]; readonly since: SinceLastAudit } {
  const { at, commit } = last;
  const { before, left } = matchAudits(findings, last, now);
  const fates: Record<Fate, EarlierFinding[]> = { fixed: [], unseen: [], dropped: [] };
  for (const finding of left) {
    const fate = now.fateOf(finding);
    const unseenSince = finding.unseenSince ?? today;
    if (fate !== 'unseen') fates[fate].push(finding);
    else if (daysBetween(unseenSince, today) > longestUnseen) fates.dropped.push(finding);
    else fates.unseen.push({ ...now.follow(finding), unseenSince });
  }
  const standing = new Set(findings.filter(counts).flatMap((finding) => [...(before.get(finding) ?? [])]));
  const silenced = new Set(findings.flatMap((finding) => [...(before.get(finding) ?? [])]));
  fates.dropped.push(...[...silenced].filter((earlier) => !standing.has(earlier)));
  const compared = findings.map((finding): Finding => {
    const earlier = [...(before.get(finding) ?? [])];
    const [firstFound] = earlier.map(({ since }) => since).sort();
    if (firstFound === undefined) return finding;
    const worsened = earlier.some((each) => isWorse(comparable(finding), each));
    return { ...finding, worsened, status: worsened ? 'new' : 'unchanged', firstFound };
  });
  for (const fate of Object.values(fates)) fate.sort(inOrder);
  return { findings: compared, since: { at, commit, ...fates } };
}

/** What this audit leaves for the next one; `at` is its time, ISO 8601 in UTC. */
export function openAfter(
  {
    findings,
    since,
    circumstances: ask,
  }: {
    readonly findings: readonly Finding[];
    readonly since?: SinceLastAudit | undefined;
    readonly circumstances?: () => Circumstances;
  },
  at: string,
): EarlierFinding[] {
  const circumstances = ask?.();
  const now = findings.filter(counts).map((finding): EarlierFinding => ({
    ...comparable(finding),
    ruleId: finding.ruleId,
    alike: alikeOf(finding),
    resource: finding.resource,
    clusters: finding.clusters,
    namespaces: namespacesOf(finding),
    file: finding.location.file,
    path: finding.parts.path,
    facts:
      circumstances === undefined ? [] : factsBehind(finding.ruleId, knownOf(circumstances.known, finding.clusters)),
    restsOn: circumstances?.rested.of(finding) ?? [],
    since: finding.firstFound ?? at.slice(0, 'YYYY-MM-DD'.length),
    lastSeen: at,
    unseenSince: null,
  }));
  return [...now, ...(since?.unseen ?? [])];
}

/** The gravest first, then by place and rule. */
function inOrder(one: EarlierFinding, other: EarlierFinding): number {
  const textOf = ({ file, ruleId }: EarlierFinding): string => `${file} ${ruleId}`;
  return compareSeverity(other.severity, one.severity) || (textOf(one) < textOf(other) ? -1 : 1);
}
