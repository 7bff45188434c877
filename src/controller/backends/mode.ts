import { backendTypeKey } from '../../catalog/annotation-keys.ts';
import type { BackendMode } from '../../catalog/backend-modes.ts';
import type { Subject } from '../subject.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * Undefined where the Service leaves it to a cluster that we do not know. Any text but `eni` means nodes.
 * Source: `helper.IsENIBackendType`, `EndpointWithENI.setTrafficPolicy` of the controller, v2.14.0.
 */
export function backendModeOf(subject: Subject, { backendMode }: Surroundings): BackendMode | undefined {
  const own = subject.annotations.get(backendTypeKey);
  if (own !== undefined && own.text === undefined) return undefined;
  const stated = own?.text === undefined || own.text === '' ? undefined : own.text;
  if (stated === undefined && backendMode === undefined) return undefined;
  if (stated === undefined ? backendMode === 'eni' : stated === 'eni') return 'eni';
  return subject.externalTrafficPolicy === 'Local' ? 'local' : 'cluster';
}
