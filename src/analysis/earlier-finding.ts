import { digestOf } from '../model/digest.ts';
import type { Finding, ResourceIdentity } from '../model/finding.ts';
import { fingerprintOf } from '../model/fingerprint.ts';
import type { EarlierCircumstances } from './circumstances.ts';
import type { Comparable } from './known-findings.ts';
import type { RestedObject } from './rested-objects.ts';

/** A finding as an audit leaves it for the next one. */
export interface EarlierFinding extends Comparable {
  readonly ruleId: string;
  /** A digest: what stands in a manifest is not kept a second time. */
  readonly value: string | null;
  /** The fingerprint without what other files, a move or the configuration may change: scope, object and namespaces. */
  readonly alike: string;
  readonly resource: ResourceIdentity | null;
  readonly clusters: readonly string[];
  /** Those that the object goes to, as far as the finding is about it there. */
  readonly namespaces: readonly (string | null)[];
  readonly file: string;
  /** Where in the object it was found, as in its fingerprint. */
  readonly path: string;
  /** What had to be known for it, as `ccmVersion` or `inventory`. */
  readonly facts: readonly string[];
  /** The object that it is about, first, and all that the answer rested on besides; none where it is about no object. */
  readonly restsOn: readonly RestedObject[];
  /** The day of the audit that found it first, YYYY-MM-DD. */
  readonly since: string;
  /** The audit that found it last, ISO 8601 in UTC. */
  readonly lastSeen: string;
  /** The day since which no audit could look at it, YYYY-MM-DD; null where the last one could. */
  readonly unseenSince: string | null;
}

export interface LastAudit extends EarlierCircumstances {
  readonly commit: string | null;
  /** What counted then. */
  readonly open: readonly EarlierFinding[];
  /** Names of the clusters that the configuration had then. */
  readonly clusters: readonly string[];
  /** As `Circumstances` has them; null where they were too many to be kept. */
  readonly objects: readonly string[] | null;
}

/** True for a finding that a later audit is to know of. */
export function counts({ suppression, status }: Finding): boolean {
  return suppression === null && status !== 'fixed';
}

export function comparable({ fingerprint, severity, measure, value }: Finding): Comparable {
  return { fingerprint, severity, measure, value: value === null ? null : digestOf(value, 16) };
}

export function alikeOf({ parts }: Finding): string {
  return fingerprintOf({ ...parts, scope: '', resource: '', other: parts.other.replace(/\/[^/]*\//, '//') });
}
