import type { Locale, Severity } from '../model/finding.ts';
import type { ClusterFacts, ClusterProfile, FactName } from '../world/facts.ts';

export type FailOn = Severity | 'never';
export type Gate = 'new' | 'all';
export type Preset = 'recommended' | 'strict';

/** Which suppressions in manifests take effect. */
export interface SuppressionPolicy {
  /** `base`: those that stood there before; `none`: none of them. Without a base, `base` means `all`. */
  readonly honour: 'all' | 'base' | 'none';
  readonly requireReason: boolean;
}

/** What the user decided about one rule. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  readonly options?: Readonly<Record<string, number>>;
  /** False: nothing silences it. */
  readonly suppressible?: boolean;
  /** A label of the pull request that lets it pass with findings of this rule; for rules about changes only. */
  readonly allowLabel?: string;
}

/** Everything that decides what is reported and what fails, from options, configuration and defaults. */
export interface Settings {
  readonly cluster: ClusterFacts;
  readonly clusters: readonly {
    readonly name: string;
    readonly paths: readonly string[];
    readonly facts: ClusterFacts;
  }[];
  readonly requireFacts: readonly FactName[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly preset: Preset;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** Seconds that the controller is taken to need for a member, in or out. */
  readonly syncDelaySeconds: number;
  /** When given, only these rules run. */
  readonly onlyRules: ReadonlySet<string> | undefined;
  readonly ignoredRules: ReadonlySet<string>;
  readonly failOn: FailOn;
  readonly gate: Gate;
  readonly suppressions: SuppressionPolicy;
  readonly locale: Locale;
}

export type { ClusterFacts, ClusterProfile };
