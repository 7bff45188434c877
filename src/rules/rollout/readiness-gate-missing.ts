import { readinessGate } from '../../catalog/rollout.ts';
import { isBelow } from '../../controller/controller-version.ts';
import { gatesOf } from '../../rollout/read-pod.ts';
import { podSpecSpot } from '../../world/workload.ts';
import { defineRule } from '../rule.ts';
import { withGates } from '../rollout-fixes.ts';
import { list, loadBalancersBehind, relatedServices, resourcesOf } from '../support.ts';

export const readinessGateMissing = defineRule({
  id: 'readiness-gate-missing',
  severity: 'info',
  firesOn: 'absence',
  subject: 'workload',
  crossResource: true,
  reads: ['backendMode', 'ccmVersion', 'kubernetesVersion'],
  silentWithout: ['backendMode'],
  thresholds: { ccmVersion: readinessGate.controllerSince, kubernetesVersion: readinessGate.kubernetesSince },
  events: ['S02'],
  summary: {
    en: 'Pods that are members themselves do not wait for it before they count as ready.',
    zh: '作为后端的 Pod 在就绪之前没有等待加入负载均衡。',
  },
  why: {
    en: 'A new pod counts as ready as soon as its probe succeeds, and the rollout ends an old one at once, although the controller may not have put the new one into the server groups yet; with few pods the load balancer runs out of them for a moment (S02).',
    zh: '探针一旦成功，新 Pod 即被视为就绪，滚动更新随即终止旧 Pod，而此时控制器可能尚未将新 Pod 加入服务器组；Pod 较少时负载均衡会短暂失去后端（S02）。',
  },
  remedy: {
    en: `Add a readinessGate with conditionType ${readinessGate.prefix}<name of the Service> to the pod template.`,
    zh: `在 Pod 模板中添加 readinessGate，conditionType 为 ${readinessGate.prefix}<Service 名称>。`,
  },
  source: readinessGate.source,
  messages: {
    missing: {
      en: ({ services }: { services: readonly string[] }) =>
        `Pods are members of the load balancer of Service ${list(services, ' and ')}, and have no readiness gate for it.`,
      zh: ({ services }) => `Pod 是 Service ${list(services, '、')} 的负载均衡后端，但没有相应的 readinessGate。`,
      remedy: {
        en: ({ services }) =>
          `Add ${services.map((name) => `readinessGates: [{conditionType: ${readinessGate.prefix}${name}}]`).join(' and ')} to the spec of the pod template.`,
        zh: ({ services }) =>
          `在 Pod 模板的 spec 中添加 ${services.map((name) => `readinessGates: [{conditionType: ${readinessGate.prefix}${name}}]`).join('、')}。`,
      },
    },
  },
  *check(workload, context) {
    const { ccmVersion, kubernetesVersion } = context.facts;
    if (isBelow(ccmVersion, readinessGate.controllerSince) === true) return;
    if (isBelow(kubernetesVersion, readinessGate.kubernetesSince) === true) return;
    const gates = gatesOf(workload);
    if (gates === undefined) return;
    const waitedFor = new Set(gates.map(({ service }) => service));
    const missing = loadBalancersBehind(workload, context).filter(
      ({ backendMode, service }) => backendMode === 'eni' && !waitedFor.has(service.resource.identity.name),
    );
    if (missing.length === 0) return;
    const services = missing.map(({ service }) => service.resource.identity.name).toSorted();
    yield {
      at: podSpecSpot(workload),
      message: 'missing',
      data: { services },
      measure: services.length,
      fix: () => withGates(workload, services),
      others: resourcesOf(missing),
      related: relatedServices(missing),
    };
  },
});
