import { isAlibabaAnnotation } from '../catalog/clouds.ts';
import { isPlaceholder } from '../catalog/placeholders.ts';
import { digestOf } from '../model/digest.ts';
import type { Finding, ResourceIdentity } from '../model/finding.ts';
import type { Resource } from '../model/manifest.ts';
import { groupBy } from '../model/group-by.ts';
import { pathOf, type ValueNode } from '../model/node.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { subjectsByResource } from '../world/amended-world.ts';
import { memo } from '../world/place-pairs.ts';
import type { Workload } from '../world/workload.ts';
import type { World } from '../world/world.ts';
import { saidAbove } from './said-above.ts';

/** An object that an answer rested on, and what of it was decided elsewhere when it was given. */
export interface RestedObject {
  /** Null where it is a whole file, whatever that holds. */
  readonly resource: ResourceIdentity | null;
  readonly file: string;
  /** Where something stands that is filled in at deployment, as paths. */
  readonly open: readonly string[];
  /** A digest of what kustomizations said of it; null where they said nothing that bears on it. */
  readonly imposed: string | null;
}

/** Rules that look at more than the object that they are asked about. */
const lookAround = idsOf(({ crossResource, subject }) => crossResource === true || subject === 'workload');
const countPods = idsOf(({ countsPods }) => countsPods === true);
const readImages = idsOf(({ readsImages }) => readsImages === true);

function idsOf(isMeant: (rule: Rule) => boolean): ReadonlySet<string> {
  return new Set(allRules.filter(isMeant).map(({ id }) => id));
}

type About = Pick<Finding, 'ruleId' | 'resource' | 'files' | 'location' | 'related' | 'others'>;

/** The objects of a world by what they are called, and what answers about them rest on. */
export class RestedObjects {
  readonly #world: World;
  readonly #named: ReadonlyMap<string, readonly Resource[]>;
  readonly #subjects: ReturnType<typeof subjectsByResource>;
  readonly #rested = new Map<Resource, RestedObject>();
  readonly #open = new Map<Resource, readonly string[]>();

  constructor(world: World) {
    this.#world = world;
    this.#named = groupBy(this.all(), ({ identity }) => nameKey(identity));
    this.#subjects = subjectsByResource(world);
  }

  /** What is judged and what is read for what it says of others. */
  all(): readonly Resource[] {
    return [...this.#world.resources, ...this.#world.guards];
  }

  /** Every object of this identity, wherever it stands. */
  named(identity: ResourceIdentity): readonly Resource[] {
    return this.#named.get(nameKey(identity)) ?? [];
  }

  /** What a finding is about, first, and all else that its answer may rest on. Nothing of what is about no object. */
  of({ ruleId, resource, files, location, related, others = [] }: About): readonly RestedObject[] {
    if (resource === null) return [];
    const own = this.named(resource).filter(({ file }) => file === location.file || files.includes(file));
    if (own.length === 0) return [{ resource, file: location.file, open: [], imposed: null }];
    const places = new Map<string, RestedObject>();
    for (const each of [...own, ...others, ...own.flatMap((one) => this.relatedTo(one, ruleId))]) {
      const place = `${nameKey(each.identity)} ${each.file}`;
      if (!places.has(place)) places.set(place, this.restedOn(each));
    }
    const known = new Set([...places.values()].map(({ file }) => file));
    const named = new Set(related.map((place) => place.location.file).filter((file) => !known.has(file)));
    return [...places.values(), ...[...named].map((file) => ({ resource: null, file, open: [], imposed: null }))];
  }

  /** Where something stands in an object that is filled in at deployment, as paths. */
  openIn(resource: Resource): readonly string[] {
    return memo(this.#open, resource, () =>
      openNodes(resource.root)
        .map((node) => pathOf(node, resource.root))
        .filter((path) => !isMarkOfOthers(resource, path)),
    );
  }

  /** What kustomizations say of an object; empty where they say nothing that bears on it. */
  saidOf(resource: Resource): string {
    return resource.completeness === 'partial' ? saidAbove(resource, this.#world.tree) : '';
  }

  restedOn(resource: Resource): RestedObject {
    const { identity, file } = resource;
    return memo(this.#rested, resource, () => {
      const said = this.saidOf(resource);
      return {
        resource: identity,
        file,
        open: this.openIn(resource),
        imposed: said === '' ? null : digestOf(said, 12),
      };
    });
  }

  /** What answers of a rule about an object may rest on besides. */
  relatedTo(resource: Resource, ruleId: string): readonly Resource[] {
    if (!lookAround.has(ruleId)) return [];
    const world = this.#world;
    const watching = (workload: Workload): readonly Resource[] => this.#watching(workload, countPods.has(ruleId));
    const copies = world.copiesOf(resource);
    const subject = this.#subjects.get(resource);
    if (subject === undefined) return copies;
    if (!('isLoadBalancer' in subject))
      return [...copies, ...watching(subject), ...world.loadBalancersOf(subject).map(resourceOf)];
    const sharing = [subject, ...world.sharing(subject)];
    const behind = sharing.flatMap((each) => world.workloadsOf(each));
    return [
      ...copies,
      ...sharing.slice(1).map(resourceOf),
      ...behind.flatMap((each) => [each.resource, ...watching(each)]),
    ];
  }

  /** Whose template the pods of a workload are made from, and what says how many there are. */
  #watching(workload: Workload, isCounted: boolean): readonly Resource[] {
    const { borrowsFrom, resource } = workload;
    const lenders = borrowsFrom === undefined ? [] : this.named({ ...resource.identity, ...borrowsFrom });
    if (!isCounted) return lenders;
    const { budgets, scalers, budgetKeptHere } = this.#world.guardsOf(workload);
    const kept = budgetKeptHere === undefined ? [] : [budgetKeptHere];
    return [...[...budgets, ...scalers].map(resourceOf), ...kept, ...lenders];
  }
}

function resourceOf({ resource }: { readonly resource: Resource }): Resource {
  return resource;
}

/** The values and keys that something else decides. */
function openNodes(node: ValueNode): readonly ValueNode[] {
  if (node.kind === 'unknown') return [node];
  if (node.kind === 'scalar') return isPlaceholder(node.text) ? [node] : [];
  if (node.kind === 'sequence') return node.items.flatMap(openNodes);
  return [...node.entries.values()].flatMap(({ key, value }) => (isPlaceholder(key.text) ? [value] : openNodes(value)));
}

/** Fields of which no rule asks what they say, but those that are told. */
const unasked: readonly { readonly path: RegExp; readonly but?: ReadonlySet<string> }[] = [
  { path: /\bcontainers\[[^\]]*\]\.image$/i, but: readImages },
  { path: /^spec\.replicas$/, but: countPods },
  {
    path: /\bcontainers\[[^\]]*\]\.(?:imagePullPolicy|args|env|envFrom|resources|securityContext|volumeMounts|workingDir)\b/i,
  },
  { path: /^spec\.template\.metadata\.annotations\b/ },
  {
    path: /\bspec\.(?:volumes|imagePullSecrets|serviceAccountName|topologySpreadConstraints|securityContext|priorityClassName)\b/,
  },
];

/** True where what is filled in at a path of an object may change the answer of a rule. */
export function isAskedAt(ruleId: string, path: string): boolean {
  return !unasked.some((field) => field.path.test(path) && field.but?.has(ruleId) !== true);
}

/** A label or annotation that is no concern of a controller of load balancers. The labels of a Pod are what selects it. */
function isMarkOfOthers({ kind }: Resource, path: string): boolean {
  const [, marks, key] = /^metadata\.(annotations|labels)(?:\.|\[")(.*?)(?:"\])?$/.exec(path) ?? [];
  if (key === undefined || (marks === 'labels' && kind === 'Pod')) return false;
  return !isAlibabaAnnotation(key) && !key.startsWith('service.');
}

/** Stands for what an object is called, whatever the version of its API. */
export function nameKey({ kind, namespace, name }: ResourceIdentity): string {
  return JSON.stringify([kind, namespace, name]);
}
