import { backendTypeKey, currentPrefix, legacyPrefix } from '../catalog/annotation-keys.ts';
import { isPlaceholder } from '../catalog/placeholders.ts';
import type { MapEntry, ScalarNode, Spot, ValueNode } from '../model/node.ts';
import { annotationsOf, annotationsSpot, type Service } from '../world/service.ts';

/** An annotation as the controller reads it. */
export interface Annotation {
  readonly key: ScalarNode;
  readonly node: ValueNode;
  /** The text; undefined when it is decided elsewhere (a placeholder, a template expression). */
  readonly text: string | undefined;
}

/**
 * The annotation of a short key (`scheduler`), or undefined when it is absent or empty, which the controller treats
 * alike. The current prefix is looked up first; where it exists with an empty value, the legacy one is not consulted.
 */
export function annotation(service: Service, shortKey: string): Annotation | undefined {
  return read(entryOf(service, shortKey));
}

/** Where a missing annotation is reported: at its empty value where the key is written, else as `annotationsSpot`. */
export function missingAnnotationSpot(service: Service, shortKey: string): Spot {
  const node = entryOf(service, shortKey)?.value;
  return node === undefined ? annotationsSpot(service.resource) : { node, range: node.range };
}

function entryOf(service: Service, shortKey: string): MapEntry | undefined {
  const entries = annotationsOf(service.resource);
  return entries.get(currentPrefix + shortKey) ?? entries.get(legacyPrefix + shortKey);
}

/** The exact key `service.beta.kubernetes.io/backend-type`, which has no legacy form. */
export function backendTypeAnnotation(service: Service): Annotation | undefined {
  return read(annotationsOf(service.resource).get(backendTypeKey));
}

function read(entry: MapEntry | undefined): Annotation | undefined {
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  if (value.kind !== 'scalar') return { key, node: value, text: undefined };
  // A bool or a number is refused by the API server (annotation-not-string); to go on, its writing is what was meant.
  const text = value.source;
  if (text === '' || value.type === 'null') return undefined;
  return { key, node: value, text: isPlaceholder(text) ? undefined : text };
}
