import { probeDefaults } from '../../catalog/rollout.ts';
import { guide } from '../../catalog/sources.ts';
import { isPresent, numberOf, textOf, valueAt, type ValueNode } from '../../model/node.ts';
import type { Container, Workload } from '../../world/workload.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { containersServing, loadBalancersBehind, relatedServices, resourcesOf, spot } from '../support.ts';

export const readinessProbeUnsane = defineRule({
  id: 'readiness-probe-unsane',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'workload',
  crossResource: true,
  events: ['S02'],
  summary: { en: 'Readiness probe cannot do its work.', zh: '就绪探针设置不合理。' },
  why: {
    en: 'A probe that overlaps itself, asks a port that nobody serves or is as strict as liveness makes pods flap or restart, and the load balancer loses backends (S02).',
    zh: '探测相互重叠、探测无人监听的端口或与存活探针同样严格，会使 Pod 反复变为未就绪或重启，负载均衡失去后端（S02）。',
  },
  remedy: { en: 'Tune the probe.', zh: '调整探针参数。' },
  source: guide('detail section on 503 during updates: tune frequency, delay and threshold of the probe'),
  messages: {
    'timeout-exceeds-period': {
      en: ({ timeout, period }: { timeout: number; period: number }) =>
        `The readiness probe may take ${timeout} s but is repeated every ${period} s.`,
      zh: ({ timeout, period }) => `就绪探针超时时间为 ${timeout} 秒，却每 ${period} 秒重复一次。`,
      remedy: {
        en: () => 'Set timeoutSeconds no longer than periodSeconds.',
        zh: () => '将 timeoutSeconds 设置为不大于 periodSeconds。',
      },
    },
    'port-not-served': {
      en: ({ port }: { port: string }) =>
        `The readiness probe asks port ${port}, which no container declares and no Service targets.`,
      zh: ({ port }) => `就绪探针探测端口 ${port}，但没有容器声明该端口，也没有 Service 以其为目标端口。`,
      why: {
        en: 'A probe of a port that nobody serves never succeeds: the pod stays out of the load balancer (S02). A port that is served but not declared is easily lost in the next change.',
        zh: '探测无人监听的端口永远不会成功：Pod 不会加入负载均衡（S02）。已监听但未声明的端口在后续改动中容易失效。',
      },
      remedy: {
        en: ({ port }) =>
          `Probe a port that the container serves; if it does serve ${port}, declare it under its ports.`,
        zh: ({ port }) => `探测容器实际提供服务的端口；若容器确实监听 ${port}，请在 ports 中声明。`,
      },
    },
    'as-strict-as-liveness': {
      en: (_: object) =>
        'Liveness asks the same question as readiness and restarts the container at the first failure.',
      zh: () => '存活探针与就绪探针的检测方式相同，且首次失败就会重启容器。',
      remedy: {
        en: () =>
          'Give livenessProbe a failureThreshold of 3 or more, so that a slow pod leaves the load balancer before it is restarted.',
        zh: () =>
          '将 livenessProbe 的 failureThreshold 设置为 3 或更大，使响应缓慢的 Pod 先被移出负载均衡，而不是直接重启。',
      },
    },
  },
  *check(workload, context) {
    const loadBalancers = loadBalancersBehind(workload, context);
    for (const container of containersServing(workload, loadBalancers)) {
      const probe = valueAt(container.node, 'readinessProbe');
      if (probe?.kind !== 'map') continue;
      const others = resourcesOf(loadBalancers);
      const related = relatedServices(loadBalancers);
      const timeoutNode = valueAt(probe, 'timeoutSeconds');
      const timeout = isPresent(timeoutNode) ? numberOf(timeoutNode) : probeDefaults.timeoutSeconds;
      const periodNode = valueAt(probe, 'periodSeconds');
      const period = isPresent(periodNode) ? numberOf(periodNode) : probeDefaults.periodSeconds;
      if (timeout !== undefined && period !== undefined && isPresent(timeoutNode) && timeout > period) {
        yield {
          at: spot(timeoutNode),
          message: 'timeout-exceeds-period',
          data: { timeout, period },
          measure: timeout - period,
          others,
          related,
        };
      }
      const port = probePort(probe);
      if (port !== undefined && !isServed(port, container, workload, loadBalancers)) {
        yield {
          at: spot(port),
          message: 'port-not-served',
          data: { port: port.kind === 'scalar' ? port.text : '' },
          others,
          related,
        };
      }
      const liveness = valueAt(container.node, 'livenessProbe');
      const threshold = valueAt(liveness, 'failureThreshold');
      if (threshold !== undefined && numberOf(threshold) === 1 && handlerOf(liveness) === handlerOf(probe)) {
        yield { at: spot(threshold), message: 'as-strict-as-liveness', data: {}, others, related };
      }
    }
  },
});

const handlers = ['httpGet', 'tcpSocket', 'grpc', 'exec'];

function probePort(probe: ValueNode): ValueNode | undefined {
  const port = handlers.map((handler) => valueAt(probe, handler, 'port')).find(isPresent);
  return port?.kind === 'scalar' ? port : undefined;
}

function isServed(
  port: ValueNode,
  container: Container,
  workload: Workload,
  loadBalancers: readonly LoadBalancer[],
): boolean {
  const number = numberOf(port) ?? (/^[0-9]+$/.test(textOf(port) ?? '') ? Number(textOf(port)) : undefined);
  if (number === undefined) return container.ports.some(({ name }) => name === textOf(port));
  const declared = workload.containers.flatMap(({ ports }) => ports);
  // Declaring ports is optional: without any declaration a probe's port says as much as a declaration would.
  if (
    declared.length === 0 &&
    loadBalancers.every(({ service }) => service.ports.every(({ targetPort }) => typeof targetPort !== 'number'))
  )
    return true;
  if (declared.some(({ containerPort }) => containerPort === number || containerPort === undefined)) return true;
  return loadBalancers.some(({ service }) =>
    service.ports.some(({ targetPort }) => targetPort === number || targetPort === undefined),
  );
}

/** What a probe asks, in a form that can be compared. */
function handlerOf(probe: ValueNode | undefined): string {
  const describe = (node: ValueNode | undefined): string => {
    if (node === undefined) return '';
    if (node.kind === 'map')
      return `{${[...node.entries]
        .map(([key, { value }]) => `${key}:${describe(value)}`)
        .sort()
        .join()}}`;
    return node.kind === 'sequence' ? `[${node.items.map(describe).join()}]` : node.text;
  };
  return handlers.map((handler) => describe(valueAt(probe, handler))).join('|');
}
