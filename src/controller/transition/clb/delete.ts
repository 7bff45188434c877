import type { ClbState } from '../cloud/state.ts';
import { within, type Failure } from '../failure.ts';
import { keyOf } from '../live-service.ts';
import { ownTags } from '../ownership.ts';
import type { Bench } from '../run.ts';
import type { Wish } from './apply.ts';

/**
 * What becomes of the load balancer of a Service that goes: a named one stays, one that is to be preserved loses its
 * protections and the controller's tags, any other is deleted. Source: `ModelApplier.deleteLoadBalancer`, v2.14.0.
 */
export function deleteClb(bench: Bench, wish: Wish, clb: ClbState | undefined): Failure | undefined {
  if (wish.reused || clb === undefined) return undefined;
  const key = keyOf(wish.service.side.subject);
  const unprotected = unprotect(bench, clb, key);
  if (wish.preserve) {
    const failed = unprotected ?? unmodifiable(bench, clb, key);
    if (failed !== undefined) return within(`set loadbalancer [${clb.id}] protections off error: `, failed);
    const left = bench.clb.untag(clb.id, ownTags(wish.prediction.context, clb.tags));
    return left === undefined ? undefined : within(`cleanup loadbalancer [${clb.id}] tags error: `, left);
  }
  const failed = unprotected ?? bench.clb.delete(clb.id);
  return failed === undefined ? undefined : within(`delete loadbalancer [${clb.id}] error: `, failed);
}

function unprotect(bench: Bench, clb: ClbState, key: string): Failure | undefined {
  if (clb.attributes['deleteProtection'] !== 'on') return undefined;
  const failed = bench.clb.modify('SetLoadBalancerDeleteProtection', clb.id, { deleteProtection: 'off' });
  if (failed === undefined) return undefined;
  return within(`error to set slb id [${clb.id}] delete protection off, svc [${key}], err: `, failed);
}

function unmodifiable(bench: Bench, clb: ClbState, key: string): Failure | undefined {
  if (clb.attributes['modificationProtectionStatus'] !== 'ConsoleProtection') return undefined;
  const off = { modificationProtectionStatus: 'NonProtection' };
  const failed = bench.clb.modify('SetLoadBalancerModificationProtection', clb.id, off);
  if (failed === undefined) return undefined;
  return within(`error to set slb id [${clb.id}] modification protection off, svc [${key}], err: `, failed);
}
