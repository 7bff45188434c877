import { isPlaceholder } from '../../catalog/placeholders.ts';
import { annotation, backendTypeAnnotation, type Annotation } from '../../controller/annotations.ts';
import { predictLoadBalancer } from '../../controller/load-balancer.ts';
import { isPresent, valueAt } from '../../model/node.ts';
import type { ClusterFacts } from '../../world/facts.ts';
import type { Service } from '../../world/service.ts';
import type { Situation } from './observation.ts';

/**
 * What a manifest tells about the situation of its Service, as the model reads it under what is known of its cluster. What
 * is put in at deployment is unknown, and so is what is absent where a kustomization that is not rendered may add it.
 */
export function manifestSituation(service: Service, facts: ClusterFacts): Situation {
  const { resource, spec, externalTrafficPolicy } = service;
  const absent = resource.completeness === 'complete' ? false : undefined;
  const is = (written: Annotation | undefined, holds: (text: string) => boolean): boolean | undefined =>
    written === undefined ? absent : written.text === undefined ? undefined : holds(written.text);
  const isKnown = (field: string): boolean => {
    const value = valueAt(spec, field);
    if (!isPresent(value)) return absent === false;
    return value.kind === 'scalar' && !isPlaceholder(value.text);
  };
  const { controller, backendMode } = predictLoadBalancer(service, facts);
  const hasMode = backendMode !== undefined && (backendTypeAnnotation(service) !== undefined || absent === false);
  return {
    isReused: is(annotation(service, 'id'), () => true),
    isOverridden: is(annotation(service, 'force-override-listeners'), (text) => text === 'true'),
    isNlb: controller === 'none' || !isKnown('loadBalancerClass') ? undefined : controller === 'nlb',
    hasPodMembers: hasMode ? backendMode === 'eni' : undefined,
    // The cluster fills in Cluster where the whole manifest says nothing.
    isLocal: isKnown('externalTrafficPolicy') ? externalTrafficPolicy?.text === 'Local' : undefined,
  };
}
