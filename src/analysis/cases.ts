import { changeOf, type ServicePair } from '../controller/change/change.ts';
import { forgetPredictions, predictLoadBalancer } from '../controller/load-balancer.ts';
import type { Manifest, Resource } from '../model/manifest.ts';
import type { Rule, Subjects } from '../rules/rule.ts';
import type { ClusterFacts } from '../world/facts.ts';
import type { Service } from '../world/service.ts';
import type { World } from '../world/world.ts';

/** What a rule is asked about once: the subject under given facts, and whose cluster it is. */
export interface Case {
  readonly file: string;
  readonly manifest: Manifest;
  readonly resource: Resource | undefined;
  /** Files of both trees that hold it. */
  readonly files: readonly string[];
  subject(facts: ClusterFacts): Subjects[keyof Subjects];
  /** Lets go of what was worked out for it. */
  forget?(): void;
}

/** What is compared, for rules about changes. */
export interface Compared {
  readonly base: World;
  readonly pairs: readonly ServicePair[];
}

/** Everything that rules of a sort are asked about: each subject in a world, or each change where something is compared. */
export function casesOf(subjects: Rule['subject'], world: World, compared: Compared | undefined): readonly Case[] {
  const ofResource = (resource: Resource, subject: Case['subject'], files = [resource.file]): Case => ({
    file: resource.file,
    manifest: resource.manifest,
    resource,
    files,
    subject,
  });
  switch (subjects) {
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
      return world.workloads.map((workload) => ({
        ...ofResource(workload.resource, () => workload),
        forget: () => world.loadBalancersOf(workload).forEach((service) => forget(service, world)),
      }));
    case 'loadBalancer':
      return world.loadBalancers.map((service) => ({
        ...ofResource(service.resource, (facts) => predictLoadBalancer(service, facts)),
        forget: () => forget(service, world),
      }));
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

/** Of Services that share a load balancer each is asked about when the others are. */
function forget(service: Service, world: World): void {
  if (world.sharing(service).length === 0) forgetPredictions(service);
}
