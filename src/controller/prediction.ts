import type { Kind } from '../catalog/annotations.ts';
import { assignmentOf, type NoController } from './assignment.ts';
import type { Backends } from './backends/groups.ts';
import { clbGroups } from './clb/groups.ts';
import { clbInstance } from './clb/instance.ts';
import { clbInstanceDefaults } from './clb/instance-defaults.ts';
import { clbListeners, type ClbListener } from './clb/listeners.ts';
import { contextOf, type Context } from './context.ts';
import { ControllerVersion } from './controller-version.ts';
import type { CreateDefaults } from './create-defaults.ts';
import { nlbGroups } from './nlb/groups.ts';
import { nlbInstance } from './nlb/instance.ts';
import { nlbInstanceDefaults } from './nlb/instance-defaults.ts';
import { nlbListeners, type NlbListener } from './nlb/listeners.ts';
import type { Problem } from './problems.ts';
import type { Subject } from './subject.ts';
import type { Surroundings } from './surroundings.ts';
import type { Attributes } from './values.ts';

/** What both kinds of load balancer have in common. */
interface Served<K extends Kind, L> {
  readonly controller: K;
  readonly reason?: never;
  readonly context: Context;
  /** An existing instance is named, which is never created or deleted. */
  readonly userManaged: boolean;
  /** `force-override-listeners` is exactly `true`. */
  readonly override: boolean;
  /** Listeners are made from the Service; otherwise they are read, and can be refused, but not applied. */
  readonly listenersManaged: boolean;
  readonly preserveOnDelete: boolean;
  /** Attributes that annotations give to the instance. */
  readonly instance: Attributes;
  /** Attributes added or changed at creation; undefined for a reused instance. */
  readonly create: CreateDefaults | undefined;
  readonly listeners: readonly L[];
  readonly backends: Backends;
  /** What is refused, in the controller's order. The rest is predicted as if it were not. */
  readonly problems: readonly Problem[];
  /** The first problem that ends the run: nothing is synced. */
  readonly error: Problem | undefined;
  /** Versions of the controller at which the answer may change. */
  readonly versions: readonly string[];
}

export type ClbPrediction = Served<'clb', ClbListener>;
export type NlbPrediction = Served<'nlb', NlbListener>;
export interface NoPrediction {
  readonly controller: 'none';
  readonly reason: NoController;
}

/** What the cloud controller makes of one Service. */
export type Prediction = ClbPrediction | NlbPrediction | NoPrediction;

/** Predicts what the controller does with a Service under what is known about its surroundings. */
export function predict(subject: Subject, surroundings: Surroundings): Prediction {
  const version = new ControllerVersion(surroundings.ccmVersion);
  const assignment = assignmentOf(subject, surroundings.featureGates ?? {}, version);
  if (assignment.controller === 'none') return assignment;
  return assignment.controller === 'clb' ? predictAsClb(subject, surroundings) : predictAsNlb(subject, surroundings);
}

/** What the CLB controller makes of a Service that it works on, whoever is to serve it. */
export function predictAsClb(subject: Subject, surroundings: Surroundings): ClbPrediction {
  return predictClb(contextOf('clb', subject, surroundings, new ControllerVersion(surroundings.ccmVersion)));
}

/** What the NLB controller makes of a Service that it works on, whoever is to serve it. */
export function predictAsNlb(subject: Subject, surroundings: Surroundings): NlbPrediction {
  return predictNlb(contextOf('nlb', subject, surroundings, new ControllerVersion(surroundings.ccmVersion)));
}

function predictClb(context: Context): ClbPrediction {
  const instance = clbInstance(context);
  const backends = clbGroups(context);
  const listeners = clbListeners(context);
  return {
    controller: 'clb',
    ...ownership(context),
    ...verdict([...instance.problems.all, ...backends.problems.all, ...listeners.problems.all]),
    instance: instance.instance,
    create: context.reused ? undefined : clbInstanceDefaults(context, instance.instance),
    listeners: listeners.listeners,
    backends: backends.backends,
    versions: context.version.thresholds,
  };
}

function predictNlb(context: Context): NlbPrediction {
  const instance = nlbInstance(context);
  const listeners = nlbListeners(context);
  const backends = nlbGroups(context, listeners.listeners);
  return {
    controller: 'nlb',
    ...ownership(context),
    ...verdict([...instance.problems.all, ...listeners.problems.all, ...backends.problems.all]),
    instance: instance.instance,
    create: context.reused ? undefined : nlbInstanceDefaults(context, instance.instance),
    listeners: listeners.listeners,
    backends: backends.backends,
    versions: context.version.thresholds,
  };
}

function ownership(
  context: Context,
): Pick<ClbPrediction, 'context' | 'userManaged' | 'override' | 'listenersManaged' | 'preserveOnDelete'> {
  const { annotations, reused } = context;
  const override = annotations.text('force-override-listeners') === 'true';
  return {
    context,
    userManaged: reused,
    override,
    listenersManaged: !reused || override,
    preserveOnDelete: annotations.text('preserve-lb-on-delete') !== undefined,
  };
}

function verdict(problems: readonly Problem[]): Pick<ClbPrediction, 'problems' | 'error'> {
  return { problems, error: problems.find(({ ends }) => ends) };
}
