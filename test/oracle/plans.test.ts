import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeBetween } from '../../src/analysis/compare-trees.ts';
import type { PlanEffectKind, PlanEntry } from '../../src/analysis/plan-entry.ts';
import { planAgainst } from '../../src/analysis/plan.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import { defaultBackendMode } from '../../src/controller/surroundings.ts';
import { treeOf } from '../support/check-files.ts';
import {
  transitionsIn,
  type RecordedInput,
  type RecordedMutation,
  type TransitionCase,
} from './transition-recording.ts';

/**
 * What people are shown of each recorded change, against what the controller did. The model below has the whole cloud of a
 * recording; a plan has the two manifests. `plans-apart.tsv` names recordings in which something that no manifest tells
 * decides; each of them must still differ, or its line goes.
 */
const cases = transitionsIn('test/oracle').filter(
  ({ input: { headCluster, then, cluster } }) =>
    (headCluster ?? null) === null && then === undefined && Object.keys(cluster.cloud?.apiErrors ?? {}).length === 0,
);
const apart = new Set(
  readFileSync('test/oracle/plans-apart.tsv', 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[0] ?? ''),
);

describe('the plan agrees with the controller', () => {
  it('is compared with all recordings in which nobody else did anything', () => {
    expect(cases).toHaveLength(456);
    expect([...apart].filter((id) => !cases.some((one) => one.id === id))).toEqual([]);
  });

  it.each(cases.map((one) => [one.id, one.tag, one] as const))('%s (%s)', (id, _tag, one) => {
    const differences = differencesOf(one);
    if (apart.has(id)) expect(differences).not.toEqual([]);
    else expect(differences).toEqual([]);
  });
});

function differencesOf({ input, expected: { head, removal } }: TransitionCase): string[] {
  const [entry, ...more] = planOf(input);
  const done = [...(removal?.mutations ?? []), ...(head.mutations ?? [])].filter(({ error }) => error === undefined);
  const error = head.error ?? removal?.error;
  const found: string[] = [];
  const say = (isDifferent: boolean, words: string): void => {
    if (isDifferent) found.push(words);
  };
  if (entry === undefined) {
    say(done.length > 0 || error !== undefined, 'no entry, and something happens');
    return found;
  }
  say(more.length > 0, 'several entries');
  say(error !== undefined && entry.action !== 'refuse', `an error, and ${entry.action}`);
  say(error === undefined && head.result !== 'blocked' && entry.event !== null, `${entry.event}, and no error`);
  say(head.class !== undefined && entry.failure !== head.class.toLowerCase(), `${head.class}, and ${entry.failure}`);
  const has = (api: RegExp): boolean => done.some((mutation) => api.test(mutation.api));
  const isDeleted = has(/^Delete(?:LoadBalancer|NLB)$/);
  say(isDeleted && !['lost', 'new'].includes(entry.address), `deleted, and ${entry.address}`);
  say(!isDeleted && entry.address === 'lost', 'lost, and not deleted');
  const isMade = has(/^Create(?:LoadBalancer|NLB)$/);
  say(isMade && entry.address !== 'new', `made, and ${entry.address}`);
  if (isMade || isDeleted) return found;
  const made = targetsOf(done, /^Create.*Listener/);
  const planned = plannedTargets(entry, ['listener-created', 'listener-recreated']);
  say(made !== planned, `listeners ${made} made, and ${planned}`);
  return found;
}

function planOf({ base, head, cluster }: RecordedInput): readonly PlanEntry[] {
  const mode = defaultBackendMode(cluster.serviceBackendType ?? '', cluster.forceBackendEni ?? '');
  const facts = [
    'provider=ack',
    'ccmVersion=v2.14.0',
    'kubernetesVersion=1.32',
    'network=terway',
    `backendMode=${mode}`,
    ...(cluster.disablePublicSLB === true ? ['disablePublicLoadBalancer=true'] : []),
  ];
  const settings = resolveSettings({ set: facts.map((fact) => `cluster.${fact}`) }, {}, true, 'en');
  const [before, after] = [base, head].map((service, at) =>
    treeOf(service === null ? {} : { 'service.json': JSON.stringify(service) }, at === 0 ? 'base' : 'head'),
  );
  if (before === undefined || after === undefined) throw new Error('there are two trees');
  const { changes = [] } = planAgainst(
    settings,
    after,
    { tree: before, change: changeBetween(after, before) },
    { notices: [], inventory: undefined, isAsked: () => true },
  );
  return changes;
}

function targetsOf(done: readonly RecordedMutation[], api: RegExp): string {
  const targets = done.filter((mutation) => api.test(mutation.api)).map(({ target = '' }) => target.toLowerCase());
  return targets.sort().join();
}

function plannedTargets({ effects }: PlanEntry, kinds: readonly PlanEffectKind[]): string {
  const targets = effects.filter(({ kind }) => kinds.includes(kind)).map(({ target }) => target ?? '');
  return targets.sort().join();
}
