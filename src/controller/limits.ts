import { scoped, type AnnotationFact, type Kind, type NumberRange } from '../catalog/annotations.ts';
import { parseInteger } from './go/integer.ts';
import { equalsFold } from './go/text.ts';

/** A value that the catalogue does not allow, and for which listener or check. */
export type Beyond =
  | { readonly limit: 'range'; readonly range: NumberRange; readonly scope: string | undefined }
  | {
      readonly limit: 'values';
      readonly allowed: readonly string[];
      readonly text: string;
      readonly scope: string | undefined;
    };

/**
 * Compares a value with the ranges and sets of the catalogue, for each scope (listener protocols or check type) that it
 * acts on; none where it belongs to the instance. Undefined where it is allowed, or nothing is known.
 */
export function beyond(
  fact: AnnotationFact,
  text: string,
  kind: Kind,
  scopes: readonly (string | undefined)[],
): Beyond | undefined {
  for (const scope of scopes) {
    const found = fact.type === 'int' ? outOfRange(fact, text, kind, scope) : notAllowed(fact, text, kind, scope);
    if (found !== undefined) return found;
  }
  return undefined;
}

function outOfRange(fact: AnnotationFact, text: string, kind: Kind, scope: string | undefined): Beyond | undefined {
  const range = scoped(fact.range, kind, scope);
  const parsed = parseInteger(text);
  if (range === undefined || !('value' in parsed)) return undefined;
  const inside = parsed.value >= BigInt(range.min) && parsed.value <= BigInt(range.max);
  return inside ? undefined : { limit: 'range', range, scope };
}

function notAllowed(fact: AnnotationFact, text: string, kind: Kind, scope: string | undefined): Beyond | undefined {
  const allowed = scoped(fact.values, kind, scope);
  if (
    allowed === undefined ||
    allowed.length === 0 ||
    (fact.openValues ?? []).includes(kind) ||
    fact.type === 'port-map'
  )
    return undefined;
  const anyCase = ignoresCase(fact, kind);
  // A list is judged by its elements.
  const elements = fact.type === 'list' ? text.split(',') : [text];
  const wrong = elements.find(
    (element) => !allowed.some((one) => (anyCase ? equalsFold(element, one.toLowerCase()) : element === one)),
  );
  // The default may be written out, whether or not the set names it.
  if (wrong === scoped(fact.default, kind, scope)) return undefined;
  return wrong === undefined ? undefined : { limit: 'values', allowed, text: wrong, scope };
}

/** The catalogue says where case counts; where it does not, nothing is claimed. */
export function ignoresCase(fact: AnnotationFact, kind: Kind): boolean {
  const said = scoped(fact.letterCase, kind) ?? '';
  return !said.startsWith('sensitive') && !said.includes('use exact case');
}
