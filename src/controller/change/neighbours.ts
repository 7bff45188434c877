import { annotation } from '../annotations.ts';
import type { ServicePair } from './change.ts';

/** Services of one scope that name the same load balancer, before a change or after it. */
export class Neighbours {
  readonly #byLoadBalancer = new Map<string, ServicePair[]>();

  constructor(pairs: readonly ServicePair[]) {
    for (const pair of pairs) {
      for (const key of keysOf(pair)) {
        const known = this.#byLoadBalancer.get(key);
        if (known === undefined) this.#byLoadBalancer.set(key, [pair]);
        else known.push(pair);
      }
    }
  }

  /** The others, each once. */
  of(pair: ServicePair): readonly ServicePair[] {
    const all = keysOf(pair).flatMap((key) => this.#byLoadBalancer.get(key) ?? []);
    return [...new Set(all)].filter(({ base, head }) => base !== pair.base || head !== pair.head);
  }
}

function keysOf({ base, head }: ServicePair): string[] {
  const owner = (head ?? base)?.resource;
  const keys = [base, head].flatMap((service) => {
    const id = service?.isLoadBalancer === true ? annotation(service, 'id')?.text : undefined;
    return id === undefined || id === '' ? [] : [[owner?.cluster, owner?.scope, id].join('\0')];
  });
  return [...new Set(keys)];
}
