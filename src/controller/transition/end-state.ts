import type { Kind } from '../../catalog/annotations.ts';
import type { Value } from '../values.ts';
import { targetOf } from './cloud/nlb-api.ts';
import { memberText, type CloudState } from './cloud/state.ts';
import { hashOf, textOfValue, type LiveService } from './live-service.ts';
import { clbKey, nlbKey } from './names.ts';

export interface ListenerEnd {
  /** `port/protocol`. */
  readonly target: string;
  readonly port: number;
  /** The id of its server group; empty where it has none. */
  readonly group: string;
  /** `namespace/name` of the Service that it was made for; undefined for one made by hand. */
  readonly owner: string | undefined;
  /** The port that it sends on to, on the same load balancer; 0 for none. */
  readonly forwardsTo: number;
}

export interface LoadBalancerEnd {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  /** An address (CLB) or a host name (NLB). */
  readonly address: string;
  readonly addressType: string;
  readonly tags: Readonly<Record<string, Value>>;
  readonly listeners: readonly ListenerEnd[];
  /** Of CLB: members by the id of the group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly securityGroups: readonly string[];
  /** Nobody described it. */
  readonly assumed: boolean;
}

export interface ServiceEnd {
  /** `namespace/name`. */
  readonly service: string;
  readonly gone: boolean;
  readonly terminating: boolean;
  readonly ingress: readonly string[];
  readonly finalizers: readonly string[];
  /** Whether the controller took note of the Service as it stands. */
  readonly hash: 'current' | 'stale' | 'absent';
  readonly loadBalancer: string | undefined;
}

/** What exists at one moment. */
export interface EndState {
  readonly clbs: readonly LoadBalancerEnd[];
  readonly nlbs: readonly LoadBalancerEnd[];
  /** Of NLB: members by the id of the group. */
  readonly serverGroups: Readonly<Record<string, readonly string[]>>;
  readonly services: readonly ServiceEnd[];
}

/** What becomes of one load balancer. */
export interface LoadBalancerFate {
  readonly id: string;
  readonly kind: Kind;
  /**
   * `orphaned`: it is kept and costs money, but no Service points at it any more. `left`: a load balancer that people
   * made, which no Service points at any more.
   */
  readonly fate: 'created' | 'deleted' | 'kept' | 'orphaned' | 'left';
  /** The address stays that of a Service, is given back to the cloud, or stays on a load balancer without a Service. */
  readonly address: 'new' | 'kept' | 'lost' | 'unused';
}

export function endStateOf(
  state: CloudState,
  services: ReadonlyMap<string, LiveService>,
  gone: ReadonlySet<string>,
): EndState {
  return {
    clbs: state.clbs.map((clb) => ({
      kind: 'clb',
      id: clb.id,
      name: textOfValue(clb.attributes['loadBalancerName']),
      address: clb.address,
      addressType: textOfValue(clb.attributes['addressType']),
      tags: Object.fromEntries(clb.tags),
      listeners: [...clb.listeners.values()]
        .map(({ port, protocol, group, description, attributes }) => ({
          target: `${port}/${protocol}`,
          port,
          group,
          owner: ownerOf(clbKey(description)),
          forwardsTo:
            attributes['listenerForward'] === 'on' && typeof attributes['forwardPort'] === 'number'
              ? attributes['forwardPort']
              : 0,
        }))
        .sort(byPort),
      groups: Object.fromEntries(
        [...clb.groups.values()].map(({ id, members }) => [id, members.map((member) => memberText(member)).sort()]),
      ),
      securityGroups: [],
      assumed: clb.assumed,
    })),
    nlbs: state.nlbs.map((nlb) => ({
      kind: 'nlb',
      id: nlb.id,
      name: textOfValue(nlb.attributes['name']),
      address: nlb.dnsName,
      addressType: textOfValue(nlb.attributes['addressType']),
      tags: Object.fromEntries(nlb.tags),
      listeners: [...nlb.listeners.values()]
        .map((listener) => ({
          target: targetOf(listener),
          port: listener.port,
          group: listener.group,
          owner: ownerOf(nlbKey(listener.description)),
          forwardsTo: 0,
        }))
        .sort(byPort),
      groups: {},
      securityGroups: nlb.securityGroups,
      assumed: nlb.assumed,
    })),
    serverGroups: Object.fromEntries(
      [...state.serverGroups.values()].map(({ id, members }) => [
        id,
        members.map((member) => memberText(member, 'nlb')).sort(),
      ]),
    ),
    services: [
      ...[...gone]
        .filter((key) => !services.has(key))
        .map((service) => ({
          service,
          gone: true,
          terminating: false,
          ingress: [],
          finalizers: [],
          hash: 'absent' as const,
          loadBalancer: undefined,
        })),
      ...[...services].map(([service, live]) => ({
        service,
        gone: false,
        terminating: live.deleting,
        ingress: live.ingress.map(({ ip, hostname }) => (ip === '' ? hostname : ip)),
        finalizers: live.finalizers,
        hash:
          live.hash === undefined
            ? ('absent' as const)
            : live.hash === hashOf(live)
              ? ('current' as const)
              : ('stale' as const),
        loadBalancer: live.loadBalancerLabel,
      })),
    ],
  };
}

/** In order of their ports, whichever was made first. */
function byPort(a: ListenerEnd, b: ListenerEnd): number {
  return a.port - b.port || (a.target < b.target ? -1 : 1);
}

function ownerOf(key: { readonly namespace: string; readonly service: string } | undefined): string | undefined {
  return key === undefined ? undefined : `${key.namespace}/${key.service}`;
}

/** Compares two moments, load balancer by load balancer. */
export function fatesOf(before: EndState, after: EndState): LoadBalancerFate[] {
  const all = [...before.clbs, ...before.nlbs];
  const left = new Map([...after.clbs, ...after.nlbs].map((one) => [one.id, one]));
  const pointedAt = ({ services }: EndState, id: string): boolean =>
    services.some(({ loadBalancer, gone }) => !gone && loadBalancer === id);
  const fates: LoadBalancerFate[] = all.map(({ id, kind }) => {
    const now = left.get(id);
    left.delete(id);
    if (now === undefined) return { id, kind, fate: 'deleted', address: 'lost' };
    if (pointedAt(after, id) || !pointedAt(before, id)) return { id, kind, fate: 'kept', address: 'kept' };
    return { id, kind, fate: /^n?lb-new-/.test(id) ? 'orphaned' : 'left', address: 'unused' };
  });
  for (const { id, kind } of left.values()) fates.push({ id, kind, fate: 'created', address: 'new' });
  return fates;
}
