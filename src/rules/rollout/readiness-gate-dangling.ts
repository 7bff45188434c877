import { readinessGate } from '../../catalog/rollout.ts';
import { isPlaceholder } from '../../catalog/placeholders.ts';
import { predictLoadBalancer, type LoadBalancer } from '../../controller/load-balancer.ts';
import type { FailureClass } from '../../controller/problems.ts';
import { gatesOf } from '../../rollout/read-pod.ts';
import type { Service } from '../../world/service.ts';
import type { Workload } from '../../world/workload.ts';
import type { World } from '../../world/world.ts';
import { defineRule } from '../rule.ts';
import { nameOf, spot } from '../support.ts';

interface Named {
  readonly service: string;
}

export const readinessGateDangling = defineRule({
  id: 'readiness-gate-dangling',
  severity: 'error',
  firesOn: 'presence',
  subject: 'workload',
  crossResource: true,
  events: ['S26'],
  summary: { en: 'Readiness gate that never opens.', zh: '永远不会满足的 readinessGate。' },
  why: {
    en: 'Only the controller opens this gate, once it has put the pod into the server groups of that Service without an error. Until then the pod runs, but never becomes ready, and the rollout hangs (S26).',
    zh: '只有控制器在无错误地将 Pod 加入该 Service 的服务器组之后才会满足该条件。在此之前 Pod 虽在运行，却始终不会就绪，滚动更新会卡住（S26）。',
  },
  remedy: {
    en: `Name a LoadBalancer Service of the same namespace that selects the pod: ${readinessGate.prefix}<name of the Service>.`,
    zh: `填写同一命名空间中选中该 Pod 的 LoadBalancer Service：${readinessGate.prefix}<Service 名称>。`,
  },
  source: readinessGate.source,
  messages: {
    absent: {
      en: ({ service }: Named) => `The readiness gate waits for Service ${service}, and there is no such Service here.`,
      zh: ({ service }) => `readinessGate 等待 Service ${service}，但此处没有该 Service。`,
    },
    'not-a-load-balancer': {
      en: ({ service, type }: Named & { type: string }) =>
        `The readiness gate waits for Service ${service}, which is of type ${type} and has no load balancer.`,
      zh: ({ service, type }) => `readinessGate 等待 Service ${service}，但其类型为 ${type}，没有负载均衡。`,
    },
    'not-served': {
      en: ({ service }: Named) =>
        `The readiness gate waits for Service ${service}, which the cloud controller does not serve.`,
      zh: ({ service }) => `readinessGate 等待 Service ${service}，但云控制器不处理该 Service。`,
    },
    'not-selected': {
      en: ({ service }: Named) =>
        `The readiness gate waits for Service ${service}, whose selector does not match this pod.`,
      zh: ({ service }) => `readinessGate 等待 Service ${service}，但其 selector 未匹配此 Pod。`,
    },
    failing: {
      en: ({ service, event }: Named & { event: string }) =>
        `The readiness gate waits for Service ${service}, whose sync ends in an error (${event}).`,
      zh: ({ service, event }) => `readinessGate 等待 Service ${service}，但其同步以错误结束（${event}）。`,
      remedy: {
        en: ({ service }) => `Mend Service ${service} first: its own findings tell what is refused.`,
        zh: ({ service }) => `先修复 Service ${service}：被拒绝的内容见其自身的问题。`,
      },
    },
  },
  *check(workload, { world, facts }) {
    if (workload.kind.runsToCompletion) return;
    for (const { service: name, node } of gatesOf(workload) ?? []) {
      if (isPlaceholder(name)) continue;
      const at = spot(node);
      const services = world.services.filter(
        ({ resource }) => isBeside(workload, resource) && resource.identity.name === name,
      );
      const [service] = services;
      if (service === undefined) {
        const beside = world.services.filter(({ resource }) => isBeside(workload, resource));
        // One whose name is filled in later may be the one.
        if (beside.length > 0 && !beside.some(({ resource }) => isPlaceholder(resource.identity.name)))
          yield { at, message: 'absent', data: { service: name } };
        else yield { undecided: ['render'], at, resource: workload.resource };
        continue;
      }
      const resource = service.resource;
      const report = {
        at,
        others: [resource],
        related:
          resource.name === undefined
            ? []
            : [{ at: spot(resource.name), resource, message: { en: 'the Service', zh: '该 Service' } }],
      };
      const data = { service: nameOf(resource) };
      if (!service.isLoadBalancer) {
        if (service.type !== undefined || service.spec?.kind === 'map')
          yield { ...report, message: 'not-a-load-balancer', data: { ...data, type: service.type ?? 'ClusterIP' } };
        continue;
      }
      const loadBalancer = predictLoadBalancer(service, facts);
      const event = failureOf(loadBalancer);
      if (world.isForeign(resource) || loadBalancer.controller === 'none')
        yield { ...report, message: 'not-served', data };
      else if (!isSelected(workload, service, world)) yield { ...report, message: 'not-selected', data };
      else if (event !== undefined) yield { ...report, message: 'failing', data: { ...data, event } };
    }
  },
});

/** Certainly in one namespace and applied together. */
function isBeside({ resource }: Workload, other: Workload['resource']): boolean {
  return resource.scope === other.scope && resource.namespaceName === other.namespaceName;
}

/** True as well where labels or selector are decided elsewhere. */
function isSelected(workload: Workload, service: Service, world: World): boolean {
  if (workload.podLabels === undefined || service.selector === undefined) return true;
  if ([...workload.podLabels.values(), ...service.selector.values()].some(isPlaceholder)) return true;
  return world.workloadsOf(service).includes(workload);
}

const stopping: ReadonlySet<FailureClass> = new Set(['freeze', 'degraded']);

/** The event in which every sync of a Service ends, as far as its manifest tells. */
function failureOf({ prediction, verdicts }: LoadBalancer): string | undefined {
  if (prediction.controller === 'none') return undefined;
  const problem = prediction.problems.find(({ ends, failure }) => ends && stopping.has(failure));
  if (problem !== undefined) return problem.event;
  const refused = verdicts.find((verdict) => verdict.outcome === 'refused' && stopping.has(verdict.failure));
  return refused?.outcome === 'refused' ? refused.event : undefined;
}
