import { predictLoadBalancer } from '../controller/load-balancer.ts';
import type { Location, ResourceIdentity } from '../model/finding.ts';
import type { Resource } from '../model/manifest.ts';
import { pathOf } from '../model/node.ts';
import { openRollout, type Rollout } from '../rollout/rollout.ts';
import { rolloutOf } from '../rules/rollouts.ts';
import type { Service } from '../world/service.ts';
import type { Workload } from '../world/workload.ts';
import type { World } from '../world/world.ts';
import { locationIn } from './locate.ts';
import { rolloutAssumptions } from './rollout-assumptions.ts';
import type { Settings } from './settings.ts';

/** The rollouts of one workload behind one load balancer Service. */
export interface PairRollout {
  readonly service: ResourceIdentity;
  /** Null where the Service selects pods that no workload of the tree makes. */
  readonly workload: ResourceIdentity | null;
  readonly scope: string;
  readonly clusters: readonly string[];
  /** The workload, else the Service. */
  readonly location: Location;
  readonly rollout: Rollout;
}

/** What rollouts do to connections, for every load balancer Service and each workload behind it, in file order. */
export function rolloutsOf(world: World, settings: Pick<Settings, 'syncDelaySeconds' | 'rules'>): PairRollout[] {
  const assumptions = rolloutAssumptions(settings);
  const pairs = world.loadBalancers.flatMap((service) => {
    const { facts } = world.profileOf(service.resource);
    const loadBalancer = predictLoadBalancer(service, facts);
    // Without a selector the endpoints are made by somebody else, and no workload is replaced.
    if (loadBalancer.controller === 'none' || service.selectorNode === undefined) return [];
    const workloads = world
      .workloadsOf(service)
      .filter((workload) => !workload.kind.runsToCompletion && !world.lendsItsTemplate(workload));
    if (workloads.length === 0) return [pairOf(world, service, undefined, openRollout('pod-template'))];
    return workloads.map((workload) => {
      const isPartial = [service, workload].some(({ resource }) => resource.completeness === 'partial');
      const rollout = isPartial
        ? openRollout('render')
        : rolloutOf(workload, loadBalancer, { world, facts, assumptions });
      return pairOf(world, service, workload, rollout);
    });
  });
  // A Service that is written twice is one.
  const known = new Map(pairs.map((pair) => [keyOf(pair), pair]));
  return [...known].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair);
}

function pairOf(world: World, service: Service, workload: Workload | undefined, rollout: Rollout): PairRollout {
  const shown = workload?.resource ?? service.resource;
  return {
    service: service.resource.identity,
    workload: workload?.resource.identity ?? null,
    scope: shown.scope,
    clusters: shown.cluster === undefined ? [] : [shown.cluster],
    location: locationOf(world, shown),
    rollout,
  };
}

function locationOf({ tree }: World, { file, manifest, document, name, root }: Resource): Location {
  const node = name ?? root;
  return locationIn({ tree: tree.name, file, lines: manifest.lines }, node.range, pathOf(node, root), document);
}

function keyOf({ location, service, clusters }: PairRollout): string {
  const { file, start } = location;
  const place = [start.line, start.column].map((number) => String(number).padStart(9, '0'));
  return [file, ...place, service.kind, service.namespace ?? '', service.name, ...clusters].join('\0');
}
