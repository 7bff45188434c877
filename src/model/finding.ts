import type { FingerprintParts } from './fingerprint.ts';
import type { ProposedFix } from './fix.ts';
import type { Resource } from './manifest.ts';
import type { PlainRecord } from './plain.ts';
import type { Position } from './position.ts';
import type { Suppression } from './suppression.ts';

export const severities = ['info', 'warning', 'error'] as const;
export type Severity = (typeof severities)[number];

/** Positive when `left` is the graver one. */
export function compareSeverity(left: Severity, right: Severity): number {
  return severities.indexOf(left) - severities.indexOf(right);
}

export type Locale = 'en' | 'zh-CN';

/** A text in every language of the gate. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

export function inLocale(text: Bilingual, locale: Locale): string {
  return locale === 'zh-CN' ? text.zh : text.en;
}

export type TreeName = 'head' | 'base';

/** Where something stands: a file of one tree, a key path, a span. Offsets are kept for edits and never printed. */
export interface Location {
  readonly tree: TreeName;
  readonly file: string;
  readonly document: number;
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
  readonly startOffset: number;
  readonly endOffset: number;
}

export interface RelatedLocation {
  readonly message: Bilingual;
  readonly location: Location;
}

export interface ResourceIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** `shop/web`; the name alone of what has no namespace, or is given one elsewhere. */
export function identityText({ namespace, name }: ResourceIdentity): string {
  return namespace === null ? name : `${namespace}/${name}`;
}

/** What makes a message say at its end that it may not hold. */
export interface Unless {
  /** Facts under which it does not, as `cluster.ccmVersion<v2.12.1`. */
  readonly facts: readonly string[];
  /** What the rule says of the same place then; null where it says nothing. */
  readonly instead: { readonly messageId: string; readonly data: PlainRecord } | null;
  /** The kustomization that may change what it is about; null where none does. */
  readonly changedBy: string | null;
}

export type FindingStatus = 'new' | 'unchanged' | 'fixed';

/** What the cluster says of the Service of a finding, and the finding explains. */
export interface FailingNow {
  /** The id of the event or symptom. */
  readonly event: string;
  /** How often it was said. */
  readonly count: number;
  /** When it was said last, as `2026-01-31T08:00:00Z`; null where that is not known. */
  readonly last: string | null;
}

/** One violation of one rule at one location. */
export interface Finding {
  readonly ruleId: string;
  readonly messageId: string;
  readonly severity: Severity;
  readonly message: Bilingual;
  readonly why: Bilingual;
  readonly remedy: Bilingual;
  /** What the rule made the message and the remedy from. */
  readonly data: PlainRecord;
  /** Null where the message holds whatever else is so. */
  readonly unless: Unless | null;
  /** This change takes the protection away, and the message begins with that. */
  readonly removesProtection: boolean;
  /** Ids of the events and symptoms (`E01`, `S02`) that follow. */
  readonly events: readonly string[];
  readonly resource: ResourceIdentity | null;
  readonly scope: string;
  readonly clusters: readonly string[];
  /** The namespaces that one file goes to, where they are several; absent where it is the one of `resource`. */
  readonly namespaces?: readonly (string | null)[];
  /** Other objects that the answer rests on, as the rule tells them; absent where it tells none. */
  readonly others?: readonly Resource[];
  /** Files that hold what the rule was asked about, in both trees where it is a change. */
  readonly files: readonly string[];
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  readonly certainty: 'certain' | 'conditional';
  /** The facts under which a conditional finding holds, as `cluster.backendMode=node` or `render=unchanged`. */
  readonly assumes: readonly string[];
  readonly status: FindingStatus;
  readonly worsened: boolean;
  readonly inDiff: boolean | null;
  /** Why it does not count; null where it does. */
  readonly suppression: Suppression | null;
  readonly fingerprint: string;
  /** What the fingerprint is made from, so that it can be made again in another tree's scope. */
  readonly parts: FingerprintParts;
  /** How bad it is, when it can be counted; a greater measure is a worse finding. */
  readonly measure: number | null;
  /** The offending value, when it cannot be counted. */
  readonly value: string | null;
  /** What the rule would do about it, unproved: `fixFinder` of the analysis tells what stands the test. */
  readonly proposed: ProposedFix | null;
  /** The day of the audit that found it first, YYYY-MM-DD; absent where none did before. */
  readonly firstFound?: string;
  /** It decides nothing; absent where no events were given, or none of them is of this. */
  readonly failingNow?: readonly FailingNow[];
}

/** The namespaces that a finding is for; one that is about no object has none. */
export function namespacesOf({
  resource,
  namespaces,
}: Pick<Finding, 'resource' | 'namespaces'>): readonly (string | null)[] {
  return namespaces ?? (resource === null ? [] : [resource.namespace]);
}

/** A rule that could not be answered for a resource, and the facts that would settle it. */
export interface NotEvaluated {
  readonly ruleId: string;
  readonly resource: ResourceIdentity | null;
  readonly location: Location;
  readonly missing: readonly string[];
}

/** Every kind of problem there is. */
export type ProblemKind =
  | 'base-is-merge-base'
  | 'base-is-revision'
  | 'base-unproved'
  | 'configuration-changed'
  | 'configuration-unused-pattern'
  | 'events-changed'
  | 'events-ignored'
  | 'events-missing'
  | 'events-read'
  | 'events-unexplained'
  | 'expired-override'
  | 'expiring-override'
  | 'history-ignored'
  | 'invalid-kustomization'
  | 'inventory-changed'
  | 'inventory-contradiction'
  | 'inventory-ignored'
  | 'inventory-missing'
  | 'inventory-read'
  | 'kustomization-cycle'
  | 'label-missing'
  | 'label-unreadable'
  | 'malformed-suppression'
  | 'missing-api-version'
  | 'missing-base'
  | 'new-suppression'
  | 'no-earlier-audit'
  | 'not-suppressible'
  | 'nothing-to-judge'
  | 'part-of-run'
  | 'patch-without-target'
  | 'paths-exclude-all'
  | 'remote-base'
  | 'suppression-not-honoured'
  | 'suppression-without-reason'
  | 'unknown-suppressed-rule'
  | 'unreadable-base'
  | 'unreadable-head'
  | 'unrendered-template'
  | 'unused-suppression'
  | 'workflow-changed';

/** Something a reader should know that is no finding: text that was not judged, and why. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly file: string;
  readonly message: Bilingual;
  readonly location: Location | null;
}

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function comparePlaces(left: Location, right: Location): number {
  return byText(left.file, right.file) || left.start.line - right.start.line || left.start.column - right.start.column;
}

/** The one order of findings: file, start line, start column, rule id; then message id and tree, for determinism. */
export function compareFindings(left: Finding, right: Finding): number {
  return compareIdentities(left, right) || byText(left.message.en, right.message.en);
}

/** The same without a look at texts. */
export function compareIdentities(left: Finding, right: Finding): number {
  return (
    comparePlaces(left.location, right.location) ||
    byText(left.ruleId, right.ruleId) ||
    byText(left.messageId, right.messageId) ||
    byText(left.location.tree, right.location.tree) ||
    byText(left.fingerprint, right.fingerprint)
  );
}

/** By place and rule; then by what is missing and whom it is about. */
export function compareNotEvaluated(left: NotEvaluated, right: NotEvaluated): number {
  const about = ({ missing, resource }: NotEvaluated): string => JSON.stringify([missing, resource]);
  return (
    comparePlaces(left.location, right.location) ||
    byText(left.ruleId, right.ruleId) ||
    byText(about(left), about(right))
  );
}

/** By place, those without one first. */
export function compareProblems(left: Problem, right: Problem): number {
  if (left.location === null || right.location === null)
    return Number(left.location !== null) - Number(right.location !== null) || byText(left.file, right.file);
  return comparePlaces(left.location, right.location) || byText(left.message.en, right.message.en);
}
