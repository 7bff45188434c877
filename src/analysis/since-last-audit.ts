import { digestOf } from '../model/digest.ts';
import type { Finding, ResourceIdentity } from '../model/finding.ts';
import { byGravity, isWorse, KnownFindings, type Comparable } from './known-findings.ts';

/** A finding as an audit leaves it for the next one. */
export interface EarlierFinding extends Comparable {
  readonly ruleId: string;
  /** A digest: what stands in a manifest is not kept a second time. */
  readonly value: string | null;
  readonly resource: ResourceIdentity | null;
  readonly file: string;
  /** The day of the audit that found it first, YYYY-MM-DD. */
  readonly since: string;
}

export interface LastAudit {
  /** When it was, ISO 8601 in UTC. */
  readonly at: string;
  readonly commit: string | null;
  /** What counted then. */
  readonly open: readonly EarlierFinding[];
}

/** What an audit knows beside the statuses of its findings. */
export interface SinceLastAudit extends Pick<LastAudit, 'at' | 'commit'> {
  /** What is gone. */
  readonly fixed: readonly EarlierFinding[];
  /** What may be there still: head cannot be asked about it now. It stays open. */
  readonly unseen: readonly EarlierFinding[];
  /** What nobody mended and is not asked for any more: silenced, switched off, or out of the paths. */
  readonly dropped: readonly EarlierFinding[];
  /** The day on which each finding that is not new was found first, YYYY-MM-DD. */
  readonly firstFound: ReadonlyMap<Finding, string>;
}

export interface Questions {
  /** True where head cannot answer. */
  isOpen(this: void, finding: EarlierFinding): boolean;
  /** True where the rule is asked about the file, and an answer would be reported. */
  isAsked(this: void, finding: EarlierFinding): boolean;
}

/** Sets status and worsened on findings by what the last audit left, and tells what became of the rest of that. */
export function compareWithLastAudit(
  findings: readonly Finding[],
  { at, commit, open }: LastAudit,
  { isOpen, isAsked }: Questions,
): { readonly findings: Finding[]; readonly since: SinceLastAudit } {
  const known = new KnownFindings(open);
  const before = new Map<Finding, EarlierFinding | undefined>();
  // What counts has the first claim: what is silenced now must not take it for the same.
  for (const some of [findings.filter(counts), findings.filter((finding) => !counts(finding))]) {
    const rest: Finding[] = [];
    for (const finding of [...some].sort(byGravity)) {
      const same = known.takeSame(comparable(finding));
      if (same === undefined) rest.push(finding);
      else before.set(finding, same);
    }
    for (const finding of rest) before.set(finding, known.takeGravest(finding.fingerprint));
  }
  const firstFound = new Map<Finding, string>();
  const dropped: EarlierFinding[] = [];
  const compared = findings.map((finding): Finding => {
    const earlier = before.get(finding);
    if (earlier === undefined) return finding;
    if (!counts(finding)) dropped.push(earlier);
    const worsened = isWorse(comparable(finding), earlier);
    const result: Finding = { ...finding, worsened, status: worsened ? 'new' : 'unchanged' };
    firstFound.set(result, earlier.since);
    return result;
  });
  const left = known.left();
  const asked = left.filter(isAsked);
  return {
    findings: compared,
    since: {
      at,
      commit,
      fixed: asked.filter((finding) => !isOpen(finding)),
      unseen: asked.filter(isOpen),
      dropped: [...dropped, ...left.filter((finding) => !isAsked(finding))],
      firstFound,
    },
  };
}

/** What this audit leaves for the next one; `today` is the day, YYYY-MM-DD. */
export function openAfter(
  findings: readonly Finding[],
  since: SinceLastAudit | undefined,
  today: string,
): EarlierFinding[] {
  const now = findings.filter(counts).map((finding) => ({
    ...comparable(finding),
    ruleId: finding.ruleId,
    resource: finding.resource,
    file: finding.location.file,
    since: since?.firstFound.get(finding) ?? today,
  }));
  return [...now, ...(since?.unseen ?? [])];
}

function counts({ suppression, status }: Finding): boolean {
  return suppression === null && status !== 'fixed';
}

function comparable({ fingerprint, severity, measure, value }: Finding): Comparable {
  return { fingerprint, severity, measure, value: value === null ? null : digestOf(value, 16) };
}
