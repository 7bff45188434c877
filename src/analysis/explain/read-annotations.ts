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
  // The controller does not look for the legacy key where the current one is written, with an empty value, too.
  const short = (name: string): string | undefined =>
    annotationOf(currentPrefix + name) ?? annotationOf(legacyPrefix + name);
  // Empty, it is left to the cluster.
  const backendType = annotationOf(backendTypeKey) ?? '';
  return {
    isReused: (short('id') ?? '') !== '',
    isOverridden: short('force-override-listeners') === 'true',
    isNlb: loadBalancerClass === nlbClass,
    hasPodMembers: backendType === '' ? undefined : backendType === 'eni',
    isLocal: externalTrafficPolicy === undefined ? undefined : externalTrafficPolicy === 'Local',
  };
}
