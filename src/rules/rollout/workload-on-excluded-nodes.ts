import { considerations } from '../../catalog/sources.ts';
import { excludeLabels, masterLabel } from '../../controller/backends/nodes.ts';
import { entryAt, itemsOf, textOf, valueAt, type ScalarNode, type ValueNode } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { loadBalancersBehind, relatedServices, resourcesOf, spot } from '../support.ts';

interface Pinned {
  readonly label: string;
}

/** A name of later Kubernetes for the same nodes. */
const controlPlaneLabel = 'node-role.kubernetes.io/control-plane';

export const workloadOnExcludedNodes = defineRule({
  id: 'workload-on-excluded-nodes',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'workload',
  crossResource: true,
  reads: ['backendMode'],
  conditional: true,
  events: ['E03', 'S04'],
  summary: {
    en: 'Pods may run only on nodes that never become members of the load balancer.',
    zh: 'Pod 只能运行在不会加入负载均衡后端的节点上。',
  },
  why: {
    en: 'In Local mode only nodes that host a pod are members, and the controller leaves these nodes out: the server group stays empty, "There are no available nodes for LoadBalancer" (E03), and nobody answers from outside (S04).',
    zh: 'Local 模式下只有运行 Pod 的节点才会成为后端，而控制器会排除这些节点：服务器组为空，出现 "There are no available nodes for LoadBalancer"（E03），外部无法访问（S04）。',
  },
  remedy: {
    en: 'Let the pods run on worker nodes, or make pods members themselves (backend-type: eni on Terway).',
    zh: '让 Pod 运行在工作节点上，或将 Pod 直接作为后端（Terway 下使用 backend-type: eni）。',
  },
  source: considerations('which nodes become members; GetNodes and IsNodeExcludeFromLoadBalancer of the controller'),
  messages: {
    local: {
      en: ({ label }: Pinned) =>
        `The pods run only on nodes with the label ${label}, which the controller never makes members.`,
      zh: ({ label }) => `Pod 只能运行在带有标签 ${label} 的节点上，而控制器不会将这些节点作为后端。`,
    },
    cluster: {
      en: ({ label }: Pinned) =>
        `The pods run only on nodes with the label ${label}, which the controller never makes members; traffic reaches them only by way of other nodes, if there are any.`,
      zh: ({ label }) =>
        `Pod 只能运行在带有标签 ${label} 的节点上，而控制器不会将这些节点作为后端；流量只能经由其他节点（如果有）到达。`,
      why: {
        en: 'In Cluster mode the other nodes are members and hand the traffic on. Where there are none, the server group stays empty: "There are no available nodes for LoadBalancer" (E03).',
        zh: 'Cluster 模式下由其他节点作为后端并转发流量。若没有其他节点，服务器组将为空："There are no available nodes for LoadBalancer"（E03）。',
      },
    },
    'control-plane': {
      en: ({ label }: Pinned) =>
        `The pods run only on nodes with the label ${label}. The controller does not look at this label, but leaves out nodes that carry ${masterLabel} as well.`,
      zh: ({ label }) =>
        `Pod 只能运行在带有标签 ${label} 的节点上。控制器不检查该标签，但会排除同时带有 ${masterLabel} 的节点。`,
      severity: 'info',
    },
  },
  *check(workload, context) {
    const loadBalancers = loadBalancersBehind(workload, context).filter(
      ({ backendMode }) => backendMode === 'local' || backendMode === 'cluster',
    );
    if (loadBalancers.length === 0) return;
    const keys = requiredLabels(workload.podSpec);
    const excluded = keys.find(({ text }) => text === masterLabel || excludeLabels.includes(text));
    const key = excluded ?? keys.find(({ text }) => text === controlPlaneLabel);
    if (key === undefined) return;
    const mode = loadBalancers.some(({ backendMode }) => backendMode === 'local') ? 'local' : 'cluster';
    yield {
      at: spot(key),
      message: excluded === undefined ? 'control-plane' : mode,
      data: { label: key.text },
      others: resourcesOf(loadBalancers),
      related: relatedServices(loadBalancers),
    };
  },
});

/** Labels that a node must have, where they are written; those that only one of several ways asks for are left out. */
function requiredLabels(podSpec: ValueNode | undefined): readonly ScalarNode[] {
  const selector = valueAt(podSpec, 'nodeSelector');
  const selected = selector?.kind === 'map' ? [...selector.entries.values()].map(({ key }) => key) : [];
  const required = entryAt(podSpec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  const ways = itemsOf(valueAt(required?.value, 'nodeSelectorTerms')).map(labelsOfTerm);
  const [first = [], ...others] = ways;
  const inAll = first.filter(({ text }) => others.every((way) => way.some((key) => key.text === text)));
  return [...selected, ...inAll];
}

function labelsOfTerm(term: ValueNode): readonly ScalarNode[] {
  return itemsOf(valueAt(term, 'matchExpressions')).flatMap((expression) => {
    const key = valueAt(expression, 'key');
    const operator = textOf(valueAt(expression, 'operator'));
    return key?.kind === 'scalar' && (operator === 'In' || operator === 'Exists') ? [key] : [];
  });
}
