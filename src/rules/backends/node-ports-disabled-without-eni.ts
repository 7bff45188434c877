import { controllerSource } from '../../catalog/sources.ts';
import { valueAt } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { list, spot } from '../support.ts';

interface Ports {
  readonly ports: readonly (number | string)[];
}

export const nodePortsDisabledWithoutEni = defineRule({
  id: 'node-ports-disabled-without-eni',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['backendMode'],
  conditional: true,
  events: ['E11', 'E38'],
  summary: {
    en: 'No node ports, although nodes are the backends.',
    zh: '以节点作为后端，却未分配节点端口。',
  },
  why: {
    en: 'The load balancer reaches nodes by their node port. Without one the controller sends port 0, which the API refuses with "The specified Port must be between 1 and 65535" (E11), and the listener is not made (E38).',
    zh: '负载均衡通过节点端口访问节点。没有节点端口时控制器会提交端口 0，API 拒绝并报 "The specified Port must be between 1 and 65535"（E11），监听也不会创建（E38）。',
  },
  remedy: {
    en: 'Drop allocateLoadBalancerNodePorts, or have pods as backends with the annotation service.beta.kubernetes.io/backend-type: "eni" (Terway).',
    zh: '删除 allocateLoadBalancerNodePorts，或通过注解 service.beta.kubernetes.io/backend-type: "eni"（Terway）以 Pod 作为后端。',
  },
  source: controllerSource('buildClusterBackends and buildLocalBackends take the node port of the Service port'),
  messages: {
    'no-node-port': {
      en: ({ ports }: Ports) =>
        `Node ports are switched off, but the load balancer needs one for port ${list(ports, ' and ')}: its backends are nodes.`,
      zh: ({ ports }) => `已关闭节点端口分配，但端口 ${list(ports, '、')} 的后端为节点，负载均衡需要节点端口。`,
    },
  },
  *check({ service, prediction, backendMode }) {
    const field = valueAt(service.spec, 'allocateLoadBalancerNodePorts');
    if (prediction.controller === 'none' || field === undefined) return;
    if (backendMode === undefined || backendMode === 'eni') return;
    const ports = prediction.context.subject.ports
      .filter(({ nodePort }) => nodePort === 0)
      .map(({ name, port }) => port ?? name ?? '?');
    if (ports.length > 0) yield { at: spot(field), message: 'no-node-port', data: { ports } };
  },
});
