import type { Manifest, Resource } from '../model/manifest.ts';
import type { ClusterProfile } from './facts.ts';
import type { Guards } from './guards.ts';
import { readService, type Service } from './service.ts';
import type { Tree } from './tree.ts';
import { readWorkload, type Workload } from './workload.ts';
import type { SelectorEvidence, World } from './world.ts';

/** A file in which some resources read otherwise. Each keeps its place: name, namespace, labels, selector, scope. */
export interface Amendment {
  readonly file: string;
  readonly manifest: Manifest;
  /** The resources that are looked at, as they are in the world, and as they would be. */
  readonly resources: ReadonlyMap<Resource, Resource>;
}

/**
 * A world narrowed to a few resources and to what they are judged together with (Services in front of workloads and the
 * workloads behind Services), in which these resources may read otherwise. Who selects whom is asked of the whole world,
 * so that looking at one change costs nothing of building an index.
 */
export class AmendedWorld implements World {
  readonly tree: Tree;
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  readonly workloads: readonly Workload[];
  readonly loadBalancers: readonly Service[];
  readonly foreignLoadBalancers: readonly Service[];
  readonly scopes: ReadonlySet<string>;
  readonly problems: World['problems'];
  readonly inventory: World['inventory'];
  readonly guards: World['guards'];
  readonly #world: World;
  readonly #amendment: Amendment;
  readonly #original = new Map<Resource, Resource>();
  readonly #services = new Map<Service, Service>();
  readonly #workloads = new Map<Workload, Workload>();
  readonly #originalService = new Map<Service, Service>();
  readonly #originalWorkload = new Map<Workload, Workload>();

  constructor(world: World, index: ReadonlyMap<Resource, Service | Workload>, amendment: Amendment) {
    this.#world = world;
    this.#amendment = amendment;
    for (const [before, after] of amendment.resources) {
      this.#original.set(after, before);
      const subject = index.get(before);
      if (subject === undefined) continue;
      if ('isLoadBalancer' in subject) {
        const service = readService(after);
        this.#services.set(subject, service);
        this.#originalService.set(service, subject);
      } else {
        const workload = readWorkload(after);
        if (workload === undefined) continue;
        this.#workloads.set(subject, workload);
        this.#originalWorkload.set(workload, subject);
      }
    }
    const { manifest, file } = amendment;
    this.tree = { ...world.tree, manifests: new Map([[file, manifest]]) };
    this.resources = [...amendment.resources.values()];
    this.services = [...this.#services.values()];
    const own = [...this.#services.keys()].filter(({ isLoadBalancer }) => isLoadBalancer);
    const [foreign, served] = [true, false].map((is) => own.filter(({ resource }) => world.isForeign(resource) === is));
    this.foreignLoadBalancers = (foreign ?? []).map((service) => this.#now(service));
    const inFront = [...this.#workloads.keys()].flatMap((workload) => world.loadBalancersOf(workload));
    this.loadBalancers = [...new Set([...(served ?? []), ...inFront])].map((service) => this.#now(service));
    const behind = (served ?? []).flatMap((service) => world.workloadsOf(service));
    this.workloads = [...new Set([...this.#workloads.keys(), ...behind])].map((workload) =>
      this.#nowWorkload(workload),
    );
    this.scopes = world.scopes;
    this.problems = world.problems;
    this.inventory = world.inventory;
    this.guards = world.guards;
  }

  isForeign(resource: Resource): boolean {
    return this.#world.isForeign(this.#before(resource));
  }

  wouldBeForeign(service: Service): boolean {
    return this.#world.wouldBeForeign(service);
  }

  lendsItsTemplate(workload: Workload): boolean {
    return this.#world.lendsItsTemplate(this.#originalWorkload.get(workload) ?? workload);
  }

  filesWith(resource: Resource): { file: string; manifest: Manifest }[] {
    const { file: amended, manifest: now } = this.#amendment;
    return this.#world
      .filesWith(this.#before(resource))
      .map(({ file, manifest }) => ({ file, manifest: file === amended ? now : manifest }));
  }

  workloadsOf(service: Service): readonly Workload[] {
    const selected = this.#world.workloadsOf(this.#originalService.get(service) ?? service);
    return selected.map((workload) => this.#nowWorkload(workload));
  }

  loadBalancersOf(workload: Workload): readonly Service[] {
    const selecting = this.#world.loadBalancersOf(this.#originalWorkload.get(workload) ?? workload);
    return selecting.map((service) => this.#now(service));
  }

  sharing(service: Service): readonly Service[] {
    return this.#world.sharing(this.#originalService.get(service) ?? service).map((other) => this.#now(other));
  }

  guardsOf(workload: Workload): Guards {
    return this.#world.guardsOf(this.#originalWorkload.get(workload) ?? workload);
  }

  evidenceFor(service: Service): SelectorEvidence {
    return this.#world.evidenceFor(this.#originalService.get(service) ?? service);
  }

  copiesOf(resource: Resource): readonly Resource[] {
    const { resources } = this.#amendment;
    return this.#world.copiesOf(this.#before(resource)).map((copy) => resources.get(copy) ?? copy);
  }

  profileOf(resource: Resource): ClusterProfile {
    return this.#world.profileOf(resource);
  }

  #before(resource: Resource): Resource {
    return this.#original.get(resource) ?? resource;
  }

  #now(service: Service): Service {
    return this.#services.get(service) ?? service;
  }

  #nowWorkload(workload: Workload): Workload {
    return this.#workloads.get(workload) ?? workload;
  }
}

/** The Services and workloads of a world, by their resource. */
export function subjectsByResource({ services, workloads }: World): ReadonlyMap<Resource, Service | Workload> {
  return new Map([...services, ...workloads].map((subject) => [subject.resource, subject]));
}
