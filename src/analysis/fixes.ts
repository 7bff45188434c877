import { isRelevantKind } from '../catalog/kinds.ts';
import { compareSeverity, type Finding } from '../model/finding.ts';
import type { Fix, ProposedFix, Suggestion } from '../model/fix.ts';
import type { Manifest, Resource } from '../model/manifest.ts';
import type { MapNode, SequenceNode } from '../model/node.ts';
import { reparseDocument } from '../parsing/parse-manifest.ts';
import { writeChanges } from '../parsing/write-changes.ts';
import { rules } from '../rules/index.ts';
import { AmendedWorld, subjectsByResource } from '../world/amended-world.ts';
import type { World } from '../world/world.ts';
import { areEqual, expectedValues, valuesOf } from './expected-values.ts';
import { FixBudget, mostTried } from './fix-budget.ts';
import type { Overrides } from './overrides.ts';
import { runRules } from './run-rules.ts';
import type { Settings } from './settings.ts';

/** The fix of a finding: edits that are proved to remove it and to add none. */
export type FixFinder = (finding: Finding) => Fix | null;

export interface FixOptions {
  readonly limits?: typeof mostTried;
  /** Told what trying the fix of a finding costs, before it is tried. */
  readonly onCost?: (finding: Finding, cost: number) => void;
}

/**
 * Finds fixes when they are asked for, so that reports without them cost nothing. An attempt reads one document again and
 * asks the rules about its resources and their counterparts only: the cost does not grow with the tree.
 */
export function fixFinder(
  world: World,
  settings: Settings,
  overrides: Overrides,
  { limits = mostTried, onCost }: FixOptions = {},
): FixFinder {
  const known = new Map<ProposedFix, Fix | null>();
  let proof: Proof | undefined;
  const budget = new FixBudget(limits);
  return (finding) => {
    const { proposed, status, location, fingerprint } = finding;
    if (proposed === null || status === 'fixed' || location.tree !== world.tree.name) return null;
    const answer = known.get(proposed);
    if (answer !== undefined) return answer;
    const { resource } = proposed;
    const length = documentLength(resource);
    if (length > limits.documentCharacters) return null;
    const suggestion = proposed.suggest();
    if (suggestion === undefined) return null;
    // One document is parsed, while the others of the file are only passed by.
    const cost = length + resource.manifest.length / 500;
    onCost?.(finding, cost);
    if (!budget.spend(cost)) return null;
    proof ??= new Proof(world, settings, overrides);
    const fix = proof.fixOf(resource, suggestion, fingerprint);
    known.set(proposed, fix);
    return fix;
  };
}

function documentLength({ root }: Resource): number {
  let top: MapNode | SequenceNode = root;
  while (top.parent !== undefined) top = top.parent;
  return top.range.end - top.range.start;
}

/** The gravest finding of each fingerprint, and how many there are. */
type Tally = ReadonlyMap<string, { readonly count: number; readonly worst: Pick<Finding, 'severity' | 'measure'> }>;

class Proof {
  readonly #world: World;
  readonly #settings: Settings;
  readonly #overrides: Overrides;
  readonly #subjects: ReturnType<typeof subjectsByResource>;
  /** Every resource that a document stands for: one for each namespace and cluster that it goes to. */
  readonly #byManifest = new Map<Manifest, Resource[]>();
  readonly #before = new Map<Manifest, Map<number, Tally>>();

  constructor(world: World, settings: Settings, overrides: Overrides) {
    this.#world = world;
    this.#settings = settings;
    this.#overrides = overrides;
    this.#subjects = subjectsByResource(world);
    for (const resource of world.resources) {
      const known = this.#byManifest.get(resource.manifest);
      if (known === undefined) this.#byManifest.set(resource.manifest, [resource]);
      else known.push(resource);
    }
  }

  fixOf(resource: Resource, { description, changes }: Suggestion, fingerprint: string): Fix | null {
    const { manifest, document, file, completeness } = resource;
    // In what is patched, only what Kubernetes refuses as it stands: the rest may be decided elsewhere.
    if (completeness === 'partial' && changes.some(({ kind }) => kind !== 'quote')) return null;
    const edits = writeChanges(manifest.text, changes);
    if (edits === undefined) return null;
    const amended = reparseDocument(manifest, document, edits, { isRelevantKind });
    if (amended === undefined) return null;
    const replaced = replacements(manifest, amended, document);
    if (replaced === undefined) return null;
    // Nothing else may read otherwise, such as an alias of what was changed.
    for (const [root, after] of replaced) {
      const expected = root === resource.root ? expectedValues(root, changes) : valuesOf(root);
      if (expected === undefined || !areEqual(expected, valuesOf(after.root))) return null;
    }
    const resources = new Map<Resource, Resource>();
    for (const before of this.#resourcesOf(manifest, document)) {
      const after = replaced.get(before.root);
      if (after === undefined) return null;
      resources.set(before, { ...before, ...after, manifest: amended });
    }
    const world = new AmendedWorld(this.#world, this.#subjects, { file, manifest: amended, resources });
    if (
      world.services.some(
        (service) => service.isLoadBalancer && world.isForeign(service.resource) !== world.wouldBeForeign(service),
      )
    )
      return null;
    // No rule may find more than before, whichever were asked for. The rule itself is asked about the same subject again.
    const after = tally(runRules(world, rules, this.#settings, this.#overrides).findings);
    if (after.size > 0) {
      const before = this.#tallyBefore(resource);
      const isGone = (after.get(fingerprint)?.count ?? 0) < (before.get(fingerprint)?.count ?? 1);
      if (!isGone || isWorse(after, before)) return null;
    }
    return { description, edits: edits.map((edit) => ({ file, ...edit })) };
  }

  #resourcesOf(manifest: Manifest, document: number): readonly Resource[] {
    return (this.#byManifest.get(manifest) ?? []).filter((resource) => resource.document === document);
  }

  /** What the rules say of a document and its counterparts as they are. */
  #tallyBefore({ manifest, document, file }: Resource): Tally {
    const known = this.#before.get(manifest) ?? new Map<number, Tally>();
    this.#before.set(manifest, known);
    const answer = known.get(document);
    if (answer !== undefined) return answer;
    const resources = new Map(this.#resourcesOf(manifest, document).map((resource) => [resource, resource]));
    const world = new AmendedWorld(this.#world, this.#subjects, { file, manifest, resources });
    const counted = tally(runRules(world, rules, this.#settings, this.#overrides).findings);
    known.set(document, counted);
    return counted;
  }
}

type Parsed = Manifest['resources'][number];

/** What became of each object of a document; undefined where their number or identity is another. */
function replacements(before: Manifest, after: Manifest, document: number): Map<MapNode, Parsed> | undefined {
  const [old, now] = [before, after].map(({ resources }) => resources.filter((each) => each.document === document));
  if (old === undefined || now === undefined || old.length !== now.length) return undefined;
  const pairs = old.flatMap((resource, at): [MapNode, Parsed][] => {
    const other = now[at];
    return other === undefined || identityOf(other) !== identityOf(resource) ? [] : [[resource.root, other]];
  });
  return pairs.length === old.length ? new Map(pairs) : undefined;
}

function identityOf({ apiVersion, kind, name, namespace }: Parsed): string {
  return JSON.stringify([apiVersion, kind, name?.text, namespace?.text]);
}

function tally(findings: readonly Finding[]): Tally {
  const counts = new Map<string, { count: number; worst: Pick<Finding, 'severity' | 'measure'> }>();
  for (const finding of findings) {
    const known = counts.get(finding.fingerprint);
    const worst = known === undefined || isGraver(finding, known.worst) ? finding : known.worst;
    const { severity, measure } = worst;
    counts.set(finding.fingerprint, { count: (known?.count ?? 0) + 1, worst: { severity, measure } });
  }
  return counts;
}

function isGraver(one: Pick<Finding, 'severity' | 'measure'>, two: Pick<Finding, 'severity' | 'measure'>): boolean {
  return (compareSeverity(one.severity, two.severity) || (one.measure ?? 0) - (two.measure ?? 0)) > 0;
}

/** True when there is a finding that was not there, one more of a sort, or a graver one. */
function isWorse(after: Tally, before: Tally): boolean {
  return [...after].some(([fingerprint, { count, worst }]) => {
    const known = before.get(fingerprint);
    return known === undefined || count > known.count || isGraver(worst, known.worst);
  });
}
