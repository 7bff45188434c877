import type { Finding, ResourceIdentity } from '../model/finding.ts';
import { baseNameOf } from '../world/paths.ts';
import { alikeOf, comparable, counts, type EarlierFinding, type LastAudit } from './earlier-finding.ts';
import { gravestFirst, KnownFindings, type Comparable } from './known-findings.ts';
import { nameKey } from './rested-objects.ts';

export interface Places {
  /** What a finding was about is where it was. */
  stands(this: void, finding: EarlierFinding): boolean;
  /** What a finding is about was not in this file at the last audit. */
  isNewThere(this: void, finding: Finding): boolean;
  /** Names of the clusters in the configuration. */
  readonly clusters: ReadonlySet<string>;
}

export interface Matched {
  /** What each finding was before; nothing of what is new. */
  readonly before: ReadonlyMap<Finding, ReadonlySet<EarlierFinding>>;
  /** What no finding of now is. */
  readonly left: readonly EarlierFinding[];
}

/**
 * Tells which findings of the last audit each finding is. A file that goes to several clusters has one finding and may
 * have one in each tomorrow, so each is asked for cluster by cluster. To have been there in one is enough: as in a change,
 * another environment beside does not make what is to be mended new.
 */
export function matchAudits(findings: readonly Finding[], { open, clusters }: LastAudit, places: Places): Matched {
  // Two clusters that both audits know are two clusters; another name may be that of the same one.
  const lasting = new Set(clusters.filter((name) => places.clusters.has(name)));
  const whose = (names: readonly string[]): Set<string> =>
    new Set(names.length === 0 ? [''] : names.map((name) => (lasting.has(name) ? name : '')));
  const claims = findings.flatMap((finding) => {
    const subject = { ...finding, alike: alikeOf(finding), file: finding.location.file };
    return [...whose(finding.clusters)].map((cluster): Claim => ({ finding, subject, cluster }));
  });
  let asking = claims;
  let left = open.flatMap((earlier) =>
    [...whose(earlier.clusters)].map((cluster): EarlierClaim => ({ earlier, cluster })),
  );
  const before = new Map<Finding, Set<EarlierFinding>>();
  const taken = new Set<EarlierFinding>();
  for (const { wasMeant = always, isMeant = always, keyOf } of waysToMatch(places)) {
    const meant = left.filter(({ earlier }) => wasMeant(earlier));
    if (meant.length === 0) continue;
    const known = new KnownFindings(
      meant.map((claim) => ({ ...claim.earlier, fingerprint: keyIn(claim.cluster, keyOf(claim.earlier)), claim })),
    );
    const found = new Set<Claim>();
    const take = ({ claim }: Asked, same: { readonly claim: EarlierClaim } | undefined): void => {
      if (same === undefined) return;
      const { earlier } = same.claim;
      found.add(claim);
      taken.add(earlier);
      before.set(claim.finding, (before.get(claim.finding) ?? new Set()).add(earlier));
    };
    const asked = asking
      .filter(({ finding }) => isMeant(finding))
      .map((claim): Asked => ({
        ...comparable(claim.finding),
        fingerprint: keyIn(claim.cluster, keyOf(claim.subject)),
        claim,
      }))
      .sort(gravestFirst);
    // What counts has the first claim: what is silenced now must not take it for the same.
    for (const isCounting of [true, false]) {
      const inTurn = asked.filter(({ claim }) => counts(claim.finding) === isCounting);
      for (const each of inTurn) take(each, known.takeSame(each));
      for (const each of inTurn) if (!found.has(each.claim)) take(each, known.takeGravest(each.fingerprint));
    }
    asking = asking.filter((claim) => !found.has(claim));
    const rest = new Set(known.left().map(({ claim }) => claim));
    left = left.filter((claim) => rest.has(claim) || !wasMeant(claim.earlier));
  }
  // Of several copies that became one file, one is known again by now; the others are not gone either.
  const joined = new Map(
    claims
      .filter(({ finding }) => counts(finding) && places.isNewThere(finding))
      .map(({ finding, subject, cluster }) => [keyIn(cluster, ofMoved(subject)), finding]),
  );
  for (const { earlier, cluster } of joined.size === 0 ? [] : left) {
    const finding = joined.get(keyIn(cluster, ofMoved(earlier)));
    if (finding === undefined || taken.has(earlier) || places.stands(earlier)) continue;
    taken.add(earlier);
    before.get(finding)?.add(earlier);
  }
  return { before, left: open.filter((earlier) => !taken.has(earlier)) };
}

/** What a finding goes by. */
type Subject = Pick<EarlierFinding, 'fingerprint' | 'alike' | 'resource' | 'file'>;

/** A finding in one of its clusters. */
interface Claim {
  readonly finding: Finding;
  readonly subject: Subject;
  readonly cluster: string;
}

interface EarlierClaim {
  readonly earlier: EarlierFinding;
  readonly cluster: string;
}

interface Asked extends Comparable {
  readonly claim: Claim;
}

interface WayToMatch {
  keyOf(this: void, subject: Subject): string;
  readonly wasMeant?: (this: void, earlier: EarlierFinding) => boolean;
  readonly isMeant?: (this: void, finding: Finding) => boolean;
}

/** How findings are known again, the surest way first. */
function waysToMatch({ stands, isNewThere }: Places): readonly WayToMatch[] {
  const isGone = (earlier: EarlierFinding): boolean => !stands(earlier);
  const inPlace = ({ alike, resource, file }: Subject): string =>
    JSON.stringify([alike, resource?.kind, resource?.name, file]);
  return [
    { keyOf: ({ fingerprint }) => fingerprint },
    // Another copy or the configuration changed the scope.
    { keyOf: ({ alike, resource, file }) => `${alike} ${keyOfObject(resource)} ${file}` },
    // The object was moved to where it was not, and its scope with it.
    { wasMeant: isGone, isMeant: isNewThere, keyOf: ofMoved },
    // Something else gives it the namespace now, or gives it to another one as well.
    { wasMeant: isGone, keyOf: inPlace },
    { isMeant: isNewThere, keyOf: inPlace },
  ];
}

function ofMoved({ alike, resource, file }: Subject): string {
  return `${alike} ${resource === null ? baseNameOf(file) : keyOfObject(resource)}`;
}

function keyOfObject(resource: ResourceIdentity | null): string {
  return resource === null ? '' : nameKey(resource);
}

function keyIn(cluster: string, key: string): string {
  return JSON.stringify([cluster, key]);
}

const always = (): boolean => true;
