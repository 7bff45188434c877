import { currentPrefix as prefix } from '../../catalog/annotation-keys.ts';
import { demands } from '../../catalog/annotation-conditions.ts';
import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { verdictOf, type Verdict } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { list, verdictSpot } from '../support.ts';

export const aclIncomplete = defineRule({
  id: 'acl-incomplete',
  severity: 'error',
  firesOn: 'absence',
  subject: 'loadBalancer',
  events: ['E37'],
  summary: { en: 'Access control is only half set up.', zh: '访问控制配置不完整。' },
  why: {
    en: 'The load balancer API refuses a listener whose access control is on without a list and its type (E37): the listener is not made, or keeps what it had before.',
    zh: '访问控制已开启但缺少策略组或类型时，负载均衡 API 会拒绝该监听（E37）：监听不会被创建，或保持原有设置。',
  },
  remedy: {
    en: `Set ${prefix}acl-status: "on", ${prefix}acl-id and ${prefix}acl-type ("white" or "black") together.`,
    zh: `同时设置 ${prefix}acl-status: "on"、${prefix}acl-id 以及 ${prefix}acl-type（"white" 或 "black"）。`,
  },
  source: clbAnnotations('acl-status on requires acl-id and acl-type; these two act only while acl-status is on'),
  messages: {
    incomplete: {
      en: ({ missing }: { missing: readonly string[] }) =>
        `Access control is on, but there is no ${list(missing, ' and no ')}.`,
      zh: ({ missing }) => `访问控制已开启，但缺少 ${list(missing, '、')}。`,
      remedy: {
        en: ({ missing }) => `Add ${list(missing.map(written), ' and ')}.`,
        zh: ({ missing }) => `添加 ${list(missing.map(writtenZh), '、')}。`,
      },
    },
    'not-enforced': {
      en: ({ keys }: { keys: readonly string[] }) =>
        `There is no acl-status, so ${list(keys, ' and ')} ${keys.length > 1 ? 'keep' : 'keeps'} nobody out.`,
      zh: ({ keys }) => `未设置 acl-status，${list(keys, '、')} 不会限制任何访问。`,
      events: ['S06'],
      why: {
        en: 'Access control is off by default. The controller then passes the list by without an event (S06), and the listeners are open to every address.',
        zh: '访问控制默认关闭。此时控制器会忽略策略组且不产生事件（S06），监听对所有地址开放。',
      },
      remedy: {
        en: () => `Add the annotation ${prefix}acl-status: "on", or "off" if the list shall not act.`,
        zh: () => `添加注解 ${prefix}acl-status: "on"；若不需要生效，则写明 "off"。`,
      },
    },
  },
  *check(loadBalancer) {
    const { service } = loadBalancer;
    const status = verdictOf(loadBalancer, 'acl-status');
    if (status?.why?.because === 'incomplete') {
      const missing = demands
        .filter(({ key }) => key === 'acl-status')
        .map(({ demands: other }) => other)
        .filter((key) => annotation(service, key) === undefined);
      yield {
        at: missingAnnotationSpot(service, missing[0] ?? status.why.demands),
        message: 'incomplete',
        data: { missing },
        related: [
          {
            at: verdictSpot(status),
            resource: service.resource,
            message: { en: 'access control is switched on here', zh: '此处开启了访问控制' },
          },
        ],
      };
    }
    if (annotation(service, 'acl-status') !== undefined) return;
    const idle = ['acl-id', 'acl-type'].flatMap((key) => verdictOf(loadBalancer, key) ?? []).filter(waitsForStatus);
    if (idle.length === 0) return;
    yield {
      at: missingAnnotationSpot(service, 'acl-status'),
      message: 'not-enforced',
      data: { keys: idle.map(({ shortKey }) => shortKey) },
      related: idle.map((verdict) => ({
        at: verdictSpot(verdict),
        resource: service.resource,
        message: { en: 'has no effect', zh: '不生效' },
      })),
    };
  },
});

function waitsForStatus({ why }: Verdict): boolean {
  return why?.because === 'needs';
}

function written(key: string): string {
  return `${prefix}${key}${key === 'acl-id' ? ' with the id of an access control list' : ': "white" or "black"'}`;
}

function writtenZh(key: string): string {
  return `${prefix}${key}${key === 'acl-id' ? '（访问控制策略组 ID）' : ': "white" 或 "black"'}`;
}
