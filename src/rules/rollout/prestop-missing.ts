import { guide } from '../../catalog/sources.ts';
import { preStopOf } from '../../rollout/prestop.ts';
import { containerSpot } from '../../world/workload.ts';
import { defineRule } from '../rule.ts';
import { containersServing, loadBalancersBehind, relatedServices, resourcesOf } from '../support.ts';

export const prestopMissing = defineRule({
  id: 'prestop-missing',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'workload',
  crossResource: true,
  strict: true,
  events: ['S02'],
  summary: { en: 'Container behind a load balancer without preStop.', zh: '负载均衡后端容器未设置 preStop。' },
  why: {
    en: 'The container gets SIGTERM at once, while the load balancer still sends it new connections for the seconds that the controller needs to take it out; users see 503 on every release (S02).',
    zh: '容器会立即收到 SIGTERM，而控制器将其移出后端需要数秒，期间负载均衡仍会转发新连接；每次发布用户都会遇到 503（S02）。',
  },
  remedy: {
    en: 'Add lifecycle.preStop with a sleep of about 30 s (exec ["sleep", "30"] where the image has the program, or the sleep action from Kubernetes 1.30), and a terminationGracePeriodSeconds at least 30 s longer.',
    zh: '添加 lifecycle.preStop，休眠约 30 秒（镜像中有 sleep 程序时使用 exec ["sleep", "30"]，Kubernetes 1.30 起也可使用 sleep 动作），并将 terminationGracePeriodSeconds 设为至少再长 30 秒。',
  },
  source: guide('detail section on 503 during updates'),
  messages: {
    missing: {
      en: ({ container }: { container: string }) =>
        `Container "${container}" takes traffic from a load balancer and has no preStop.`,
      zh: ({ container }) => `容器 "${container}" 接收负载均衡流量，但未设置 preStop。`,
    },
  },
  *check(workload, context) {
    const loadBalancers = loadBalancersBehind(workload, context);
    if (loadBalancers.length === 0) return;
    for (const container of containersServing(workload, loadBalancers)) {
      if (preStopOf(container).kind !== 'none') continue;
      const others = resourcesOf(loadBalancers);
      yield {
        at: containerSpot(container),
        message: 'missing',
        data: { container: container.name ?? '' },
        others,
        related: relatedServices(loadBalancers),
      };
    }
  },
});
