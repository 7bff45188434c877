import type { AnnotationFact, Kind } from './annotation-fact.ts';
import { currentPrefix } from './annotation-keys.ts';
import { annotationFacts } from './annotations.generated.ts';

export type { AnnotationFact, ByScope, Kind, NumberRange, Relation } from './annotation-fact.ts';
export { annotationFacts } from './annotations.generated.ts';

const byKey: ReadonlyMap<string, AnnotationFact> = new Map(
  annotationFacts.flatMap((fact) => [
    [fact.key, fact] as const,
    ...(fact.legacyKey === undefined ? [] : [[fact.legacyKey, fact] as const]),
  ]),
);

const byShortKey: ReadonlyMap<string, AnnotationFact> = new Map(
  annotationFacts
    .filter(({ key, object }) => key.startsWith(currentPrefix) && object === 'Service')
    .map((fact) => [fact.key.slice(currentPrefix.length), fact] as const),
);

/** What the controller writes on a Service, and nobody else should: keys of labels, and finalizers. */
export const ownedMarks: { readonly labels: ReadonlySet<string>; readonly finalizers: ReadonlySet<string> } = {
  labels: keysOn('Service (label)'),
  finalizers: keysOn('Service (finalizer)'),
};

function keysOn(object: string): ReadonlySet<string> {
  return new Set(annotationFacts.filter((fact) => fact.object === object).map(({ key }) => key));
}

/** The fact about a full key, in its current or legacy spelling. */
export function annotationFact(key: string): AnnotationFact | undefined {
  return byKey.get(key);
}

/** The fact about a key without the common prefix (`scheduler`). */
export function factOfShortKey(shortKey: string): AnnotationFact | undefined {
  return byShortKey.get(shortKey);
}

/** What a map by scope says for a controller and a listener protocol. */
export function scoped<T>(map: Readonly<Record<string, T>> | undefined, kind: Kind, protocol?: string): T | undefined {
  if (map === undefined) return undefined;
  if (protocol !== undefined) {
    for (const [scope, value] of Object.entries(map)) {
      const [name, protocols] = scope.split(' ');
      if (name === kind && protocols?.split('/').some((one) => one.toLowerCase() === protocol.toLowerCase()))
        return value;
    }
  }
  return map[kind] ?? map['all'];
}
