import { controllerSource } from '../../catalog/sources.ts';
import { defineRule } from '../rule.ts';
import { list, verdictSpot } from '../support.ts';

interface Layer {
  readonly key: string;
  readonly actsOn: readonly string[];
  readonly listeners: readonly string[];
}

/** Keys that say which protocol or port they are for; rules of their own look at them. */
const leftToOthers = new Set(['forward-port']);

export const annotationWrongLayer = defineRule({
  id: 'annotation-wrong-layer',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S06'],
  summary: {
    en: 'Annotation acts on none of the listeners.',
    zh: '注解对任何监听都不起作用。',
  },
  why: {
    en: 'The controller passes the annotation by without an event (S06): what it asks for, draining, TLS settings or sticky sessions, is just not there.',
    zh: '控制器会忽略该注解且不产生事件（S06）：它所要求的优雅中断、TLS 设置或会话保持并不存在。',
  },
  remedy: {
    en: 'Drop the annotation, or give the port a protocol that it acts on with service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port.',
    zh: '删除该注解，或通过 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port 为端口指定它所适用的协议。',
  },
  source: controllerSource('listener requests by protocol: what is not of the protocol is never sent'),
  messages: {
    'no-such-listener': {
      en: ({ key, actsOn, listeners }: Layer) =>
        `${key} acts on ${list(actsOn, ' and ')} listeners only; this Service has ${list(listeners, ' and ')}.`,
      zh: ({ key, actsOn, listeners }) =>
        `${key} 只对 ${list(actsOn, '、')} 监听起作用；该 Service 只有 ${list(listeners, '、')} 监听。`,
    },
    'other-controller': {
      en: ({ key, reads, serves }: { key: string; reads: string; serves: string }) =>
        `${key} is read for ${reads} only; this Service gets ${serves}.`,
      zh: ({ key, reads, serves }) => `${key} 只对 ${reads} 有效；该 Service 使用的是 ${serves}。`,
      remedy: {
        en: ({ reads }) => `Drop the annotation, or let the Service have ${reads} (spec.loadBalancerClass decides).`,
        zh: ({ reads }) => `删除该注解，或让该 Service 使用 ${reads}（由 spec.loadBalancerClass 决定）。`,
      },
    },
  },
  *check({ verdicts, controller }) {
    for (const verdict of verdicts) {
      const { why, shortKey: key } = verdict;
      if (why?.because === 'no-such-listener' && !leftToOthers.has(key)) {
        const { actsOn, listeners } = why;
        yield { at: verdictSpot(verdict), message: 'no-such-listener', data: { key, actsOn, listeners } };
      } else if (why?.because === 'other-controller') {
        const data = { key, reads: nameOf(why.controller), serves: nameOf(controller) };
        yield { at: verdictSpot(verdict), message: 'other-controller', data };
      }
    }
  },
});

function nameOf(controller: string): string {
  return controller === 'nlb' ? 'NLB' : 'CLB';
}
