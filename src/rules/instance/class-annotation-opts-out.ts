import { classKey, tunnelTypeKey } from '../../catalog/annotation-keys.ts';
import { annotationFact } from '../../catalog/annotations.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { defineRule } from '../rule.ts';
import { verdictSpot } from '../support.ts';

const tunnelTypeSince = annotationFact(tunnelTypeKey)?.firstVersion.clb;

const frozenWhy = {
  en: 'If this is deployed, both controllers pass the Service by, without an event. The load balancer and its address stay, and traffic goes on to the members of that moment; as pods move it reaches ever fewer of them (S10). Deleting the Service is passed by, too: it hangs in Terminating until the controller starts anew.',
  zh: '部署后两个控制器都会跳过该 Service 且不产生事件。负载均衡及其地址保持不变，流量仍发往当时的后端；随着 Pod 变化，可用后端会越来越少（S10）。删除该 Service 同样会被跳过：它将停留在 Terminating，直到控制器重启。',
};

export const classAnnotationOptsOut = defineRule({
  id: 'class-annotation-opts-out',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  ...(tunnelTypeSince === undefined ? {} : { thresholds: { ccmVersion: tunnelTypeSince } }),
  conditional: true,
  events: ['S10', 'S13'],
  summary: {
    en: 'An annotation takes the Service away from the controller.',
    zh: '注解使控制器不再处理该 Service。',
  },
  why: {
    en: 'Both controllers pass such a Service by, without an event. A new one never gets an address (S13); one that is live keeps its load balancer, but its backends stay as they are while pods come and go (S10).',
    zh: '两个控制器都会跳过这样的 Service 且不产生事件。新建的 Service 始终得不到地址（S13）；已在使用的 Service 保留其负载均衡，但 Pod 变化后其后端不再更新（S10）。',
  },
  remedy: {
    en: `Drop the annotation ${classKey}. An NLB is chosen with spec.loadBalancerClass: alibabacloud.com/nlb.`,
    zh: `删除注解 ${classKey}。如需 NLB，请设置 spec.loadBalancerClass: alibabacloud.com/nlb。`,
  },
  source: controllerSource('helper.NeedCLB: a class that is not empty, or the tunnel-type key'),
  messages: {
    class: {
      en: ({ text }: { text: string }) => `The class "${text}" makes the controller ignore this Service.`,
      zh: ({ text }) => `class 为 "${text}" 时控制器会忽略该 Service。`,
    },
    'tunnel-type': {
      en: (_: object) => 'The tunnel-type annotation, whatever its value, makes the controller ignore this Service.',
      zh: () => '只要存在 tunnel-type 注解，无论取何值，控制器都会忽略该 Service。',
      remedy: {
        en: () => `Drop the annotation ${tunnelTypeKey}; an empty value is not enough.`,
        zh: () => `删除注解 ${tunnelTypeKey}；仅将值留空是不够的。`,
      },
    },
    'class-on-live': {
      en: ({ text }: { text: string }) =>
        `If deployed, the class "${text}" takes this live Service away from its controller without an event: its backends stay as they are while pods come and go.`,
      zh: ({ text }) =>
        `部署后，class "${text}" 会使控制器不再处理这个已在使用的 Service 且不产生事件：Pod 变化后其后端不再更新。`,
      why: frozenWhy,
    },
    'tunnel-type-on-live': {
      en: (_: object) =>
        'If deployed, the tunnel-type annotation, whatever its value, takes this live Service away from its controller without an event: its backends stay as they are while pods come and go.',
      zh: () =>
        '部署后，只要存在 tunnel-type 注解，控制器就不再处理这个已在使用的 Service 且不产生事件：Pod 变化后其后端不再更新。',
      why: frozenWhy,
      remedy: {
        en: () => `Drop the annotation ${tunnelTypeKey}; an empty value is not enough.`,
        zh: () => `删除注解 ${tunnelTypeKey}；仅将值留空是不够的。`,
      },
    },
  },
  *check({ service, prediction, verdicts }, { changeOf }) {
    const { reason } = prediction;
    if (reason !== 'class' && reason !== 'tunnel-type') return;
    const change = changeOf(service);
    const isLive = change?.became === 'changed' && change.before !== undefined && change.before.controller !== 'none';
    for (const verdict of verdicts) {
      const { key, text } = verdict.annotation;
      if (key === tunnelTypeKey && reason === 'tunnel-type')
        yield { at: verdictSpot(verdict), message: isLive ? 'tunnel-type-on-live' : 'tunnel-type', data: {} };
      // Controllers that know the tunnel type know the class, too.
      if (key === classKey && text !== undefined && text !== '')
        yield { at: verdictSpot(verdict), message: isLive ? 'class-on-live' : 'class', data: { text } };
    }
  },
});
