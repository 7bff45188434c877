import { controllerChanges } from '../../catalog/controller-changes.ts';
import { groupPort } from '../backends/group-port.ts';
import { ignoresWeights, weightOf } from '../backends/group-settings.ts';
import type { Backends, ServerGroup } from '../backends/groups.ts';
import { withInterfaces } from '../backends/interfaces.ts';
import { backendPortOf, draw, poolOf, type Pool } from '../backends/candidates.ts';
import { ownName, type Context } from '../context.ts';
import type { PortList } from '../port-list.ts';
import { Problems } from '../problems.ts';
import type { SubjectAnnotation, SubjectPort } from '../subject.ts';
import { isKnown } from '../values.ts';
import { isMadeByController } from '../own-groups.ts';
import { vgroupList } from './vgroup-port.ts';

interface Fault {
  readonly message: string;
  readonly annotation: SubjectAnnotation | undefined;
}
type Built = { readonly group: ServerGroup; readonly mayGrow: boolean } | { readonly fault: Fault };

/** The server groups of a CLB. Source: `VGroupManager.BuildLocalModel` of the controller, v2.14.0. */
export function clbGroups(context: Context): { backends: Backends; problems: Problems } {
  const { annotations, subject, reused, version } = context;
  const problems = new Problems('backends', 'build vserver groups error: ');
  const pool = poolOf(context);
  if (pool.fault !== undefined)
    problems.add(
      'E32',
      `get nodes error: filter nodes by label error: ${pool.fault}`,
      annotations.find('backend-label'),
    );
  const vgroups = reused ? annotations.text('vgroup-port') : undefined;
  const list = isKnown(vgroups) ? vgroupList(vgroups) : undefined;

  const groups: ServerGroup[] = [];
  const portsWithoutGroup: number[] = [];
  let mayGrow = false;
  for (const port of subject.ports) {
    const built = buildGroup(context, pool, list, vgroups !== undefined, port);
    if ('group' in built) {
      groups.push(built.group);
      mayGrow ||= built.mayGrow;
      continue;
    }
    if (port.port !== undefined) portsWithoutGroup.push(port.port);
    // From v2.12 on the error is dropped; what follows depends on who manages the listeners.
    const dropped = version.since(controllerChanges.groupErrorsDropped.since);
    const failure = dropped && reused && annotations.text('force-override-listeners') !== 'true' ? 'silent' : 'freeze';
    problems.add('E34', built.fault.message, built.fault.annotation, { port: port.port, dropped, failure });
  }
  const waitsForPods = pool.candidates === undefined ? undefined : mayGrow;
  return { backends: { mode: context.backendMode, groups, portsWithoutGroup, waitsForPods }, problems };
}

function buildGroup(
  context: Context,
  pool: Pool,
  list: PortList<string> | undefined,
  namesGroups: boolean,
  port: SubjectPort,
): Built {
  const { annotations } = context;
  const fault = (key: string | undefined, message: string): Built => ({
    fault: { message, annotation: key === undefined ? undefined : annotations.find(key) },
  });

  const answer = port.port === undefined ? undefined : list?.find(port.port);
  if (answer !== undefined && 'fault' in answer) return fault('vgroup-port', `vgroupid parse error: ${answer.fault}`);
  const id = answer?.element.parts[0];
  const wrong = id === undefined || id === '' ? undefined : wrongGroup(context, id);
  if (wrong !== undefined) return fault('vgroup-port', wrong);

  const weight = namesGroups ? weightOf(context, 'weight') : undefined;
  if (weight !== undefined && 'fault' in weight) return fault('weight', outOfRange(context, 'weight', 'weight'));
  const byDefault = weightOf(context, 'default-weight');
  if (byDefault !== undefined && 'fault' in byDefault)
    return fault('default-weight', outOfRange(context, 'default-weight', 'default weight'));

  const drawn = draw(context, pool, port, {
    byAddress: false,
    anyPort: false,
    weight: weight?.value,
    defaultWeight: byDefault?.value,
  });
  if (drawn !== undefined && 'fault' in drawn.members) return fault(undefined, drawn.members.fault);
  const named =
    drawn === undefined || pool.candidates === undefined || 'fault' in drawn.members
      ? undefined
      : withInterfaces('clb', drawn.members.members, pool.candidates);
  const group: ServerGroup = {
    servicePort: port,
    port: port.port,
    name: ownName(context, groupPort(context, port)),
    id: id === '' ? undefined : id,
    backendPort: backendPortOf(context, port),
    weight: weight?.value,
    defaultWeight: byDefault?.value,
    ignoreWeightUpdate: ignoresWeights(context),
    servers: named?.servers,
    invalid: named?.invalid,
    attributes: {},
  };
  return { group, mayGrow: drawn?.mayGrow ?? false };
}

function outOfRange({ annotations }: Context, key: string, label: string): string {
  return `${label} must be integer in range [0,100] , got [${annotations.find(key)?.text}]`;
}

/** A named group must belong to the load balancer and must not be of the controller's making. */
function wrongGroup({ annotations, surroundings }: Context, id: string): string | undefined {
  if (surroundings.loadBalancers === undefined) return undefined;
  const owner = annotations.find('id')?.text;
  const found = surroundings.loadBalancers.find((one) => one.id === owner)?.groups.find((group) => group.id === id);
  if (found === undefined) return `can not find vgroupId ${id} in lb ${owner}`;
  return isMadeByController('clb', found.name) ? `cannot reuse a ccm created vgroup ${id} for slb ${owner}` : undefined;
}
