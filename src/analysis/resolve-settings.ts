import { delays } from '../catalog/rollout.ts';
import type { Locale } from '../model/finding.ts';
import { severities } from '../model/finding.ts';
import { rules } from '../rules/index.ts';
import { factNames, type ClusterFacts } from '../world/facts.ts';
import type { Configuration } from './configuration-schema.ts';
import { CannotEvaluate } from './failure.ts';
import type { FailOn, Gate, RuleSetting, Settings, SuppressionPolicy } from './settings.ts';
import { choose } from './choose.ts';
import { didYouMean } from './suggest.ts';

/** What was said on the command line (or by action inputs); absent means not said. */
export interface Requested {
  readonly failOn?: string | undefined;
  readonly gate?: string | undefined;
  readonly preset?: string | undefined;
  readonly locale?: string | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly ignoreRule?: readonly string[] | undefined;
  readonly set?: readonly string[] | undefined;
}

/**
 * Request over configuration over default; `policy` of the configuration can only be tightened. New findings are told from
 * old ones by a base, or by the last audit, where only who asks for it counts the new ones alone.
 */
export function resolveSettings(
  requested: Requested,
  configuration: Configuration,
  hasBase: boolean,
  defaultLocale: Locale,
  hasLastAudit = false,
): Settings {
  const isCompared = hasBase || hasLastAudit;
  const cluster: ClusterFacts = { ...configuration.cluster, ...assignedFacts(requested.set ?? []) };
  const strictest = (left: FailOn, right: FailOn | undefined): FailOn => {
    const order: FailOn[] = [...severities, 'never'];
    return right === undefined || order.indexOf(left) <= order.indexOf(right) ? left : right;
  };
  const failOn =
    choice('--fail-on', requested.failOn, ['error', 'warning', 'info', 'never'] as const) ??
    configuration.policy?.failOn ??
    'error';
  const gate =
    choice('--gate', requested.gate, ['new', 'all'] as const) ??
    configuration.policy?.gate ??
    (hasBase ? 'new' : 'all');
  if (requested.gate === 'new' && !isCompared)
    throw new CannotEvaluate('--gate new needs a base to compare with.', 'Add --base <revision or folder>.');
  const settings: Settings = {
    cluster,
    clusters: (configuration.clusters ?? []).map(({ name, paths, ...facts }) => ({
      name,
      paths,
      facts: { ...facts, ...assignedFacts(requested.set ?? []) },
    })),
    requireFacts: configuration.requireFacts ?? [],
    include: configuration.paths?.include ?? [],
    exclude: configuration.paths?.exclude ?? [],
    preset:
      choice('--preset', requested.preset, ['recommended', 'strict'] as const) ?? configuration.preset ?? 'recommended',
    rules: new Map(Object.entries(configuration.rules ?? {}).map(([id, value]) => [id, ruleSetting(value)])),
    syncDelaySeconds: configuration.rollout?.syncDelaySeconds ?? delays.controllerSync.seconds,
    onlyRules: requested.rule === undefined ? undefined : new Set(requested.rule.map((id) => knownRule('--rule', id))),
    ignoredRules: new Set((requested.ignoreRule ?? []).map((id) => knownRule('--ignore-rule', id))),
    failOn: strictest(failOn, configuration.policy?.failOn),
    gate: gate === 'all' || configuration.policy?.gate === 'all' || !isCompared ? 'all' : ('new' satisfies Gate),
    suppressions: {
      honour: honoured(configuration.suppressions?.honour, hasBase),
      requireReason: configuration.suppressions?.requireReason ?? true,
    },
    locale: choice('--locale', requested.locale, ['en', 'zh-CN'] as const) ?? configuration.locale ?? defaultLocale,
  };
  requireFacts(settings);
  for (const id of settings.ignoredRules) {
    if (settings.rules.get(id)?.suppressible !== false) continue;
    throw new CannotEvaluate(`--ignore-rule ${id}: the configuration says suppressible: false for this rule.`);
  }
  const isLeft = ({ id }: { id: string }): boolean =>
    !settings.ignoredRules.has(id) && (settings.onlyRules?.has(id) ?? true);
  if (!rules.some(isLeft)) throw new CannotEvaluate('--rule and --ignore-rule leave no rule to run.');
  return settings;
}

/** Without a base there is nothing that stood there before, and desk runs would show what was accepted long ago. */
function honoured(configured: SuppressionPolicy['honour'] | undefined, hasBase: boolean): SuppressionPolicy['honour'] {
  const honour = configured ?? 'base';
  return honour === 'base' && !hasBase ? 'all' : honour;
}

function ruleSetting(value: NonNullable<Configuration['rules']>[string]): RuleSetting {
  if (typeof value === 'string') return { severity: value };
  const options = value.marginSeconds === undefined ? {} : { options: { marginSeconds: value.marginSeconds } };
  return {
    ...(value.severity === undefined ? {} : { severity: value.severity }),
    ...(value.suppressible === undefined ? {} : { suppressible: value.suppressible }),
    ...(value.allowLabel === undefined ? {} : { allowLabel: value.allowLabel.trim() }),
    ...options,
  };
}

function choice<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  return value === undefined ? undefined : choose(option, value, allowed);
}

function knownRule(option: string, id: string): string {
  const ids = rules.map((rule) => rule.id);
  if (!ids.includes(id))
    throw new CannotEvaluate(
      `${option}: there is no rule "${id}".${didYouMean(id, ids)}`,
      'ack-service-gate rules lists them.',
    );
  return id;
}

const factTypes: Readonly<Record<string, 'text' | 'number' | 'bool' | readonly string[]>> = {
  provider: ['ack', 'other', 'auto'],
  ccmVersion: 'text',
  kubernetesVersion: 'text',
  network: ['terway', 'flannel'],
  backendMode: ['eni', 'node'],
  vpcId: 'text',
  nodeCount: 'number',
  disablePublicLoadBalancer: 'bool',
};

function assignedFacts(assignments: readonly string[]): ClusterFacts {
  const facts: Record<string, unknown> = {};
  for (const assignment of assignments) {
    const match = /^cluster\.([A-Za-z]+)=(.*)$/s.exec(assignment);
    if (match === null)
      throw new CannotEvaluate(
        `--set takes cluster.<fact>=<value>, not "${assignment}".`,
        `Facts: ${factNames.join(', ')}.`,
      );
    const [, name = '', value = ''] = match;
    const type = factTypes[name];
    if (type === undefined)
      throw new CannotEvaluate(
        `--set: there is no fact "cluster.${name}".${didYouMean(name, factNames)}`,
        `Facts: ${factNames.join(', ')}.`,
      );
    facts[name] = factValue(name, value, type);
  }
  return facts;
}

function factValue(name: string, value: string, type: 'text' | 'number' | 'bool' | readonly string[]): unknown {
  const refuse = (expected: string): never => {
    throw new CannotEvaluate(`--set cluster.${name} takes ${expected}, not "${value}".`);
  };
  if (value === '') return refuse('a value');
  if (type === 'number') return /^[0-9]+$/.test(value) ? Number(value) : refuse('a whole number');
  if (type === 'bool') return value === 'true' || value === 'false' ? value === 'true' : refuse('true or false');
  if (type === 'text') {
    if (name.endsWith('Version') && !/^v?[0-9]+(?:\.[0-9]+)*(?:-[0-9A-Za-z.-]+)?$/.test(value))
      return refuse('a version such as v2.14.0');
    return value;
  }
  return type.includes(value) ? value : refuse(type.join(' or '));
}

function requireFacts({ requireFacts: required, cluster, clusters }: Settings): void {
  const missingIn = (facts: ClusterFacts): string[] => required.filter((fact) => facts[fact] === undefined);
  const places =
    clusters.length === 0
      ? [{ name: 'cluster', missing: missingIn(cluster) }]
      : clusters.map(({ name, facts }) => ({ name: `clusters entry "${name}"`, missing: missingIn(facts) }));
  const lacking = places.filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) return;
  throw new CannotEvaluate(
    lacking.map(({ name, missing }) => `requireFacts: ${name} lacks ${missing.join(', ')}.`).join('\n'),
    'Add them to the configuration, or give them with --set cluster.<fact>=<value>.',
  );
}
