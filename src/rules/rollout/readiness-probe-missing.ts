import { guide } from '../../catalog/sources.ts';
import { isPresent, valueAt } from '../../model/node.ts';
import { containerSpot, declaresPort, type Container } from '../../world/workload.ts';
import { defineRule } from '../rule.ts';
import { withReadinessProbe } from '../rollout-fixes.ts';
import { containersServing, loadBalancersBehind, relatedServices, resourcesOf } from '../support.ts';

export const readinessProbeMissing = defineRule({
  id: 'readiness-probe-missing',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'workload',
  crossResource: true,
  strict: true,
  events: ['S02'],
  summary: {
    en: 'Container behind a load balancer without readinessProbe.',
    zh: '负载均衡后端容器未设置 readinessProbe。',
  },
  why: {
    en: 'The pod counts as ready as soon as its process starts, so the load balancer sends it traffic before it can answer (S02).',
    zh: '进程一启动 Pod 即被视为就绪，负载均衡会在其能够响应之前就转发流量（S02）。',
  },
  remedy: {
    en: 'Add a readinessProbe on the serving port; leave slow starters enough initialDelaySeconds and failureThreshold.',
    zh: '在服务端口上添加 readinessProbe；启动较慢的应用应设置足够的 initialDelaySeconds 和 failureThreshold。',
  },
  source: guide('detail section on 503 during updates'),
  messages: {
    missing: {
      en: ({ container }: { container: string }) =>
        `Container "${container}" takes traffic from a load balancer and has no readinessProbe.`,
      zh: ({ container }) => `容器 "${container}" 接收负载均衡流量，但未设置 readinessProbe。`,
    },
  },
  *check(workload, context) {
    const loadBalancers = loadBalancersBehind(workload, context);
    if (loadBalancers.length === 0) return;
    const targets = loadBalancers.flatMap(({ service }) => service.ports).filter(({ protocol }) => protocol === 'TCP');
    const portOf = (container: Container): number | string | undefined =>
      targets.find(({ targetPort }) => declaresPort(container, targetPort))?.targetPort;
    for (const container of containersServing(workload, loadBalancers)) {
      if (container.node.kind !== 'map' || isPresent(valueAt(container.node, 'readinessProbe'))) continue;
      const others = resourcesOf(loadBalancers);
      yield {
        at: containerSpot(container),
        message: 'missing',
        data: { container: container.name ?? '' },
        others,
        related: relatedServices(loadBalancers),
        fix: () => withReadinessProbe(container, portOf(container)),
      };
    }
  },
});
