import type { Value } from '../../values.ts';
import { predictAsClb } from '../../prediction.ts';
import type { ClbState } from '../cloud/state.ts';
import { failure } from '../failure.ts';
import { clbFinalizer, hashOf, needsNone, textOfValue, unmarked, withFinalizer } from '../live-service.ts';
import type { Ingress, LiveService } from '../live-service.ts';
import { serverOf } from '../event-handlers.ts';
import type { Bench, RunOutcome } from '../run.ts';
import { surroundingsNow } from '../surroundings-now.ts';
import { applyClb } from './apply.ts';

/** One run of the CLB controller. Source: `ReconcileService.reconcile` of the controller, v2.14.0. */
export function reconcileClb(bench: Bench, service: LiveService): RunOutcome {
  const prediction = predictAsClb(service.side.subject, surroundingsNow('clb', bench, service));
  const addressType = prediction.instance.addressType ?? 'internet';
  // Looked at ahead of everything else, also for a Service that is to go.
  if (bench.surroundings.publicForbidden === true && addressType === 'internet')
    return {
      result: 'blocked',
      failure: failure('create public address slb is not allowed', ['address-type'], 'E27'),
      reach: undefined,
      service,
    };
  const serves = serverOf(service.side.subject, bench.surroundings) === 'clb';
  return needsNone(service) || !serves ? cleanUp(bench, service) : sync(bench, service);

  function cleanUp(bench: Bench, service: LiveService): RunOutcome {
    if (!service.finalizers.includes(clbFinalizer)) return done('ok', service);
    const applied = applyClb(bench, service, prediction);
    if (applied.failure !== undefined && !applied.failure.text.includes('LoadBalancerId does not exist'))
      return { result: 'error', failure: applied.failure, reach: applied.reach, service };
    return done('ok', unmarked(service, clbFinalizer));
  }

  function sync(bench: Bench, before: LiveService): RunOutcome {
    const service = withFinalizer(before, clbFinalizer);
    const applied = applyClb(bench, service, prediction);
    if (applied.failure !== undefined)
      return { result: 'error', failure: applied.failure, reach: applied.reach, service };
    const clb = bench.clb.find(applied.id);
    const synced: LiveService = {
      ...service,
      hash: hashOf(service),
      loadBalancerLabel: applied.id,
      ingress: clb === undefined ? service.ingress : ingressOf(bench, clb, prediction.context.annotations),
    };
    if (applied.leavesOut) {
      const failed = failure('has invalid backend in vservergroups', [], 'X01');
      return { result: 'error', failure: failed, reach: 'partial', service: synced };
    }
    return done(applied.waitsForPods ? 'requeue' : 'ok', synced);
  }
}

function done(result: 'ok' | 'requeue', service: LiveService): RunOutcome {
  return { result, failure: undefined, reach: undefined, service };
}

/** What the status shows. Source: `updateServiceStatus` of the controller, v2.14.0. */
function ingressOf(
  { rules }: Bench,
  clb: ClbState,
  annotations: { text(key: string): Value | undefined },
): readonly Ingress[] {
  const hostname = annotations.text('hostname');
  if (hostname !== undefined) return [{ ip: '', hostname: textOfValue(hostname) }];
  const elastic = rules.elasticAddresses.get(clb.id) ?? rules.elasticAddresses.get('*') ?? [];
  if (annotations.text('external-ip-type') === 'eip' && elastic.length > 0)
    return elastic.map((ip) => ({ ip, hostname: '' }));
  return [{ ip: clb.address, hostname: '' }];
}
