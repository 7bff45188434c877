import type { EventId } from '../events.ts';

/**
 * How events are recognised in the words of the controller and of the cloud: by message, or by error code. Tried in
 * this order; families that any call can answer stand last. After a comma or a colon a blank may be missing: the
 * full-width signs of a Chinese keyboard bring none.
 */
const patterns: readonly (readonly [EventId, RegExp])[] = [
  [
    'E01',
    /backend server number has reached to the quota limit of this load ?balancers?|BackendServerNumberOverLimit/i,
  ],
  ['E02', /does not support backend servers of eni type/i],
  ['E03', /There are no available nodes for (?:Network)?LoadBalancer/i],
  ['E04a', /not able to find loadbalancer named/i],
  ['E04b', /can not find loadbalancer\s*[,\uff0c\u3001]\s*but it's defined in service/i],
  ['E05', /account is arrearage|ORDER\.ARREARAGE/i],
  [
    'E06',
    /does not have enough balance|account balance is insufficient|INSUFFICIENT_?BALANCE|InsufficientAvailableQuota/i,
  ],
  ['E07', /denied due to user flow control|Code: ?"?Throttling|\bThrottling\.(?:User|Api)\b/i],
  ['E08', /there are vips associating with this vServer ?group|RspoolVipExist|ResourceInUse\.serverGroup/i],
  ['E09', /network conflicts in specified parameter|NetworkConflict/i],
  [
    'E10',
    /VSwitch has no available ip|No subnet IP addresses are available|VSwitchAvailableIpNotExist|SubnetIpExhaust/i,
  ],
  ['E11', /specified Port must be between 1 and 65535/i],
  ['E12', /share instance has been discontinued|ShareSlbHaltSales/i],
  ['E13', /can not change ResourceGroupId once created|ResourceGroupId cannot be changed/i],
  ['E14', /can not find eniid for ip \S+ in vpc/i],
  ['E15a', /instanceChargeType of load ?balancer is PayByCLCU|OperationDenied\.PayByCLCU/i],
  ['E15b', /does not have permission modify InstanceChargeType to spec/i],
  ['E16', /can not be reused\s*[,\uff0c\u3001]\s*can not reuse loadbalancer created by kubernetes/i],
  ['E17', /can not change LoadBalancer AddressType once created/i],
  ['E18', /can not be reused\s*[,\uff0c\u3001]\s*service has been associated with (?:ip|dnsname)/i],
  ['E20', /can not change LoadBalancer (?:master|slave) ?zone ?id once created/i],
  ['E21', /can not change LoadBalancer AddressIPVersion once created/i],
  ['E22', /can not change LoadBalancer network ?type once created/i],
  ['E23', /can not change LoadBalancer address once created/i],
  ['E24', /can not find loadbalancer by tag/i],
  ['E25', /find multiple loadbalances? by (?:tag|name)/i],
  ['E27', /create public address slb is not allowed/i],
  ['E36', /can not update cert|can not found? cert by id|describe (?:old|new) cert/i],
  ['E28', /(?<!weight )must be integer|(?:parse \w+|\w parse) error:\s*\[?strconv/i],
  ['E29', /port and protocol format must be like|port protocol format must be either/i],
  ['E30', /Annotation ForwardPort error|forward port (?:format error|is not an integer)/i],
  ['E31', /parse DomainExtensions error|invalid domain extension/i],
  ['E32', /parse backend label/i],
  ['E33', /(?:vgroupid|server group id) and protocol format must be like/i],
  [
    'E34',
    /weight must be integer|can not find vgroupId|can ?not reuse a ccm created vgroup|NodeName is nil|parse providerid/i,
  ],
  ['E35', /find (?:v?server)?group error|can not find vgroup by name/i],
  ['E38', /unprocessed listeners in reconcile/i],
  ['E40', /no available vsw found|no vswitches found|get available vswitch id error/i],
  [
    'X01',
    /Not sync pods (?:\[.*?\] )?whose eni is invalid|has invalid (?:backend|server) in (?:vserver|server )groups/i,
  ],
  ['X02', /Skip delete and update (?:backends|servers) to (?:vgroup|servergroup)/i],
  ['X03', /Not sync pods \[.*?\] whose ip is not in vpc cidrs/i],
  ['X04', /will be preserved after the service is deleted/i],
  ['X05', /get eip error/i],
  [
    'X06',
    /Error (?:adding|removing|updating) (?:load balancer )?(?:finalizer|service hash|status|pod readiness gates)/i,
  ],
  ['X07', /DryRun:\s*Error syncing load balancer/i],
  ['N01', /zone mappings are required/i],
  ['N02', /ZoneMapping format error/i],
  ['N03', /cross zone enabled flag error/i],
  ['N04', /AddressIpVersion cannot be changed/i],
  ['N05', /LoadBalancerSourceRanges is not supported for user-managed LB/i],
  ['N06', /port of listener .* overlaps with listener/i],
  [
    'N07',
    /listener port range (?:can only be used|must be like)|start port should be smaller|port range \[.*\] is invalid/i,
  ],
  ['N08', /unsupport server ServerGroupType|ServerGroupType of user managed server group/i],
  ['N09', /cannot find server group id|reused server group id \S* ?not found|cannot reuse a ccm created server group/i],
  ['N10', /(?:update|prepare|parepare) source ranges error|(?:find|update) associated security group error/i],
  ['N11', /wait jobs? error/i],
  ['E19', /specified VSwitch does not exist|specified vSwitch instance is invalid/i],
  ['E26', /specified LoadBalancerId does not exist|InvalidLoadBalancerId\.NotFound|ResourceNotFound\.loadBalancer/i],
  ['P01', /\bHandleService(?:Update|Deletion)Error\b/i],
  // A current controller prints no codes: in its own envelope the bare word has to do.
  [
    'E39',
    /ListenerNumberOverLimit|\bOverQuota\b|ORDER\.QUOTA_EXCEEDED|TagCountLimit|SizeLimitExceeded|(?:syncing|deleting) load balancer \[[^\]]*\]:\s*.*\bquota\b/i,
  ],
  ['E41', /Error deleting load balancer \[/i],
  // All that a current controller leaves of a refused call is its message.
  [
    'E37',
    /(?:create|update|delete) listener error|EnsureListener(?:Created|Updated|Deleted) error|\[SDKError\]|syncing load balancer \[[^\]]*\]:\s*\[?Message:/i,
  ],
];

/** Events that many causes share: beside an exact one they say nothing more. */
const families: ReadonlySet<EventId> = new Set(['E37', 'E39', 'E41', 'X07']);

export const eventIds: ReadonlySet<string> = new Set(patterns.map(([event]) => event));

export function isEventId(text: string): text is EventId {
  return eventIds.has(text);
}

/** The event that a text tells of; undefined when no pattern knows it. */
export function eventIn(text: string): EventId | undefined {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}

/** All events that a text tells of; of the families that many causes share one, where nothing more exact is found. */
export function eventsIn(text: string): readonly EventId[] {
  const found = patterns.filter(([, pattern]) => pattern.test(text)).map(([event]) => event);
  const exact = found.filter((event) => !families.has(event));
  return exact.length > 0 ? exact : found.slice(0, 1);
}
