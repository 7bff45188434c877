import { guide } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { isOn, verdictOf } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { withAnnotations } from '../suggestions.ts';
import { annotationSpot, connectionPorts, list, settingsReach } from '../support.ts';

const key = 'connection-drain';

export const connectionDrainNotEnabled = defineRule({
  id: 'connection-drain-not-enabled',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'loadBalancer',
  strict: true,
  events: ['S02'],
  summary: { en: 'TCP or UDP listener without connection draining.', zh: 'TCP 或 UDP 监听未启用连接优雅中断。' },
  why: {
    en: 'When a pod leaves, the load balancer cuts its open connections at once; clients see resets or 503 on every release (S02).',
    zh: 'Pod 下线时，负载均衡会立即切断其现有连接；每次发布时客户端都会遇到连接重置或 503（S02）。',
  },
  remedy: {
    en: 'Add the annotations service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain: "on" and service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain-timeout: "30" (10 to 900 seconds, on NLB up to 900; not longer than the pods\' grace period).',
    zh: '添加注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain: "on" 和 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain-timeout: "30"（10 至 900 秒，不超过 Pod 的优雅终止时间）。',
  },
  source: guide(
    'detail section on 503 during updates; draining exists on TCP and UDP only: tcp/udp listener code of the controller',
  ),
  messages: {
    missing: {
      en: ({ ports }: { ports: readonly number[] }) => `Connection draining is not enabled for ${portsText(ports)}.`,
      zh: ({ ports }) => `端口 ${list(ports, '、')} 未启用连接优雅中断。`,
    },
    off: {
      en: ({ ports, value }: { ports: readonly number[]; value: string }) =>
        `Connection draining is "${value}", so it is off for ${portsText(ports)}.`,
      zh: ({ ports, value }) => `连接优雅中断的值为 "${value}"，因此端口 ${list(ports, '、')} 未启用。`,
      firesOn: 'presence',
    },
  },
  *check(loadBalancer) {
    const ports = connectionPorts(loadBalancer);
    if (ports.length === 0 || !settingsReach(loadBalancer)) return;
    const drain = annotation(loadBalancer.service, 'connection-drain');
    if (isOn(drain, loadBalancer.controller) !== false) return;
    // A text that the API of CLB refuses is more than draining that is off (annotation-flag-not-canonical).
    if (verdictOf(loadBalancer, 'connection-drain')?.outcome === 'refused') return;
    const isTimed = annotation(loadBalancer.service, 'connection-drain-timeout') !== undefined;
    const wanted = isTimed ? { [key]: 'on' } : { [key]: 'on', [`${key}-timeout`]: '30' };
    const fix = () => withAnnotations(loadBalancer.service, wanted);
    if (drain?.text === undefined)
      yield {
        at: missingAnnotationSpot(loadBalancer.service, 'connection-drain'),
        message: 'missing',
        data: { ports },
        fix,
      };
    else yield { at: annotationSpot(drain), message: 'off', data: { ports, value: drain.text }, fix };
  },
});

function portsText(ports: readonly number[]): string {
  return `${ports.length === 1 ? 'port' : 'ports'} ${list(ports, ' and ')}`;
}
