import { controllerSource } from '../../catalog/sources.ts';
import { entryAt, isPresent, type Spot } from '../../model/node.ts';
import type { Service } from '../../world/service.ts';
import { defineRule } from '../rule.ts';
import { spot } from '../support.ts';

export const selectorlessNodeBackend = defineRule({
  id: 'selectorless-node-backend',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'loadBalancer',
  reads: ['backendMode'],
  conditional: true,
  events: ['E34', 'E35'],
  summary: {
    en: 'Service without a selector, with nodes as backends.',
    zh: 'Service 没有 selector，且以节点作为后端。',
  },
  why: {
    en: 'Without a selector somebody writes the endpoints by hand. Each address then needs a nodeName: the controller cannot make the server group of an endpoint without one (E34), and a listener that it manages has no group to go to (E35).',
    zh: '没有 selector 时端点由人工编写，每个地址都必须带有 nodeName：否则控制器无法创建服务器组（E34），由其管理的监听也找不到服务器组（E35）。',
  },
  remedy: {
    en: 'Add spec.selector with the labels of the pods; or give every address in the Service\'s EndpointSlice a nodeName; or, on Terway, set the annotation service.beta.kubernetes.io/backend-type: "eni".',
    zh: '添加与 Pod 标签一致的 spec.selector；或为该 Service 的 EndpointSlice 中每个地址写明 nodeName；Terway 集群也可设置注解 service.beta.kubernetes.io/backend-type: "eni"。',
  },
  source: controllerSource('buildLocalBackends and buildClusterBackends: an endpoint without nodeName is an error'),
  messages: {
    missing: {
      en: (_: object) =>
        'The Service has no selector and its backends are nodes; endpoints written by hand work only with a nodeName.',
      zh: () => '该 Service 没有 selector 且后端为节点；人工编写的端点只有带上 nodeName 才能生效。',
    },
  },
  *check({ service, controller, backendMode }) {
    if (controller === 'none' || backendMode === undefined || backendMode === 'eni') return;
    const { selectorNode } = service;
    const isMissing = !isPresent(selectorNode) || (selectorNode.kind === 'map' && selectorNode.entries.size === 0);
    if (isMissing) yield { at: placeOf(service), message: 'missing', data: {}, path: 'spec.selector' };
  },
});

function placeOf({ resource, selectorNode }: Service): Spot {
  if (isPresent(selectorNode)) return spot(selectorNode);
  return spot((entryAt(resource.root, 'spec', 'selector') ?? entryAt(resource.root, 'spec'))?.key ?? resource.root);
}
