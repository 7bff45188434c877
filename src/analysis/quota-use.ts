import type { Kind } from '../catalog/annotation-fact.ts';
import { sumOf } from '../controller/backends/quota-sum.ts';
import type { LoadBalancer } from '../controller/load-balancer.ts';
import { countListeners, foreignServers, serverLimit, termsOf, type Counting } from '../rules/quotas.ts';
import { isReused, sharersOf } from '../rules/sharing.ts';

/** How much of one default quota a load balancer uses. */
export interface QuotaUse {
  readonly used: number;
  readonly limit: number;
  /** It may be more: some number is not known. */
  readonly isLeast: boolean;
}

export interface QuotaUses {
  readonly servers: QuotaUse | undefined;
  readonly listeners: QuotaUse | undefined;
  /** Services at hand that share the load balancer, this one among them. */
  readonly services: number;
}

/** Tells of load balancers how much of their quotas is used. Those that Services share are counted once. */
export class QuotaCounter {
  readonly #shared = new Map<string, QuotaUses>();

  /** undefined where no controller makes anything of the Service. */
  of(loadBalancer: LoadBalancer, counting: Counting): QuotaUses | undefined {
    const { controller, service } = loadBalancer;
    if (controller === 'none') return undefined;
    if (!isReused(loadBalancer)) return usesOf(controller, [loadBalancer], counting);
    const { scope, cluster } = service.resource;
    const key = JSON.stringify([controller, loadBalancer.reused.text, scope, cluster]);
    const known =
      this.#shared.get(key) ?? usesOf(controller, [loadBalancer, ...sharersOf(loadBalancer, counting)], counting);
    this.#shared.set(key, known);
    return known;
  }
}

function usesOf(kind: Kind, all: readonly LoadBalancer[], counting: Counting): QuotaUses {
  const listeners = countListeners(kind, all, counting);
  return {
    servers: serversOf(kind, all, counting),
    listeners: shown({ used: listeners.total, limit: listeners.limit, isLeast: listeners.most !== listeners.total }),
    services: all.length,
  };
}

function serversOf(kind: Kind, all: readonly LoadBalancer[], counting: Counting): QuotaUse | undefined {
  const terms = termsOf(all, counting, counting.facts.nodeCount);
  if (terms === undefined) return undefined;
  const { foreign, most } = foreignServers(kind, all, counting);
  const { total, limit } = sumOf(kind, terms, foreign, serverLimit(kind));
  // Services of one NLB may have the same servers or not.
  const isOpen = terms.some(({ open }) => open !== undefined) || (kind === 'nlb' && all.length > 1);
  return shown({ used: total, limit, isLeast: isOpen || most !== foreign });
}

/** Of what nothing is known there is nothing to show. */
function shown(use: QuotaUse): QuotaUse | undefined {
  return use.used === 0 ? undefined : use;
}
