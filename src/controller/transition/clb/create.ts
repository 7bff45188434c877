import type { ClbPrediction } from '../../prediction.ts';
import type { Value } from '../../values.ts';
import { attributesWithout } from '../attributes.ts';
import { about, failure, within, type Failure } from '../failure.ts';
import type { Bench } from '../run.ts';

/** Makes the load balancer of a Service; answers its id. Source: `LoadBalancerManager.Create`, v2.14.0. */
export function createClb(bench: Bench, prediction: ClbPrediction): { id: string } | { failure: Failure } {
  const { create, instance, context } = prediction;
  if (create?.error !== undefined)
    return { failure: failure(`set model default value error: ${create.error}`, ['vswitch-id'], 'E40') };
  const request = attributesWithout({ ...instance, ...create?.defaults });
  const tags = new Map(Object.entries((request['tags'] ?? {}) as Readonly<Record<string, Value>>));
  const known = bench.surroundings.vSwitchIds;
  const isDrawn = context.annotations.text('vswitch-id') === undefined;
  const made = bench.clb.create(request, tags);
  if ('id' in made) return made;
  const keys = made.failure.text.includes('VSwitch') ? ['vswitch-id'] : [];
  const wrapped = within('create slb error: ', about(keys, made.failure));
  if (!isDrawn || !made.failure.text.includes('VSwitchAvailableIpNotExist')) return { failure: wrapped };
  // Another vSwitch of the cluster is tried once.
  const other = known?.find((id) => id !== request['vSwitchId'] && !bench.rules.fullVSwitches.includes(id));
  if (other === undefined)
    return { failure: failure('get available vswitch id error: no available vsw found', ['vswitch-id'], 'E40') };
  const second = bench.clb.create({ ...request, vSwitchId: other }, tags);
  return 'id' in second ? second : { failure: within('create slb error: ', second.failure) };
}
