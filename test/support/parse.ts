import { isRelevantKind } from '../../src/catalog/kinds.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { valueAt, type ValueNode } from '../../src/model/node.ts';
import type { Range } from '../../src/model/position.ts';
import { parseManifest } from '../../src/parsing/parse-manifest.ts';
import type { Limits } from '../../src/parsing/limits.ts';

/** Parses a text, or bytes, as a manifest of the kinds that the gate judges. */
export function parse(content: string | Uint8Array, limits: Partial<Limits> = {}): Manifest {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return parseManifest(bytes, { isRelevantKind, limits });
}

/** The value below a path of keys of the first resource. */
export function first(manifest: Manifest, ...keys: readonly string[]): ValueNode {
  const value = valueAt(manifest.resources[0]?.root, ...keys);
  if (value === undefined) throw new Error(`there is no ${keys.join('.')}`);
  return value;
}

export function textIn(manifest: Manifest, range: Range): string {
  return manifest.text.slice(range.start, range.end);
}

/** `line:column` of where a range starts. */
export function placeIn(manifest: Manifest, range: Range): string {
  const { line, column } = manifest.lines.positionAt(range.start);
  return `${line}:${column}`;
}
