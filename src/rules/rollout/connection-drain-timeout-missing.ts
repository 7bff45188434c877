import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { isOn, verdictOf } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { withAnnotations } from '../suggestions.ts';
import { annotationSpot, connectionPorts, settingsReach } from '../support.ts';

export const connectionDrainTimeoutMissing = defineRule({
  id: 'connection-drain-timeout-missing',
  severity: 'error',
  firesOn: 'absence',
  subject: 'loadBalancer',
  events: ['E37', 'S02'],
  summary: { en: 'Connection draining is on without a timeout.', zh: '已启用连接优雅中断但未设置超时时间。' },
  why: {
    en: 'The load balancer API refuses a listener with draining but no timeout; the event is SyncLoadBalancerFailed and the listener is not made or not updated (E37).',
    zh: '负载均衡 API 会拒绝启用优雅中断却没有超时时间的监听；事件为 SyncLoadBalancerFailed，监听不会被创建或更新（E37）。',
  },
  remedy: {
    en: 'Add the annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain-timeout with 10 to 900 seconds, for example "30".',
    zh: '添加注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain-timeout，取值 10 至 900 秒，例如 "30"。',
  },
  source: clbAnnotations('connection-drain-timeout is required when connection-drain is on'),
  messages: {
    missing: {
      en: (_: object) => 'Connection draining is on, but there is no connection-drain-timeout.',
      zh: () => '已启用连接优雅中断，但缺少 connection-drain-timeout。',
    },
    'cut-at-once': {
      en: (_: object) =>
        'Connection draining is on without a connection-drain-timeout; the NLB server group then gets 0 seconds and cuts connections at once.',
      zh: () => '已启用连接优雅中断但缺少 connection-drain-timeout；NLB 服务器组将得到 0 秒，立即切断连接。',
      events: ['S02'],
      remedy: {
        en: () =>
          'Add the annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain-timeout with 1 to 900 seconds, for example "30".',
        zh: () =>
          '添加注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-connection-drain-timeout，取值 1 至 900 秒，例如 "30"。',
      },
    },
  },
  *check(loadBalancer) {
    const { service, controller } = loadBalancer;
    if (connectionPorts(loadBalancer).length === 0 || !settingsReach(loadBalancer)) return;
    const drain = annotation(service, 'connection-drain');
    if (drain === undefined || isOn(drain, controller) !== true) return;
    const timeout = verdictOf(loadBalancer, 'connection-drain-timeout');
    // An empty text and a zero count as absent.
    if (timeout !== undefined && timeout.why?.because !== 'empty' && timeout.why?.because !== 'zero') return;
    const related = [
      {
        at: annotationSpot(drain),
        resource: service.resource,
        message: { en: 'draining is switched on here', zh: '此处启用了连接优雅中断' },
      },
    ];
    yield {
      at: missingAnnotationSpot(service, 'connection-drain-timeout'),
      message: controller === 'nlb' ? 'cut-at-once' : 'missing',
      data: {},
      related,
      fix: () => withAnnotations(service, { 'connection-drain-timeout': '30' }, drain.key),
    };
  },
});
