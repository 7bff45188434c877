import { backendPortOf, draw, poolOf } from '../backends/candidates.ts';
import { ignoresWeights, weightOf } from '../backends/group-settings.ts';
import type { Backends, ServerGroup } from '../backends/groups.ts';
import { withInterfaces } from '../backends/interfaces.ts';
import { backendIpVersion } from '../backends/ip-version.ts';
import type { Context } from '../context.ts';
import { isMadeByController } from '../own-groups.ts';
import { Problems } from '../problems.ts';
import { isKnown, type MutableAttributes } from '../values.ts';
import { nlbGroupSettings, type NlbGroupAttribute, type NlbGroupSettings } from './group-settings.ts';
import { groupName, type NlbListener } from './listeners.ts';
import { serverGroupList } from './server-group-list.ts';

/** The server groups of an NLB. Source: `ServerGroupManager.BuildLocalModel` of the controller, v2.14.0. */
export function nlbGroups(
  context: Context,
  listeners: readonly NlbListener[],
): { backends: Backends; problems: Problems } {
  const { annotations, reused } = context;
  const problems = new Problems('backends', 'builid nlb server group error: ');
  const pool = poolOf(context);
  if (pool.fault !== undefined)
    problems.add(
      'E32',
      `get nodes error: filter nodes by label error: ${pool.fault}`,
      annotations.find('backend-label'),
    );
  const settings = nlbGroupSettings(context);
  const named = reused ? annotations.text('vgroup-port') : undefined;
  const list = isKnown(named) ? serverGroupList(named) : undefined;
  const weight = named === undefined ? undefined : weightOf(context, 'weight');

  const groups: ServerGroup[] = [];
  let mayGrow = false;
  for (const [at, listener] of listeners.entries()) {
    const { servicePort, range } = listener;
    const { port } = servicePort;
    // What holds for all groups is wrong at the first one already.
    if (at === 0)
      for (const { event, key, message } of settings.faults)
        problems.add(event, message, annotations.find(key), { port });
    const complain = (event: 'N09' | 'E33' | 'E34', message: string, key?: string): void =>
      problems.add(
        event,
        `set ServerGroup for port ${port} error: ${message}`,
        key === undefined ? undefined : annotations.find(key),
        { port },
      );

    const answer = port === undefined ? undefined : list?.find(port);
    if (answer !== undefined && 'fault' in answer)
      complain('E33', `server group id parse error: ${answer.fault}`, 'vgroup-port');
    const id = answer !== undefined && 'element' in answer ? answer.element.parts[0] : undefined;
    const wrong = id === undefined || id === '' ? undefined : wrongGroup(context, id);
    if (wrong !== undefined) complain('N09', wrong, 'vgroup-port');
    if (weight !== undefined && 'fault' in weight) {
      const text = annotations.find('weight')?.text;
      complain('E34', `weight must be integer in range [0, 100], got [${text}]`, 'weight');
    }
    const total = weight !== undefined && 'value' in weight ? weight.value : undefined;

    const drawn = draw(context, pool, servicePort, {
      byAddress: settings.attributes.serverGroupType === 'Ip',
      anyPort: range !== undefined,
      weight: total,
      defaultWeight: settings.defaultWeight,
    });
    if (drawn !== undefined && 'fault' in drawn.members) complain('E34', drawn.members.fault);
    const members =
      drawn === undefined || pool.candidates === undefined || 'fault' in drawn.members
        ? undefined
        : withInterfaces('nlb', drawn.members.members, pool.candidates);
    mayGrow ||= drawn?.mayGrow ?? false;
    groups.push({
      servicePort,
      port,
      name: groupName(context, servicePort, range, listener.protocol),
      id: id === '' ? undefined : id,
      backendPort: range === undefined ? backendPortOf(context, servicePort) : 0,
      weight: total,
      defaultWeight: settings.defaultWeight,
      ignoreWeightUpdate: ignoresWeights(context),
      servers: members?.servers,
      invalid: members?.invalid,
      attributes: attributesOf(context, listener, settings),
    });
  }
  const waitsForPods = pool.candidates === undefined ? undefined : mayGrow;
  return { backends: { mode: context.backendMode, groups, portsWithoutGroup: [], waitsForPods }, problems };
}

function attributesOf(
  context: Context,
  { protocol, range, servicePort }: NlbListener,
  settings: NlbGroupSettings,
): MutableAttributes<NlbGroupAttribute> {
  const attributes: MutableAttributes<NlbGroupAttribute> = { ...settings.attributes };
  if (protocol !== undefined) attributes.protocol = protocol;
  const ipVersion = backendIpVersion(context);
  if (ipVersion !== 'ipv4') {
    attributes.addressIPVersion = 'dualstack';
    attributes.ipVersionAffinityMode = ipVersion === 'ipv6' ? 'NonAffinity' : 'Affinity';
  }
  if (range === undefined) {
    if (settings.healthCheck !== undefined) attributes.healthCheckConfig = settings.healthCheck;
    return attributes;
  }
  // Members take any port, so the check needs one of its own.
  attributes.anyPortEnabled = true;
  const { targetPort } = servicePort;
  attributes.healthCheckConfig = {
    healthCheckEnabled: true,
    ...(typeof targetPort === 'number' && targetPort !== 0 && !settings.withoutCheckPort
      ? { healthCheckConnectPort: targetPort }
      : {}),
    ...settings.healthCheck,
  };
  return attributes;
}

/** A named group must exist and must not be of the controller's making; it may belong to any load balancer. */
function wrongGroup({ annotations, surroundings }: Context, id: string): string | undefined {
  if (surroundings.loadBalancers === undefined) return undefined;
  const owner = annotations.find('id')?.text;
  const found = surroundings.loadBalancers.flatMap(({ groups }) => groups).find((group) => group.id === id);
  if (found === undefined) return `cannot find server group id ${id} for nlb ${owner}`;
  return isMadeByController('nlb', found.name)
    ? `cannot reuse a ccm created server group ${id} for nlb ${owner}`
    : undefined;
}
