import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeBetween, ScopeMatch } from '../../src/analysis/compare-trees.ts';
import { clusterLookup } from '../../src/analysis/cluster-lookup.ts';
import { pairServices } from '../../src/analysis/pair-services.ts';
import { resolveSettings, type Requested } from '../../src/analysis/resolve-settings.ts';
import { changeOf, type ServicePair } from '../../src/controller/change/change.ts';
import { effectsOf } from '../../src/controller/change/effects.ts';
import { subjectOf } from '../../src/controller/subject.ts';
import { surroundingsOf } from '../../src/controller/surroundings.ts';
import type { Intervention } from '../../src/controller/transition/interventions.ts';
import { transitionOf, type Transition, type TransitionInput } from '../../src/controller/transition/transition.ts';
import { writtenText } from '../../src/model/node.ts';
import type { ClusterFacts } from '../../src/world/facts.ts';
import type { Service } from '../../src/world/service.ts';
import { buildWorld } from '../../src/world/world.ts';
import { treeOf, type Files } from '../support/check-files.ts';
import { saidOf } from './said.ts';
import type { Row, Said } from './table.ts';

/** The two trees of a row, and the options that state its facts. */
export interface Situation {
  readonly base: Files;
  readonly head: Files;
  readonly requested: Requested;
}

export function situationOf(folder: string, { fixture, facts }: Pick<Row, 'fixture' | 'facts'>): Situation {
  const files = (tree: string): Files => {
    const file = join(folder, fixture, `${tree}.yaml`);
    return existsSync(file) ? { 'web.yaml': readFileSync(file) } : {};
  };
  const all = facts.some((fact) => fact.startsWith('ccmVersion=')) ? facts : ['ccmVersion=v2.14.0', ...facts];
  return {
    base: files('base'),
    head: files('head'),
    requested: { set: all.map((fact) => `cluster.${fact}`) },
  };
}

/** What the model says of the one Service that changes. */
export function predicted(situation: Situation, given: string): Said {
  const [pair, ...others] = pairsOf(situation);
  if (pair === undefined || others.length > 0) throw new Error('A row is about one Service.');
  const facts = factsOf(situation);
  if (given === '') {
    const { transition, effects } = changeOf(pair, facts);
    return saidOf(transition, effects);
  }
  const transition = givenThat(pair, facts, given);
  return saidOf(transition, effectsOf(transition));
}

/** What becomes of the listeners of each Service, each on its own, by its name. */
export function predictedListeners(situation: Situation): ReadonlyMap<string, string> {
  const facts = factsOf(situation);
  return new Map(
    pairsOf(situation).map((pair) => {
      const { transition, effects } = changeOf(pair, facts);
      return [(pair.head ?? pair.base)?.resource.name?.text ?? '', saidOf(transition, effects).listeners];
    }),
  );
}

function factsOf({ requested }: Situation): ClusterFacts {
  return resolveSettings(requested, {}, true, 'en').cluster;
}

function pairsOf({ base, head, requested }: Situation): ServicePair[] {
  const settings = resolveSettings(requested, {}, true, 'en');
  const clusterOf = clusterLookup(settings);
  const trees = { base: treeOf(base, 'base'), head: treeOf(head) };
  const worlds = { base: buildWorld(trees.base, { clusterOf }), head: buildWorld(trees.head, { clusterOf }) };
  const scopes = new ScopeMatch(worlds, changeBetween(trees.head, trees.base));
  return pairServices(worlds.head, worlds.base, scopes);
}

function givenThat({ base, head }: ServicePair, facts: ClusterFacts, given: string): Transition {
  const after = sideOf(head);
  return transitionOf({
    base: sideOf(base),
    head:
      given === 'made anew' && after !== undefined
        ? { ...after, subject: { ...after.subject, uid: 'another' } }
        : after,
    surroundings: surroundingsOf(facts),
    order: given === 'made first' ? 'createFirst' : 'deleteFirst',
    thenDelete: given === 'then deleted',
    interventions: interventionsOf(given),
  });
}

function sideOf(service: Service | undefined): TransitionInput['base'] {
  if (service === undefined) return undefined;
  return { subject: subjectOf(service), spec: service.spec === undefined ? '' : writtenText(service.spec) };
}

/** What people did to the cloud by hand before the change came. */
function interventionsOf(given: string): Intervention[] {
  const listener = /^listener (\d+)\/(\w+) made by hand$/.exec(given);
  if (listener !== null)
    return [{ does: 'add-listener', port: Number(listener[1]), protocol: listener[2] ?? '', description: 'by hand' }];
  const drift = /^(\w+) of (\d+) set to (\w+) by hand$/.exec(given);
  if (drift !== null)
    return [{ does: 'drift-listener', port: Number(drift[2]), attributes: { [drift[1] ?? '']: drift[3] ?? '' } }];
  if (given === 'groups bound by hand') return [{ does: 'bind-groups' }];
  if (['made first', 'made anew', 'then deleted'].includes(given)) return [];
  throw new Error(`The table says "${given}", which nobody knows how to do.`);
}
