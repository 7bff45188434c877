import { ownName, type Context } from '../context.ts';
import { groupPort } from '../backends/group-port.ts';
import { PortList, printed, type PortElement } from '../port-list.ts';
import { Problems } from '../problems.ts';
import type { SubjectPort } from '../subject.ts';
import { isKnown, type Attributes, type MutableAttributes } from '../values.ts';
import { parseInteger } from '../go/integer.ts';
import { clbListenerSettings, type ClbListenerAttribute, type SettingFault } from './listener-settings.ts';
import { vgroupList } from './vgroup-port.ts';

export interface ClbListener {
  readonly port: number | undefined;
  /** `tcp`, `udp`, `http`, `https`, or what the port declares in lower case; undefined when unknown or refused. */
  readonly protocol: string | undefined;
  readonly servicePort: SubjectPort;
  readonly attributes: Attributes<ClbListenerAttribute>;
  /** Added only when the listener is created. */
  readonly createDefaults: Attributes<ClbListenerAttribute>;
}

const protocols = new Set(['http', 'tcp', 'https', 'udp']);

/** The listeners of a CLB. Source: `ListenerManager.BuildLocalModel` of the controller, v2.14.0. */
export function clbListeners(context: Context): { listeners: readonly ClbListener[]; problems: Problems } {
  const { annotations, subject, reused } = context;
  const problems = new Problems('listeners', 'builid lb listener error: ');
  const settings = clbListenerSettings(annotations);
  const protocolPort = annotations.text('protocol-port');
  const protocolList = isKnown(protocolPort) ? new PortList(protocolPort, 1, protocolFault) : undefined;
  const vgroups = reused ? annotations.text('vgroup-port') : undefined;
  const groupList = isKnown(vgroups) ? vgroupList(vgroups) : undefined;
  const forward = annotations.text('forward-port');
  const forwardList = isKnown(forward) ? new PortList(forward, 0, forwardFault(forward)) : undefined;

  const listeners: ClbListener[] = [];
  let first = true;
  for (const servicePort of subject.ports) {
    const { port } = servicePort;
    const attributes: MutableAttributes<ClbListenerAttribute> = { ...settings.attributes };
    const complain = ({ event, message, annotation }: SettingFault): void =>
      problems.add(event, `build listener from servicePort ${port} error: ${message}`, annotation, { port });

    setText(attributes, 'description', ownName(context, port === undefined ? undefined : String(port)));
    setText(attributes, 'vGroupName', ownName(context, groupPort(context, servicePort)));

    const protocol = protocolOf(servicePort, complain);
    const group = port === undefined ? undefined : groupList?.find(port);
    if (group !== undefined && 'fault' in group)
      complain({ event: 'E33', message: group.fault, annotation: annotations.find('vgroup-port') });
    else setText(attributes, 'vGroupId', group?.element.parts[0]);
    // What holds for all listeners is wrong at the first one already.
    if (first) settings.faultsBeforeForward.forEach(complain);
    if (protocol === 'http') forwardTo(servicePort, attributes, complain);
    if (first) settings.faultsAfterForward.forEach(complain);
    first = false;
    listeners.push({ port, protocol, servicePort, attributes, createDefaults: createDefaults(protocol, attributes) });
  }
  return { listeners, problems };

  function protocolOf(servicePort: SubjectPort, complain: (fault: SettingFault) => void): string | undefined {
    if (protocolPort !== undefined && protocolList === undefined) return undefined;
    if (servicePort.port === undefined) return undefined;
    const answer = protocolList?.find(servicePort.port);
    if (answer === undefined) return servicePort.protocol.toLowerCase();
    if ('element' in answer) return answer.element.parts[0];
    complain({ event: 'E29', message: answer.fault, annotation: annotations.find('protocol-port') });
    return undefined;
  }

  function forwardTo(
    servicePort: SubjectPort,
    attributes: MutableAttributes<ClbListenerAttribute>,
    complain: (fault: SettingFault) => void,
  ): void {
    if (forward !== undefined && forwardList === undefined) {
      attributes.forwardPort = forward;
      return;
    }
    const answer = servicePort.port === undefined ? undefined : forwardList?.find(servicePort.port);
    if (answer === undefined) return;
    const target = 'element' in answer ? answer.element.parts[1] : undefined;
    if (target === '') return;
    const parsed = target === undefined ? undefined : parseInteger(target);
    if (parsed !== undefined && 'value' in parsed) {
      if (parsed.value === 0n) return;
      attributes.forwardPort = Number(parsed.value);
      attributes.listenerForward = 'on';
      return;
    }
    const detail = 'fault' in answer ? answer.fault : `forward port is not an integer, ${target}`;
    complain({
      event: 'E30',
      message: `Annotation ForwardPort error: ${detail} `,
      annotation: annotations.find('forward-port'),
    });
  }
}

function setText(
  attributes: MutableAttributes<ClbListenerAttribute>,
  name: ClbListenerAttribute,
  text: string | undefined,
): void {
  if (text !== undefined && text !== '') attributes[name] = text;
}

function protocolFault({ parts }: PortElement): string | undefined {
  if (parts.length < 2)
    return `port and protocol format must be like 'https:443' with colon separated. got=[${printed(parts)}]`;
  if (protocols.has(parts[0] ?? '')) return undefined;
  return `port protocol format must be either [http|https|tcp|udp], protocol not supported wit [${parts[0]}]\n`;
}

function forwardFault(text: string): (element: PortElement) => string | undefined {
  return ({ parts }) => (parts.length === 2 ? undefined : `forward port format error: ${text}, expect 80:443,88:6443`);
}

/** Source: `setDefaultValueForListener` of the controller, v2.14.0. The cloud's own default scheduler would be wrr. */
function createDefaults(
  protocol: string | undefined,
  attributes: Attributes<ClbListenerAttribute>,
): Attributes<ClbListenerAttribute> {
  const defaults: MutableAttributes<ClbListenerAttribute> = {};
  if (attributes.scheduler === undefined) defaults.scheduler = 'rr';
  if (protocol === 'tcp' || protocol === 'udp' || protocol === 'https') defaults.bandwidth = -1;
  if (protocol === 'http' || protocol === 'https') {
    if (attributes.healthCheck === undefined) defaults.healthCheck = 'off';
    if (attributes.stickySession === undefined) defaults.stickySession = 'off';
  }
  return defaults;
}
