import { delays } from '../../catalog/rollout.ts';
import { guide } from '../../catalog/sources.ts';
import { valueAt } from '../../model/node.ts';
import { preStopOf } from '../../rollout/prestop.ts';
import { containerSpot } from '../../world/workload.ts';
import { defineRule } from '../rule.ts';
import { withPreStop } from '../rollout-fixes.ts';
import { containersServing, loadBalancersBehind, relatedServices, resourcesOf, spot } from '../support.ts';

export const prestopMissing = defineRule({
  id: 'prestop-missing',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'workload',
  crossResource: true,
  readsImages: true,
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
    'no-sleep-program': {
      en: ({ container, image }: { container: string; image: string }) =>
        `Container "${container}" runs sleep in preStop, and the image ${image} is named for having no such program: preStop then fails at once.`,
      zh: ({ container, image }) =>
        `容器 "${container}" 在 preStop 中执行 sleep，而镜像 ${image} 从名称看不包含该程序：preStop 会立即失败。`,
      severity: 'info',
      firesOn: 'presence',
      remedy: {
        en: () => 'Use the sleep action (Kubernetes 1.30 or later), or an image that has the program.',
        zh: () => '使用 sleep 动作（Kubernetes 1.30 及以上），或使用包含该程序的镜像。',
      },
    },
  },
  *check(workload, context) {
    const loadBalancers = loadBalancersBehind(workload, context);
    if (loadBalancers.length === 0) return;
    const seconds = Math.max(delays.guidePreStop.seconds, context.syncDelaySeconds);
    for (const container of containersServing(workload, loadBalancers)) {
      const stop = preStopOf(container);
      const report = { others: resourcesOf(loadBalancers), related: relatedServices(loadBalancers) };
      if (stop.kind === 'none')
        yield {
          ...report,
          at: containerSpot(container),
          message: 'missing',
          fix: () => withPreStop(workload, container, seconds, context),
          data: { container: container.name ?? '' },
        };
      else if (stop.kind === 'known' && stop.lacksProgram !== undefined)
        yield {
          ...report,
          at: spot(valueAt(container.node, 'image') ?? stop.node),
          message: 'no-sleep-program',
          data: { container: container.name ?? '', image: stop.lacksProgram },
        };
    }
  },
});
