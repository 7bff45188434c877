import type { Candidates, Endpoint } from '../surroundings.ts';
import type { SubjectPort } from '../subject.ts';
import type { BackendIpVersion } from './ip-version.ts';

/** An address behind a Service port. */
export interface Address {
  readonly ip: string;
  readonly node: string | undefined;
  readonly port: number;
}

export interface Addresses {
  readonly usable: readonly Address[];
  /** A pod that is not ready may become usable; the sync is repeated later. */
  readonly mayGrow: boolean;
}

/**
 * The addresses that can become members of a port: ready ones, and not-ready pods that wait for the gate of this
 * Service alone. A named target port is looked up by the name of the Service port.
 * Source: `setBackendsFromEndpointSlices` of the controller, v2.14.0.
 */
export function addressesOf(port: SubjectPort, candidates: Candidates, ipVersion: BackendIpVersion): Addresses {
  const seen = new Set<string>();
  const usable: Address[] = [];
  let mayGrow = false;
  for (const slice of candidates.endpointSlices) {
    if (ipVersion !== 'dualstack' && slice.addressType !== (ipVersion === 'ipv6' ? 'IPv6' : 'IPv4')) continue;
    const number = typeof port.targetPort === 'number' ? port.targetPort : (slice.ports.get(port.name ?? '') ?? 0);
    if (typeof port.targetPort !== 'number' && number === 0) continue;
    for (const endpoint of slice.endpoints) {
      if (endpoint.terminating || seen.has(endpoint.ip)) continue;
      const state = endpoint.ready ? 'usable' : stateOf(endpoint, candidates);
      if (state === 'waiting') mayGrow = true;
      if (state !== 'usable') continue;
      seen.add(endpoint.ip);
      usable.push({ ip: endpoint.ip, node: endpoint.node, port: number });
    }
  }
  return { usable, mayGrow };
}

function stateOf(endpoint: Endpoint, candidates: Candidates): 'usable' | 'waiting' | 'out' {
  if (endpoint.pod === undefined) return 'out';
  const pod = candidates.pods.get(endpoint.pod);
  // A pod that cannot be found may just not have been seen yet.
  if (pod === undefined) return 'waiting';
  if (!pod.gated) return 'out';
  return pod.containersReady ? 'usable' : 'waiting';
}
