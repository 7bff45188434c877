import { attributesWithout } from '../attributes.ts';
import type { AttributeMap, ClbListenerState } from '../cloud/state.ts';
import { allBy, firstBy } from '../by-key.ts';
import { failure, within, type Failure } from '../failure.ts';
import { textOfValue } from '../live-service.ts';
import { clbKey, groupPortText, isMine } from '../names.ts';
import { nameFor } from '../ownership.ts';
import type { WantedGroup } from '../wanted-group.ts';
import type { Wish } from './apply.ts';

/** A listener that the Service asks for. */
export interface WantedListener {
  readonly port: number;
  readonly protocol: string;
  readonly description: string;
  readonly groupName: string;
  /** The id of its group; empty until the group is made. */
  group: string;
  readonly attributes: AttributeMap;
  readonly createDefaults: AttributeMap;
  /** The port of the http listener is sent on to this one; 0 for none. */
  readonly forwardPort: number;
}

export type ListenerAction =
  | { readonly does: 'create'; readonly wanted: WantedListener }
  | { readonly does: 'update'; readonly wanted: WantedListener; readonly found: ClbListenerState }
  | { readonly does: 'delete'; readonly found: ClbListenerState };

/** Calls in three waves: at once, once its group is made, and when all others are done. */
export interface ListenerPlan {
  readonly atOnce: readonly ListenerAction[];
  readonly byGroup: ReadonlyMap<string, readonly ListenerAction[]>;
  readonly atLast: readonly ListenerAction[];
}

/** Source: `buildActionsForListeners` and `buildActionsToUpdate` of the controller, v2.14.0. */
export function planListeners(
  wish: Wish,
  groups: readonly WantedGroup[],
  seen: readonly ClbListenerState[],
): ListenerPlan | { failure: Failure } {
  const wanted = wish.goes ? [] : wantedListeners(wish);
  const groupsByName = firstBy(groups, ({ name }) => name);
  for (const listener of wanted) {
    if (listener.group !== '') continue;
    const group = groupsByName.get(listener.groupName);
    if (group === undefined) {
      const words = `can not find vgroup by name ${listener.groupName}`;
      return { failure: within('find vservergroup error: ', failure(words, causesOfMissingGroup(wish), 'E35')) };
    }
    listener.group = group.id;
  }
  const { subject, surroundings } = wish.prediction.context;
  const targetOf = ({ port, protocol }: { port: number; protocol: string }): string => `${port}/${protocol}`;
  const wantedAt = allBy(wanted, targetOf);
  const deletions = seen.filter(
    (found) =>
      !wantedAt.has(targetOf(found)) && isMine(listenerKey(found.description), subject, surroundings.clusterId),
  );
  const updates = seen.flatMap((found) =>
    (wantedAt.get(targetOf(found)) ?? []).map((one) => ({ does: 'update' as const, wanted: one, found })),
  );
  const seenAt = new Set(seen.map(targetOf));
  const creations = wanted.filter((one) => !seenAt.has(targetOf(one)));
  const closing = new Set(deletions.map(({ port }) => port));
  const forwardedTo = new Set(
    deletions.flatMap(({ attributes }) => (attributes['listenerForward'] === 'on' ? [attributes['forwardPort']] : [])),
  );

  const atOnce: ListenerAction[] = [];
  const byGroup = new Map<string, ListenerAction[]>();
  const atLast: ListenerAction[] = [];
  const later = (action: ListenerAction, name: string): void => {
    const waiting = byGroup.get(name);
    if (waiting === undefined) byGroup.set(name, [action]);
    else waiting.push(action);
  };
  for (const update of updates)
    if (update.wanted.group === '') later(update, update.wanted.groupName);
    else atOnce.push(update);
  for (const found of deletions) {
    (forwardedTo.has(found.port) ? atLast : atOnce).push({ does: 'delete', found });
  }
  for (const one of creations) {
    const create: ListenerAction = { does: 'create', wanted: one };
    if (one.attributes['listenerForward'] === 'on') atLast.push(create);
    else if (one.group === '') later(create, one.groupName);
    else (closing.has(one.port) ? atLast : atOnce).push(create);
  }
  return { atOnce, byGroup, atLast };
}

/** The name of a listener counts only with a number as its port. */
function listenerKey(description: string): ReturnType<typeof clbKey> {
  const key = clbKey(description);
  return key !== undefined && /^[+-]?\d+$|^</.test(key.port) ? key : undefined;
}

/** The annotations whose fault the controller dropped when it built the groups. */
function causesOfMissingGroup({ prediction }: Wish): string[] {
  return prediction.problems.flatMap(({ ends, annotation }) =>
    ends || annotation === undefined ? [] : [annotation.key],
  );
}

function wantedListeners({ prediction }: Wish): WantedListener[] {
  const { context } = prediction;
  return prediction.listeners.map(({ port, protocol, servicePort, attributes, createDefaults }) => {
    const forward = attributes.forwardPort;
    return {
      port: port ?? 0,
      protocol: protocol ?? '<protocol>',
      description: nameFor(context, String(port ?? 0)),
      groupName: nameFor(context, groupPortText(context.backendMode, servicePort)),
      group: textOfValue(attributes.vGroupId),
      attributes: attributesWithout(attributes, 'description', 'vGroupName', 'vGroupId'),
      createDefaults: attributesWithout(createDefaults),
      forwardPort: typeof forward === 'number' ? forward : 0,
    };
  });
}
