import { changeOf, type ServicePair } from '../controller/change/change.ts';
import { predictLoadBalancer } from '../controller/load-balancer.ts';
import type { Manifest, Resource } from '../model/manifest.ts';
import type { Rule, Subjects } from '../rules/rule.ts';
import type { ClusterFacts } from '../world/facts.ts';
import type { World } from '../world/world.ts';

/** What a rule is asked about once: the subject under given facts, and whose cluster it is. */
export interface Case {
  readonly file: string;
  readonly manifest: Manifest;
  readonly resource: Resource | undefined;
  /** Files of both trees that hold it. */
  readonly files: readonly string[];
  subject(facts: ClusterFacts): Subjects[keyof Subjects];
}

/** What is compared, for rules about changes. */
export interface Compared {
  readonly base: World;
  readonly pairs: readonly ServicePair[];
}

/** Everything that a rule is asked about: each subject of its sort in a world, or each change where something is compared. */
export function casesOf(rule: Rule, world: World, compared: Compared | undefined): readonly Case[] {
  const ofResource = (resource: Resource, subject: Case['subject'], files = [resource.file]): Case => ({
    file: resource.file,
    manifest: resource.manifest,
    resource,
    files,
    subject,
  });
  switch (rule.subject) {
    case 'manifest':
      return [...world.tree.manifests].map(([file, manifest]) => ({
        file,
        manifest,
        resource: undefined,
        files: [file],
        subject: () => ({ file, manifest }),
      }));
    case 'resource':
      return world.resources.map((resource) => ofResource(resource, () => resource));
    case 'workload':
      return world.workloads.map((workload) => ofResource(workload.resource, () => workload));
    case 'loadBalancer':
      return world.loadBalancers.map((service) =>
        ofResource(service.resource, (facts) => predictLoadBalancer(service, facts)),
      );
    case 'change':
      return (compared?.pairs ?? []).flatMap((pair) => {
        const sides = [pair.head, pair.base].flatMap((side) => (side === undefined ? [] : [side.resource]));
        const [resource] = sides;
        const files = [...new Set(sides.map(({ file }) => file))];
        return resource === undefined
          ? []
          : [ofResource(resource, (facts) => changeOf(pair, facts, { inventory: world.inventory }), files)];
      });
  }
}
