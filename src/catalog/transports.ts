/**
 * What carries a listener's protocol, in whatever case it is written. A port of a load balancer has one listener for each of
 * the two, so that one of UDP stands beside any other. Source:
 * https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/considerations-for-configuring-a-loadbalancer-type-service-1
 * (checked 2026-11-24).
 */
export function transportOf(protocol: string | undefined): 'tcp' | 'udp' {
  return protocol?.toLowerCase() === 'udp' ? 'udp' : 'tcp';
}
