import { predictLoadBalancer, type LoadBalancer } from '../controller/load-balancer.ts';
import type { Location } from '../model/finding.ts';
import { pathOf, type Spot } from '../model/node.ts';
import type { ClusterFacts } from '../world/facts.ts';
import type { World } from '../world/world.ts';
import { locationIn } from './locate.ts';
import { QuotaCounter, type QuotaUses } from './quota-use.ts';

/** One LoadBalancer Service and what the controller will make of it. */
export interface Planned {
  readonly loadBalancer: LoadBalancer;
  readonly facts: ClusterFacts;
  /** Its name, else its kind. */
  readonly location: Location;
  /** Where something of the Service stands. */
  readonly locate: (spot: Spot) => Location;
  /** What was taken for granted, as findings put it; empty where nothing was. */
  readonly assumes: readonly string[];
  /** undefined where no load balancer is made. */
  readonly quotas: QuotaUses | undefined;
}

/** What will be made for each LoadBalancer Service of the files that are reported, in the order of files and documents. */
export function plannedIn(world: World, isReported: (file: string) => boolean): Planned[] {
  const counter = new QuotaCounter();
  return world.loadBalancers
    .filter(({ resource }) => isReported(resource.file))
    .map((service): Planned => {
      const { resource } = service;
      const { facts } = world.profileOf(resource);
      const loadBalancer = predictLoadBalancer(service, facts);
      const place = { tree: world.tree.name, file: resource.file, lines: resource.manifest.lines };
      const locate = ({ node, range }: Spot): Location =>
        locationIn(place, range, pathOf(node, resource.root), resource.document);
      const node = resource.name ?? resource.root;
      return {
        loadBalancer,
        facts,
        location: locate({ node, range: node.range }),
        locate,
        assumes: assumptionsOf(loadBalancer, facts),
        quotas: counter.of(loadBalancer, { world, facts }),
      };
    })
    .sort(byPlace);
}

/** An unknown version counts as one at which everything holds that was asked for. */
function assumptionsOf({ prediction, service: { resource } }: LoadBalancer, facts: ClusterFacts): string[] {
  const newest = prediction.controller === 'none' ? undefined : prediction.versions.at(-1);
  const assumes: string[] = [];
  if (facts.ccmVersion === undefined && newest !== undefined) assumes.push(`cluster.ccmVersion>=${newest}`);
  if (resource.completeness === 'partial') assumes.push('render=unchanged');
  return assumes;
}

function byPlace({ location: left }: Planned, { location: right }: Planned): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.startOffset - right.startOffset;
}
