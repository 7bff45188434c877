import { nlbAnnotations } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { verdictOf, type LoadBalancer } from '../../controller/load-balancer.ts';
import { notAPair, rangeOf } from '../../controller/nlb/port-range.ts';
import { defineRule, type Report } from '../rule.ts';
import { fullKey, annotationSpot, elementsOf, spot, quotedElement, quotedElementZh } from '../support.ts';

interface Written {
  readonly element: string;
}
interface Overlap {
  readonly protocol: string;
  readonly first: string;
  readonly second: string;
}
interface Messages {
  readonly overlap: Overlap;
  readonly malformed: Written;
  readonly 'not-number': Written;
  readonly 'start-not-below-end': Written;
  readonly 'out-of-bounds': Written;
  readonly 'port-not-number': Written;
  readonly 'not-reached': Written;
  readonly 'not-eni': object;
  readonly 'named-target-port': { readonly target: string; readonly range: string };
}

const range = fullKey('listener-port-range');

export const nlbListenerPortsInvalid = defineRule<'loadBalancer', Messages>({
  id: 'nlb-listener-ports-invalid',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['backendMode'],
  conditional: true,
  events: ['N07'],
  summary: { en: 'Ports of NLB listeners that the controller refuses.', zh: 'NLB 监听端口被控制器拒绝。' },
  why: {
    en: 'The controller refuses the range while it builds its listeners (N07) and syncs nothing of this Service any more, backends included; the next rollout becomes an outage.',
    zh: '控制器在构建监听时拒绝该端口段（N07），并停止同步该 Service 的一切内容（包括后端）；下一次发布将导致服务中断。',
  },
  remedy: {
    en: `Write ${range} as start-end:port with start below end, both from 1 to 65535, and a port of spec.ports, separated by commas, without blanks: "1000-2000:80".`,
    zh: `将 ${range} 写成“起始-结束:端口”形式，起始小于结束且均在 1 至 65535 之间，端口取自 spec.ports，以逗号分隔且不含空格："1000-2000:80"。`,
  },
  source: nlbAnnotations(
    'listener-port-range: first-last:port, for ENI backends; listeners of a protocol do not overlap',
  ),
  messages: {
    overlap: {
      en: ({ protocol, first, second }) =>
        `The ${protocol} listener of ${ports(second)} overlaps with another ${protocol} listener, of ${ports(first)}.`,
      zh: ({ protocol, first, second }) =>
        `端口 ${second} 的 ${protocol} 监听与另一个 ${protocol} 监听（端口 ${first}）重叠。`,
      events: ['N06'],
      why: {
        en: 'On an NLB two listeners of one protocol cannot take the same port. The controller stops with "port of listener overlaps" (N06) and syncs nothing of this Service any more, backends included.',
        zh: 'NLB 上同一协议的两个监听不能使用相同的端口。控制器会报 "port of listener overlaps"（N06）并停止同步该 Service 的一切内容（包括后端）。',
      },
      remedy: {
        en: () =>
          `Give the listeners ports of their own: in spec.ports, in ${range}, or by another protocol in service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port, which counts for TCP and UDP ports of one number alike.`,
        zh: () =>
          `为各监听使用不同的端口：修改 spec.ports、${range}，或在 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port 中使用其他协议（它对同一端口号的 TCP 与 UDP 端口同时生效）。`,
      },
    },
    malformed: {
      en: ({ element }) => `${quotedElement(element)} is no range with a port.`,
      zh: ({ element }) => `${quotedElementZh(element)}不是“端口段:端口”。`,
    },
    'not-number': {
      en: ({ element }) => `"${element}": the start or the end of the range is no number.`,
      zh: ({ element }) => `"${element}"：端口段的起始或结束不是数字。`,
    },
    'start-not-below-end': {
      en: ({ element }) => `"${element}": the start of the range is not below its end.`,
      zh: ({ element }) => `"${element}"：端口段的起始不小于结束。`,
    },
    'out-of-bounds': {
      en: ({ element }) => `"${element}": the range leaves 1 to 65535.`,
      zh: ({ element }) => `"${element}"：端口段超出 1 至 65535。`,
    },
    'port-not-number': {
      en: ({ element }) => `"${element}": the part behind the colon is no port number, so it matches no port.`,
      zh: ({ element }) => `"${element}"：冒号之后不是端口号，不会匹配任何端口。`,
      events: ['S06'],
      why: {
        en: 'The controller compares port numbers only and passes the entry by without an event (S06): the port that was meant gets a listener of its own number, and the range is not opened.',
        zh: '控制器只比较端口号，会忽略该条目且不产生事件（S06）：本应生效的端口只得到自身端口号的监听，端口段不会开放。',
      },
    },
    'not-reached': {
      en: ({ element }) =>
        `${quotedElement(element)} cannot be read. Today's ports are found before it, but the next port that is added freezes the Service.`,
      zh: ({ element }) =>
        `${quotedElementZh(element)}无法解析。目前的端口在其之前已匹配，但再增加端口就会使该 Service 停止同步。`,
      severity: 'warning',
    },
    'not-eni': {
      en: () => 'Port ranges are for pods as members (ENI), and the members of this Service are nodes.',
      zh: () => '端口段只支持以 Pod（ENI）作为后端，而该 Service 的后端是节点。',
      remedy: {
        en: () => `Set the annotation service.beta.kubernetes.io/backend-type: "eni" (Terway only), or drop ${range}.`,
        zh: () => `设置注解 service.beta.kubernetes.io/backend-type: "eni"（仅 Terway），或删除 ${range}。`,
      },
    },
    'named-target-port': {
      en: ({ target, range: taken }) =>
        `Health checks of the range ${taken} take their port from targetPort, which is the name "${target}", not a number.`,
      zh: ({ target, range: taken }) =>
        `端口段 ${taken} 的健康检查端口取自 targetPort，而此处为名称 "${target}"，不是数字。`,
      severity: 'warning',
      events: ['S06'],
      why: {
        en: 'Members of a range take any port, so their health check needs one of its own. A name is passed by without an event (S06), and the check has no port to ask.',
        zh: '端口段的后端接受任意端口，其健康检查需要单独的端口。名称会被忽略且不产生事件（S06），健康检查因此没有可用的端口。',
      },
      remedy: {
        en: () => 'Write targetPort as the number of the port that the health check shall ask.',
        zh: () => '将 targetPort 写成健康检查所使用的端口号。',
      },
    },
  },
  *check(loadBalancer) {
    const { prediction } = loadBalancer;
    if (prediction.controller !== 'nlb') return;
    yield* overlaps(loadBalancer);
    const stated = annotation(loadBalancer.service, 'listener-port-range');
    const verdict = verdictOf(loadBalancer, 'listener-port-range');
    if (stated === undefined || verdict === undefined || verdict.why?.because === 'too-new') return;
    const { mode, groups } = prediction.backends;
    if (mode !== undefined && mode !== 'eni') yield { at: annotationSpot(stated), message: 'not-eni', data: {} };
    yield* wrongElements(loadBalancer);
    for (const [at, { range: taken, servicePort }] of prediction.listeners.entries()) {
      const check = groups[at]?.attributes['healthCheckConfig'];
      const node = servicePort.located?.targetPortNode;
      const { targetPort } = servicePort;
      if (taken === undefined || typeof targetPort !== 'string' || node === undefined || !asksNoPort(check)) continue;
      if (groups[at]?.id !== undefined) continue;
      const data = { target: targetPort, range: `${taken.start}-${taken.end}` };
      yield { at: spot(node), message: 'named-target-port', data };
    }
  },
});

/** A health check that is made and has no port. */
function asksNoPort(check: unknown): boolean {
  if (typeof check !== 'object' || check === null) return false;
  return 'healthCheckEnabled' in check && check.healthCheckEnabled === true && !('healthCheckConnectPort' in check);
}

function* overlaps({ prediction, service }: LoadBalancer): Iterable<Report<Messages>> {
  if (prediction.controller !== 'nlb') return;
  for (const { between } of prediction.problems) {
    if (between === undefined) continue;
    const [first, second] = between;
    const [a, b] = [first.servicePort.located, second.servicePort.located];
    if (a === undefined || b === undefined) continue;
    // One entry twice is refused by the API server already (port-name-missing).
    if (a.port === b.port && a.protocol === b.protocol) continue;
    const name = ({ start, end }: typeof first): string => (start === end ? String(start) : `${start}-${end}`);
    yield {
      at: spot(b.portNode ?? b.node),
      message: 'overlap',
      data: { protocol: first.protocol, first: name(first), second: name(second) },
      related: [
        {
          at: spot(a.portNode ?? a.node),
          resource: service.resource,
          message: { en: 'overlaps with this one', zh: '与此处重叠' },
        },
      ],
    };
  }
}

/** Elements that the controller refuses once it comes upon them: for each port it looks on up to the first that names it. */
function* wrongElements({ service, managesListeners }: LoadBalancer): Iterable<Report<Messages>> {
  const isKnown = service.ports.every(({ port }) => port !== undefined);
  const waiting = new Set(service.ports.flatMap(({ port }) => (port === undefined ? [] : [String(port)])));
  for (const { text: element, at } of elementsOf(annotation(service, 'listener-port-range'))) {
    const parts = element.split(':');
    const noPair = notAPair({ text: element, parts });
    const data = { element };
    if (noPair !== undefined) {
      if (waiting.size > 0) yield { at, message: noPair.wrong, data, value: element };
      else if (isKnown) yield { at, message: 'not-reached', data, value: element };
      continue;
    }
    const port = parts[1] ?? '';
    if (!/^[1-9][0-9]*$/.test(port)) {
      if (managesListeners) yield { at, message: 'port-not-number', data, value: element };
      continue;
    }
    const found = rangeOf({ text: element, parts });
    if (waiting.delete(port) && 'wrong' in found) yield { at, message: found.wrong, data, value: element };
  }
}

function ports(taken: string): string {
  return `${taken.includes('-') ? 'ports' : 'port'} ${taken}`;
}
