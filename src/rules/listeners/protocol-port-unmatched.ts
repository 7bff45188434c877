import { controllerSource } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import { partOf, type Spot } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { list } from '../support.ts';

export const protocolPortUnmatched = defineRule({
  id: 'protocol-port-unmatched',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S06'],
  summary: {
    en: 'An annotation names a port that the Service does not have.',
    zh: '注解中的端口不在 Service 端口列表中。',
  },
  why: {
    en: 'The controller passes the entry by without an event (S06): the port that was meant keeps its default, so that for example TLS is not terminated.',
    zh: '控制器会忽略该条目且不产生事件（S06）：本应生效的端口仍使用默认设置，例如不会终止 TLS。',
  },
  remedy: {
    en: 'Name a port of spec.ports (the port, not the targetPort), or drop the entry.',
    zh: '使用 spec.ports 中的端口（port，而非 targetPort），或删除该条目。',
  },
  source: controllerSource('port look-up of protocol-port, forward-port, vgroup-port and listener-port-range'),
  messages: {
    unmatched: {
      en: ({ key, port, ports }: { key: string; port: string; ports: readonly number[] }) =>
        `${key} names port ${port}, but the Service has ${list(ports, ' and ')} only.`,
      zh: ({ key, port, ports }) => `${key} 指定了端口 ${port}，但该 Service 只有端口 ${list(ports, '、')}。`,
    },
  },
  *check(loadBalancer) {
    const { service } = loadBalancer;
    const ports = service.ports.flatMap(({ port }) => (port === undefined ? [] : [port]));
    if (ports.length === 0 || ports.length < service.ports.length) return;
    for (const named of portsNamed(loadBalancer)) {
      if (isPort(named.port) && ports.includes(Number(named.port))) continue;
      yield {
        at: named.at,
        message: 'unmatched',
        data: { key: named.key, port: named.port, ports },
        value: `${named.key} ${named.port}`,
      };
    }
  },
});

interface NamedPort {
  readonly key: string;
  readonly port: string;
  readonly at: Spot;
}

function portsNamed(loadBalancer: LoadBalancer): NamedPort[] {
  const named: NamedPort[] = [];
  const { service, managesListeners, protocolPort, protocolPortElements, reused } = loadBalancer;
  if (managesListeners && protocolPort?.node.kind === 'scalar') {
    for (const { fault, port, start, end } of protocolPortElements) {
      if (fault === undefined && port !== undefined)
        named.push({ key: 'protocol-port', port, at: partOf(protocolPort.node, start, end) });
    }
  }
  if (managesListeners && loadBalancer.controller === 'clb') named.push(...pairs(loadBalancer, 'forward-port', [0]));
  if (managesListeners && loadBalancer.controller === 'nlb')
    named.push(...pairs(loadBalancer, 'listener-port-range', [1]));
  if (reused !== undefined && annotation(service, 'vgroup-port') !== undefined)
    named.push(...pairs(loadBalancer, 'vgroup-port', [1]));
  return named;
}

/** Ports in the elements of a comma list of pairs; elements of another form are left to the rules on syntax. */
function pairs({ service }: LoadBalancer, key: string, positions: readonly number[]): NamedPort[] {
  const value = annotation(service, key);
  if (value?.text === undefined || value.node.kind !== 'scalar') return [];
  const named: NamedPort[] = [];
  let start = 0;
  for (const element of value.text.split(',')) {
    const at = partOf(value.node, start, start + element.length);
    const parts = element.split(':');
    if (parts.length === 2 && parts.every((part) => part !== '')) {
      const ports = positions
        .map((position) => parts[position] ?? '')
        .filter((port) => isPort(port) || key === 'vgroup-port');
      named.push(...ports.map((port) => ({ key, port, at })));
    }
    start += element.length + 1;
  }
  return named;
}

/** A port number as the controller writes it; nothing else matches. */
function isPort(text: string): boolean {
  return /^[1-9][0-9]*$/.test(text);
}
