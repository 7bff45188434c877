import type { ClusterFacts } from '../../world/facts.ts';
import type { Inventory } from '../../world/inventory.ts';
import type { Service } from '../../world/service.ts';
import { annotation } from '../annotations.ts';
import { changeOf, type LoadBalancerChange, type ServicePair } from './change.ts';

/** Services of one scope that name the same load balancer and have a port in common, before a change or after it. */
export class Neighbours {
  readonly #byPort = new Map<string, ServicePair[]>();

  readonly #inventory: Inventory | undefined;

  constructor(pairs: readonly ServicePair[], inventory: Inventory | undefined) {
    this.#inventory = inventory;
    for (const pair of pairs) {
      for (const key of keysOf(pair)) {
        const known = this.#byPort.get(key);
        if (known === undefined) this.#byPort.set(key, [pair]);
        else known.push(pair);
      }
    }
  }

  /** What becomes of the others under given facts, each once. */
  of(pair: ServicePair, facts: ClusterFacts): readonly LoadBalancerChange[] {
    const all = keysOf(pair).flatMap((key) => this.#byPort.get(key) ?? []);
    return [...new Set(all)]
      .filter(({ base, head }) => base !== pair.base || head !== pair.head)
      .map((other) => changeOf(other, facts, { inventory: this.#inventory }));
  }
}

function keysOf({ base, head }: ServicePair): string[] {
  const { cluster, scope } = (head ?? base)?.resource ?? {};
  const keys = [base, head].flatMap((service) => {
    const id = service?.isLoadBalancer === true ? annotation(service, 'id')?.text : undefined;
    if (service === undefined || id === undefined || id === '') return [];
    return portsOf(service).map((port) => [cluster, scope, id, port].join('\0'));
  });
  return [...new Set(keys)];
}

function portsOf({ ports }: Service): string[] {
  return ports.map(({ port }) => String(port));
}
