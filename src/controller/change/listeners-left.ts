import type { Cause } from '../transition/causes.ts';
import type { LoadBalancerChange } from './change.ts';

/**
 * A Service gives up a load balancer whose listeners people made, and the controller wants to delete the groups that it
 * made there, which those listeners use.
 */
export function leavesListenersBehind(change: LoadBalancerChange): boolean {
  const { base, before, after, became } = change;
  if (base === undefined || before?.reused === undefined || (after ?? before).managesListeners) return false;
  return (after === undefined || became === 'renamed') && groupDeletions(change).length > 0;
}

/** What brings about that the controller deletes groups of its own, deletion by deletion. */
export function groupDeletions({ transition: { removal, head } }: LoadBalancerChange): (readonly Cause[])[] {
  return [...(removal?.mutations ?? []), ...head.mutations]
    .filter(({ api }) => api === 'DeleteVServerGroup' || api === 'DeleteNLBServerGroup')
    .map(({ causes }) => causes);
}
