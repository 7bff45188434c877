import { backendTypeKey, currentPrefix, legacyPrefix, nlbClass } from '../../catalog/annotation-keys.ts';
import type { Situation } from './observation.ts';

/**
 * What annotations, class and traffic policy of a Service in a cluster tell about its situation; undefined for a policy not
 * known. A manifest is read by the model, since much of it may be decided elsewhere.
 */
export function situationOf(
  annotationOf: (key: string) => string | undefined,
  loadBalancerClass: string | undefined,
  externalTrafficPolicy: string | undefined,
): Situation {
  const short = (name: string): string | undefined =>
    annotationOf(currentPrefix + name) ?? annotationOf(legacyPrefix + name);
  const backendType = annotationOf(backendTypeKey);
  return {
    isReused: (short('id') ?? '') !== '',
    isOverridden: short('force-override-listeners') === 'true',
    isNlb: loadBalancerClass === nlbClass,
    hasPodMembers: backendType === undefined ? undefined : backendType === 'eni',
    isLocal: externalTrafficPolicy === undefined ? undefined : externalTrafficPolicy === 'Local',
  };
}
