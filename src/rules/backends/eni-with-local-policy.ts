import { guide } from '../../catalog/sources.ts';
import { backendTypeAnnotation } from '../../controller/annotations.ts';
import { isPresent, valueAt } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { anotherText } from '../suggestions.ts';
import { annotationSpot, spot } from '../support.ts';

export const eniWithLocalPolicy = defineRule({
  id: 'eni-with-local-policy',
  severity: 'info',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S03'],
  summary: { en: 'ENI backends together with Local traffic policy.', zh: 'ENI 后端与 Local 流量策略同时使用。' },
  why: {
    en: 'ENI backends already keep the source address and need no node; Local adds nothing and only breaks access to the address from inside the cluster (S03).',
    zh: 'ENI 后端本身就保留源地址且不经过节点；Local 没有任何收益，只会使集群内无法访问该地址（S03）。',
  },
  remedy: { en: 'Set externalTrafficPolicy: Cluster.', zh: '设置 externalTrafficPolicy: Cluster。' },
  source: guide('detail section on access from inside the cluster'),
  messages: {
    both: {
      en: (_: object) =>
        'externalTrafficPolicy Local gains nothing with backend-type: eni and breaks access from inside the cluster.',
      zh: () => '使用 backend-type: eni 时 externalTrafficPolicy: Local 没有收益，并会影响集群内访问。',
    },
  },
  *check({ service, controller, backendMode }) {
    const policy = service.externalTrafficPolicy;
    const backendType = backendTypeAnnotation(service);
    if (controller === 'none' || policy?.text !== 'Local' || backendType?.text !== 'eni') return;
    yield {
      at: spot(policy),
      message: 'both',
      data: {},
      // Kubernetes takes a port for health checks of nodes with Local only.
      fix:
        backendMode === 'eni' && !isPresent(valueAt(service.spec, 'healthCheckNodePort'))
          ? () => anotherText(policy, 'externalTrafficPolicy', 'Cluster')
          : undefined,
      related: [
        {
          at: annotationSpot(backendType),
          resource: service.resource,
          message: { en: 'ENI backends are asked for here', zh: '此处指定了 ENI 后端' },
        },
      ],
    };
  },
});
