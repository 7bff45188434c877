import { baseNameOf } from '../world/paths.ts';
import type { World } from '../world/world.ts';
import { isOpen } from './open-questions.ts';
import type { RunResult } from './run-rules.ts';
import type { EarlierFinding, Fate } from './since-last-audit.ts';
import type { UnseenFiles } from './unseen-files.ts';

export interface Present {
  readonly world: World;
  readonly run: RunResult;
  readonly unseen: UnseenFiles;
  /** Ids of the rules that are asked. */
  readonly asked: ReadonlySet<string>;
  isReported(this: void, file: string): boolean;
  /** What is known, as `rests` of a finding names it. */
  readonly known: ReadonlySet<string>;
}

/** What became of findings of the last audit that are not there: gone only where head could have them and has not. */
export class EarlierFates {
  readonly #present: Present;
  /** Files that nobody can look into now, by their names without folders. */
  readonly #unseenNames: ReadonlySet<string>;
  readonly #unreadable: readonly string[];

  constructor(present: Present) {
    this.#present = present;
    const { manifests, unrenderedTemplates } = present.world.tree;
    const unreadable = [...manifests].filter(([, manifest]) => manifest.unreadable.length > 0);
    this.#unseenNames = new Set([...unrenderedTemplates, ...unreadable.map(([path]) => path)].map(baseNameOf));
    this.#unreadable = unreadable.map(([, manifest]) => manifest.text);
  }

  of(finding: EarlierFinding): Fate {
    const { asked, isReported, run, unseen, known, world } = this.#present;
    const { ruleId, file, rests } = finding;
    if (!asked.has(ruleId) || !isReported(file)) return 'dropped';
    if (isOpen(finding, run, unseen) || rests.some((fact) => !known.has(fact))) return 'unseen';
    if (world.tree.paths.has(file)) return 'fixed';
    if (this.#standsUnreported(finding)) return 'dropped';
    return this.#mayBeMoved(finding) ? 'unseen' : 'fixed';
  }

  /** The object was moved to where nobody asks. */
  #standsUnreported({ resource }: EarlierFinding): boolean {
    if (resource === null) return false;
    const { world, isReported } = this.#present;
    const same = world.resources.filter(
      ({ identity: { kind, namespace, name } }) =>
        name === resource.name && kind === resource.kind && namespace === resource.namespace,
    );
    return same.length > 0 && same.every(({ file }) => !isReported(file));
  }

  /** A file of the same name, or one that has the object's name in it, cannot be looked into. */
  #mayBeMoved({ file, resource }: EarlierFinding): boolean {
    if (this.#unseenNames.has(baseNameOf(file))) return true;
    return resource !== null && this.#unreadable.some((text) => text.includes(resource.name));
  }
}
