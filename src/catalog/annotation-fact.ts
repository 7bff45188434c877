import type { Source } from './sources.ts';

/** A controller of the cloud controller manager: Classic or Network Load Balancer. */
export type Kind = 'clb' | 'nlb';

/**
 * Where a value of a fact holds: `all`, or a controller with the listener or check it is for, as the fact writes it
 * (`clb`, `clb tcp`, `nlb UDP check`).
 */
export type ByScope<T> = Readonly<Record<string, T>>;

/** Another annotation, field or fact of the cluster that an annotation needs or clashes with. */
export interface Relation {
  readonly ref: string;
  readonly value?: string;
  readonly why?: string;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
}

/** What is known about one key that the controller reads or writes. */
export interface AnnotationFact {
  /** The full key; `legacyKey` is its `alicloud` alias. */
  readonly key: string;
  readonly legacyKey?: string;
  readonly controllers: readonly Kind[];
  /** What the value belongs to; `reuse` decides about instance and listeners alike. */
  readonly group: 'instance' | 'listener' | 'healthcheck' | 'reuse' | 'backend' | 'other';
  /** The kind of object that carries the key: `Service`, `Node (label)`, … */
  readonly object: string;
  readonly type: string;
  /** Texts that are allowed; for the controllers in `openValues` others may be too. */
  readonly values?: ByScope<readonly string[]>;
  readonly openValues?: readonly Kind[];
  readonly letterCase?: ByScope<string>;
  readonly range?: ByScope<NumberRange>;
  readonly default?: ByScope<string | number>;
  /** The shape of the value, in words or as an expression, for people. */
  readonly pattern?: ByScope<string>;
  /** First version of the controller that reads it; absent: every version. */
  readonly firstVersion: Readonly<Partial<Record<Kind, string>>>;
  /** No released version is known to read it; it appeared after this one. */
  readonly laterThan?: string;
  /** Listener protocols it acts on; absent: it does not belong to a listener. CLB in lower, NLB in upper case. */
  readonly protocols?: Readonly<Partial<Record<Kind, readonly string[]>>>;
  readonly requires?: readonly Relation[];
  readonly conflicts?: readonly Relation[];
  readonly ignoredWhen?: readonly string[];
  readonly immutable: { readonly value: boolean | string; readonly effect?: string };
  /** What a bad value does, in words. */
  readonly invalidValue?: ByScope<string>;
  readonly status?: 'deprecated' | 'removed';
  readonly unverified?: true;
  readonly notes?: string;
  readonly sources: readonly Source[];
}
