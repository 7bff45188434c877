import type { ServerGroup } from '../backends/groups.ts';
import type { Member } from '../backends/members.ts';
import type { Context } from '../context.ts';
import type { GroupMember } from './cloud/state.ts';
import { groupPortText } from './names.ts';

/** A server group that the Service asks for. */
export interface WantedGroup {
  readonly name: string;
  /** Its id; empty until it is found or made. */
  id: string;
  /** `vgroup-port` names it. */
  readonly named: boolean;
  readonly group: ServerGroup;
  readonly members: readonly GroupMember[];
  readonly invalid: readonly Member[];
}

/** A group as a prediction has it, under the name that it gets where it is not named. */
export function wantedGroup(context: Context, group: ServerGroup, ownName: string): WantedGroup {
  const name = group.name ?? ownName;
  return {
    name,
    id: group.id ?? '',
    named: group.id !== undefined,
    group,
    members: wantedMembers(context, group, name),
    invalid: group.invalid ?? [],
  };
}

/**
 * The members that a group is to have. Where nodes and pods are unknown, one member in angle brackets stands for all of
 * them: it changes when what decides about them changes.
 */
function wantedMembers(context: Context, group: ServerGroup, name: string): GroupMember[] {
  if (group.servers !== undefined) return group.servers.map((member) => ({ ...member, description: name }));
  const mode = context.backendMode;
  const { annotations } = context;
  const filters = ['backend-label', 'remove-unscheduled-backend'].flatMap((key) => {
    const text = annotations.find(key)?.text;
    return text === undefined || text === '' ? [] : [`${key} ${text}`];
  });
  const who = mode === undefined ? 'members' : { eni: 'pods', local: 'nodes of the pods', cluster: 'nodes' }[mode];
  const byDefault = mode === 'local' ? '<pods of the node>' : (group.defaultWeight ?? 100);
  const weight = group.weight === undefined ? byDefault : group.weight === 0 ? 0 : `<share of ${group.weight}>`;
  const byAddress = group.attributes['serverGroupType'] === 'Ip';
  const type = byAddress ? 'ip' : mode === 'eni' ? 'eni' : 'ecs';
  const id = mode === 'eni' || filters.length === 0 ? `<${who}>` : `<${who} with ${filters.join(' and ')}>`;
  return [
    {
      id,
      ip: '',
      port: typeof group.backendPort === 'number' ? group.backendPort : groupPortText(mode, group.servicePort),
      weight,
      type,
      description: name,
    },
  ];
}
