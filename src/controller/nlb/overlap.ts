/** A listener's protocol and the ports that it takes. */
export interface Span {
  readonly protocol: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The first two listeners of one protocol that share a port, in the order in which the controller compares: the
 * earliest listener that overlaps with any later one, then the earliest of those. Linear in the number of listeners.
 */
export function firstOverlap(spans: readonly Span[]): readonly [number, number] | undefined {
  const owners = new Map<string, Owners>();
  let best: readonly [number, number] | undefined;
  for (const [at, span] of spans.entries()) {
    const known = owners.get(span.protocol) ?? new Owners();
    owners.set(span.protocol, known);
    const earliest = known.earliest(span);
    if (earliest === undefined) known.add(span, at);
    else if (best === undefined || earliest < best[0]) best = [earliest, at];
  }
  return best;
}

/**
 * Who holds which port, as long as nobody shares. Once two share, the listener sought is among those held already, so
 * later ones need not be added.
 */
class Owners {
  /** Ranges by their start; they do not touch each other. */
  readonly #ranges: (Span & { readonly at: number })[] = [];
  readonly #single = new Map<number, number>();

  add(span: Span, at: number): void {
    if (span.start === span.end) this.#single.set(span.start, at);
    else this.#ranges.splice(this.#firstFrom(span.start), 0, { ...span, at });
  }

  /** The lowest index of a holder that shares a port with the span. */
  earliest(span: Span): number | undefined {
    let found: number | undefined;
    const consider = (at: number | undefined): void => {
      if (at !== undefined && (found === undefined || at < found)) found = at;
    };
    if (span.end - span.start <= this.#single.size)
      for (let port = span.start; port <= span.end; port++) consider(this.#single.get(port));
    else for (const [port, at] of this.#single) if (port >= span.start && port <= span.end) consider(at);
    // Only a run of neighbours can share a port with this one.
    for (let next = this.#firstFrom(span.start); next < this.#ranges.length; next++) {
      const holder = this.#ranges[next];
      if (holder === undefined || holder.start > span.end) break;
      consider(holder.at);
    }
    return found;
  }

  /** The place of the first range that ends at a port or behind it. */
  #firstFrom(port: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.end ?? 0) < port) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
