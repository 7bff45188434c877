import type { Bilingual } from './finding.ts';
import type { Resource } from './manifest.ts';
import type { MapNode, ScalarNode, ValueNode } from './node.ts';

/** What a remedy does to a manifest, in terms of its values. How that is written in the text is not a rule's business. */
export type Change =
  /** Another text in a scalar, in the quotes that it has. */
  | { readonly kind: 'set'; readonly node: ValueNode; readonly text: string }
  /** The same text in quotes, so that it is a string. */
  | { readonly kind: 'quote'; readonly node: ValueNode }
  /** Another number in a scalar that holds one. */
  | { readonly kind: 'number'; readonly node: ValueNode; readonly value: number }
  /** An entry that is not there yet: behind the first of the named entries that is there, else before the other. */
  | {
      readonly kind: 'insert';
      readonly map: MapNode;
      readonly key: string;
      readonly value: Written;
      readonly behind: readonly string[];
      readonly before?: string;
    }
  /** Another key for the same value. */
  | { readonly kind: 'rename'; readonly key: ScalarNode; readonly to: string }
  /** No such entry any more. */
  | { readonly kind: 'remove'; readonly key: ScalarNode }
  /** Annotations that are not there yet, in `metadata.annotations` below `root`; behind the key `beside` where it is given. */
  | {
      readonly kind: 'annotate';
      readonly root: MapNode;
      readonly entries: readonly (readonly [key: string, text: string])[];
      readonly beside?: ScalarNode | undefined;
    };

/** A value that is to be written. */
export type Written = string | number | readonly Written[] | { readonly [key: string]: Written };

/** What a rule suggests. Nobody has proved yet that it helps. */
export interface Suggestion {
  readonly description: Bilingual;
  readonly changes: readonly Change[];
}

/** What a rule would suggest, and the resource whose document it changes. */
export interface ProposedFix {
  readonly resource: Resource;
  suggest(this: void): Suggestion | undefined;
}

/** A replaced span; offsets are UTF-16 code units into the file as read. */
export interface TextEdit {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly newText: string;
}

/** Edits that are proved to remove a finding and to add none. They are sorted and do not overlap. */
export interface Fix {
  readonly description: Bilingual;
  readonly edits: readonly (TextEdit & { readonly file: string })[];
}

/** A text with sorted edits applied. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let from = 0;
  for (const { startOffset, endOffset, newText } of edits) {
    result += text.slice(from, startOffset) + newText;
    from = endOffset;
  }
  return result + text.slice(from);
}
