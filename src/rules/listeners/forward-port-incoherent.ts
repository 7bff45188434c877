import { controllerSource } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { parseInteger } from '../../controller/go/integer.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { elementsOf, list, quotedElement, quotedElementZh } from '../support.ts';

interface Written {
  readonly element: string;
}
interface Found extends Written {
  readonly port: number;
  readonly protocols: readonly string[];
}

/** What is wrong with one element. */
type Fault =
  | { readonly message: 'no-pair' | 'target-not-number' | 'blank' | 'source-not-number' | 'no-target' }
  | { readonly message: 'source-not-http' | 'target-not-https' | 'target-not-a-port'; readonly port: number };

const silent = {
  events: ['S06'],
  why: {
    en: 'The controller passes the entry by without an event (S06): http requests are answered as before, unencrypted, and nobody is sent on to https.',
    zh: '控制器会忽略该条目且不产生事件（S06）：http 请求仍以明文方式处理，不会跳转到 https。',
  },
};

export const forwardPortIncoherent = defineRule({
  id: 'forward-port-incoherent',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['E30'],
  summary: {
    en: 'forward-port does not lead from an http to an https listener.',
    zh: 'forward-port 未从 http 监听指向 https 监听。',
  },
  why: {
    en: 'The controller stops with "Annotation ForwardPort error" (E30) and syncs nothing of this Service any more, backends included; the next rollout becomes an outage.',
    zh: '控制器会报 "Annotation ForwardPort error"（E30）并停止同步该 Service 的一切内容（包括后端）；下一次发布将导致服务中断。',
  },
  remedy: {
    en: 'Write service.beta.kubernetes.io/alibaba-cloud-loadbalancer-forward-port as pairs of an http and an https port, separated by commas, without blanks: "80:443".',
    zh: '将 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-forward-port 写成逗号分隔、不含空格的“http 端口:https 端口”形式："80:443"。',
  },
  source: controllerSource('forwardPort() of the CLB listener builder; the target is checked by the API only'),
  messages: {
    'no-pair': {
      en: ({ element }: Written) => `${quotedElement(element)} is no pair of ports.`,
      zh: ({ element }) => `${quotedElementZh(element)}不是一对端口。`,
    },
    'target-not-number': {
      en: ({ element }: Written) => `"${element}": the part behind the colon is no number.`,
      zh: ({ element }) => `"${element}"：冒号之后不是数字。`,
    },
    'not-reached': {
      en: ({ element }: Written) =>
        `${quotedElement(element)} cannot be read. No http port of today gets to it, but one that is added later freezes the Service.`,
      zh: ({ element }) =>
        `${quotedElementZh(element)}无法解析。目前没有 http 端口会读到它，但今后新增 http 端口会使该 Service 停止同步。`,
      severity: 'warning',
    },
    blank: {
      en: ({ element }: Written) => `"${element}" holds a blank; the controller trims nothing, so it matches no port.`,
      zh: ({ element }) => `"${element}" 含有空格；控制器不会去除空格，因此不会匹配任何端口。`,
      ...silent,
    },
    'source-not-number': {
      en: ({ element }: Written) =>
        `"${element}": the part before the colon is not a port number as the controller writes it, so it matches no port.`,
      zh: ({ element }) => `"${element}"：冒号之前不是控制器所用形式的端口号，不会匹配任何端口。`,
      ...silent,
    },
    'no-target': {
      en: ({ element }: Written) => `"${element}" names no port to forward to.`,
      zh: ({ element }) => `"${element}" 未指定转发的目标端口。`,
      ...silent,
    },
    'source-not-http': {
      en: ({ element, port, protocols }: Found) =>
        `"${element}": port ${port} is ${list(protocols, ' and ')}, and only http listeners forward.`,
      zh: ({ element, port, protocols }) =>
        `"${element}"：端口 ${port} 为 ${list(protocols, '、')} 监听，只有 http 监听可以转发。`,
      ...silent,
      remedy: {
        en: ({ port }) =>
          `Make port ${port} an http listener with service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port ("http:${port}"), or drop the entry.`,
        zh: ({ port }) =>
          `通过 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port（"http:${port}"）将端口 ${port} 设为 http 监听，或删除该条目。`,
      },
    },
    'target-not-a-port': {
      en: ({ element, port }: Found) =>
        `"${element}": the Service has no port ${port}, so there is no https listener to forward to.`,
      zh: ({ element, port }) => `"${element}"：该 Service 没有端口 ${port}，因此没有可供跳转的 https 监听。`,
      events: ['E37'],
      why: {
        en: 'The controller makes the http listener anew for a forward, and the load balancer API refuses a forward to a listener that is not there (E37): the http port is not opened, or closed from then on.',
        zh: '设置转发时控制器会重建 http 监听，而负载均衡 API 会拒绝转发到不存在的监听（E37）：http 端口不会开放，或自此关闭。',
      },
      remedy: {
        en: ({ port }) =>
          `Add port ${port} to spec.ports and make it an https listener with service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port ("https:${port}") and a cert-id, or name the port that is one.`,
        zh: ({ port }) =>
          `在 spec.ports 中增加端口 ${port}，并通过 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port（"https:${port}"）与 cert-id 将其设为 https 监听，或改为已有的 https 端口。`,
      },
    },
    'target-not-https': {
      en: ({ element, port, protocols }: Found) =>
        `"${element}": port ${port} is ${list(protocols, ' and ')}, and requests can be forwarded to https listeners only.`,
      zh: ({ element, port, protocols }) =>
        `"${element}"：端口 ${port} 为 ${list(protocols, '、')} 监听，而请求只能转发到 https 监听。`,
      events: ['E37'],
      why: {
        en: 'The controller makes the http listener anew for a forward, and the load balancer API refuses a forward to what is no https listener (E37): the http port is not opened, or closed from then on.',
        zh: '设置转发时控制器会重建 http 监听，而负载均衡 API 会拒绝转发到非 https 监听（E37）：http 端口不会开放，或自此关闭。',
      },
      remedy: {
        en: ({ port }) =>
          `Make port ${port} an https listener with service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port ("https:${port}") and a cert-id, or name the port that is one.`,
        zh: ({ port }) =>
          `通过 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port（"https:${port}"）与 cert-id 将端口 ${port} 设为 https 监听，或改为已有的 https 端口。`,
      },
    },
  },
  *check(loadBalancer) {
    const { service, controller, managesListeners, reused } = loadBalancer;
    if (controller !== 'clb') return;
    const listeners = protocolsByPort(loadBalancer);
    // Http ports that no element before the one at hand names: for these the controller looks on.
    const waiting = new Set([...listeners].filter(([, protocols]) => protocols?.has('http')).map(([port]) => port));
    // With a port that is filled in later the target may be that one.
    const isComplete = reused === undefined && service.ports.every(({ port }) => port !== undefined);
    const isKnown = [...listeners.values()].every((protocols) => protocols !== undefined);
    for (const { text: element, at } of elementsOf(annotation(service, 'forward-port'))) {
      const [source = ''] = element.split(':');
      const fault = faultOf(element, listeners, waiting.has(source), isComplete);
      if (fault?.message !== 'no-pair') waiting.delete(source);
      if (fault === undefined) continue;
      if (fault.message === 'no-pair') {
        const isReached = waiting.size > 0;
        if (isReached || isKnown)
          yield { at, message: isReached ? 'no-pair' : 'not-reached', data: { element }, value: element };
      } else if (fault.message === 'target-not-number') {
        yield { at, message: fault.message, data: { element }, value: element };
      } else if (managesListeners) {
        if ('port' in fault) {
          const protocols = [...(listeners.get(String(fault.port)) ?? [])];
          yield { at, message: fault.message, data: { element, port: fault.port, protocols }, value: element };
        } else yield { at, message: fault.message, data: { element }, value: element };
      }
    }
  },
});

type Protocols = ReadonlyMap<string, ReadonlySet<string> | undefined>;

/** The protocols of the listeners of each port; undefined where one of them is not known. */
function protocolsByPort({ listeners }: LoadBalancer): Protocols {
  const found = new Map<string, Set<string> | undefined>();
  for (const { port, protocol } of listeners) {
    const key = String(port.port);
    const known = found.has(key) ? found.get(key) : new Set<string>();
    found.set(key, protocol === undefined ? undefined : known?.add(protocol));
  }
  return found;
}

/**
 * What is wrong with an element; its target matters only to an http port that comes upon it first. A source that
 * the Service does not have is left to protocol-port-unmatched.
 */
function faultOf(
  element: string,
  listeners: Protocols,
  isFirstOfHttp: boolean,
  isComplete: boolean,
): Fault | undefined {
  const [source = '', target, ...more] = element.split(':');
  if (target === undefined || more.length > 0) return { message: 'no-pair' };
  if (source !== source.trim()) return { message: 'blank' };
  if (!/^[1-9][0-9]*$/.test(source)) return { message: 'source-not-number' };
  const from = listeners.get(source);
  if (from !== undefined && !from.has('http')) return { message: 'source-not-http', port: Number(source) };
  if (!isFirstOfHttp) return undefined;
  if (target === '') return { message: 'no-target' };
  if ('fault' in parseInteger(target)) return { message: 'target-not-number' };
  const port = Number(target);
  // On a reused load balancer it may be a listener that somebody made by hand.
  if (isComplete && port > 0 && !listeners.has(String(port))) return { message: 'target-not-a-port', port };
  const to = listeners.get(String(port));
  return to === undefined || to.has('https') ? undefined : { message: 'target-not-https', port };
}
