import { clbLimits, clusterQuotas, considerations, nlbLimits, type Source } from './sources.ts';

/** A default limit of the cloud; an account's own may be higher. */
export interface Quota {
  readonly limit: number;
  readonly of: string;
  readonly source: Source;
}

/** Limits that a Service can reach. §4.8 of the behaviour notes. */
export const quotas = {
  backendsPerClb: {
    limit: 200,
    of: 'backend servers of all server groups of a CLB; a server counts once for each port and group',
    source: considerations('also in the troubleshooting guide'),
  },
  listenersPerClb: { limit: 50, of: 'listeners of a CLB', source: considerations('quotas') },
  nodesPerCluster: {
    limit: 100,
    of: 'nodes of an ACK cluster',
    source: clusterQuotas('node_quota, 100 unless it was raised'),
  },
  groupsPerServer: {
    limit: 50,
    of: 'server groups that one instance or interface is in',
    source: considerations('quotas'),
  },
  tagsPerClb: { limit: 20, of: 'tags of a CLB', source: clbLimits('error code TagCountLimit') },
  extraDomainsPerListener: {
    limit: 3,
    of: 'extra domains of an HTTPS listener; 10 at most',
    source: clbLimits('listeners'),
  },
  forwardingRulesPerListener: { limit: 40, of: 'forwarding rules of a listener', source: clbLimits('listeners') },
  spareAddresses: {
    limit: 8,
    of: 'free addresses of a vSwitch, below which a new load balancer may find none',
    source: considerations('no number is documented; §6 of the behaviour notes proposes this one'),
  },
  serversPerNlb: {
    limit: 400,
    of: 'instances, interfaces and addresses behind an NLB',
    source: nlbLimits('instances'),
  },
  listenersPerNlb: { limit: 50, of: 'listeners of an NLB', source: nlbLimits('instances') },
} as const satisfies Record<string, Quota>;
