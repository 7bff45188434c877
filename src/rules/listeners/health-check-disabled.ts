import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { equalsFold } from '../../controller/go/text.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { fullKey, annotationSpot, list, portsInWords, portsOf, settingsReach } from '../support.ts';

interface Ports {
  readonly ports: readonly number[];
}

const flag = fullKey('health-check-flag');
const toggle = fullKey('health-check-switch');

export const healthCheckDisabled = defineRule({
  id: 'health-check-disabled',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S02'],
  summary: { en: 'Listener without a health check.', zh: '监听未启用健康检查。' },
  why: {
    en: 'A load balancer that does not check goes on sending requests to backends that are dead or not ready; users see 5xx answers and resets, also during a rollout (S02).',
    zh: '未启用健康检查时，负载均衡会继续向已失效或未就绪的后端转发请求；用户会看到 5xx 与连接重置，发布期间同样如此（S02）。',
  },
  remedy: {
    en: `Set the annotation ${flag}: "on", together with service.beta.kubernetes.io/alibaba-cloud-loadbalancer-health-check-uri.`,
    zh: `设置注解 ${flag}: "on"，并设置 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-health-check-uri。`,
  },
  source: clbAnnotations(
    'health-check-flag is off by default for http and https, health-check-switch on for tcp and udp',
  ),
  messages: {
    'l7-default': {
      en: ({ ports }: Ports) =>
        `The http or https listener of ${portsInWords(ports)} has no health check; the controller leaves it off unless health-check-flag is on.`,
      zh: ({ ports }) =>
        `端口 ${list(ports, '、')} 的 http 或 https 监听没有健康检查；除非 health-check-flag 为 on，否则控制器将其关闭。`,
      firesOn: 'absence',
    },
    'l7-off': {
      en: ({ ports }: Ports) => `Health checks of ${portsInWords(ports)} are switched off.`,
      zh: ({ ports }) => `端口 ${list(ports, '、')} 的健康检查已关闭。`,
    },
    'l4-off': {
      en: ({ ports }: Ports) => `Health checks of ${portsInWords(ports)} are switched off.`,
      zh: ({ ports }) => `端口 ${list(ports, '、')} 的健康检查已关闭。`,
      remedy: {
        en: () => `Drop the annotation ${toggle}, or set it to "on".`,
        zh: () => `删除注解 ${toggle}，或将其设置为 "on"。`,
      },
    },
    'nlb-off': {
      en: ({ ports }: Ports) => `Health checks of ${portsInWords(ports)} are switched off.`,
      zh: ({ ports }) => `端口 ${list(ports, '、')} 的健康检查已关闭。`,
      remedy: {
        en: () => `Drop the annotation ${flag}, or set it to "on".`,
        zh: () => `删除注解 ${flag}，或将其设置为 "on"。`,
      },
    },
  },
  *check(loadBalancer) {
    const { service, controller } = loadBalancer;
    if (controller === 'none' || !settingsReach(loadBalancer)) return;
    const checked = annotation(service, 'health-check-flag');
    if (controller === 'nlb') {
      const ports = portsOf(loadBalancer, ['tcp', 'udp', 'tcpssl']);
      if (ports.length > 0 && checked?.text !== undefined && equalsFold(checked.text, 'off'))
        yield { at: annotationSpot(checked), message: 'nlb-off', data: { ports } };
      return;
    }
    const forwarding = forwardingPorts(loadBalancer);
    const l7 = portsOf(loadBalancer, ['http', 'https']).filter((port) => !forwarding.has(port));
    if (l7.length > 0 && checked === undefined)
      yield { at: missingAnnotationSpot(service, 'health-check-flag'), message: 'l7-default', data: { ports: l7 } };
    else if (l7.length > 0 && checked?.text === 'off')
      yield { at: annotationSpot(checked), message: 'l7-off', data: { ports: l7 } };
    const l4 = portsOf(loadBalancer, ['tcp', 'udp']);
    const switched = annotation(service, 'health-check-switch');
    if (l4.length > 0 && switched?.text === 'off')
      yield { at: annotationSpot(switched), message: 'l4-off', data: { ports: l4 } };
  },
});

/** Listeners that send requests on to another port have no backends of their own. */
function forwardingPorts({ prediction }: LoadBalancer): ReadonlySet<number | undefined> {
  if (prediction.controller !== 'clb') return new Set();
  const forwarding = prediction.listeners.filter(({ attributes }) => attributes.forwardPort !== undefined);
  return new Set(forwarding.map(({ port }) => port));
}
