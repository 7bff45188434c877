import { isPlaceholder } from '../catalog/placeholders.ts';
import { digestOf } from '../model/digest.ts';
import type { ResourceIdentity } from '../model/finding.ts';
import type { ValueNode } from '../model/node.ts';
import type { World } from '../world/world.ts';
import { knownFacts, type KnownFacts } from './known-facts.ts';
import type { Settings } from './settings.ts';
import { unreadableFiles } from './unseen-files.ts';

/** What an audit leaves besides its findings, so that the next one can tell what is gone from what it cannot see. */
export interface Circumstances {
  readonly known: KnownFacts;
  /** Files that nobody can look into: templates that wait for rendering, and what cannot be read. */
  readonly unseenFiles: readonly string[];
  /** Files with an object that is decided elsewhere in part: by a patch, or by what stands in a value's place. */
  readonly openFiles: readonly string[];
  /** Which objects stand in which files, as digests. */
  readonly objects: ReadonlySet<string>;
  /** A digest of what a file says; null where it is not there. */
  textOf(this: void, file: string): string | null;
}

export function circumstancesOf(world: World, settings: Settings): Circumstances {
  const { manifests, unrenderedTemplates } = world.tree;
  const open = world.resources.filter(({ completeness, root }) => completeness === 'partial' || holdsPlaceholder(root));
  const texts = new Map<string, string | null>();
  return {
    known: knownFacts(settings, world.inventory),
    unseenFiles: [...unrenderedTemplates, ...unreadableFiles(world.tree)].sort(),
    openFiles: [...new Set(open.map(({ file }) => file))].sort(),
    objects: new Set(world.resources.map(({ identity, file }) => placedObject(identity, file))),
    textOf: (file) => {
      const text = manifests.get(file)?.text;
      const digest = texts.get(file) ?? (text === undefined ? null : digestOf(text, 16));
      texts.set(file, digest);
      return digest;
    },
  };
}

/** Stands for an object in a file. */
export function placedObject({ kind, namespace, name }: ResourceIdentity, file: string): string {
  return digestOf(JSON.stringify([kind, namespace, name, file]), 12);
}

function holdsPlaceholder(node: ValueNode): boolean {
  if (node.kind === 'scalar') return isPlaceholder(node.text);
  if (node.kind === 'sequence') return node.items.some(holdsPlaceholder);
  return node.kind === 'map' && [...node.entries.values()].some(({ value }) => holdsPlaceholder(value));
}
