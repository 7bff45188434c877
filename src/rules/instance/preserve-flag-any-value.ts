import { controllerSource } from '../../catalog/sources.ts';
import { verdictOf, type Verdict } from '../../controller/load-balancer.ts';
import type { Suggestion } from '../../model/fix.ts';
import { defineRule } from '../rule.ts';
import { fullKey, isText, meansNo, verdictSpot } from '../support.ts';

const key = fullKey('preserve-lb-on-delete');

export const preserveFlagAnyValue = defineRule({
  id: 'preserve-flag-any-value',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  events: ['X04'],
  summary: {
    en: 'preserve-lb-on-delete does not do what its value says.',
    zh: 'preserve-lb-on-delete 的效果与其取值不符。',
  },
  why: {
    en: 'Any text but an empty one preserves (X04): the load balancer outlives the Service without its listeners, belongs to nobody and goes on costing money.',
    zh: '只要不是空文本就会保留（X04）：Service 删除后负载均衡仍然存在，但没有监听、无人管理，并持续计费。',
  },
  remedy: {
    en: `Drop the annotation ${key}; only its absence lets the load balancer go with the Service.`,
    zh: `删除注解 ${key}；只有不写该注解，负载均衡才会随 Service 一起删除。`,
  },
  source: controllerSource('deleteLoadBalancer: preserve-lb-on-delete is compared with the empty text'),
  messages: {
    preserves: {
      en: ({ text }: { text: string }) =>
        `preserve-lb-on-delete is "${text}", and the load balancer is preserved all the same.`,
      zh: ({ text }) => `preserve-lb-on-delete 的值为 "${text}"，但负载均衡仍会被保留。`,
    },
    'too-old': {
      en: ({ since, ccmVersion }: { since: string; ccmVersion: string }) =>
        `preserve-lb-on-delete is read from ${since} on; this cluster has ${ccmVersion}, so the load balancer goes with the Service.`,
      zh: ({ since, ccmVersion }) =>
        `preserve-lb-on-delete 自 ${since} 起才会被读取；该集群的版本为 ${ccmVersion}，因此负载均衡会随 Service 一起删除。`,
      events: ['S11'],
      why: {
        en: 'The controller does not know the key. When the Service is deleted or is no LoadBalancer any more, the load balancer and its address are gone (S11).',
        zh: '控制器不识别这个键。Service 被删除或不再是 LoadBalancer 类型时，负载均衡及其地址都会消失（S11）。',
      },
      remedy: {
        en: ({ since }) => `Upgrade the cloud controller manager to ${since}, or drop the annotation ${key}.`,
        zh: ({ since }) => `将 Cloud Controller Manager 升级到 ${since}，或删除注解 ${key}。`,
      },
    },
  },
  *check(loadBalancer, { facts: { ccmVersion } }) {
    const verdict = verdictOf(loadBalancer, 'preserve-lb-on-delete');
    const text = verdict?.annotation.text;
    if (verdict === undefined || text === undefined || text === '' || !isText(verdict)) return;
    const at = verdictSpot(verdict);
    if (verdict.why?.because === 'too-new' && ccmVersion !== undefined)
      yield { at, message: 'too-old', data: { since: verdict.why.since, ccmVersion } };
    else if (verdict.outcome === 'applied' && meansNo(text))
      yield { at, message: 'preserves', data: { text }, fix: () => withoutIt(verdict) };
  },
});

function withoutIt({ annotation: { located } }: Verdict): Suggestion | undefined {
  if (located === undefined) return undefined;
  return {
    description: { en: `Drop the annotation ${located.key.text}.`, zh: `删除注解 ${located.key.text}。` },
    changes: [{ kind: 'remove', key: located.key }],
  };
}
