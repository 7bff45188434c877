import { controllerChanges } from '../catalog/controller-changes.ts';
import { classKey, nlbClass, tunnelTypeKey, typeKey } from '../catalog/annotation-keys.ts';
import { annotationFact, type Kind } from '../catalog/annotations.ts';
import type { ControllerVersion } from './controller-version.ts';
import type { Subject, SubjectAnnotation } from './subject.ts';
import type { FeatureGates } from './surroundings.ts';

/** Why neither controller takes a Service. */
export type NoController = 'type' | 'loadBalancerClass' | 'tunnel-type' | 'class' | 'type-annotation';

export type Assignment =
  | { readonly controller: Kind; readonly reason?: never }
  | { readonly controller: 'none'; readonly reason: NoController };

/**
 * Which controller takes a Service. Source: `helper.NeedCLB` and `helper.NeedNLB` of the controller, v2.14.0; the
 * class for NLB is served from v2.5.0 on.
 */
export function assignmentOf(subject: Subject, gates: FeatureGates, version: ControllerVersion): Assignment {
  if (subject.type !== 'LoadBalancer') return { controller: 'none', reason: 'type' };
  const type = gates.LoadBalancerTypeAnnotation === true ? seen(typeKey) : undefined;
  if (subject.loadBalancerClass === nlbClass && version.since(controllerChanges.nlb.since))
    return { controller: 'nlb' };
  if (type?.text === 'nlb') return { controller: 'nlb' };
  if (subject.loadBalancerClass !== undefined) return { controller: 'none', reason: 'loadBalancerClass' };
  if (seen(tunnelTypeKey) !== undefined) return { controller: 'none', reason: 'tunnel-type' };
  const optOut = seen(classKey);
  if (optOut !== undefined && optOut.text !== '') return { controller: 'none', reason: 'class' };
  if (type !== undefined && type.text !== '') return { controller: 'none', reason: 'type-annotation' };
  return { controller: 'clb' };

  function seen(key: string): SubjectAnnotation | undefined {
    const annotation = subject.annotations.get(key);
    if (annotation === undefined) return undefined;
    const first = annotationFact(key)?.firstVersion.clb;
    return first === undefined || version.since(first) ? annotation : undefined;
  }
}
