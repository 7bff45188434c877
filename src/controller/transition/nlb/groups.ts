import { defaultTags } from '../../context.ts';
import type { NlbListener } from '../../nlb/listeners.ts';
import type { NlbPrediction } from '../../prediction.ts';
import type { Value } from '../../values.ts';
import { firstBy } from '../by-key.ts';
import { isSameServer } from '../cloud/nlb-api.ts';
import { canonical, type AttributeMap, type GroupMember, type NlbServerGroup } from '../cloud/state.ts';
import { failure, joined, within, type Failure } from '../failure.ts';
import { textOfValue } from '../live-service.ts';
import { groupPortText, isMine, nlbKey } from '../names.ts';
import type { Bench } from '../run.ts';
import { nameFor, ownTags } from '../ownership.ts';
import { wantedGroup, type WantedGroup } from '../wanted-group.ts';
import type { Wish } from './apply.ts';

/** A server group as the controller sees it before it begins. */
export interface SeenGroup extends NlbServerGroup {
  /** Not of the controller's making, named by `vgroup-port`, or with a member that is not the controller's. */
  readonly byHand: boolean;
}

export interface GroupPlan {
  readonly create: readonly WantedGroup[];
  readonly update: readonly { readonly wanted: WantedGroup; readonly seen: SeenGroup }[];
}

export function wantedGroups({ prediction }: Wish): WantedGroup[] {
  return prediction.backends.groups.map((group, at) => {
    const listener = prediction.listeners[at];
    const name = listener === undefined ? '<group>' : groupNameOf(prediction, listener);
    return wantedGroup(prediction.context, group, name);
  });
}

/** The name that the controller gives to the group behind a listener. */
export function groupNameOf({ context }: NlbPrediction, { range, servicePort, protocol }: NlbListener): string {
  const port = range === undefined ? groupPortText(context.backendMode, servicePort) : `${range.start}_${range.end}`;
  return nameFor(context, port, protocol ?? '<protocol>');
}

/** Source: `ListNLBServerGroups` of the controller, v2.14.0: by its tags, and those that `vgroup-port` names. */
export function describeGroups(bench: Bench, wish: Wish): { groups: SeenGroup[] } | { failure: Failure } {
  const { context } = wish.prediction;
  const unread = bench.journal.read('ListServerGroups');
  if (unread !== undefined) return { failure: unread };
  const own = [...bench.state.serverGroups.values()].filter(({ tags }) => ownTags(context, tags).length === 2);
  const seen = own.map((group) => ({ ...structuredClone(group), byHand: nlbKey(group.name) === undefined }));
  const list = context.annotations.text('vgroup-port');
  if (list !== undefined)
    for (const element of textOfValue(list).split(',')) {
      const parts = element.split(':');
      const id = parts[0] ?? '';
      if (parts.length < 2) {
        const words = "server group id and protocol format must be like'sgp-xxx:443' with colon separated.";
        return { failure: failure(`${words} got=[[${parts.join(' ')}]]`, ['vgroup-port'], 'E33') };
      }
      let group = bench.nlb.group(id);
      if (group === undefined && !bench.rules.complete && id !== '') {
        group = { id, name: id, attributes: {}, tags: new Map(), members: [], assumed: true };
        bench.state.serverGroups.set(id, group);
      }
      if (group === undefined)
        return { failure: failure(`reused server group id ${id} not found`, ['vgroup-port'], 'N09') };
      seen.push({ ...structuredClone(group), byHand: true });
    }
  return {
    groups: seen.map((group) => ({
      ...group,
      byHand: group.byHand || group.members.some((member) => !isOwnMember(wish, member)),
    })),
  };
}

function isOwnMember({ prediction: { context } }: Wish, { description }: GroupMember): boolean {
  return isMine(nlbKey(description), context.subject, context.surroundings.clusterId);
}

/** Source: `buildServerGroupCreateAndUpdateActions` of the controller, v2.14.0. */
export function planGroups(
  wanted: readonly WantedGroup[],
  seen: readonly SeenGroup[],
): GroupPlan | { failure: Failure } {
  const create: WantedGroup[] = [];
  const update: { wanted: WantedGroup; seen: SeenGroup }[] = [];
  const byId = firstBy<Pick<SeenGroup, 'id' | 'name'>>(seen, ({ id }) => id);
  const byName = new Map<string, Pick<SeenGroup, 'id' | 'name'>>(firstBy(seen, ({ name }) => name));
  const groupOf = firstBy(seen, ({ id }) => id);
  const done = new Set<string>();
  for (const one of wanted) {
    const key = one.id === '' ? `name ${one.name}` : `id ${one.id}`;
    const found = one.id === '' ? byName.get(one.name) : byId.get(one.id);
    if (found !== undefined) one.id = found.id;
    if (done.has(key)) continue;
    done.add(key);
    const group = found === undefined ? undefined : groupOf.get(found.id);
    const type = one.group.attributes['serverGroupType'];
    if (found === undefined || group === undefined) {
      create.push(one);
      byName.set(one.name, one);
    } else if (
      type !== undefined &&
      group.attributes['serverGroupType'] !== undefined &&
      type !== group.attributes['serverGroupType']
    ) {
      // A group keeps its type, so another one of the same name is made beside it.
      if (one.named) {
        const words = `should be [${textOfValue(type)}], but [${textOfValue(group.attributes['serverGroupType'])}]`;
        return {
          failure: failure(
            `ServerGroupType of user managed server group ${one.id} ${words}`,
            ['server-group-type', 'vgroup-port'],
            'N08',
          ),
        };
      }
      create.push(one);
    } else update.push({ wanted: one, seen: group });
  }
  return { create, update };
}

/** Makes a group; its members are added apart. */
export function createGroup(
  bench: Bench,
  wish: Wish,
  vpcId: Value | undefined,
  wanted: WantedGroup,
): Failure | undefined {
  const { context } = wish.prediction;
  const { resourceGroupId } = context.surroundings;
  const attributes: AttributeMap = {
    ...(wanted.group.attributes as AttributeMap),
    vpcId: vpcId ?? '<VPC of the cluster>',
  };
  if (attributes['resourceGroupId'] === undefined && resourceGroupId !== undefined && resourceGroupId !== '')
    attributes['resourceGroupId'] = resourceGroupId;
  const tags = new Map<string, Value>(Object.entries(defaultTags(context)));
  const made = bench.nlb.createGroup(wanted.name, attributes, tags);
  if ('failure' in made) return made.failure;
  wanted.id = made.id;
  return undefined;
}

/** Members travel in batches. */
const batchSize = 40;

export function sendMembers(
  bench: Bench,
  api: 'AddNLBServers' | 'RemoveNLBServers' | 'UpdateNLBServers',
  group: string,
  members: readonly GroupMember[],
): Failure | undefined {
  const failures: (Failure | undefined)[] = [];
  for (let at = 0; at < members.length; at += batchSize)
    failures.push(bench.nlb.changeMembers(api, group, members.slice(at, at + batchSize)));
  return joined(failures);
}

/** Source: `UpdateServerGroup` of the controller, v2.14.0. */
export function updateGroup(bench: Bench, wish: Wish, wanted: WantedGroup, seen: SeenGroup): (Failure | undefined)[] {
  const failures: (Failure | undefined)[] = [];
  if (!wanted.named) {
    const changes = groupChanges(wanted, seen);
    if (Object.keys(changes).length > 0) {
      const failed = bench.nlb.updateGroup(seen, changes);
      if (failed !== undefined) failures.push(within('UpdateNLBServerGroup error: ', failed));
    }
  }
  const own = seen.members.filter((member) => isOwnMember(wish, member));
  const { members, group } = wanted;
  const remove = own.filter((one) => !members.some((member) => isSameServer(one, member)));
  const add = members.filter((member) => !seen.members.some((one) => isSameServer(member, one)));
  const set = members.filter((member) =>
    seen.members.some(
      (one) =>
        isSameServer(member, one) &&
        (one.port !== member.port ||
          (!group.ignoreWeightUpdate && one.weight !== member.weight) ||
          one.description !== member.description),
    ),
  );
  failures.push(sendMembers(bench, 'AddNLBServers', seen.id, add));
  if (wanted.invalid.length > 0 && add.length + remove.length + set.length > 0) return failures;
  failures.push(
    sendMembers(bench, 'RemoveNLBServers', seen.id, remove),
    sendMembers(bench, 'UpdateNLBServers', seen.id, set),
  );
  return failures;
}

function groupChanges({ group, name }: WantedGroup, seen: SeenGroup): AttributeMap {
  const wanted = group.attributes;
  const found = seen.attributes;
  const changes: AttributeMap = {};
  const isOther = (a: Value | undefined, b: Value | undefined): boolean =>
    a !== undefined && textOfValue(a).toLowerCase() !== textOfValue(b).toLowerCase();
  if (name !== seen.name) changes['serverGroupName'] = name;
  for (const attribute of ['scheduler', 'connectionDrainTimeout'])
    if (isOther(wanted[attribute], found[attribute])) changes[attribute] = wanted[attribute] ?? '';
  for (const attribute of ['connectionDrainEnabled', 'preserveClientIpEnabled'])
    if (wanted[attribute] !== undefined && canonical(wanted[attribute]) !== canonical(found[attribute] ?? false))
      changes[attribute] = wanted[attribute];
  if (textOfValue(wanted['addressIPVersion']).toLowerCase() === 'dualstack')
    if (isOther(wanted['ipVersionAffinityMode'], found['ipVersionAffinityMode']))
      changes['ipVersionAffinityMode'] = wanted['ipVersionAffinityMode'] ?? '';
  const check = wanted['healthCheckConfig'] as Readonly<AttributeMap> | undefined;
  if (check !== undefined) {
    const has = (found['healthCheckConfig'] ?? {}) as Readonly<AttributeMap>;
    const other = Object.entries(check).filter(([key, value]) =>
      key === 'healthCheckHttpCode'
        ? canonical([...new Set(value as readonly string[])].sort()) !==
          canonical([...new Set((has[key] ?? []) as readonly string[])].sort())
        : isOther(value, has[key]),
    );
    if (other.length > 0) changes['healthCheckConfig'] = { ...has, ...Object.fromEntries(other) };
  }
  return changes;
}

/**
 * Removes groups of this Service that nobody asks for any more. With preserve-lb-on-delete they only lose the
 * controller's tags. Source: `ModelApplier.cleanup` (nlbv2) of the controller, v2.14.0.
 */
export function cleanUpGroups(
  bench: Bench,
  wish: Wish,
  wanted: readonly WantedGroup[],
  seen: readonly SeenGroup[],
): (Failure | undefined)[] {
  const { context } = wish.prediction;
  const stale: SeenGroup[] = [];
  const kept = new Set(wanted.map(({ id }) => id));
  for (const group of seen) {
    if (kept.has(group.id)) continue;
    if (wish.preserve) {
      const gone = ownTags(context, group.tags);
      const failed = gone.length === 0 ? undefined : bench.nlb.untag(group.id, 'servergroup', gone);
      if (failed !== undefined) return [failed];
      continue;
    }
    if (!group.byHand && isMine(nlbKey(group.name), context.subject, context.surroundings.clusterId)) {
      stale.push(group);
      continue;
    }
    const own = group.members.filter((member) => isOwnMember(wish, member));
    const failed = sendMembers(bench, 'RemoveNLBServers', group.id, own);
    if (failed !== undefined) return [failed];
  }
  return stale.map((group) => bench.nlb.deleteGroup(group));
}
