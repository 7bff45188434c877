import { isAlibabaAnnotation, isAlibabaClass, isForeignAnnotation, isForeignClass } from '../catalog/clouds.ts';
import { groupOf, guardKinds, isContextKind, kindsWithoutPods, workloadKindOf } from '../catalog/kinds.ts';
import { isPlaceholder } from '../catalog/placeholders.ts';
import type { Manifest, ParsedResource, Resource } from '../model/manifest.ts';
import type { ClusterProfile } from './facts.ts';
import { guardsOf, isGuard, type Guards } from './guards.ts';
import type { Inventory } from './inventory.ts';
import { memo } from './place-pairs.ts';
import { readKustomizations, type KustomizationProblem } from './kustomizations.ts';
import { isNear } from './nearness.ts';
import { isOpenNamespace } from './open-namespace.ts';
import { folderOf, isAtOrAbove } from './paths.ts';
import { placeResources } from './place-resources.ts';
import { annotationsOf, readService, type Service } from './service.ts';
import { Sharing } from './sharing.ts';
import { Separations, Togetherness } from './togetherness.ts';
import type { Tree } from './tree.ts';
import { readWorkload, type Workload } from './workload.ts';

export interface WorldOptions {
  /** The cluster that a file is applied to. */
  readonly clusterOf: (file: string) => ClusterProfile;
  /** True for Services that were ACK's in base, so that one added foreign annotation does not hide them. */
  readonly knownAsAck?: (resource: Resource) => boolean;
  /** What exists in the cloud. */
  readonly inventory?: Inventory | undefined;
}

/** An index of all resources of one tree. */
export interface World {
  readonly tree: Tree;
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  readonly workloads: readonly Workload[];
  /** Services of type LoadBalancer that ACK's controller is taken to serve. */
  readonly loadBalancers: readonly Service[];
  /** Services of type LoadBalancer that belong to another cloud. */
  readonly foreignLoadBalancers: readonly Service[];
  /** Budgets and autoscalers, which are read for what they say of others and are not judged. */
  readonly guards: readonly Resource[];
  readonly scopes: ReadonlySet<string>;
  readonly problems: readonly KustomizationProblem[];
  /** What exists in the cloud, as far as exports tell; undefined where none were given. */
  readonly inventory: Inventory | undefined;
  /** True for a Service of type LoadBalancer that belongs to another cloud. */
  isForeign(resource: Resource): boolean;
  /** The same of a Service as it would be, judged by what it says itself. */
  wouldBeForeign(service: Service): boolean;
  /** True for a workload whose pods another one makes in its stead: an Argo Rollout borrows its template. */
  lendsItsTemplate(workload: Workload): boolean;
  /** Files that may be applied together with a resource, whatever they hold. */
  filesWith(resource: Resource): readonly { readonly file: string; readonly manifest: Manifest }[];
  /** Workloads whose pods the Service selects. */
  workloadsOf(service: Service): readonly Workload[];
  /** ACK load balancer Services that select the workload's pods. */
  loadBalancersOf(workload: Workload): readonly Service[];
  /** Other ACK load balancer Services that name the same existing load balancer and are applied with this one. */
  sharing(service: Service): readonly Service[];
  /** Budgets and autoscalers of the workload's pods that are applied together with it. */
  guardsOf(workload: Workload): Guards;
  /** What the tree holds that bears on a selector without a match. */
  evidenceFor(service: Service): SelectorEvidence;
  /** Other resources of the same identity that are applied together with this one, in file order. */
  copiesOf(resource: Resource): readonly Resource[];
  profileOf(resource: Resource): ClusterProfile;
}

export interface SelectorEvidence {
  /** Workloads of the Service's namespace that are applied with it, none of which it selects. */
  readonly workloads: readonly Workload[];
  /** Why pods may come from somewhere that was not read; undefined when nothing suggests it. */
  readonly unseen: 'workload' | 'render' | undefined;
}

/** Builds the index of a tree: completeness, namespaces, scopes, who selects whom. Reads nothing from disk. */
export function buildWorld(tree: Tree, options: WorldOptions): World {
  return new IndexedWorld(tree, options);
}

class IndexedWorld implements World {
  readonly tree: Tree;
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  readonly workloads: readonly Workload[];
  readonly loadBalancers: readonly Service[];
  readonly foreignLoadBalancers: readonly Service[];
  readonly scopes: ReadonlySet<string>;
  readonly problems: readonly KustomizationProblem[];
  readonly inventory: Inventory | undefined;
  readonly guards: readonly Resource[];
  readonly #options: WorldOptions;
  readonly #foreign: ReadonlySet<Resource>;
  readonly #guarded = new Map<Workload, Guards>();
  readonly #separations: Separations;
  readonly #byKey = new Map<string, Resource[]>();
  readonly #togetherness: Togetherness;
  readonly #workloadsByNamespace = new Map<string, Workload[]>();
  readonly #workloadsByLabel = new Map<string, Workload[]>();
  readonly #sharing: Sharing;
  readonly #selected = new Map<Service, readonly Workload[]>();
  readonly #selecting = new Map<Workload, Service[]>();

  constructor(tree: Tree, options: WorldOptions) {
    this.tree = tree;
    this.#options = options;
    this.inventory = options.inventory;
    const kustomizations = readKustomizations(tree.manifests, tree.paths);
    this.problems = kustomizations.problems;
    const placed = placeResources(tree, kustomizations, options.clusterOf);
    this.guards = placed.filter(isGuard);
    const unscoped = placed.filter(({ kind }) => !isContextKind(kind));
    this.#separations = new Separations(unscoped);
    this.resources = unscoped.map((resource) => ({ ...resource, scope: this.#separations.scopeOf(resource) }));
    this.scopes = new Set(this.resources.map((resource) => resource.scope));
    for (const resource of this.resources) push(this.#byKey, resource.key, resource);
    this.#togetherness = new Togetherness(this.#separations, this.#byKey);
    this.services = this.resources
      .filter((entry) => entry.kind === 'Service' && entry.apiVersion === 'v1')
      .map(readService);
    this.workloads = this.resources.map(readWorkload).filter((workload) => workload !== undefined);
    const balancers = this.services.filter((service) => service.isLoadBalancer);
    this.foreignLoadBalancers = balancers.filter((service) => this.wouldBeForeign(service));
    this.#foreign = new Set(this.foreignLoadBalancers.map((service) => service.resource));
    this.loadBalancers = balancers.filter((service) => !this.#foreign.has(service.resource));
    this.#sharing = new Sharing(this.loadBalancers);
    this.#indexWorkloads();
    for (const service of this.loadBalancers) {
      for (const workload of this.workloadsOf(service)) push(this.#selecting, workload, service);
    }
  }

  profileOf(resource: Resource): ClusterProfile {
    return this.#options.clusterOf(resource.appliedBy);
  }

  isForeign(resource: Resource): boolean {
    return this.#foreign.has(resource);
  }

  lendsItsTemplate({ resource }: Workload): boolean {
    const sameNamespace = this.#workloadsByNamespace.get(namespaceKey(resource)) ?? [];
    return sameNamespace.some(
      ({ borrowsFrom, resource: borrower }) =>
        borrowsFrom?.kind === resource.kind &&
        borrowsFrom.name === resource.identity.name &&
        this.#togetherness.areTogether(borrower, resource),
    );
  }

  filesWith(resource: Resource): { file: string; manifest: Manifest }[] {
    const found: { file: string; manifest: Manifest }[] = [];
    for (const [file, manifest] of this.tree.manifests) {
      // What no entry names, such as a base, may be applied to any cluster.
      if (![undefined, resource.cluster].includes(this.#options.clusterOf(file).name)) continue;
      if (!this.#separations.areApart(resource.cluster, resource.file, file)) found.push({ file, manifest });
    }
    return found;
  }

  workloadsOf(service: Service): readonly Workload[] {
    const known = this.#selected.get(service);
    if (known !== undefined) return known;
    const first = service.selector?.entries().next().value;
    const candidates =
      first === undefined ? [] : (this.#workloadsByLabel.get(labelKey(service.resource, ...first)) ?? []);
    const matching = candidates.filter(
      ({ podLabels, resource }) =>
        this.#togetherness.areTogether(service.resource, resource) &&
        [...(service.selector ?? [])].every(([key, value]) => podLabels?.get(key) === value),
    );
    const nearest = matching.filter(({ resource }) => this.#togetherness.areNearest(resource, service.resource));
    this.#selected.set(service, nearest);
    return nearest;
  }

  loadBalancersOf(workload: Workload): readonly Service[] {
    return this.#selecting.get(workload) ?? [];
  }

  sharing(service: Service): readonly Service[] {
    const { resource } = service;
    return this.#sharing
      .of(service)
      .filter(
        (other) =>
          this.#togetherness.areTogether(other.resource, resource) &&
          this.#togetherness.areNearest(other.resource, resource),
      );
  }

  copiesOf(resource: Resource): readonly Resource[] {
    return (this.#byKey.get(resource.key) ?? []).filter(
      (other) => other !== resource && other.scope === resource.scope,
    );
  }

  guardsOf(workload: Workload): Guards {
    return memo(this.#guarded, workload, () =>
      guardsOf(
        workload,
        this.guards.filter(
          (guard) =>
            this.#togetherness.areTogether(workload.resource, guard) &&
            !this.#togetherness.isShadowed(workload.resource, guard),
        ),
      ),
    );
  }

  evidenceFor(service: Service): SelectorEvidence {
    const { resource } = service;
    const sameNamespace = this.#workloadsByNamespace.get(namespaceKey(resource)) ?? [];
    const workloads = sameNamespace.filter(
      (workload) =>
        this.#togetherness.belongTogether(resource, workload.resource) && isNear(resource, workload.resource),
    );
    const unknownLabels =
      workloads.some((workload) => !workload.kind.runsToCompletion && this.#mayMatch(service, workload)) ||
      this.workloads.some(
        (workload) =>
          isOpenNamespace(workload.resource.namespaceName) !== isOpenNamespace(resource.namespaceName) &&
          this.#togetherness.areTogether(resource, workload.resource) &&
          this.#mayMatch(service, workload),
      );
    const partial = workloads.some((workload) => workload.resource.completeness === 'partial');
    return {
      workloads,
      unseen:
        unknownLabels || this.#mayHavePods(resource)
          ? 'workload'
          : partial || this.#hasTemplates(resource)
            ? 'render'
            : undefined,
    };
  }

  /** What stands behind a placeholder, or in a template that is not here, may be what the selector asks for. */
  #mayMatch({ selector }: Service, { podLabels, borrowsFrom, resource }: Workload): boolean {
    if (podLabels === undefined) {
      const sameNamespace = this.#workloadsByNamespace.get(namespaceKey(resource)) ?? [];
      return !sameNamespace.some(
        (lender) => lender.resource.kind === borrowsFrom?.kind && lender.resource.identity.name === borrowsFrom.name,
      );
    }
    return [...(selector ?? [])].every(([key, value]) => {
      const label = podLabels.get(key);
      return label === value || isPlaceholder(value) || (label !== undefined && isPlaceholder(label));
    });
  }

  #indexWorkloads(): void {
    for (const workload of this.workloads) {
      push(this.#workloadsByNamespace, namespaceKey(workload.resource), workload);
      for (const [key, value] of workload.podLabels ?? [])
        push(this.#workloadsByLabel, labelKey(workload.resource, key, value), workload);
    }
  }

  wouldBeForeign(service: Service): boolean {
    const { resource } = service;
    const { provider } = this.profileOf(resource).facts;
    if (provider === 'other') return true;
    if (provider === 'ack' || this.#options.knownAsAck?.(resource) === true) return false;
    const keys = [...annotationsOf(resource).keys()];
    const loadBalancerClass = service.loadBalancerClass?.text ?? '';
    if (keys.some(isAlibabaAnnotation) || isAlibabaClass(loadBalancerClass)) return false;
    return keys.some(isForeignAnnotation) || isForeignClass(loadBalancerClass);
  }

  /** Something of an unknown kind stands in the same folder: an operator may make the pods, or a deployer bring them. */
  #mayHavePods(resource: Resource): boolean {
    const folder = folderOf(resource.file);
    for (const [file, { otherKinds, resources }] of this.tree.manifests) {
      if (folderOf(file) !== folder) continue;
      for (const kind of otherKinds) if (!kindsWithoutPods.has(kind)) return true;
      if (resources.some(bringsOtherPods)) return true;
    }
    return false;
  }

  #hasTemplates(resource: Resource): boolean {
    const folder = scopeFolder(resource);
    return this.tree.unrenderedTemplates.some((file) => isAtOrAbove(folder, folderOf(file)));
  }
}

/** True for what the gate reads, but neither as a workload nor as a Service: Knative's Service, Flux' Kustomization. */
function bringsOtherPods({ apiVersion, kind }: ParsedResource): boolean {
  const isOwn = (apiVersion === 'v1' && kind === 'Service') || guardKinds.has(kind);
  return !isOwn && groupOf(apiVersion) !== 'kustomize.config.k8s.io' && workloadKindOf(apiVersion, kind) === undefined;
}

function scopeFolder(resource: Resource): string {
  const at = resource.cluster === undefined ? -1 : resource.scope.lastIndexOf('@');
  return at < 0 ? resource.scope : resource.scope.slice(0, at);
}

function namespaceKey(resource: Resource): string {
  return `${resource.cluster ?? ''}\0${resource.namespaceName ?? ''}`;
}

function labelKey(resource: Resource, key: string, value: string): string {
  return `${namespaceKey(resource)}\0${key}=${value}`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
