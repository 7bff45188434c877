import { firstBy } from '../by-key.ts';
import type { ClbServerGroup, ClbState, GroupMember } from '../cloud/state.ts';
import { failure, joined, within, type Failure } from '../failure.ts';
import { clbKey, isMine } from '../names.ts';
import type { Bench } from '../run.ts';
import { textOfValue } from '../live-service.ts';
import type { WantedGroup } from '../wanted-group.ts';
import type { Wish } from './apply.ts';

/** A server group as the controller sees it before it begins. */
export interface SeenGroup extends ClbServerGroup {
  /** Members are known to the controller only of its own and of named groups. */
  readonly described: boolean;
  /** Not of the controller's making, or with a member that is not. */
  readonly byHand: boolean;
}

export interface GroupPlan {
  readonly create: readonly WantedGroup[];
  readonly update: readonly { readonly wanted: WantedGroup; readonly seen: SeenGroup }[];
}

/** Source: `DescribeVServerGroups` of the controller, v2.14.0. */
export function describeGroups(
  bench: Bench,
  wish: Wish,
  clb: ClbState,
): { groups: SeenGroup[] } | { failure: Failure } {
  const { context } = wish.prediction;
  const list = context.annotations.text('vgroup-port');
  const named = new Set<string>();
  if (list !== undefined)
    for (const element of textOfValue(list).split(',')) {
      const parts = element.split(':');
      if (parts.length < 2) {
        const words = "vgroupid and protocol format must be like 'vsp-xxx:443' with colon separated.";
        const prefix = 'get lb backend from remote error: DescribeVServerGroups error: ';
        return {
          failure: within(prefix, failure(`${words} got=[[${parts.join(' ')}]]`, ['vgroup-port'], 'E33')),
        };
      }
      named.add(parts[0] ?? '');
    }
  // A load balancer that nobody described is taken to have the groups that the Service names.
  const assumed = clb.assumed ? [...named].filter((id) => id !== '' && !clb.groups.has(id)) : [];
  for (const id of assumed) bench.clb.find(clb.id)?.groups.set(id, { id, name: id, members: [] });
  const all: ClbServerGroup[] = [...clb.groups.values(), ...assumed.map((id) => ({ id, name: id, members: [] }))];
  const groups = all.map((group) => {
    const key = clbKey(group.name);
    const own = isMine(key, context.subject, context.surroundings.clusterId);
    const described = own || named.has(group.id);
    const foreign = described && group.members.some((member) => !isOwnMember(wish, member));
    return { ...group, described, byHand: key === undefined || foreign };
  });
  return { groups };
}

function isOwnMember({ prediction: { context } }: Wish, { description }: GroupMember): boolean {
  return isMine(clbKey(description), context.subject, context.surroundings.clusterId);
}

/**
 * Which groups are made and which get other members. A group that is found lends its id to the one that is wanted.
 * Source: `buildVGroupCreateAndUpdateActions` of the controller, v2.14.0.
 */
export function planGroups(wanted: readonly WantedGroup[], seen: readonly SeenGroup[]): GroupPlan {
  const create: WantedGroup[] = [];
  const update: { wanted: WantedGroup; seen: SeenGroup }[] = [];
  const done = new Set<string>();
  const byId = firstBy(seen, ({ id }) => id);
  const byName = firstBy(seen, ({ name }) => name);
  for (const one of wanted) {
    const key = one.id === '' ? `name ${one.name}` : `id ${one.id}`;
    const found = one.id === '' ? byName.get(one.name) : byId.get(one.id);
    if (found !== undefined) one.id = found.id;
    if (done.has(key)) continue;
    if (found === undefined) create.push(one);
    else {
      const { add, remove, set } = memberChanges(one, found);
      if (add.length + remove.length + set.length === 0) continue;
      update.push({ wanted: one, seen: found });
    }
    done.add(key);
  }
  return { create, update };
}

interface MemberChanges {
  readonly add: GroupMember[];
  readonly remove: GroupMember[];
  readonly set: GroupMember[];
}

/** Source: `diff` of the controller, v2.14.0. */
function memberChanges({ group, members, name }: WantedGroup, { members: found, described }: SeenGroup): MemberChanges {
  const has = described ? found : [];
  const key = clbKey(name);
  const own = has.filter(({ description }) => {
    const other = clbKey(description);
    return other?.service === key?.service && other?.namespace === key?.namespace && other?.cluster === key?.cluster;
  });
  const isWanted = (one: GroupMember): boolean => members.some((member) => alike(member, one));
  return {
    remove: own.filter((one) => !isWanted(one)),
    add: members.filter((member) => !has.some((one) => alike(member, one))),
    set: members.filter((member) =>
      has.some(
        (one) =>
          one.id === member.id &&
          (member.type !== 'eni' || one.ip === member.ip) &&
          (one.port !== member.port ||
            (!group.ignoreWeightUpdate && one.weight !== member.weight) ||
            one.description !== member.description),
      ),
    ),
  };
}

/** The type of the wanted one decides what is compared. */
function alike(wanted: GroupMember, found: GroupMember): boolean {
  return wanted.id === found.id && wanted.port === found.port && (wanted.type !== 'eni' || wanted.ip === found.ip);
}

/** Members travel in batches. */
const batchSize = 40;

function inBatches(
  members: readonly GroupMember[],
  send: (batch: GroupMember[]) => Failure | undefined,
): Failure | undefined {
  const failures: (Failure | undefined)[] = [];
  for (let at = 0; at < members.length; at += batchSize) failures.push(send(members.slice(at, at + batchSize)));
  return joined(failures);
}

/** Makes a group and fills it. Source: `CreateVServerGroupAndAddBackendServers` of the controller, v2.14.0. */
export function createGroup(bench: Bench, lb: string, wanted: WantedGroup): Failure | undefined {
  const made = bench.clb.createGroup(lb, wanted.name);
  if ('failure' in made) return made.failure;
  wanted.id = made.id;
  return inBatches(wanted.members, (batch) => bench.clb.addMembers(lb, wanted.id, batch));
}

/**
 * Adds before it removes; the other way round where there is no room. While a member has no network interface, nothing
 * is taken out. Source: `UpdateVServerGroup` of the controller, v2.14.0.
 */
export function updateGroup(bench: Bench, lb: string, wanted: WantedGroup, seen: SeenGroup): (Failure | undefined)[] {
  const { add, remove, set } = memberChanges(wanted, seen);
  const failures: (Failure | undefined)[] = [];
  const grow = (): Failure | undefined => inBatches(add, (batch) => bench.clb.addMembers(lb, seen.id, batch));
  const refused = grow();
  const isFull = refused?.text.includes('InstanceBackendServerNumberOverLimit') === true;
  if (!isFull) failures.push(refused);
  if (wanted.invalid.length > 0) return failures;
  failures.push(
    inBatches(remove, (batch) => bench.clb.removeMembers(lb, seen.id, batch)),
    inBatches(set, (batch) => bench.clb.setMembers(lb, seen.id, batch)),
  );
  if (isFull) failures.push(grow());
  return failures;
}

/**
 * Removes groups of this Service that nobody asks for any more; of groups made by hand, its members alone.
 * Source: `ModelApplier.cleanup` of the controller, v2.14.0.
 */
export function cleanUpGroups(
  bench: Bench,
  wish: Wish,
  lb: string,
  wanted: readonly WantedGroup[],
  seen: readonly SeenGroup[],
): (Failure | undefined)[] {
  const { context } = wish.prediction;
  const stale: SeenGroup[] = [];
  const kept = new Set(wanted.map(({ id }) => id));
  for (const group of seen) {
    if (kept.has(group.id)) continue;
    if (!group.byHand && isMine(clbKey(group.name), context.subject, context.surroundings.clusterId)) {
      stale.push(group);
      continue;
    }
    const own = group.described ? group.members.filter((member) => isOwnMember(wish, member)) : [];
    const failed = inBatches(own, (batch) => bench.clb.removeMembers(lb, group.id, batch));
    if (failed !== undefined) return [failed];
  }
  return stale.map((group) => bench.clb.deleteGroup(lb, group));
}
