import { leftText, lineMap } from '../../analysis/line-map.ts';
import type { Location } from '../../model/finding.ts';
import type { Fix } from '../../model/fix.ts';
import type { Tree } from '../../world/tree.ts';
import type { DiffCanvas, LineMaps, LineOf } from './diff-canvas.ts';
import { suggestionBlock, type SuggestionBlock } from './suggestion-block.ts';

const nowhere: LineOf = () => undefined;

/** The lines of the trees of this run, in those of the commits that GitHub compares. */
export class TreeLines implements LineMaps {
  readonly #trees: { readonly head: Tree; readonly base: Tree | undefined };
  readonly #headText: (path: string) => string | undefined;
  readonly #known = new Map<string, LineOf>();

  /** `headText` gives a file as the head commit has it, as far as it is known. */
  constructor(
    trees: { readonly head: Tree; readonly base: Tree | undefined },
    headText: (path: string) => string | undefined,
  ) {
    this.#trees = trees;
    this.#headText = headText;
  }

  head(file: string): LineOf {
    const text = this.#trees.head.manifests.get(file)?.text;
    return this.#once(`head ${file}`, () => linesOf(text, this.#headText(file)));
  }

  left(file: string, path: string, patch: string | undefined): LineOf {
    const text = this.#trees.base?.manifests.get(file)?.text;
    return this.#once(`left ${file}`, () =>
      linesOf(text, patch === undefined ? undefined : leftText(this.#headText(path) ?? '', patch)),
    );
  }

  /** The line of the head commit that a location stands at. */
  lineOf({ tree, file, start }: Location): number | undefined {
    return tree === 'head' ? this.head(file)(start.line) : undefined;
  }

  /** A fix as a suggestion; undefined unless it is certain that committing it does just that. */
  suggestion(canvas: DiffCanvas, fix: Fix, { file, tree, start }: Location): SuggestionBlock | undefined {
    const text = this.#trees.head.manifests.get(file)?.text;
    const headText = this.#headText(file);
    if (tree !== 'head' || text === undefined || headText === undefined) return undefined;
    if (fix.edits.some((edit) => edit.file !== file)) return undefined;
    return suggestionBlock({
      edits: fix.edits,
      text,
      headText,
      mapLine: this.head(file),
      hunks: canvas.hunksOf(file),
      anchor: { from: start.line, to: start.line },
    });
  }

  #once(key: string, make: () => LineOf): LineOf {
    const lineOf = this.#known.get(key) ?? make();
    this.#known.set(key, lineOf);
    return lineOf;
  }
}

function linesOf(from: string | undefined, to: string | undefined): LineOf {
  return from === undefined || to === undefined ? nowhere : lineMap(from, to);
}
