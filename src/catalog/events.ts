import { controllerSource, guide, type Source } from './sources.ts';

/** How far an event reaches; `varies` and `none` for those that depend on the moment or are no failure. */
export type EventClass = 'freeze' | 'degraded' | 'silent' | 'varies' | 'none';

/** One message that the controller puts on a Service, or that the cloud answers it. */
export interface EventFact {
  readonly meaning: string;
  readonly reason: string;
  readonly class: EventClass;
  readonly source: Source;
}

const failed = 'SyncLoadBalancerFailed';
const fromGuide = guide('Row of the troubleshooting guide');
const fromSource = controllerSource('Message in the source');

const row = (meaning: string, cls: EventClass, reason = failed): EventFact => ({
  meaning,
  reason,
  class: cls,
  source: fromGuide,
});
const line = (meaning: string, cls: EventClass, reason = failed): EventFact => ({
  meaning,
  reason,
  class: cls,
  source: fromSource,
});

/** Events by the ids that findings and `explain` use. */
export const events = {
  E01: row('The load balancer has no room for more backend servers.', 'degraded'),
  E02: row('This load balancer takes no network interfaces as backends.', 'degraded'),
  E03: row('No backend is available for a port.', 'none', 'UnAvailableLoadBalancer'),
  E04a: row('The load balancer that the status names is not found (controllers before v2).', 'freeze'),
  E04b: row('The load balancer that the status names is not found.', 'freeze'),
  E05: row('The account is in arrears.', 'freeze'),
  E06: row('The account balance does not suffice.', 'freeze'),
  E07: row('The cloud API throttles the controller.', 'varies'),
  E08: row('A server group cannot go while a listener uses it.', 'degraded'),
  E09: row('The load balancer lives in another network.', 'degraded'),
  E10: row('The vSwitch has no free address.', 'freeze'),
  E11: row('A backend port is not between 1 and 65535.', 'degraded'),
  E12: row('The shared instance type is no longer sold.', 'freeze'),
  E13: row('The resource group cannot change once created.', 'degraded'),
  E14: row('A pod address has no network interface in the VPC.', 'varies'),
  E15a: row('The specification cannot change under PayByCLCU.', 'degraded'),
  E15b: row('PayByCLCU cannot go back to PayBySpec.', 'degraded'),
  E16: row('A load balancer made by Kubernetes cannot be reused.', 'freeze'),
  E17: row('The address type cannot change once created.', 'degraded'),
  E18: row('The Service already has the address of another load balancer.', 'freeze'),
  E19: line('The vSwitch does not exist.', 'freeze'),
  E20: line('The zones cannot change once created.', 'degraded'),
  E21: line('The IP version cannot change once created.', 'degraded'),
  E22: line('The network type cannot change once created.', 'degraded'),
  E23: line('The address cannot change once created.', 'degraded'),
  E24: line('The load balancer with the tag of this Service is gone.', 'freeze'),
  E25: line('Several load balancers carry the tag or name of this Service.', 'freeze'),
  E26: line('The load balancer does not exist.', 'freeze'),
  E27: line('The cluster forbids public load balancers.', 'freeze'),
  E28: line('An annotation is no integer.', 'freeze'),
  E29: line('protocol-port is not understood.', 'freeze'),
  E30: line('forward-port is not understood.', 'freeze'),
  E31: line('domain-extensions is not understood.', 'freeze'),
  E32: line('backend-label is not understood.', 'freeze'),
  E33: line('vgroup-port is not understood.', 'freeze'),
  E34: line('A server group could not be described (weight, group id, node).', 'varies'),
  E35: line('A listener has no server group, which follows from E34.', 'freeze'),
  E36: line('The certificate is expired or unknown.', 'degraded'),
  E37: line('The cloud API refused a listener or a value.', 'degraded'),
  E38: line('Listeners were skipped because their server group failed.', 'degraded'),
  E39: line('A quota is reached.', 'varies'),
  E40: line('No vSwitch is available.', 'freeze'),
  E41: line('The load balancer could not be deleted.', 'degraded', 'CleanLoadBalancerFailed'),
  X01: line('Pods without a network interface are left out.', 'degraded', 'SkipSyncBackends'),
  X02: line('Backends are only added while a pod has no network interface.', 'degraded', 'SkipSyncBackends'),
  X03: line('Pods outside the VPC are left out.', 'silent', 'SkipSyncBackends'),
  X04: line('The load balancer will outlive the Service.', 'none', 'PreservedOnDelete'),
  X05: line('No elastic IP is bound; the address of the load balancer is shown.', 'none', 'FailedSetEIPAddress'),
  X06: line('The API server refused a change to the Service or a pod.', 'freeze', 'FailedUpdateStatus'),
  X07: line('The check before an upgrade of the controller failed.', 'none'),
  N01: line('zone-maps is missing.', 'freeze'),
  N02: line('zone-maps is not understood.', 'freeze'),
  N03: line('cross-zone-enabled is neither on nor off.', 'freeze'),
  N04: line('The IP version cannot change once created.', 'degraded'),
  N05: line('Source ranges do not act on a reused load balancer.', 'silent', 'FeatureNotSupported'),
  N06: line('Listener ports overlap.', 'freeze'),
  N07: line('listener-port-range is not understood, or the members are nodes.', 'freeze'),
  N08: line('server-group-type is not understood, or is not that of the group.', 'freeze'),
  N09: line('The server group does not exist or belongs to the controller.', 'freeze'),
  N10: line('The security group for source ranges could not be set.', 'degraded'),
  N11: line('A job of the cloud failed or timed out.', 'degraded'),
  P01: line('The private zone record could not be set.', 'none', 'HandleServiceUpdateError'),
} as const satisfies Record<string, EventFact>;

export type EventId = keyof typeof events;
