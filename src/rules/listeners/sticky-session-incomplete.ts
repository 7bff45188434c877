import { currentPrefix as prefix } from '../../catalog/annotation-keys.ts';
import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { verdictOf, type Verdict } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { list, verdictSpot } from '../support.ts';

const settings = ['sticky-session-type', 'cookie-timeout', 'cookie'];

export const stickySessionIncomplete = defineRule({
  id: 'sticky-session-incomplete',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'loadBalancer',
  events: ['E37'],
  summary: { en: 'Sticky sessions are only half set up.', zh: '会话保持配置不完整。' },
  why: {
    en: 'The load balancer API refuses an http or https listener whose sticky sessions lack a setting (E37): the listener is not made, or keeps what it had before.',
    zh: '会话保持缺少必需的设置时，负载均衡 API 会拒绝该 http 或 https 监听（E37）：监听不会被创建，或保持原有设置。',
  },
  remedy: {
    en: `Set ${prefix}sticky-session: "on" and ${prefix}sticky-session-type, with ${prefix}cookie-timeout for "insert" or ${prefix}cookie for "server".`,
    zh: `设置 ${prefix}sticky-session: "on" 与 ${prefix}sticky-session-type，并为 "insert" 设置 ${prefix}cookie-timeout，或为 "server" 设置 ${prefix}cookie。`,
  },
  source: clbAnnotations('sticky-session needs a type; insert needs cookie-timeout, server needs cookie'),
  messages: {
    'no-type': {
      en: (_: object) => 'Sticky sessions are on, but there is no sticky-session-type.',
      zh: () => '会话保持已开启，但缺少 sticky-session-type。',
      remedy: {
        en: () => `Add the annotation ${prefix}sticky-session-type: "insert" or "server".`,
        zh: () => `添加注解 ${prefix}sticky-session-type: "insert" 或 "server"。`,
      },
    },
    'no-cookie-timeout': {
      en: (_: object) => 'The load balancer inserts a cookie, but there is no cookie-timeout.',
      zh: () => '由负载均衡植入 Cookie，但缺少 cookie-timeout。',
      remedy: {
        en: () => `Add the annotation ${prefix}cookie-timeout with 1 to 86400 seconds, for example "1800".`,
        zh: () => `添加注解 ${prefix}cookie-timeout，取值 1 至 86400 秒，例如 "1800"。`,
      },
    },
    'no-cookie': {
      en: (_: object) => "The backend's cookie decides, but no cookie is named.",
      zh: () => '由后端的 Cookie 决定会话，但缺少 cookie。',
      remedy: {
        en: () => `Add the annotation ${prefix}cookie with the name of the cookie that the backend sets.`,
        zh: () => `添加注解 ${prefix}cookie，值为后端所设置的 Cookie 名称。`,
      },
    },
    'not-enabled': {
      en: ({ keys }: { keys: readonly string[] }) =>
        `There is no sticky-session, so ${list(keys, ' and ')} ${keys.length > 1 ? 'do' : 'does'} nothing.`,
      zh: ({ keys }) => `未设置 sticky-session，${list(keys, '、')} 不生效。`,
      events: ['S06'],
      why: {
        en: 'Sticky sessions are off by default. The controller passes the settings by without an event (S06), and requests of one session go to any backend.',
        zh: '会话保持默认关闭。控制器会忽略这些设置且不产生事件（S06），同一会话的请求会被转发到任意后端。',
      },
      remedy: {
        en: () => `Add the annotation ${prefix}sticky-session: "on", or "off" if the settings shall not act.`,
        zh: () => `添加注解 ${prefix}sticky-session: "on"；若不需要生效，则写明 "off"。`,
      },
    },
  },
  *check(loadBalancer) {
    const { service } = loadBalancer;
    for (const key of ['sticky-session', 'sticky-session-type']) {
      const verdict = verdictOf(loadBalancer, key);
      if (verdict?.why?.because !== 'incomplete') continue;
      const { demands } = verdict.why;
      yield {
        at: missingAnnotationSpot(service, demands),
        message: messageFor(demands),
        data: {},
        related: [
          {
            at: verdictSpot(verdict),
            resource: service.resource,
            message: { en: 'it is needed because of this', zh: '由此处的设置所要求' },
          },
        ],
      };
    }
    if (annotation(service, 'sticky-session') !== undefined) return;
    const idle = settings.flatMap((key) => verdictOf(loadBalancer, key) ?? []).filter(waitsForSwitch);
    if (idle.length === 0) return;
    yield {
      at: missingAnnotationSpot(service, 'sticky-session'),
      message: 'not-enabled',
      data: { keys: idle.map(({ shortKey }) => shortKey) },
      related: idle.map((verdict) => ({
        at: verdictSpot(verdict),
        resource: service.resource,
        message: { en: 'has no effect', zh: '不生效' },
      })),
    };
  },
});

function messageFor(missing: string) {
  if (missing === 'sticky-session-type') return 'no-type';
  return missing === 'cookie' ? 'no-cookie' : 'no-cookie-timeout';
}

function waitsForSwitch({ why }: Verdict): boolean {
  return why?.because === 'needs';
}
