import { controllerSource } from '../../catalog/sources.ts';
import { parseProtocolPort, protocolsOf, type ProtocolPortElement } from '../../controller/protocol-port.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import type { Suggestion } from '../../model/fix.ts';
import { partOf, textOf, type Spot } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { anotherText } from '../suggestions.ts';
import { spot } from '../support.ts';

interface Element {
  readonly element: string;
  readonly allowed: readonly string[];
}

export const protocolPortSyntax = defineRule({
  id: 'protocol-port-syntax',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['E29'],
  summary: { en: 'protocol-port annotation cannot be read.', zh: 'protocol-port 注解格式错误。' },
  why: {
    en: 'The controller stops with "port and protocol format must be like https:443" (E29) and syncs nothing of this Service any more, backends included; the next rollout becomes an outage.',
    zh: '控制器会报 "port and protocol format must be like https:443"（E29）并停止同步该 Service 的一切内容（包括后端）；下一次发布将导致服务中断。',
  },
  remedy: {
    en: 'Write protocol:port pairs, separated by commas, without blanks: "https:443,http:80".',
    zh: '使用逗号分隔、不含空格的 协议:端口 形式："https:443,http:80"。',
  },
  source: controllerSource('protocol() and nlbListenerProtocol() of the listener builders'),
  messages: {
    'no-colon': {
      en: ({ element }: Element) => `"${element}" has no colon between protocol and port.`,
      zh: ({ element }) => `"${element}" 的协议与端口之间缺少冒号。`,
    },
    blank: {
      en: ({ element }: Element) => `"${element}" holds a blank; the controller trims nothing.`,
      zh: ({ element }) => `"${element}" 含有空格；控制器不会去除空格。`,
    },
    empty: {
      en: (_: Element) => 'An empty element: a comma too many.',
      zh: () => '存在空元素：多了一个逗号。',
    },
    'upper-case': {
      en: ({ element }: Element) => `"${element}": CLB takes the protocol in lower case only.`,
      zh: ({ element }) => `"${element}":CLB 的协议只能使用小写。`,
    },
    'unknown-protocol': {
      en: ({ element, allowed }: Element) => `"${element}": the protocol is none of ${allowed.join(', ')}.`,
      zh: ({ element, allowed }) => `"${element}"：协议不在 ${allowed.join('、')} 之中。`,
    },
    'wrong-controller': {
      en: ({ element, allowed }: Element) =>
        `"${element}" belongs to the other kind of load balancer; this one takes ${allowed.join(', ')}.`,
      zh: ({ element, allowed }) => `"${element}" 属于另一种负载均衡；此处只支持 ${allowed.join('、')}。`,
    },
    'port-not-number': {
      en: ({ element }: Element) => `"${element}": the part after the colon is no port number, so it matches no port.`,
      zh: ({ element }) => `"${element}"：冒号之后不是端口号，不会匹配任何端口。`,
      why: {
        en: 'The controller compares port numbers only and passes the entry by without an event (S06): the port that was meant keeps its default protocol, so that for example TLS is not terminated.',
        zh: '控制器只比较端口号，会忽略该条目且不产生事件（S06）：本应生效的端口仍使用默认协议，例如不会终止 TLS。',
      },
      events: ['S06'],
    },
    'not-reached': {
      en: ({ element }: Element) =>
        `${element === '' ? 'An empty element (a comma too many)' : `"${element}"`} cannot be read. Today's ports are found before it, but the next port that is added freezes the Service.`,
      zh: ({ element }) =>
        `${element === '' ? '空元素（多了一个逗号）' : `"${element}"`} 无法解析。目前的端口在其之前已匹配，但再增加端口就会使该 Service 停止同步。`,
      severity: 'warning',
    },
  },
  *check(loadBalancer) {
    const { protocolPort, protocolPortElements, controller } = loadBalancer;
    if (protocolPort === undefined || controller === 'none') return;
    // What is no text is refused before the controller sees it (annotation-not-string).
    if (textOf(protocolPort.node) === undefined) return;
    const reached = elementsReached(loadBalancer);
    for (const [index, element] of protocolPortElements.entries()) {
      if (element.fault === undefined) continue;
      const isReached = index < reached;
      yield {
        at: placeOf(loadBalancer, element),
        message: isReached ? element.fault : 'not-reached',
        data: { element: element.text, allowed: protocolsOf(controller) },
        value: element.text,
        fix: () => mended(loadBalancer, element),
      };
    }
  },
});

/** The annotation without this element's blanks, capitals or commas too many; nothing where more is wrong with it. */
function mended(
  { protocolPort, protocolPortElements, controller }: LoadBalancer,
  broken: ProtocolPortElement,
): Suggestion | undefined {
  if (protocolPort === undefined || controller === 'none') return undefined;
  const text = broken.text.replaceAll(/\s/g, '').toLowerCase();
  const [again] = parseProtocolPort(text, controller);
  if (broken.fault !== 'empty' && again?.fault !== undefined) return undefined;
  const elements = protocolPortElements
    .map((element) => (element === broken ? text : element.text))
    .filter((element, index) => element !== '' || protocolPortElements[index] !== broken);
  return elements.join('') === '' ? undefined : anotherText(protocolPort.node, 'protocol-port', elements.join());
}

/** How many elements the controller looks at once those before them are mended: for each port up to the first that names it. */
function elementsReached({ protocolPortElements: elements, service }: LoadBalancer): number {
  let reached = 0;
  for (const { port } of service.ports) {
    const index = elements.findIndex((element) => element.fault === undefined && element.port === String(port));
    reached = Math.max(reached, index < 0 ? elements.length : index + 1);
  }
  return reached;
}

function placeOf({ protocolPort }: LoadBalancer, element: ProtocolPortElement): Spot {
  const node = protocolPort?.node;
  if (node?.kind !== 'scalar') throw new Error('a protocol-port annotation that was read is a scalar');
  if (element.end > element.start) return partOf(node, element.start, element.end);
  // Nothing stands there: the place between two commas, or behind the last one.
  const { textStart, written } = node;
  if (textStart === undefined || written !== undefined) return spot(node);
  return { node, range: { start: textStart + element.start, end: textStart + element.start } };
}
