import { isPlaceholder } from '../catalog/placeholders.ts';
import type { Finding, ResourceIdentity } from '../model/finding.ts';
import type { Resource } from '../model/manifest.ts';
import type { World } from '../world/world.ts';
import { placedObject, type Circumstances } from './circumstances.ts';
import type { EarlierFinding, LastAudit } from './earlier-finding.ts';
import { mayHold } from './hidden-content.ts';
import { knownOf } from './known-facts.ts';
import { isAskedAt, type RestedObject, type RestedObjects } from './rested-objects.ts';
import type { RunResult } from './run-rules.ts';
import type { Fate } from './since-last-audit.ts';
import type { UnseenFiles } from './unseen-files.ts';

export interface Present {
  readonly world: World;
  readonly rested: RestedObjects;
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
export class EarlierFates {
  readonly #present: Present;
  readonly #objectsBefore: ReadonlySet<string> | undefined;

  constructor(present: Present, { objects }: LastAudit) {
    this.#present = present;
    this.#objectsBefore = objects === null ? undefined : new Set(objects);
  }

  of(finding: EarlierFinding): Fate {
    const { asked, isReported, unseen, circumstances } = this.#present;
    const { ruleId, file, facts, restsOn, clusters } = finding;
    if (!asked.has(ruleId) || !isReported(file)) return 'dropped';
    if (unseen.hides(finding) || this.#isUnanswered(finding)) return 'unseen';
    // That it can be read is all that was asked.
    if (ruleId === 'unreadable-manifest') return 'fixed';
    const [own] = restsOn;
    if (own !== undefined) {
      const now = this.#whereNow(own);
      if (now.length === 0) return this.#isHidden(own, finding) ? 'unseen' : 'fixed';
      if (now.every((each) => each.file !== own.file && !isReported(each.file))) return 'dropped';
    }
    const known = knownOf(circumstances.known, clusters);
    if (facts.some((fact) => !known.has(fact))) return 'unseen';
    return restsOn.some((each) => this.#isHidden(each, finding)) ? 'unseen' : 'fixed';
  }

  /** The finding, with what it rests on where that is now. */
  follow(finding: EarlierFinding): EarlierFinding {
    const [own] = finding.restsOn;
    const restsOn = finding.restsOn.map((each) => {
      const [now] = this.#whereNow(each);
      return now === undefined ? each : { ...each, file: now.file, resource: now.identity };
    });
    const file = own?.file === finding.file ? (restsOn[0]?.file ?? finding.file) : finding.file;
    return { ...finding, restsOn, file };
  }

  /** What the finding was about is where it was. */
  stands({ restsOn: [own], file }: EarlierFinding): boolean {
    if (own === undefined || own.resource === null) return this.#present.world.tree.paths.has(file);
    return this.#present.rested.named(own.resource).some((each) => each.file === own.file);
  }

  /** What the finding is about was not there at the last audit, as far as that is known. */
  isNewThere(finding: Finding): boolean {
    const [own] = this.#present.circumstances.restsOn(finding);
    if (own === undefined || own.resource === null) return this.#isNewlyUnseen(finding.location.file);
    return this.#isNew(own.resource, own.file);
  }

  #isNew(identity: ResourceIdentity, file: string): boolean {
    return this.#objectsBefore?.has(placedObject(identity, file)) === false;
  }

  #isNewlyUnseen(file: string): boolean {
    return this.#present.circumstances.unseenFiles.some((each) => each.file === file && each.since === null);
  }

  /** The rule could not be answered: there, or wherever the object is now. */
  #isUnanswered(finding: EarlierFinding): boolean {
    const { ruleId, resource, file } = finding;
    const stands = this.stands(finding);
    return this.#present.run.notEvaluated.some(
      (open) =>
        open.ruleId === ruleId &&
        (open.location.file === file || !stands) &&
        (resource === null
          ? open.resource === null
          : open.resource !== null && open.resource.kind === resource.kind && open.resource.name === resource.name),
    );
  }

  /** Where an object is that was in a file: there, where it was moved to, or there under another namespace. */
  #whereNow({ resource, file }: RestedObject): readonly Resource[] {
    if (resource === null) return [];
    const { rested } = this.#present;
    const named = rested.named(resource);
    const here = named.filter((each) => each.file === file);
    if (here.length > 0) return here;
    const moved = named.filter((each) => this.#isNew(each.identity, each.file));
    if (moved.length > 0) return moved;
    return rested
      .in(file)
      .filter(
        ({ identity }) =>
          identity.kind === resource.kind &&
          (identity.name === resource.name || isPlaceholder(identity.name)) &&
          this.#isNew(identity, file),
      );
  }

  /** It, or part of it, went out of sight since the finding was there. */
  #isHidden(object: RestedObject, { lastSeen, ruleId }: EarlierFinding): boolean {
    const { rested, circumstances, unseen, world } = this.#present;
    const { resource, file, open } = object;
    const now = this.#whereNow(object);
    const isNewlyOpen = (path: string): boolean => !open.includes(path) && isAskedAt(ruleId, path);
    if (now.length > 0) return now.some((each) => rested.openIn(each).some(isNewlyOpen));
    if (unseen.isUnseen(file) || templateEndings.some((ending) => world.tree.paths.has(file + ending))) return true;
    if (resource === null && world.tree.paths.has(file)) return false;
    return circumstances.unseenFiles.some(
      (each) =>
        (each.since === null || each.since > lastSeen) && (resource === null || mayHold(each.content, resource)),
    );
  }
}

/** What files of templates are called that are no manifests yet. */
const templateEndings = [
  '.tpl',
  '.tmpl',
  '.gotmpl',
  '.j2',
  '.jinja',
  '.jinja2',
  '.erb',
  '.envsubst',
  '.template',
  '.in',
];
