import type { ClusterProfile } from '../world/facts.ts';
import type { World } from '../world/world.ts';
import { CannotEvaluate } from './failure.ts';
import { pathMatcher } from './match-paths.ts';
import type { Settings } from './settings.ts';

/** The first entry of `clusters` whose paths match wins over `cluster`. */
export function clusterLookup(settings: Settings): (file: string) => ClusterProfile {
  const entries = settings.clusters.map(({ name, paths, facts }) => ({
    matches: pathMatcher(paths),
    profile: { name, facts },
  }));
  const rest: ClusterProfile = { name: undefined, facts: settings.cluster };
  const known = new Map<string, ClusterProfile>();
  return (file) => {
    const cached = known.get(file);
    if (cached !== undefined) return cached;
    const profile = entries.find((entry) => entry.matches(file))?.profile ?? rest;
    known.set(file, profile);
    return profile;
  };
}

/** Every object that is judged must have the facts that the configuration requires, whichever entry it belongs to. */
export function requireFactsOf(world: World, { requireFacts, clusters }: Settings): void {
  if (requireFacts.length === 0 || clusters.length === 0) return;
  const outside = world.resources.find((resource) => resource.cluster === undefined);
  if (outside === undefined) return;
  const { facts } = world.profileOf(outside);
  const missing = requireFacts.filter((fact) => facts[fact] === undefined);
  if (missing.length === 0) return;
  throw new CannotEvaluate(
    `requireFacts: cluster lacks ${missing.join(', ')}, and no entry of clusters matches ${outside.file}.`,
    'Add them to cluster, or name the path in an entry of clusters.',
  );
}
