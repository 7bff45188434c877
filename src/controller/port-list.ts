/** An element that names a port, as far as the controller looks at it. */
export interface PortElement {
  readonly text: string;
  /** The element split at its colons. */
  readonly parts: readonly string[];
}

export type PortAnswer<Fault> = { readonly element: PortElement } | { readonly fault: Fault } | undefined;

/**
 * A comma separated list that the controller scans for a port, from the left and anew for every port. An element is
 * checked when the scan reaches it, so a broken one hurts only the ports that no element before it names.
 */
export class PortList<Fault> {
  readonly #first = new Map<string, number>();
  readonly #elements: PortElement[] = [];
  readonly #fault: Fault | undefined;

  /** `portIn` tells which part names the port; `faultOf` what is wrong with an element. */
  constructor(text: string, portIn: 0 | 1, faultOf: (element: PortElement) => Fault | undefined) {
    for (const element of text.split(',')) {
      const parts = element.split(':');
      const entry = { text: element, parts };
      this.#fault = faultOf(entry);
      if (this.#fault !== undefined) return;
      const port = parts[portIn];
      if (port !== undefined && !this.#first.has(port)) this.#first.set(port, this.#elements.length);
      this.#elements.push(entry);
    }
  }

  /** The first element that names the port, or the fault that the scan meets first. */
  find(port: number): PortAnswer<Fault> {
    const at = this.#first.get(String(port));
    const element = at === undefined ? undefined : this.#elements[at];
    if (element !== undefined) return { element };
    return this.#fault === undefined ? undefined : { fault: this.#fault };
  }
}

/** A list of strings as `%+v` prints it. */
export function printed(parts: readonly string[]): string {
  return `[${parts.join(' ')}]`;
}
