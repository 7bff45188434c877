import { currentPrefix, legacyPrefix } from '../catalog/annotation-keys.ts';
import { factOfShortKey, type Kind } from '../catalog/annotations.ts';
import type { ControllerVersion } from './controller-version.ts';
import { parseInteger, type Parsed } from './go/integer.ts';
import type { Subject, SubjectAnnotation } from './subject.ts';
import { isKnown, type Text } from './values.ts';

/**
 * Annotations as one controller looks them up: by the part behind the prefix; the current prefix first, the legacy one
 * only where the current key does not exist; keys that this version does not know yet are not seen.
 * Source: `AnnotationRequest.Get` and `.Has` of the controller, v2.14.0.
 */
export class AnnotationReader {
  readonly #found = new Map<string, SubjectAnnotation>();
  /** Keys that are there but came with a later version. */
  readonly tooNew = new Set<SubjectAnnotation>();

  constructor(subject: Subject, kind: Kind, version: ControllerVersion) {
    for (const [key, annotation] of subject.annotations) {
      const legacy = key.startsWith(legacyPrefix);
      if (!legacy && !key.startsWith(currentPrefix)) continue;
      const shortKey = key.slice(legacy ? legacyPrefix.length : currentPrefix.length);
      if (legacy && subject.annotations.has(currentPrefix + shortKey)) continue;
      const first = factOfShortKey(shortKey)?.firstVersion[kind];
      if (first !== undefined && !version.since(first)) this.tooNew.add(annotation);
      else this.#found.set(shortKey, annotation);
    }
  }

  /** The annotation, empty or not. */
  find(shortKey: string): SubjectAnnotation | undefined {
    return this.#found.get(shortKey);
  }

  has(shortKey: string): boolean {
    return this.#found.has(shortKey);
  }

  /** The text; undefined when the annotation is absent or empty, which the controller treats alike. */
  text(shortKey: string): Text | undefined {
    const annotation = this.#found.get(shortKey);
    if (annotation === undefined || annotation.text === '') return undefined;
    return annotation.text ?? { placeholder: annotation.written };
  }

  /** The text as an integer; undefined when absent, a placeholder when unknown. */
  integer(shortKey: string): Parsed | { readonly placeholder: string } | undefined {
    const text = this.text(shortKey);
    return isKnown(text) ? parseInteger(text) : text;
  }
}
