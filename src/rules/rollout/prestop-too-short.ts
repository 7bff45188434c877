import { delays } from '../../catalog/rollout.ts';
import { lastSentAt } from '../../rollout/pod-end.ts';
import { preStopOf } from '../../rollout/prestop.ts';
import { defineRule } from '../rule.ts';
import { withLongerPreStop } from '../rollout-fixes.ts';
import { containersServing, loadBalancersBehind, relatedServices, resourcesOf, spot } from '../support.ts';

interface Sum {
  readonly container: string;
  readonly preStop: number;
  readonly needed: number;
}

/** Seconds that the guide's example waits. */
const guideExample = delays.guidePreStop.seconds;

export const prestopTooShort = defineRule({
  id: 'prestop-too-short',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'workload',
  crossResource: true,
  reads: ['backendMode'],
  conditional: true,
  events: ['S02'],
  summary: {
    en: 'preStop is over before the load balancer has let go of the pod.',
    zh: 'preStop 在负载均衡移除 Pod 之前就已结束。',
  },
  why: {
    en: 'preStop keeps the container answering while the controller takes the pod out of the server groups. When it ends sooner, new connections reach a pod that is shutting down, and users see 503 on every release (S02).',
    zh: 'preStop 的作用是让容器在控制器将 Pod 移出服务器组期间继续响应。若 preStop 提前结束，新连接仍会到达正在关闭的 Pod，每次发布用户都会遇到 503（S02）。',
  },
  remedy: {
    en: 'Make preStop last longer than the controller needs, about 30 s as in the guide, and the grace period at least 30 s longer than preStop.',
    zh: '使 preStop 的时长超过控制器所需的时间（文档示例为 30 秒），并将优雅终止时间设为至少再长 30 秒。',
  },
  source: delays.controllerSync.source,
  messages: {
    short: {
      en: ({ container, preStop, needed }: Sum) =>
        `preStop ${preStop} s of container "${container}" < about ${needed} s that the controller needs to take the pod out: short by ${Number((needed - preStop).toFixed(2))} s.`,
      zh: ({ container, preStop, needed }) =>
        `容器 "${container}" 的 preStop 为 ${preStop} 秒，小于控制器移除 Pod 所需的约 ${needed} 秒：短缺 ${Number((needed - preStop).toFixed(2))} 秒。`,
      remedy: {
        en: ({ needed }) =>
          `Make preStop ${needed} s or longer (the guide's example is 30 s), and the grace period at least 30 s longer. How long the controller needs is an assumption; rollout.syncDelaySeconds in the configuration sets it.`,
        zh: ({ needed }) =>
          `将 preStop 延长到 ${needed} 秒以上（文档示例为 30 秒），优雅终止时间至少再长 30 秒。控制器所需时间为假设值，可通过配置项 rollout.syncDelaySeconds 设置。`,
      },
    },
    'short-for-kube-proxy': {
      en: ({ container, preStop, needed }: Sum) =>
        `preStop ${preStop} s of container "${container}" < about ${needed} s that kube-proxy needs to stop sending to the pod: short by ${Number((needed - preStop).toFixed(2))} s.`,
      zh: ({ container, preStop, needed }) =>
        `容器 "${container}" 的 preStop 为 ${preStop} 秒，小于 kube-proxy 停止向 Pod 转发所需的约 ${needed} 秒：短缺 ${Number((needed - preStop).toFixed(2))} 秒。`,
      why: {
        en: 'In Cluster mode all nodes stay members, and kube-proxy sends new connections to the pod until the news of its end has reached every node; when preStop ends sooner, they fail (S02).',
        zh: 'Cluster 模式下所有节点始终是后端，在 Pod 终止的消息到达每个节点之前，kube-proxy 仍会向其转发新连接；若 preStop 提前结束，这些连接会失败（S02）。',
      },
    },
  },
  *check(workload, context) {
    const { syncDelaySeconds } = context;
    const loadBalancers = loadBalancersBehind(workload, context);
    const found = loadBalancers.flatMap(({ backendMode: mode }) => (mode === undefined ? [] : [mode]));
    const [longest] = found
      .map((mode) => ({ mode, needed: lastSentAt({ mode, syncDelaySeconds }) }))
      .toSorted((one, other) => other.needed - one.needed);
    if (longest === undefined) return;
    const { mode, needed } = longest;
    for (const container of containersServing(workload, loadBalancers)) {
      const stop = preStopOf(container);
      // An image without the program is said by prestop-missing.
      if (stop.kind !== 'known' || stop.lacksProgram !== undefined || stop.seconds >= needed) continue;
      yield {
        at: spot(stop.lengthNode),
        message: mode === 'cluster' ? 'short-for-kube-proxy' : 'short',
        data: { container: container.name ?? '', preStop: stop.seconds, needed },
        measure: Number((needed - stop.seconds).toFixed(2)),
        fix: () => withLongerPreStop(workload, stop.lengthNode, Math.max(needed, guideExample), context),
        others: resourcesOf(loadBalancers),
        related: relatedServices(loadBalancers),
      };
    }
  },
});
