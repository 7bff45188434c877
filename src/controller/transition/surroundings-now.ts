import { currentPrefix, legacyPrefix } from '../../catalog/annotation-keys.ts';
import type { Kind } from '../../catalog/annotations.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Bench } from './run.ts';
import type { LiveService } from './live-service.ts';

/** The surroundings with the groups as they are now; unknown where the Service names a load balancer that nobody described. */
export function surroundingsNow(
  kind: Kind,
  { surroundings, state, rules }: Bench,
  { side }: LiveService,
): Surroundings {
  const { annotations } = side.subject;
  const named = (annotations.get(`${currentPrefix}id`) ?? annotations.get(`${legacyPrefix}id`))?.text;
  // Looked at apart, ahead of everything else.
  const now = { ...surroundings, publicForbidden: undefined };
  if (!rules.complete && named !== undefined) return { ...now, loadBalancers: undefined };
  if (kind === 'clb')
    return { ...now, loadBalancers: state.clbs.map(({ id, groups }) => ({ id, groups: [...groups.values()] })) };
  // Groups of NLB belong to no load balancer; any may be named.
  return {
    ...now,
    loadBalancers: [{ id: '', groups: [...state.serverGroups.values()].map(({ id, name }) => ({ id, name })) }],
  };
}
