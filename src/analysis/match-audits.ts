import { isPlaceholder } from '../catalog/placeholders.ts';
import { groupBy } from '../model/group-by.ts';
import { namespacesOf, type Finding } from '../model/finding.ts';
import { isOpenNamespace } from '../world/open-namespace.ts';
import { baseNameOf } from '../world/paths.ts';
import { alikeOf, comparable, counts, type EarlierFinding, type LastAudit } from './earlier-finding.ts';
import { gravestFirst, KnownFindings, type Comparable } from './known-findings.ts';

export interface Places {
  /** What a finding was about is where it was. */
  stands(this: void, finding: EarlierFinding): boolean;
  /** What a finding is about was not in this file at the last audit, as far as that is known. */
  isNewThere(this: void, finding: Finding): boolean;
  /** What an earlier finding was about, and is gone from its place, may be where this one is. */
  mayBeAt(this: void, earlier: EarlierFinding, finding: Finding): boolean;
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
  const claimsOf = (subject: Subject): readonly Omit<Claim, 'finding'>[] => {
    const named = subject.clusters.map((name) => (lasting.has(name) ? name : ''));
    const namespaces = subject.namespaces.length === 0 ? [null] : subject.namespaces;
    return [...new Set(named.length === 0 ? [''] : named)].flatMap((cluster) =>
      namespaces.map((namespace) => ({ subject, cluster, namespace })),
    );
  };
  const claims = findings.flatMap((finding) => {
    const { file } = finding.location;
    const subject = { ...finding, alike: alikeOf(finding), file, namespaces: namespacesOf(finding) };
    return claimsOf(subject).map((claim): Claim => ({ ...claim, finding }));
  });
  const earlierClaims = open.flatMap((earlier) =>
    claimsOf(earlier).map((claim): EarlierClaim => ({ ...claim, earlier })),
  );
  let [asking, left] = [claims, earlierClaims];
  const before = new Map<Finding, Set<EarlierFinding>>();
  const take = (finding: Finding, earlier: EarlierFinding): void => {
    before.set(finding, (before.get(finding) ?? new Set()).add(earlier));
  };
  for (const { wasMeant = always, isMeant = always, keyOf } of waysToMatch(places)) {
    const meant = left.filter(({ earlier }) => wasMeant(earlier));
    if (meant.length === 0) continue;
    const known = new KnownFindings(
      meant.map((claim) => ({ ...claim.earlier, fingerprint: keyIn(claim, keyOf), claim })),
    );
    const found = new Set<Claim>();
    const takeFor = ({ claim }: Asked, same: { readonly claim: EarlierClaim } | undefined): void => {
      if (same === undefined) return;
      found.add(claim);
      take(claim.finding, same.claim.earlier);
    };
    const asked = asking
      .filter(({ finding }) => isMeant(finding))
      .map((claim): Asked => ({ ...comparable(claim.finding), fingerprint: keyIn(claim, keyOf), claim }))
      .sort(gravestFirst);
    // What counts has the first claim: what is silenced now must not take it for the same.
    for (const isCounting of [true, false]) {
      const inTurn = asked.filter(({ claim }) => counts(claim.finding) === isCounting);
      for (const each of inTurn) takeFor(each, known.takeSame(each));
      for (const each of inTurn) if (!found.has(each.claim)) takeFor(each, known.takeGravest(each.fingerprint));
    }
    asking = asking.filter((claim) => !found.has(claim));
    const rest = new Set(known.left().map(({ claim }) => claim));
    left = left.filter((claim) => rest.has(claim) || !wasMeant(claim.earlier));
  }
  for (const [finding, earlier] of joinedOrSplit({ claims, earlierClaims, before, places })) take(finding, earlier);
  const taken = new Set([...before.values()].flatMap((some) => [...some]));
  return { before, left: open.filter((earlier) => !taken.has(earlier)) };
}

/** What a finding goes by. */
type Subject = Pick<EarlierFinding, 'fingerprint' | 'alike' | 'resource' | 'file' | 'clusters' | 'namespaces'>;

/** A finding in one of its clusters and namespaces. */
interface Claim {
  readonly finding: Finding;
  readonly subject: Subject;
  readonly cluster: string;
  readonly namespace: string | null;
}

interface EarlierClaim extends Omit<Claim, 'finding'> {
  readonly earlier: EarlierFinding;
}

interface Asked extends Comparable {
  readonly claim: Claim;
}

interface WayToMatch {
  keyOf(this: void, subject: Subject, namespace: string | null): string;
  readonly wasMeant?: (this: void, earlier: EarlierFinding) => boolean;
  readonly isMeant?: (this: void, finding: Finding) => boolean;
}

/** How findings are known again, the surest way first. */
function waysToMatch({ stands, isNewThere }: Places): readonly WayToMatch[] {
  const isGone = (earlier: EarlierFinding): boolean => !stands(earlier);
  return [
    // Copies of one object in one folder, and all that is about no object, have one fingerprint.
    { keyOf: ({ fingerprint, file }) => key(fingerprint, file) },
    // Another copy or the configuration changed the scope.
    { keyOf: (subject, namespace) => key(wordOf(subject), namespace, subject.file) },
    // The object was moved to where it was not, and its scope with it; the folder that it is in most likely as well.
    {
      wasMeant: isGone,
      isMeant: isNewThere,
      keyOf: (subject, namespace) => key(wordOf(subject), namespace, ...subject.file.split('/').slice(-2)),
    },
    { keyOf: ({ fingerprint, resource, file }) => key(fingerprint, resource === null ? file : null) },
    { wasMeant: isGone, isMeant: isNewThere, keyOf: (subject, namespace) => key(wordOf(subject), namespace) },
    // It has another namespace now, in its place, or one where it was left open, or is left open now.
    { wasMeant: isGone, isMeant: isNewThere, keyOf: (subject) => key(wordOf(subject), subject.file) },
    {
      wasMeant: (earlier) => isGone(earlier) && earlier.namespaces.some(isOpenNamespace),
      isMeant: isNewThere,
      keyOf: (subject) => key(wordOf(subject)),
    },
    {
      wasMeant: isGone,
      isMeant: (finding) => isNewThere(finding) && namespacesOf(finding).some(isOpenNamespace),
      keyOf: (subject) => key(wordOf(subject)),
    },
    // Its name is filled in now, or was.
    {
      wasMeant: isGone,
      isMeant: (finding) => isFilledIn(finding) && isNewThere(finding),
      keyOf: ({ alike, resource }) => key(alike, resource?.kind),
    },
    {
      wasMeant: (earlier) => isFilledIn(earlier) && isGone(earlier),
      isMeant: isNewThere,
      keyOf: ({ alike, resource }) => key(alike, resource?.kind),
    },
  ];
}

/**
 * Copies that became one file are one finding now, and one file that became copies is several: all of them are what was
 * there. Told by where the objects are gone from and where they are new.
 */
function* joinedOrSplit({
  claims,
  earlierClaims,
  before,
  places: { stands, isNewThere, mayBeAt },
}: {
  readonly claims: readonly Claim[];
  readonly earlierClaims: readonly EarlierClaim[];
  readonly before: Matched['before'];
  readonly places: Places;
}): Iterable<[Finding, EarlierFinding]> {
  const takers = new Map<EarlierFinding, Set<string>>();
  for (const [{ location }, some] of before)
    for (const earlier of some) takers.set(earlier, (takers.get(earlier) ?? new Set()).add(location.file));
  const gone = earlierClaims.filter(({ earlier }) => !stands(earlier));
  if (gone.length === 0) return;
  const came = groupBy(
    claims.filter(({ finding }) => counts(finding) && isNewThere(finding)),
    (claim) => keyIn(claim, wordOf),
  );
  for (const { earlier, ...claim } of gone) {
    for (const { finding, namespace } of came.get(keyIn(claim, wordOf)) ?? []) {
      const isKnown = before.has(finding);
      if (isKnown && takers.has(earlier)) continue;
      // Of two faults of one object one was there.
      if (takers.get(earlier)?.has(finding.location.file) === true) continue;
      const isSame = namespace === claim.namespace || [namespace, claim.namespace].some(isOpenNamespace);
      if (isSame && mayBeAt(earlier, finding)) yield [finding, earlier];
    }
  }
}

function isFilledIn({ resource }: Pick<Finding, 'resource'>): boolean {
  return resource !== null && isPlaceholder(resource.name);
}

/** What is said of which object, or of which file. */
function wordOf({ alike, resource, file }: Subject): string {
  return key(alike, resource?.kind, resource?.name ?? baseNameOf(file));
}

function key(...parts: readonly (string | null | undefined)[]): string {
  return JSON.stringify(parts);
}

function keyIn({ subject, cluster, namespace }: Omit<Claim, 'finding'>, keyOf: WayToMatch['keyOf']): string {
  return key(cluster, keyOf(subject, namespace));
}

const always = (): boolean => true;
