import { groupPort } from '../backends/group-port.ts';
import { ownName, type Context } from '../context.ts';
import { upperCase } from '../go/text.ts';
import { PortList, printed, type PortElement } from '../port-list.ts';
import { Problems } from '../problems.ts';
import type { SubjectPort } from '../subject.ts';
import { isKnown, type Attributes, type MutableAttributes } from '../values.ts';
import { nlbListenerSettings, type NlbListenerAttribute } from './listener-settings.ts';
import { firstOverlap } from './overlap.ts';
import { portRangeList, rangeOf, type Range } from './port-range.ts';
import { serverGroupList } from './server-group-list.ts';
import type { EventId } from '../../catalog/events.ts';

export interface NlbListener {
  /** 0 where the listener takes a range. */
  readonly port: number | undefined;
  readonly range: Range | undefined;
  /** `TCP`, `UDP`, `TCPSSL`; undefined when unknown or refused. */
  readonly protocol: string | undefined;
  readonly servicePort: SubjectPort;
  readonly attributes: Attributes<NlbListenerAttribute>;
}

const protocols = new Set(['TCP', 'UDP', 'TCPSSL']);

/** The listeners of an NLB. Source: `ListenerManager.BuildLocalModel` (nlbv2) of the controller, v2.14.0. */
export function nlbListeners(context: Context): { listeners: readonly NlbListener[]; problems: Problems } {
  const { annotations, subject, reused, backendMode } = context;
  const problems = new Problems('listeners', 'build nlb listener error: ');
  const settings = nlbListenerSettings(annotations);
  const protocolPort = annotations.text('protocol-port');
  const protocolList = isKnown(protocolPort) ? new PortList(protocolPort, 1, protocolFault) : undefined;
  const ranges = annotations.text('listener-port-range');
  const rangeList = isKnown(ranges) ? portRangeList(ranges) : undefined;
  const groups = reused ? annotations.text('vgroup-port') : undefined;
  const groupList = isKnown(groups) ? serverGroupList(groups) : undefined;

  const listeners: NlbListener[] = [];
  for (const [at, servicePort] of subject.ports.entries()) {
    const number = servicePort.port;
    const complain = (event: EventId, message: string, key: string): void =>
      problems.add(event, `build listener from servicePort ${number} error: ${message}`, annotations.find(key), {
        port: number,
      });
    const protocol = protocolOf(servicePort, complain);
    const range = rangeFor(servicePort, complain);
    const port = range === undefined ? number : 0;
    const attributes: MutableAttributes<NlbListenerAttribute> = {
      ...settings.common,
      ...(protocol === 'TCPSSL' ? settings.tls : {}),
    };
    const portName = range === undefined ? number : `${range.start}_${range.end}`;
    set(
      attributes,
      'listenerDescription',
      ownName(context, portName === undefined ? undefined : String(portName), protocol),
    );
    set(attributes, 'serverGroupName', groupName(context, servicePort, range, protocol));
    const group = number === undefined ? undefined : groupList?.find(number);
    if (group !== undefined && 'fault' in group) complain('E33', group.fault, 'vgroup-port');
    else set(attributes, 'serverGroupId', group?.element.parts[0]);
    if (at === 0) for (const fault of settings.faults) complain('E28', fault.message, fault.key);
    listeners.push({ port, range, protocol, servicePort, attributes });
  }
  if (problems.all.length === 0) findOverlap(context, listeners, problems);
  return { listeners, problems };

  function protocolOf(
    servicePort: SubjectPort,
    complain: (event: EventId, message: string, key: string) => void,
  ): string | undefined {
    if (protocolPort !== undefined && protocolList === undefined) return undefined;
    if (servicePort.port === undefined) return undefined;
    const answer = protocolList?.find(servicePort.port);
    if (answer === undefined) return servicePort.protocol.toUpperCase();
    if ('element' in answer) return upperCase(answer.element.parts[0] ?? '');
    complain('E29', answer.fault, 'protocol-port');
    return undefined;
  }

  function rangeFor(
    servicePort: SubjectPort,
    complain: (event: EventId, message: string, key: string) => void,
  ): Range | undefined {
    if (ranges === undefined) return undefined;
    if (backendMode !== undefined && backendMode !== 'eni') {
      complain('N07', 'listener port range can only be used for eni backend type service', 'listener-port-range');
      return undefined;
    }
    const answer = servicePort.port === undefined ? undefined : rangeList?.find(servicePort.port);
    if (answer === undefined) return undefined;
    const range = 'fault' in answer ? answer.fault : rangeOf(answer.element);
    if (!('wrong' in range)) return range;
    complain('N07', range.message, 'listener-port-range');
    return undefined;
  }
}

/** The name of the server group behind a listener; a range has a group of its own. */
export function groupName(
  context: Context,
  servicePort: SubjectPort,
  range: Range | undefined,
  protocol: string | undefined,
): string | undefined {
  const port = range === undefined ? groupPort(context, servicePort) : `${range.start}_${range.end}`;
  return ownName(context, port, protocol);
}

function findOverlap({ annotations }: Context, listeners: readonly NlbListener[], problems: Problems): void {
  const known = listeners.flatMap(({ port, range, protocol, servicePort }) =>
    port === undefined || protocol === undefined
      ? []
      : [{ protocol, start: range?.start ?? port, end: range?.end ?? port, servicePort }],
  );
  const [first, second] = firstOverlap(known) ?? [];
  const a = first === undefined ? undefined : known[first];
  const b = second === undefined ? undefined : known[second];
  if (a === undefined || b === undefined) return;
  const name = ({ start, end }: { start: number; end: number }): string =>
    start === end ? String(start) : `${start}-${end}`;
  const ranged = a.start !== a.end || b.start !== b.end;
  const annotation = annotations.find(ranged ? 'listener-port-range' : 'protocol-port');
  problems.add('N06', `port of listener [${name(a)}] overlaps with listener [${name(b)}]`, annotation, {
    between: [a, b],
  });
}

function set(attributes: MutableAttributes<NlbListenerAttribute>, name: NlbListenerAttribute, text?: string): void {
  if (text !== undefined && text !== '') attributes[name] = text;
}

function protocolFault({ parts }: PortElement): string | undefined {
  if (parts.length < 2)
    return `port and protocol format must be like 'https:443' with colon separated. got=[${printed(parts)}]`;
  if (protocols.has(upperCase(parts[0] ?? ''))) return undefined;
  return `port protocol format must be either [TCP|UDP|TCPSSL], protocol not supported with [${parts[0]}]\n`;
}
