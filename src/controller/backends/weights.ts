import type { BackendMode } from '../../catalog/backend-modes.ts';
import type { Kind } from '../../catalog/annotations.ts';

/** A member before its weight is known. */
export interface Unweighted {
  readonly id: string;
  /** A node, to which weights by pod count apply in local mode. */
  readonly isNode: boolean;
}

/**
 * The weights of members, in their order. Without a total every member gets the default, in local mode a node the
 * number of its pods. A total is shared out; a member keeps at least 1, but not so an interface on a CLB in local mode.
 * Source: `setWeightBackends` of the controller, v2.14.0.
 */
export function weightsOf(
  kind: Kind,
  mode: BackendMode,
  members: readonly Unweighted[],
  total: number | undefined,
  byDefault: number | undefined,
): readonly number[] {
  if (total === 0) return members.map(() => 0);
  if (mode !== 'local') {
    const share = total === undefined ? (byDefault ?? 100) : Math.max(1, Math.trunc(total / members.length));
    return members.map(() => share);
  }
  const pods = new Map<string, number>();
  for (const { id } of members) if (id !== '') pods.set(id, (pods.get(id) ?? 0) + 1);
  return members.map(({ id, isNode }) => {
    const count = isNode ? (pods.get(id) ?? 0) : 1;
    if (total === undefined) return count;
    const share = Math.trunc((total * count) / members.length);
    return isNode || kind === 'nlb' ? Math.max(1, share) : share;
  });
}
