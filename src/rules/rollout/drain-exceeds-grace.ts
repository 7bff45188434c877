import { controllerSource } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { pathOf } from '../../model/node.ts';
import { gracePeriodOf, podSpecSpot } from '../../world/workload.ts';
import { defineRule } from '../rule.ts';
import { withGrace } from '../rollout-fixes.ts';
import { drainOf } from '../rollouts.ts';
import { annotationSpot, loadBalancersBehind, nameOf, resourcesOf, spot } from '../support.ts';

export const drainExceedsGrace = defineRule({
  id: 'drain-exceeds-grace',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'workload',
  crossResource: true,
  reads: ['backendMode'],
  conditional: true,
  strict: true,
  events: ['S02'],
  summary: { en: 'Connection drain lasts longer than the pod lives.', zh: '连接优雅中断时间长于 Pod 的存活时间。' },
  why: {
    en: 'The load balancer keeps connections to a leaving pod open for the drain time, but Kubernetes kills the pod when its grace period is over; the connections that drain should save are cut (S02).',
    zh: '负载均衡在优雅中断时间内保持与下线 Pod 的连接，但优雅终止时间一到 Kubernetes 就会强制终止 Pod，本应保留的连接被切断（S02）。',
  },
  remedy: {
    en: 'Raise terminationGracePeriodSeconds to at least the drain timeout, or shorten the drain.',
    zh: '将 terminationGracePeriodSeconds 提高到不低于连接优雅中断超时时间，或缩短中断超时时间。',
  },
  source: controllerSource('§4.6 of the behaviour notes, derived from the controller and the pod life cycle'),
  messages: {
    longer: {
      en: ({
        drain,
        grace,
        isDefault,
        service,
      }: {
        drain: number;
        grace: number;
        isDefault: boolean;
        service: string;
      }) =>
        `Service ${service} drains connections for ${drain} s, but the pod is killed after ${grace} s${isDefault ? ' (default grace period)' : ''}.`,
      zh: ({ drain, grace, isDefault, service }) =>
        `Service ${service} 的连接优雅中断时间为 ${drain} 秒，但 Pod 在 ${grace} 秒${isDefault ? '（默认优雅终止时间）' : ''}后即被强制终止。`,
      remedy: {
        en: ({ drain }) => `Set terminationGracePeriodSeconds to ${drain} or more, or shorten the drain.`,
        zh: ({ drain }) => `将 terminationGracePeriodSeconds 设置为 ${drain} 或更大，或缩短连接优雅中断时间。`,
      },
    },
  },
  *check(workload, context) {
    const grace = gracePeriodOf(workload);
    if (grace.seconds === undefined || workload.podSpec?.kind !== 'map') return;
    const drains = loadBalancersBehind(workload, context).flatMap((loadBalancer) => {
      // Where all nodes stay members, the end of a pod takes none away, and nothing is drained.
      if (loadBalancer.backendMode === 'cluster') return [];
      const drain = drainOf(loadBalancer);
      return drain.kind === 'on' ? [{ loadBalancer, seconds: drain.seconds }] : [];
    });
    const longest = drains.reduce<(typeof drains)[number] | undefined>(
      (best, drain) => (best === undefined || drain.seconds > best.seconds ? drain : best),
      undefined,
    );
    if (longest === undefined || longest.seconds <= grace.seconds) return;
    const { service } = longest.loadBalancer;
    const timeout = annotation(service, 'connection-drain-timeout');
    yield {
      at: grace.node === undefined ? podSpecSpot(workload) : spot(grace.node),
      path: `${pathOf(workload.podSpec, workload.resource.root)}.terminationGracePeriodSeconds`,
      firesOn: grace.node === undefined ? 'absence' : 'presence',
      message: 'longer',
      data: {
        drain: longest.seconds,
        grace: grace.seconds,
        isDefault: grace.node === undefined,
        service: nameOf(service.resource),
      },
      measure: longest.seconds - grace.seconds,
      fix: () => withGrace(workload, longest.seconds),
      others: resourcesOf([longest.loadBalancer]),
      related:
        timeout === undefined
          ? []
          : [
              {
                at: annotationSpot(timeout),
                resource: service.resource,
                message: { en: 'the drain timeout', zh: '连接优雅中断超时时间' },
              },
            ],
    };
  },
});
