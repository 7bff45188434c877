import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { defineRule } from '../rule.ts';
import { annotationSpot } from '../support.ts';

export const explicitAddressType = defineRule({
  id: 'explicit-address-type',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'loadBalancer',
  reads: ['disablePublicLoadBalancer'],
  events: ['E17'],
  summary: {
    en: 'Nothing says whether the load balancer is public.',
    zh: '未声明负载均衡是公网还是私网。',
  },
  why: {
    en: 'Without a word the controller makes an internet-facing load balancer. A Service that was meant for the inside is then open to everybody, and a CLB refuses a later change (E17): the Service has to be made anew, with another address.',
    zh: '未声明时控制器会创建公网负载均衡。本应只供内部使用的 Service 将对所有人开放；CLB 之后拒绝修改该属性（E17），只能重建 Service 并更换地址。',
  },
  remedy: {
    en: 'Set the annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type to "intranet" or "internet".',
    zh: '设置注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type 为 "intranet" 或 "internet"。',
  },
  source: clbAnnotations('address-type: internet by default, immutable on CLB'),
  messages: {
    missing: {
      en: (_: object) => 'No address-type is set; the load balancer becomes internet-facing.',
      zh: () => '未设置 address-type；负载均衡将为公网类型。',
    },
    'missing-nlb': {
      en: (_: object) => 'No address-type is set; the load balancer becomes internet-facing.',
      zh: () => '未设置 address-type；负载均衡将为公网类型。',
      events: [],
      why: {
        en: 'Without a word the controller makes an internet-facing load balancer. A Service that was meant for the inside is then open to everybody until somebody notices.',
        zh: '未声明时控制器会创建公网负载均衡。本应只供内部使用的 Service 在被发现之前会一直对所有人开放。',
      },
    },
    'forbidden-by-default': {
      en: (_: object) => 'No address-type is set, which means internet, and the cluster forbids public load balancers.',
      zh: () => '未设置 address-type 即为公网类型，而该集群禁止创建公网负载均衡。',
      severity: 'error',
      ...refusal(),
    },
    forbidden: {
      en: (_: object) => 'The address-type is internet, and the cluster forbids public load balancers.',
      zh: () => 'address-type 为 internet，而该集群禁止创建公网负载均衡。',
      severity: 'error',
      firesOn: 'presence',
      ...refusal(),
    },
  },
  *check({ service, controller, reused, prediction }) {
    if (controller === 'none' || reused !== undefined) return;
    const stated = annotation(service, 'address-type');
    const forbidden = prediction.controller !== 'none' && prediction.problems.some(({ event }) => event === 'E27');
    if (stated === undefined) {
      const message = forbidden ? 'forbidden-by-default' : controller === 'nlb' ? 'missing-nlb' : 'missing';
      yield { at: missingAnnotationSpot(service, 'address-type'), message, data: {} };
    } else if (forbidden) {
      yield { at: annotationSpot(stated), message: 'forbidden', data: {} };
    }
  },
});

function refusal() {
  return {
    events: ['E27'],
    why: {
      en: 'The controller answers "create public address slb is not allowed" (E27) and does not try again: the Service never gets an address.',
      zh: '控制器会报 "create public address slb is not allowed"（E27）且不再重试：Service 始终得不到地址。',
    },
    remedy: {
      en: () =>
        'Set the annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type: "intranet", or have the cluster allow public load balancers.',
      zh: () =>
        '设置注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type: "intranet"，或让集群允许公网负载均衡。',
    },
  };
}
