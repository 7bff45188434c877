import { predictAsNlb } from '../../prediction.ts';
import { serverOf } from '../event-handlers.ts';
import { failure } from '../failure.ts';
import { hashOf, needsNone, nlbFinalizer, unmarked, withFinalizer, type LiveService } from '../live-service.ts';
import type { Bench, RunOutcome } from '../run.ts';
import { surroundingsNow } from '../surroundings-now.ts';
import { applyNlb } from './apply.ts';

/** One run of the NLB controller. Source: `ReconcileNLB.reconcile` of the controller, v2.14.0. */
export function reconcileNlb(bench: Bench, service: LiveService): RunOutcome {
  const prediction = predictAsNlb(service.side.subject, surroundingsNow('nlb', bench, service));
  const serves = serverOf(service.side.subject, bench.surroundings) === 'nlb';
  if (needsNone(service) || !serves) {
    if (!service.finalizers.includes(nlbFinalizer)) return done('ok', service);
    const { applied } = applyNlb(bench, service, prediction);
    if (applied.failure !== undefined && !applied.failure.text.includes('ResourceNotFound.loadBalancer'))
      return { result: 'error', failure: applied.failure, reach: applied.reach, service };
    return done('ok', unmarked(service, nlbFinalizer));
  }
  const held = withFinalizer(service, nlbFinalizer);
  const { applied, securityGroup } = applyNlb(bench, held, prediction);
  if (applied.failure !== undefined)
    return { result: 'error', failure: applied.failure, reach: applied.reach, service: held };
  const hash = hashOf(held);
  const nlb = bench.nlb.find(applied.id);
  const synced: LiveService = {
    ...held,
    hash,
    loadBalancerLabel: applied.id,
    securityGroupLabel: held.hash === hash ? held.securityGroupLabel : securityGroup,
    ingress: nlb === undefined ? held.ingress : [{ ip: '', hostname: nlb.dnsName }],
  };
  if (applied.leavesOut) {
    const failed = failure('has invalid server in server groups', [], 'X01');
    return { result: 'error', failure: failed, reach: 'partial', service: synced };
  }
  return done(applied.waitsForPods ? 'requeue' : 'ok', synced);
}

function done(result: 'ok' | 'requeue', service: LiveService): RunOutcome {
  return { result, failure: undefined, reach: undefined, service };
}
