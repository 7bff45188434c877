import { isPlaceholder } from '../catalog/placeholders.ts';
import { groupBy } from '../model/group-by.ts';
import { namespacesOf, type Finding, type NotEvaluated, type ResourceIdentity } from '../model/finding.ts';
import type { Resource } from '../model/manifest.ts';
import { isOpenNamespace } from '../world/open-namespace.ts';
import type { World } from '../world/world.ts';
import { placedObject, type Circumstances } from './circumstances.ts';
import type { EarlierFinding, LastAudit } from './earlier-finding.ts';
import { knownOf } from './known-facts.ts';
import { isAskedAt, nameKey, type RestedObject } from './rested-objects.ts';
import type { RunResult } from './run-rules.ts';
import { mayName } from './said-above.ts';
import type { Fate, Now } from './since-last-audit.ts';
import type { UnseenFiles } from './unseen-files.ts';

export interface Present {
  readonly world: World;
  readonly run: RunResult;
  readonly unseen: UnseenFiles;
  /** Ids of the rules that are asked. */
  readonly asked: ReadonlySet<string>;
  isReported(this: void, file: string): boolean;
  readonly circumstances: Circumstances;
}

/**
 * Tells what became of findings of the last audit that are not there. One is fixed unless something that its answer rested
 * on went out of sight since it was found: then it may be there still.
 */
export class EarlierFates implements Now {
  readonly clusters: ReadonlySet<string>;
  readonly #present: Present;
  /** Objects in files in which they were not at the last audit, none where nobody knows: by what they are called. */
  readonly #fresh: ReadonlyMap<string, readonly Resource[]>;
  readonly #freshNamesakes: ReadonlyMap<string, readonly Resource[]>;
  /** Of these by kind those whose name is filled in. */
  readonly #freshFilledIn: ReadonlyMap<string, readonly Resource[]>;
  readonly #isFresh: ReadonlySet<Resource>;
  /** Clusters that the configuration had then. */
  readonly #wasKnown: ReadonlySet<string>;

  constructor(present: Present, { objects, clusters }: LastAudit) {
    this.#present = present;
    this.clusters = new Set(present.circumstances.known.keys());
    this.#wasKnown = new Set(clusters);
    const before = objects === null ? undefined : new Set(objects);
    const fresh = present.circumstances.rested
      .all()
      .filter(({ identity, file }) => before?.has(placedObject(identity, file)) === false);
    this.#isFresh = new Set(fresh);
    this.#fresh = groupBy(fresh, ({ identity }) => nameKey(identity));
    this.#freshNamesakes = groupBy(fresh, ({ identity }) => namesakeKey(identity));
    const filledIn = fresh.filter(({ identity }) => isPlaceholder(identity.name));
    this.#freshFilledIn = groupBy(filledIn, ({ identity }) => identity.kind);
  }

  readonly fateOf = (finding: EarlierFinding): Fate => {
    const { asked, isReported, unseen, circumstances } = this.#present;
    const { ruleId, file, facts, restsOn, clusters } = finding;
    if (!asked.has(ruleId) || !isReported(file)) return 'dropped';
    if (this.#isUnanswered(finding)) return 'unseen';
    const [own] = restsOn;
    const now = own === undefined ? [] : this.#whereNow(own, finding);
    if (now.length === 0 && unseen.hides(finding)) return 'unseen';
    // That it can be read is all that was asked.
    if (ruleId === 'unreadable-manifest') return 'fixed';
    if (own !== undefined && now.length === 0) return this.#isHidden(own, finding) ? 'unseen' : 'fixed';
    if (now.length > 0 && now.every((each) => each.file !== own?.file && !isReported(each.file))) return 'dropped';
    const known = knownOf(circumstances.known, clusters);
    if (facts.some((fact) => !known.has(fact))) return 'unseen';
    return restsOn.some((each) => this.#isHidden(each, finding)) || this.#isJoinedByOpen(finding, now)
      ? 'unseen'
      : 'fixed';
  };

  /** The finding, with what it rests on where that is now. */
  readonly follow = (finding: EarlierFinding): EarlierFinding => {
    const [own] = finding.restsOn;
    const restsOn = finding.restsOn.map((each) => {
      const [now] = this.#whereNow(each, finding);
      const there = now ?? this.#openKinOf(each, finding);
      return there === undefined ? each : { ...each, file: there.file, resource: there.identity };
    });
    const [now] = restsOn;
    if (own === undefined || now === undefined || own.file !== finding.file) return { ...finding, restsOn };
    const namespaces =
      own.resource?.namespace === now.resource?.namespace ? finding.namespaces : [now.resource?.namespace ?? null];
    return { ...finding, restsOn, file: now.file, resource: now.resource, namespaces };
  };

  readonly stands = ({ restsOn: [own], file, namespaces }: EarlierFinding): boolean =>
    own === undefined || own.resource === null
      ? this.#present.world.tree.paths.has(file)
      : this.#inPlace(own.resource, own.file, namespaces).length > 0;

  readonly isNewThere = (finding: Finding): boolean => {
    if (finding.resource !== null) return this.#objectsOf(finding).some((each) => this.#isFresh.has(each));
    const { file } = finding.location;
    return this.#present.circumstances.unseenFiles.some((each) => each.file === file && each.since === null);
  };

  readonly mayBeAt = (earlier: EarlierFinding, finding: Finding): boolean => {
    const [own] = earlier.restsOn;
    if (own === undefined || own.resource === null) return true;
    const there = this.#mayBeNow(own, earlier);
    return this.#objectsOf(finding).some(({ file }) => there.some((each) => each.file === file));
  };

  #objectsOf(finding: Finding): readonly Resource[] {
    const [own] = this.#present.circumstances.rested.of(finding);
    return own === undefined || own.resource === null
      ? []
      : this.#inPlace(own.resource, own.file, namespacesOf(finding));
  }

  #inPlace(
    resource: ResourceIdentity,
    file: string,
    namespaces: readonly (string | null)[] = [resource.namespace],
  ): readonly Resource[] {
    return namespaces.flatMap((namespace) =>
      this.#present.circumstances.rested.named({ ...resource, namespace }).filter((each) => each.file === file),
    );
  }

  /** The rule could not be answered where the object is now. */
  #isUnanswered(finding: EarlierFinding): boolean {
    const { ruleId, resource, file, restsOn } = finding;
    const [own] = restsOn;
    const isAbout =
      resource === null || own === undefined
        ? (open: NotEvaluated): boolean => open.resource === null && open.location.file === file
        : this.#isAboutOneOf(this.#mayBeNow(own, finding), file);
    return this.#present.run.notEvaluated.some((open) => open.ruleId === ruleId && isAbout(open));
  }

  #isAboutOneOf(objects: readonly Resource[], file: string): (open: NotEvaluated) => boolean {
    const files = new Set(objects.map((each) => each.file));
    const named = new Set(objects.map(({ identity }) => namesakeKey(identity)));
    if (objects.length > 0) files.add(file);
    return ({ resource, location }) =>
      resource !== null && named.has(namesakeKey(resource)) && files.has(location.file);
  }

  /** Where an object is that was in a file: there, or where it was moved to. */
  #whereNow(
    { resource, file }: RestedObject,
    { restsOn: [own], namespaces, clusters }: EarlierFinding,
  ): readonly Resource[] {
    if (resource === null) return [];
    const isOwn = resource === own?.resource && file === own.file;
    const here = this.#inPlace(resource, file, isOwn ? namespaces : undefined);
    if (here.length > 0) return here;
    const lasting = clusters.filter((name) => this.clusters.has(name));
    const isElsewhere = ({ cluster }: Resource): boolean =>
      cluster !== undefined && lasting.length > 0 && this.#wasKnown.has(cluster) && !lasting.includes(cluster);
    return nearest(
      file,
      (this.#fresh.get(nameKey(resource)) ?? []).filter((each) => !isElsewhere(each)),
    );
  }

  /** Where it is, or where it is not for sure what may be it. */
  #mayBeNow(object: RestedObject, finding: EarlierFinding): readonly Resource[] {
    const now = this.#whereNow(object, finding);
    return now.length > 0 ? now : [...this.#kinOf(object)];
  }

  /** It, or part of it, went out of sight since the finding was there. */
  #isHidden(object: RestedObject, finding: EarlierFinding): boolean {
    const now = this.#whereNow(object, finding);
    if (now.length > 0) return now.some((each) => this.#isOpenNow(each, object, finding));
    return this.#isOutOfSight(object, finding) || this.#openKinOf(object, finding) !== undefined;
  }

  #openKinOf(object: RestedObject, finding: EarlierFinding): Resource | undefined {
    for (const each of this.#kinOf(object)) if (this.#isOpenNow(each, object, finding)) return each;
    return undefined;
  }

  /** Objects that may be one that is gone: it has its namespace from elsewhere now, or its name is filled in. */
  *#kinOf({ resource, file }: RestedObject): Iterable<Resource> {
    if (resource === null) return;
    for (const each of this.#freshNamesakes.get(namesakeKey(resource)) ?? [])
      if (each.file === file || [each.identity, resource].some(({ namespace }) => isOpenNamespace(namespace)))
        yield each;
    yield* this.#freshFilledIn.get(resource.kind) ?? [];
  }

  /** Something else decides now what the object says, in part. */
  #isOpenNow(
    resource: Resource,
    { open, imposed }: Pick<RestedObject, 'open' | 'imposed'>,
    finding: EarlierFinding,
  ): boolean {
    const { rested } = this.#present.circumstances;
    if (rested.openIn(resource).some((path) => !open.includes(path) && isAskedAt(finding.ruleId, path))) return true;
    const now = rested.restedOn(resource).imposed;
    if (now === null || now === imposed) return false;
    // What is said of the object itself must name what was wrong.
    const isOwn = resource.kind === finding.resource?.kind && resource.identity.name === finding.resource.name;
    return !isOwn || mayName(rested.saidOf(resource), lastWordOf(finding.path));
  }

  /** An object that is filled in elsewhere bears on the answer, and did not before. */
  #isJoinedByOpen(finding: EarlierFinding, now: readonly Resource[]): boolean {
    const { rested } = this.#present.circumstances;
    const before = new Set(finding.restsOn.flatMap(({ resource }) => (resource === null ? [] : [nameKey(resource)])));
    return now
      .flatMap((each) => rested.relatedTo(each, finding.ruleId))
      .some((each) => !before.has(nameKey(each.identity)) && this.#isOpenNow(each, nothing, finding));
  }

  #isOutOfSight({ resource, file }: RestedObject, { lastSeen }: EarlierFinding): boolean {
    const { circumstances, unseen, world } = this.#present;
    if (unseen.isUnseen(file)) return true;
    if (resource === null && world.tree.paths.has(file)) return false;
    return circumstances.unseenFiles.some(
      ({ since, content }) =>
        (since === null || since > lastSeen) && (resource === null || content.mayHold({ ...resource, file })),
    );
  }
}

/** Those whose path ends as that of a file does, as far as any does. */
function nearest(file: string, objects: readonly Resource[]): readonly Resource[] {
  const steps = file.split('/').reverse();
  const near = objects.map((each) => {
    const differing = each.file
      .split('/')
      .reverse()
      .findIndex((step, at) => step !== steps[at]);
    return differing < 0 ? steps.length : differing;
  });
  const best = near.reduce((most, each) => Math.max(most, each), 0);
  return objects.filter((_, at) => near[at] === best);
}

function namesakeKey({ kind, name }: Pick<ResourceIdentity, 'kind' | 'name'>): string {
  return JSON.stringify([kind, name]);
}

const nothing: Pick<RestedObject, 'open' | 'imposed'> = { open: [], imposed: null };

/** The name of the field at a path, or what tells an annotation from others, however its prefix is written. */
function lastWordOf(path: string): string {
  const [, key = path] = /\["([^"]*)"\]$/.exec(path) ?? /([A-Za-z]+)(?:\[[^\]]*\])?$/.exec(path) ?? [];
  return key.slice(key.lastIndexOf('/') + 1).replace(/^(?:alibaba-cloud|alicloud)-/, '');
}
