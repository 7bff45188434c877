import { controllerChanges } from '../../catalog/controller-changes.ts';
import type { Context } from '../context.ts';
import { equalsFold } from '../go/text.ts';
import { isKnown } from '../values.ts';

export type BackendIpVersion = 'ipv4' | 'ipv6' | 'dualstack';

/**
 * The IP version of the members. IPv6 needs two feature gates and a load balancer that speaks it; otherwise the wish
 * is dropped without a word. Source: `setAddressIpVersion` of the controller, v2.14.0.
 */
export function backendIpVersion({ kind, annotations, surroundings, version }: Context): BackendIpVersion {
  const wish = annotations.text('backend-ip-version');
  if (!isKnown(wish)) return 'ipv4';
  const ipv6 = equalsFold(wish, 'ipv6');
  const dual = equalsFold(wish, 'dualstack');
  if (!ipv6 && !dual) return 'ipv4';
  const gates = surroundings.featureGates;
  if (gates?.IPv6DualStack !== true || gates.EndpointSlice === false) return 'ipv4';
  const own = annotations.text('ip-version');
  if (!isKnown(own) || !equalsFold(own, kind === 'nlb' ? 'dualstack' : 'ipv6')) return 'ipv4';
  if (ipv6) return 'ipv6';
  return kind === 'nlb' && version.since(controllerChanges.nlbDualStackBackends.since) ? 'dualstack' : 'ipv4';
}
