import type { Kind } from '../catalog/annotations.ts';

/**
 * True for a group whose name the controller would give: `k8s/<port>/<service>/<namespace>/<cluster>` (CLB),
 * `k8s.<port>.<protocol>.<service>.<namespace>.<cluster>` (NLB). Source: `LoadVGroupNamedKey`, `LoadNLBSGNamedKey`.
 */
export function isMadeByController(kind: Kind, name: string): boolean {
  const parts = name.split(kind === 'clb' ? '/' : '.');
  return parts.length === (kind === 'clb' ? 5 : 6) && parts[0] === 'k8s';
}
