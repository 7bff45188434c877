import { nlbClass, typeKey } from '../../catalog/annotation-keys.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { verdictOf } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { verdictSpot } from '../support.ts';

export const loadBalancerTypeAnnotationIgnored = defineRule({
  id: 'load-balancer-type-annotation-ignored',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S06'],
  summary: {
    en: 'The annotation for the kind of load balancer has no effect.',
    zh: '用于选择负载均衡类型的注解不生效。',
  },
  why: {
    en: 'The controller looks at this annotation only behind the feature gate LoadBalancerTypeAnnotation, which is off by default. Without a word (S06) the Service gets a CLB, and it cannot become an NLB later without another address.',
    zh: '仅当特性门控 LoadBalancerTypeAnnotation 打开时控制器才读取该注解，而它默认关闭。Service 会在没有任何提示的情况下（S06）获得 CLB，之后若要改用 NLB 则必须更换地址。',
  },
  remedy: {
    en: `Drop ${typeKey}, and write spec.loadBalancerClass: ${nlbClass} where an NLB is wanted.`,
    zh: `删除 ${typeKey}；如果需要 NLB，请设置 spec.loadBalancerClass: ${nlbClass}。`,
  },
  source: controllerSource('helper.NeedNLB; the gate LoadBalancerTypeAnnotation is off by default'),
  messages: {
    nlb: {
      en: (_: object) => 'The annotation asks for an NLB, but a CLB is made.',
      zh: () => '该注解要求使用 NLB，但实际会创建 CLB。',
    },
    other: {
      en: ({ text }: { text: string }) => `The type "${text}" is not read; a CLB is made in any case.`,
      zh: ({ text }) => `类型 "${text}" 不会被读取；无论如何都会创建 CLB。`,
      remedy: {
        en: () => `Drop ${typeKey}; a Service without spec.loadBalancerClass gets a CLB.`,
        zh: () => `删除 ${typeKey}；未设置 spec.loadBalancerClass 的 Service 会使用 CLB。`,
      },
    },
  },
  *check(loadBalancer) {
    const verdict = verdictOf(loadBalancer, 'type');
    if (verdict?.why?.because !== 'feature-gate') return;
    const { text } = verdict.annotation;
    // An empty text counts as none; what is filled in later may be empty.
    if (text === undefined || text === '') return;
    if (text === 'nlb') yield { at: verdictSpot(verdict), message: 'nlb', data: {} };
    else yield { at: verdictSpot(verdict), message: 'other', data: { text } };
  },
});
