/** The labels that a node must carry, up to the first element that is no pair. */
export interface BackendLabel {
  readonly pairs: readonly { readonly key: string; readonly value: string }[];
  /** The complaint about the element behind `pairs`; it is met only at a node that carries them all. */
  readonly fault: string | undefined;
}

/** `k1=v1,k2=v2`; nothing is trimmed, a second `=` ends the value. Source: `filterOutByLabel`, v2.14.0. */
export function parseBackendLabel(text: string): BackendLabel {
  const pairs: { key: string; value: string }[] = [];
  for (const element of text.split(',')) {
    const [key, value] = element.split('=');
    if (key === undefined || value === undefined)
      return { pairs, fault: `parse backend label: ${element}, [k1=v1,k2=v2]` };
    pairs.push({ key, value });
  }
  return { pairs, fault: undefined };
}
