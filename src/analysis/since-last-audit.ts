import { compareSeverity, type Finding, type ResourceIdentity } from '../model/finding.ts';
import { digestOf } from '../model/digest.ts';
import { fingerprintOf } from '../model/fingerprint.ts';
import { restsOf } from './known-facts.ts';
import { isWorse, KnownFindings, gravestFirst, type Comparable } from './known-findings.ts';

/** A finding as an audit leaves it for the next one. */
export interface EarlierFinding extends Comparable {
  readonly ruleId: string;
  /** A digest: what stands in a manifest is not kept a second time. */
  readonly value: string | null;
  /** The fingerprint without the scope, which other files and the configuration may change. */
  readonly unscoped: string;
  readonly resource: ResourceIdentity | null;
  readonly file: string;
  /** What had to be known for it, as `ccmVersion` or `inventory`. */
  readonly rests: readonly string[];
  /** The day of the audit that found it first, YYYY-MM-DD. */
  readonly since: string;
  /** Audits in a row, up to the last one, that could not look at it. */
  readonly unseen: number;
}

export interface LastAudit {
  /** When it was, ISO 8601 in UTC. */
  readonly at: string;
  readonly commit: string | null;
  /** What counted then. */
  readonly open: readonly EarlierFinding[];
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

/** Audits in a row that carry on what they cannot look at. */
const mostUnseen = 5;

/**
 * Sets status, worsened and firstFound on findings by what the last audit left, and tells what became of the rest of
 * that. Nothing is taken for gone because another copy of a Service or another cluster changed the scopes.
 */
export function compareWithLastAudit(
  findings: readonly Finding[],
  { at, commit, open }: LastAudit,
  fateOf: (finding: EarlierFinding) => Fate,
): { readonly findings: Finding[]; readonly since: SinceLastAudit } {
  const { before, left } = matched(findings, open);
  const fates: Record<Fate, EarlierFinding[]> = { fixed: [], unseen: [], dropped: [] };
  for (const finding of left) {
    const fate = fateOf(finding);
    const unseen = finding.unseen + 1;
    if (fate !== 'unseen') fates[fate].push(finding);
    else if (unseen > mostUnseen) fates.dropped.push(finding);
    else fates.unseen.push({ ...finding, unseen });
  }
  const compared = findings.map((finding): Finding => {
    const earlier = before.get(finding);
    if (earlier === undefined) return finding;
    if (!counts(finding)) fates.dropped.push(earlier);
    const worsened = isWorse(comparable(finding), earlier);
    return { ...finding, worsened, status: worsened ? 'new' : 'unchanged', firstFound: earlier.since };
  });
  for (const fate of Object.values(fates)) fate.sort((one, other) => compareSeverity(other.severity, one.severity));
  return { findings: compared, since: { at, commit, ...fates } };
}

/** Which finding of before each finding is, and what is left of those. */
function matched(
  findings: readonly Finding[],
  open: readonly EarlierFinding[],
): { readonly before: ReadonlyMap<Finding, EarlierFinding>; readonly left: readonly EarlierFinding[] } {
  const before = new Map<Finding, EarlierFinding>();
  // What counts has the first claim: what is silenced now must not take it for the same.
  const inTurn = [findings.filter(counts), findings.filter((finding) => !counts(finding))];
  const match = (known: KnownFindings<Known>, keyOf: (finding: Finding) => string): void => {
    for (const some of inTurn) {
      const rest: Finding[] = [];
      for (const finding of some.filter((each) => !before.has(each)).sort(gravestFirst)) {
        const same = known.takeSame(comparable(finding), keyOf(finding));
        if (same === undefined) rest.push(finding);
        else before.set(finding, same.earlier);
      }
      for (const finding of rest) {
        const alike = known.takeGravest(keyOf(finding));
        if (alike !== undefined) before.set(finding, alike.earlier);
      }
    }
  };
  const exact = new KnownFindings(open.map((earlier): Known => ({ ...earlier, earlier })));
  match(exact, ({ fingerprint }) => fingerprint);
  const inPlace = ({ unscoped, file }: Pick<EarlierFinding, 'unscoped' | 'file'>): string => `${unscoped} ${file}`;
  const rest = exact.left().map(({ earlier }): Known => ({ ...earlier, fingerprint: inPlace(earlier), earlier }));
  const placed = new KnownFindings(rest);
  if (rest.length > 0)
    match(placed, (finding) => inPlace({ unscoped: unscopedOf(finding), file: finding.location.file }));
  return { before, left: placed.left().map(({ earlier }) => earlier) };
}

interface Known extends Comparable {
  readonly earlier: EarlierFinding;
}

/** What this audit leaves for the next one; `today` is the day, YYYY-MM-DD. */
export function openAfter(
  {
    findings,
    since,
    known = new Set(),
  }: {
    readonly findings: readonly Finding[];
    readonly since?: SinceLastAudit | undefined;
    readonly known?: ReadonlySet<string>;
  },
  today: string,
): EarlierFinding[] {
  const now = findings.filter(counts).map((finding) => ({
    ...comparable(finding),
    ruleId: finding.ruleId,
    unscoped: unscopedOf(finding),
    resource: finding.resource,
    file: finding.location.file,
    rests: restsOf(finding.ruleId, known),
    since: finding.firstFound ?? today,
    unseen: 0,
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
