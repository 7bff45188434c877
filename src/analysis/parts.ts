import { digestOf } from '../model/digest.ts';
import type { Manifest, Resource } from '../model/manifest.ts';
import type { ServicePair } from '../controller/change/change.ts';
import type { Rule } from '../rules/rule.ts';
import type { Tree } from '../world/tree.ts';
import type { World } from '../world/world.ts';
import type { ScopeMatch } from './compare-trees.ts';
import type { Override } from './overrides.ts';
import type { Settings } from './settings.ts';

/** The part that one run evaluates, of so many; counted from 1. */
export interface PartRequest {
  readonly index: number;
  readonly total: number;
}

export interface PartitionInput {
  readonly head: World;
  readonly base?:
    { readonly world: World; readonly scopes: ScopeMatch; readonly pairs: readonly ServicePair[] } | undefined;
}

/**
 * Divides what rules are asked about. A part is made of whole scopes, and scopes that have to do with one another stay
 * together: by a file that goes to both, a kustomization that lists both, a Service that selects across them, or a load
 * balancer that Services of both name. So every
 * answer is that of the undivided run, and what belongs to one object or file is in one part.
 */
export class Part {
  /** By which parts of one run know one another: the same for the same manifests, division, settings and day only. */
  readonly digest: string;
  readonly #parts: readonly ReadonlySet<Manifest>[];
  readonly #index: number;

  constructor({ index, total }: PartRequest, input: PartitionInput, run: RunInput) {
    const parts = partition(unitsOf(input), total);
    this.#index = index - 1;
    this.#parts = parts.map((units) => new Set(units.flatMap(({ manifests }) => manifests)));
    this.digest = runDigest(run, [input.head, ...(input.base === undefined ? [] : [input.base.world])], parts);
  }

  /** Rules about files, whose findings are in no scope, are all asked in the first part; so is what is in no scope itself. */
  owns({ subject }: Pick<Rule, 'subject'>, manifest: Manifest | undefined): boolean {
    if (subject === 'manifest' || manifest === undefined) return this.#index === 0;
    if (this.#parts[this.#index]?.has(manifest) === true) return true;
    return this.#index === 0 && this.#parts.every((part) => !part.has(manifest));
  }
}

/** Files that stay together, and how much there is to evaluate in them. */
interface Unit {
  /** Its files: units have one order by it, wherever they are made. */
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly weight: number;
}

/** The heaviest first, each to the part that has least so far. */
function partition(units: readonly Unit[], total: number): Unit[][] {
  const parts = Array.from({ length: total }, (): { weight: number; units: Unit[] } => ({ weight: 0, units: [] }));
  const inOrder = units.toSorted(
    (one, other) => other.weight - one.weight || (one.name < other.name ? -1 : one.name > other.name ? 1 : 0),
  );
  for (const unit of inOrder) {
    const lightest = parts.reduce((least, part) => (part.weight < least.weight ? part : least));
    lightest.weight += unit.weight;
    lightest.units.push(unit);
  }
  return parts.map(({ units: own }) => own);
}

type Knot = Manifest | string;

function unitsOf({ head, base }: PartitionInput): Unit[] {
  const groups = new Groups<Knot>();
  for (const world of [head, ...(base === undefined ? [] : [base.world])]) tieTogether(world, groups);
  for (const resource of base === undefined ? [] : head.resources) {
    const clusters = resource.cluster === undefined ? [] : [resource.cluster];
    const before = base?.scopes.scopeInBase({ scope: resource.scope, clusters, file: resource.file });
    if (before !== undefined) groups.join(scopeKnot(head.tree, resource.scope), scopeKnot({ name: 'base' }, before));
  }
  for (const { head: after, base: before } of base?.pairs ?? [])
    if (after !== undefined && before !== undefined) groups.join(after.resource.manifest, before.resource.manifest);
  const weights = weightsOf([head, ...(base === undefined ? [] : [base.world])]);
  const names = new Map<Manifest, string>();
  for (const tree of [base?.world.tree, head.tree])
    for (const [path, manifest] of tree?.manifests ?? []) names.set(manifest, `${tree?.name}:${path}`);
  return groups.all().map((knots): Unit => {
    const manifests = knots.filter((knot): knot is Manifest => typeof knot !== 'string');
    const paths = manifests.map((manifest) => names.get(manifest) ?? '').toSorted();
    const weight = manifests.reduce((sum, manifest) => sum + (weights.get(manifest) ?? 0), 0);
    return { name: paths.join('\n'), manifests, weight };
  });
}

function tieTogether(world: World, groups: Groups<Knot>): void {
  const { tree } = world;
  const tieToFile = (resource: Resource, file: string): void => {
    const manifest = tree.manifests.get(file);
    if (manifest !== undefined) groups.join(resource.manifest, manifest);
  };
  for (const resource of world.resources) {
    groups.join(resource.manifest, scopeKnot(tree, resource.scope));
    for (const { root, references } of resource.routes) {
      tieToFile(resource, root);
      for (const { file } of references) tieToFile(resource, file);
    }
  }
  for (const service of world.loadBalancers)
    for (const workload of world.workloadsOf(service))
      groups.join(service.resource.manifest, workload.resource.manifest);
  for (const service of world.loadBalancers)
    for (const other of world.sharing(service)) groups.join(service.resource.manifest, other.resource.manifest);
}

function scopeKnot({ name }: Pick<Tree, 'name'>, scope: string): string {
  return `${name}\0${scope}`;
}

/** Roughly how many questions there are about each file; most rules are about load balancers. */
function weightsOf(worlds: readonly World[]): ReadonlyMap<Manifest, number> {
  const weights = new Map<Manifest, number>();
  const add = ({ manifest }: Resource, weight: number): void =>
    void weights.set(manifest, (weights.get(manifest) ?? 0) + weight);
  for (const world of worlds) {
    for (const resource of world.resources) add(resource, 1);
    for (const { resource } of world.workloads) add(resource, 2);
    for (const { resource } of world.loadBalancers) add(resource, 10);
  }
  return weights;
}

/** Things that belong together with one another, however far around. */
class Groups<T> {
  readonly #parents = new Map<T, T>();

  join(one: T, other: T): void {
    const [left, right] = [this.#rootOf(one), this.#rootOf(other)];
    if (left !== right) this.#parents.set(left, right);
  }

  all(): T[][] {
    const groups = new Map<T, T[]>();
    for (const member of this.#parents.keys()) {
      const root = this.#rootOf(member);
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [member]);
      else group.push(member);
    }
    return [...groups.values()];
  }

  #rootOf(member: T): T {
    let root = member;
    for (
      let parent = this.#parents.get(root);
      parent !== undefined && parent !== root;
      parent = this.#parents.get(root)
    )
      root = parent;
    // Shortens the way for the next time.
    for (let at = member; at !== root;) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    this.#parents.set(root, root);
    return root;
  }
}

/** What decides what a run says, beside the manifests. */
export interface RunInput {
  readonly settings: Settings;
  readonly overrides: readonly Override[];
  readonly today: string;
}

function runDigest(
  { settings, overrides, today }: RunInput,
  worlds: readonly World[],
  parts: readonly (readonly Unit[])[],
): string {
  const files = worlds.flatMap(({ tree: { name, manifests } }) =>
    // What says nothing is no part of the run: the reports of other parts may stand among the manifests.
    [...manifests]
      .filter(([, manifest]) => saysSomething(manifest))
      .map(([path, { text }]) => `${name}:${path} ${digestOf(text, 16)}`),
  );
  const policy = JSON.stringify([settings, overrides], (_, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...(value as Iterable<unknown>)] : value,
  );
  const division = parts.map((units) => units.map(({ name }) => name).join('\n')).join('\n--\n');
  return digestOf([today, policy, ...files.toSorted(), digestOf(division, 32)].join('\n'), 32);
}

function saysSomething({ resources, kustomization, unreadable, withoutApiVersion }: Manifest): boolean {
  return resources.length + unreadable.length + withoutApiVersion.length > 0 || kustomization !== undefined;
}
