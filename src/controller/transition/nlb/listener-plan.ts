import { attributesWithout } from '../attributes.ts';
import { allBy, firstBy } from '../by-key.ts';
import { targetOf } from '../cloud/nlb-api.ts';
import type { AttributeMap, NlbListenerState } from '../cloud/state.ts';
import type { NlbListener } from '../../nlb/listeners.ts';
import type { NlbPrediction } from '../../prediction.ts';
import { failure, type Failure } from '../failure.ts';
import { textOfValue } from '../live-service.ts';
import { isMine, nlbKey } from '../names.ts';
import type { Wish } from './apply.ts';
import { nameFor } from '../ownership.ts';
import type { WantedGroup } from '../wanted-group.ts';
import { groupNameOf } from './groups.ts';

/** A listener that the Service asks for. */
export interface WantedListener {
  readonly port: number;
  readonly startPort: number;
  readonly endPort: number;
  readonly protocol: string;
  readonly description: string;
  readonly groupName: string;
  group: string;
  readonly attributes: AttributeMap;
}

export type NlbListenerAction =
  | { readonly does: 'create'; readonly wanted: WantedListener }
  | { readonly does: 'update'; readonly wanted: WantedListener; readonly found: NlbListenerState }
  | { readonly does: 'delete'; readonly found: NlbListenerState };

/** Calls at once, one after the other, and calls that wait for a group. */
export interface NlbListenerPlan {
  readonly atOnce: readonly NlbListenerAction[];
  readonly byGroup: ReadonlyMap<string, readonly NlbListenerAction[]>;
}

/**
 * On an instance of the controller's own every listener that nobody asks for goes. Source: `buildActionsForListeners`
 * (nlbv2) of the controller, v2.14.0.
 */
export function planListeners(
  wish: Wish,
  groups: readonly WantedGroup[],
  seen: readonly NlbListenerState[],
): NlbListenerPlan | { failure: Failure } {
  const wanted = wish.goes ? [] : wish.prediction.listeners.map((one) => wantedListener(wish.prediction, one));
  const groupsByName = firstBy(groups, ({ name }) => name);
  for (const listener of wanted) {
    if (listener.group !== '') continue;
    const group = groupsByName.get(listener.groupName);
    if (group === undefined) {
      const words = `find servergroup error: can not find server group by name ${listener.groupName}`;
      return { failure: failure(words, [], 'E35') };
    }
    listener.group = group.id;
  }
  const { subject, surroundings } = wish.prediction.context;
  const wantedAt = allBy(wanted, targetOf);
  const found = new Map<WantedListener, NlbListenerState>();
  const atOnce: NlbListenerAction[] = [];
  const byGroup = new Map<string, NlbListenerAction[]>();
  for (const one of seen) {
    const matches = wantedAt.get(targetOf(one)) ?? [];
    for (const match of matches) found.set(match, one);
    if (matches.length > 0) continue;
    if (wish.reused && !isMine(nlbKey(one.description), subject, surroundings.clusterId)) continue;
    atOnce.push({ does: 'delete', found: one });
  }
  for (const one of wanted) {
    const has = found.get(one);
    const action: NlbListenerAction =
      has === undefined ? { does: 'create', wanted: one } : { does: 'update', wanted: one, found: has };
    const waiting = byGroup.get(one.groupName);
    if (one.group !== '') atOnce.push(action);
    else if (waiting === undefined) byGroup.set(one.groupName, [action]);
    else waiting.push(action);
  }
  return { atOnce, byGroup };
}

function wantedListener(prediction: NlbPrediction, listener: NlbListener): WantedListener {
  const { port, range, protocol = '<protocol>', attributes } = listener;
  const portName = range === undefined ? String(port ?? 0) : `${range.start}_${range.end}`;
  return {
    port: port ?? 0,
    startPort: range?.start ?? 0,
    endPort: range?.end ?? 0,
    protocol,
    description: nameFor(prediction.context, portName, protocol),
    groupName: groupNameOf(prediction, listener),
    group: textOfValue(attributes.serverGroupId),
    attributes: attributesWithout(attributes, 'listenerDescription', 'serverGroupName', 'serverGroupId'),
  };
}
