import type { Git } from '../host/git.ts';
import type { TextFiles } from '../host/text-files.ts';
import type { ValueNode } from '../model/node.ts';
import { parseValue } from '../parsing/parse-value.ts';
import { isKustomizationFile } from '../world/manifest-paths.ts';
import { baseNameOf } from '../world/paths.ts';

/**
 * Tells whether a kustomization of the checkout may name a path. Kustomizations have paths of their own; the last part of
 * it is always there. One that cannot be read may name anything. They are read when a path is asked for.
 */
export function kustomizationNames(git: Git, files: TextFiles): (path: string) => boolean {
  let isNamed: ((path: string) => boolean) | undefined;
  return (path) => {
    isNamed ??= readNames(git, files);
    return isNamed(path);
  };
}

function readNames(git: Git, files: TextFiles): (path: string) => boolean {
  const texts = git.trackedFiles().flatMap(({ path }) => (isKustomizationFile(path) ? [files.read(path)] : []));
  const values = texts.map((text) => (text === undefined ? undefined : parseValue(text)));
  if (values.some((value) => value === undefined || 'error' in value)) return () => true;
  const names = new Set(
    values.flatMap((value) => (value === undefined || 'error' in value ? [] : textsIn(value.value))).map(lastPart),
  );
  return (path) => names.has(baseNameOf(path));
}

function textsIn(node: ValueNode | undefined): string[] {
  if (node?.kind === 'map') return [...node.entries.values()].flatMap(({ value }) => textsIn(value));
  if (node?.kind === 'sequence') return node.items.flatMap(textsIn);
  return node?.kind === 'scalar' ? [node.text] : [];
}

/** Generators write `key=file`. */
function lastPart(text: string): string {
  return baseNameOf(text.slice(text.lastIndexOf('=') + 1).trim());
}
