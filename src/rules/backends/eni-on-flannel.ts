import { guide } from '../../catalog/sources.ts';
import { backendTypeAnnotation } from '../../controller/annotations.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import { isPlaceholderValue } from '../../controller/values.ts';
import { defineRule } from '../rule.ts';
import { annotationSpot } from '../support.ts';

export const eniOnFlannel = defineRule({
  id: 'eni-on-flannel',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['network'],
  events: ['E14', 'X01', 'X03'],
  summary: {
    en: 'Pods as backends where pods have no network interface.',
    zh: '在 Pod 没有弹性网卡的集群中以 Pod 作为后端。',
  },
  why: {
    en: 'With Flannel no pod address belongs to a network interface of the VPC. The controller stops with "can not find eniid" (E14) and syncs nothing, or leaves the pods out (X01, X03): the load balancer sends no traffic to any of them.',
    zh: 'Flannel 网络中 Pod 地址不属于 VPC 内的任何弹性网卡。控制器会报 "can not find eniid"（E14）并停止同步，或跳过这些 Pod（X01、X03）：负载均衡不会向任何 Pod 转发流量。',
  },
  remedy: {
    en: 'Drop the annotation service.beta.kubernetes.io/backend-type; nodes are then the backends, as Flannel needs it.',
    zh: '删除注解 service.beta.kubernetes.io/backend-type；后端将为节点，这正是 Flannel 所需要的。',
  },
  source: guide('row "can not find eniid for ip"'),
  messages: {
    eni: {
      en: (_: object) => 'backend-type is eni, but the cluster uses Flannel, whose pods have no network interface.',
      zh: () => 'backend-type 为 eni，但该集群使用 Flannel，其 Pod 没有弹性网卡。',
    },
  },
  *check(loadBalancer, { facts }) {
    const stated = backendTypeAnnotation(loadBalancer.service);
    if (loadBalancer.controller === 'none' || stated?.text !== 'eni' || facts.network !== 'flannel') return;
    if (takesAddresses(loadBalancer)) return;
    yield { at: annotationSpot(stated), message: 'eni', data: {} };
  },
});

/** True when server groups hold addresses (NLB), or may do: no network interface is looked for. */
function takesAddresses({ prediction }: LoadBalancer): boolean {
  if (prediction.controller === 'none') return false;
  return prediction.backends.groups.some(({ attributes }) => {
    const type = attributes['serverGroupType'];
    return type === 'Ip' || isPlaceholderValue(type);
  });
}
