import { compareSeverity, type Finding, type ResourceIdentity } from '../model/finding.ts';
import { daysBetween } from '../model/days.ts';
import { digestOf } from '../model/digest.ts';
import { fingerprintOf } from '../model/fingerprint.ts';
import type { Circumstances } from './circumstances.ts';
import { knownOf, restsOf } from './known-facts.ts';
import { isWorse, KnownFindings, gravestFirst, type Comparable } from './known-findings.ts';

/** A finding as an audit leaves it for the next one. */
export interface EarlierFinding extends Comparable {
  readonly ruleId: string;
  /** A digest: what stands in a manifest is not kept a second time. */
  readonly value: string | null;
  /** The fingerprint without the scope, which other files and the configuration may change. */
  readonly unscoped: string;
  readonly resource: ResourceIdentity | null;
  readonly clusters: readonly string[];
  readonly file: string;
  /** What had to be known for it, as `ccmVersion` or `inventory`. */
  readonly rests: readonly string[];
  /** A digest of what its file said; null where there was none. */
  readonly text: string | null;
  /** The day of the audit that found it first, YYYY-MM-DD. */
  readonly since: string;
  /** The day since which no audit could look at it, YYYY-MM-DD; null where the last one could. */
  readonly unseenSince: string | null;
}

export interface LastAudit {
  /** When it was, ISO 8601 in UTC. */
  readonly at: string;
  readonly commit: string | null;
  /** What counted then. */
  readonly open: readonly EarlierFinding[];
  /** Names of the clusters that the configuration had then. */
  readonly clusters: readonly string[];
  /** As `Circumstances` has them; null where they were too many to be kept. */
  readonly unseenFiles: readonly string[] | null;
  readonly openFiles: readonly string[] | null;
  readonly objects: readonly string[] | null;
}

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
export interface Now {
  fateOf(this: void, finding: EarlierFinding): Fate;
  /** What a finding was about is where it was. */
  stands(this: void, finding: EarlierFinding): boolean;
  /** What a finding is about was not in this file at the last audit. */
  isNewThere(this: void, finding: Finding): boolean;
  readonly clusters: ReadonlySet<string>;
  /** The day, YYYY-MM-DD. */
  readonly today: string;
}

/**
 * Sets status, worsened and firstFound on findings by what the last audit left, and tells what became of the rest of
 * that. Nothing is taken for gone because another copy of a Service or another cluster changed the scopes.
 */
export function compareWithLastAudit(
  findings: readonly Finding[],
  last: LastAudit,
  now: Now,
): { readonly findings: Finding[]; readonly since: SinceLastAudit } {
  const { at, commit } = last;
  const { before, left } = matched(findings, last, now);
  const fates: Record<Fate, EarlierFinding[]> = { fixed: [], unseen: [], dropped: [] };
  for (const finding of left) {
    const fate = now.fateOf(finding);
    const unseenSince = finding.unseenSince ?? now.today;
    if (fate !== 'unseen') fates[fate].push(finding);
    else if (daysBetween(unseenSince, now.today) > longestUnseen) fates.dropped.push(finding);
    else fates.unseen.push({ ...finding, unseenSince });
  }
  const compared = findings.map((finding): Finding => {
    const earlier = before.get(finding);
    if (earlier === undefined) return finding;
    if (!counts(finding)) fates.dropped.push(earlier);
    const worsened = isWorse(comparable(finding), earlier);
    return { ...finding, worsened, status: worsened ? 'new' : 'unchanged', firstFound: earlier.since };
  });
  for (const fate of Object.values(fates)) fate.sort(inOrder);
  return { findings: compared, since: { at, commit, ...fates } };
}

/** Which finding of before each finding is, and what is left of those. */
function matched(
  findings: readonly Finding[],
  { open, clusters: before }: LastAudit,
  { stands, isNewThere, clusters: now }: Now,
): { readonly before: ReadonlyMap<Finding, EarlierFinding>; readonly left: readonly EarlierFinding[] } {
  const found = new Map<Finding, EarlierFinding>();
  // What counts has the first claim: what is silenced now must not take it for the same.
  const inTurn = [findings.filter(counts), findings.filter((finding) => !counts(finding))];
  const match = (
    known: KnownFindings<Known>,
    keyOf: (finding: Finding) => string,
    isMeant: (finding: Finding) => boolean = () => true,
  ): void => {
    for (const some of inTurn) {
      const rest: Finding[] = [];
      for (const finding of some.filter((each) => !found.has(each) && isMeant(each)).sort(gravestFirst)) {
        const same = known.takeSame(comparable(finding), keyOf(finding));
        if (same === undefined) rest.push(finding);
        else found.set(finding, same.earlier);
      }
      for (const finding of rest) {
        const alike = known.takeGravest(keyOf(finding));
        if (alike !== undefined) found.set(finding, alike.earlier);
      }
    }
  };
  const exact = new KnownFindings(open.map((earlier): Known => ({ ...earlier, earlier })));
  match(exact, ({ fingerprint }) => fingerprint);
  // Two clusters that both audits know are two clusters; another name may be that of the same one.
  const lasting = before.filter((name) => now.has(name));
  const whose = ({ clusters }: Pick<EarlierFinding, 'clusters'>): string =>
    clusters.filter((name) => lasting.includes(name)).join();
  let left = exact.left();
  const again = (
    wasMeant: (earlier: EarlierFinding) => boolean,
    isMeant: (finding: Finding) => boolean,
    placeOf: (file: string) => string,
  ): void => {
    const meant = left.filter(({ earlier }) => wasMeant(earlier));
    if (meant.length === 0) return;
    const keyOf = (each: Pick<EarlierFinding, 'unscoped' | 'clusters' | 'file'>): string =>
      `${each.unscoped} ${placeOf(each.file)} ${whose(each)}`;
    const known = new KnownFindings(
      meant.map(({ earlier }): Known => ({ ...earlier, fingerprint: keyOf(earlier), earlier })),
    );
    match(
      known,
      (finding) => keyOf({ ...finding, unscoped: unscopedOf(finding), file: finding.location.file }),
      isMeant,
    );
    const rest = new Set(known.left().map(({ earlier }) => earlier));
    left = left.filter(({ earlier }) => !wasMeant(earlier) || rest.has(earlier));
  };
  // Another copy or the configuration changed the scope; or the object was moved to where it was not, and its scope with it.
  again(
    () => true,
    () => true,
    (file) => file,
  );
  again(
    (earlier) => !stands(earlier),
    isNewThere,
    () => '',
  );
  return { before: found, left: left.map(({ earlier }) => earlier) };
}

interface Known extends Comparable {
  readonly earlier: EarlierFinding;
}

/** What this audit leaves for the next one; `today` is the day, YYYY-MM-DD. */
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
  today: string,
): EarlierFinding[] {
  const circumstances = ask?.();
  const now = findings.filter(counts).map((finding) => ({
    ...comparable(finding),
    ruleId: finding.ruleId,
    unscoped: unscopedOf(finding),
    resource: finding.resource,
    clusters: finding.clusters,
    file: finding.location.file,
    rests: circumstances === undefined ? [] : restsOf(finding.ruleId, knownOf(circumstances.known, finding.clusters)),
    text: circumstances?.textOf(finding.location.file) ?? null,
    since: finding.firstFound ?? today,
    unseenSince: null,
  }));
  return [...now, ...(since?.unseen ?? [])];
}

function counts({ suppression, status }: Finding): boolean {
  return suppression === null && status !== 'fixed';
}

function comparable({ fingerprint, severity, measure, value }: Finding): Comparable {
  return { fingerprint, severity, measure, value: value === null ? null : digestOf(value, 16) };
}

function unscopedOf({ parts }: Finding): string {
  return fingerprintOf({ ...parts, scope: '' });
}

/** The gravest first, then by place and rule. */
function inOrder(one: EarlierFinding, other: EarlierFinding): number {
  const textOf = ({ file, ruleId }: EarlierFinding): string => `${file} ${ruleId}`;
  return compareSeverity(other.severity, one.severity) || (textOf(one) < textOf(other) ? -1 : 1);
}
