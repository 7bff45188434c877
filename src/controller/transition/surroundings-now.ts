import { currentPrefix, legacyPrefix } from '../../catalog/annotation-keys.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Bench } from './run.ts';
import type { LiveService } from './live-service.ts';

/** The surroundings with the load balancers as they are now; unknown where the Service names one that nobody described. */
export function surroundingsNow({ surroundings, state, rules }: Bench, { side }: LiveService): Surroundings {
  const { annotations } = side.subject;
  const named = (annotations.get(`${currentPrefix}id`) ?? annotations.get(`${legacyPrefix}id`))?.text;
  const isAssumed = [...state.clbs, ...state.nlbs].some(({ id, assumed }) => id === named && assumed);
  if (isAssumed || (!rules.complete && named !== undefined))
    return { ...surroundings, publicForbidden: undefined, loadBalancers: undefined };
  return {
    ...surroundings,
    // Looked at apart, ahead of everything else.
    publicForbidden: undefined,
    loadBalancers: [
      ...state.clbs.map(({ id, groups }) => ({ id, groups })),
      // Groups of NLB belong to no load balancer; any may be named.
      { id: '', groups: state.serverGroups.map(({ id, name }) => ({ id, name })) },
    ],
  };
}
