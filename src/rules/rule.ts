import type { Bilingual, Severity } from '../model/finding.ts';
import type { Suggestion } from '../model/fix.ts';
import type { Manifest, Resource } from '../model/manifest.ts';
import type { Spot } from '../model/node.ts';
import type { PlainPart } from '../model/plain.ts';
import type { LoadBalancerChange } from '../controller/change/change.ts';
import type { LoadBalancer } from '../controller/load-balancer.ts';
import type { ClusterFacts, FactName, Thresholds } from '../world/facts.ts';
import type { Service } from '../world/service.ts';
import type { Workload } from '../world/workload.ts';
import type { World } from '../world/world.ts';

/** What a rule looks at, one at a time. */
export interface Subjects {
  /** A file, for what stands in the way of reading it. */
  readonly manifest: { readonly file: string; readonly manifest: Manifest };
  /** A Service or workload of any sort. */
  readonly resource: Resource;
  /** A Service that ACK's controllers serve, as predicted under the facts at hand. */
  readonly loadBalancer: LoadBalancer;
  readonly workload: Workload;
  /** A load balancer that a change makes, alters or takes away; asked only where there is a base. */
  readonly change: LoadBalancerChange;
}
export type SubjectName = keyof Subjects;

/** *presence*: fires on something written; *absence*: fires on something missing, which proves nothing in what is partial. */
export type Evidence = 'presence' | 'absence';

/** One sentence that a rule can say, in both languages, as a function of data. */
export interface Message<D> {
  en(this: void, data: D): string;
  zh(this: void, data: D): string;
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  readonly firesOn?: Evidence;
  readonly events?: readonly string[];
  /** What it takes for granted besides facts, as `substitution=none`: the finding is conditional, and the text says so. */
  readonly assumes?: readonly string[];
  readonly why?: Bilingual;
  readonly remedy?: { en(this: void, data: D): string; zh(this: void, data: D): string };
}

/** The file, and where it is known the object, that a place stands in. */
export type Whereabouts = Pick<Resource, 'file' | 'manifest'> & Partial<Pick<Resource, 'document' | 'root'>>;

interface ReportBase {
  /** The place to point at: the exact value, or the nearest key that exists. */
  readonly at: Spot;
  /** The resource it is about, when it is not the subject's own. */
  readonly resource?: Resource;
  /** The file that the place stands in, where it is not the resource's own. */
  readonly within?: Whereabouts | undefined;
  /** Other resources that the answer rests on. */
  readonly others?: readonly Resource[];
  readonly related?: readonly { readonly at: Spot; readonly resource: Whereabouts; readonly message: Bilingual }[];
  /** How bad, when it can be counted: seconds short, ports without a match. */
  readonly measure?: number;
  /** The offending value, where it is not simply the scalar pointed at. */
  readonly value?: string;
  /** The document, for reports about a place that is no value. */
  readonly document?: number;
  /** Where this one report differs from its message. */
  readonly firesOn?: Evidence;
  /** Key path for the fingerprint, where it is not the path of the place pointed at (a missing field). */
  readonly path?: string;
  /**
   * What mends it, where that is certain whatever the author meant; asked for only where somebody wants to know. The
   * engine proves it before anybody sees it.
   */
  readonly fix?: (() => Suggestion | undefined) | undefined;
}

/** A violation, as a rule reports it; location, severity and fingerprint are added by the engine. */
export type Report<M extends object> = {
  [K in keyof M & string]: ReportBase & { readonly message: K; readonly data: M[K] };
}[keyof M & string];

/** The rule cannot be answered here; what is missing would settle it. */
export interface Undecided {
  readonly undecided: readonly ('render' | 'workload' | 'inventory' | `cluster.${FactName}`)[];
  readonly at: Spot;
  readonly resource: Resource;
}

/** What is taken for granted about the seconds of a rollout. */
export interface RolloutAssumptions {
  /** What the controller is taken to need for a member, in or out. */
  readonly syncDelaySeconds: number;
  /** What must remain of the grace period after preStop. */
  readonly marginSeconds: number;
}

export interface RuleContext extends RolloutAssumptions {
  readonly world: World;
  /** Facts of the subject's cluster; those that the rule `reads` have a value wherever they can take only a few. */
  readonly facts: ClusterFacts;
  /** The rule's own options, defaults filled in. */
  readonly options: Readonly<Record<string, number>>;
  /** The change that a Service of this tree is part of; undefined where nothing is compared. */
  changeOf(this: void, service: Service): LoadBalancerChange | undefined;
  /** Changes of other Services of the scope that have a port of the same load balancer, unchanged ones among them. */
  neighboursOf(this: void, change: LoadBalancerChange): readonly LoadBalancerChange[];
}

export interface RuleOption {
  readonly default: number;
  readonly minimum: number;
  readonly description: Bilingual;
}

export interface Rule<S extends SubjectName = SubjectName, M extends object = Record<string, object>> {
  readonly id: string;
  readonly severity: Severity;
  readonly firesOn: Evidence;
  readonly subject: S;
  /** The answer rests on more than one resource, so that none of them may be partial. */
  readonly crossResource?: boolean;
  /** Facts that the answer depends on; an unknown one is tried with every value it can take. */
  readonly reads?: readonly FactName[];
  /** Versions at which the answer changes; an unknown version is tried on both sides. */
  readonly thresholds?: Thresholds;
  /** What exists in the cloud is part of the answer, where it is known. */
  readonly readsInventory?: true;
  /** The number of pods is part of the answer: replicas, autoscalers, budgets. */
  readonly countsPods?: true;
  /** The image of a container is part of the answer. */
  readonly readsImages?: true;
  /** With an unknown fact, fire conditionally instead of staying unanswered. */
  readonly conditional?: boolean;
  /**
   * Facts that are not asked for: an answer that rests on an unknown one is left out without a note. For hints for which
   * nobody would look a fact up.
   */
  readonly silentWithout?: readonly FactName[];
  /** `strict` makes it an error. */
  readonly strict?: boolean;
  readonly events: readonly string[];
  readonly summary: Bilingual;
  readonly why: Bilingual;
  readonly remedy: Bilingual;
  readonly source: { readonly url: string; readonly checked: string; readonly note: string };
  readonly options?: Readonly<Record<string, RuleOption>>;
  readonly messages: { readonly [K in keyof M]: Message<M[K]> };
  check(this: void, subject: Subjects[S], context: RuleContext): Iterable<Report<M> | Undecided>;
}

/**
 * Ties a rule's messages to what it reports: an unknown message, missing data, or data that JSON cannot hold does not
 * compile.
 */
export function defineRule<S extends SubjectName, M extends object>(
  rule: Rule<S, M> & (M extends PlainPart<M> ? unknown : never),
): Rule {
  return rule as unknown as Rule;
}
