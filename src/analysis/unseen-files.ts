import type { Tree } from '../world/tree.ts';
import { headPaths, type TreeChange } from './compare-trees.ts';

/** Files that hold something that cannot be read. */
export function unreadableFiles({ manifests }: Pick<Tree, 'manifests'>): string[] {
  return [...manifests].flatMap(([path, { unreadable }]) => (unreadable.length > 0 ? [path] : []));
}

/**
 * Tells of files of base whether head knows what is in them now: a file that waits for rendering, that cannot be read or
 * that lies in a folder which cannot be looked into may hold what it held. What is missing there is not gone for sure.
 */
export class UnseenFiles {
  readonly #headOf: ReadonlyMap<string, string>;
  readonly #templates: ReadonlySet<string>;
  readonly #unreadable: ReadonlySet<string>;

  constructor({ unrenderedTemplates, manifests }: Tree, change: TreeChange | undefined) {
    this.#headOf = headPaths(change);
    this.#templates = new Set(unrenderedTemplates);
    this.#unreadable = new Set(unreadableFiles({ manifests }));
  }

  isUnseen(file: string): boolean {
    return this.isUnrendered(file) || this.#isUnreadable(this.pathInHead(file));
  }

  /** True where a rule may have something to say of a file, and head cannot know. */
  hides({ ruleId, file }: { readonly ruleId: string; readonly file: string }): boolean {
    return this.isUnrendered(file) || (ruleId !== 'unreadable-manifest' && this.isUnseen(file));
  }

  isUnrendered(file: string): boolean {
    return this.#templates.has(this.pathInHead(file));
  }

  /** The path of a file of base in head; its own where head does not have it. */
  pathInHead(file: string): string {
    return this.#headOf.get(file) ?? file;
  }

  /** A folder that cannot be looked into is unreadable as a whole. */
  #isUnreadable(file: string): boolean {
    for (let end = file.length; end > 0; end = file.lastIndexOf('/', end - 1))
      if (this.#unreadable.has(file.slice(0, end))) return true;
    return false;
  }
}
