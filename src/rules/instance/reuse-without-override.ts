import { guide } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { defineRule } from '../rule.ts';
import { fullKey, annotationSpot, list, namesEveryPort, verdictSpot } from '../support.ts';

interface Dead {
  readonly keys: readonly string[];
}

const key = fullKey('force-override-listeners');

export const reuseWithoutOverride = defineRule({
  id: 'reuse-without-override',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'loadBalancer',
  events: ['S09'],
  summary: {
    en: 'Reused load balancer whose listeners the controller leaves alone.',
    zh: '复用负载均衡但控制器不管理其监听。',
  },
  why: {
    en: 'On an instance that is named by id the controller fills server groups only. Unless somebody makes the listeners by hand, no port is open, and no event tells (S09).',
    zh: '对于通过 id 指定的实例，控制器只维护服务器组。除非手工创建监听，否则端口不会开放，也没有事件提示（S09）。',
  },
  remedy: {
    en: `Set the annotation ${key}: "true", so that the controller makes the listeners and takes over those of the same ports; or make them by hand on server groups of your own, and name these for every port with service.beta.kubernetes.io/alibaba-cloud-loadbalancer-vgroup-port.`,
    zh: `设置注解 ${key}: "true"，由控制器创建监听，并接管相同端口上已有的监听；或手工创建监听及自己的服务器组，并通过 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-vgroup-port 为每个端口指定服务器组。`,
  },
  source: guide('reused load balancer without listeners; annotation page: force-override-listeners is off by default'),
  messages: {
    'no-listeners': {
      en: (_: object) =>
        'The load balancer is reused without force-override-listeners; the controller makes no listeners on it.',
      zh: () => '复用了负载均衡但未设置 force-override-listeners；控制器不会在其上创建监听。',
    },
    'dead-annotations': {
      en: ({ keys }: Dead) =>
        `The load balancer is reused without force-override-listeners; the controller makes no listeners on it, and ${list(keys, ' and ')} ${keys.length === 1 ? 'does' : 'do'} nothing.`,
      zh: ({ keys }) =>
        `复用了负载均衡但未设置 force-override-listeners；控制器不会在其上创建监听，${list(keys, '、')} 也不起作用。`,
    },
    'dead-by-choice': {
      en: ({ keys }: Dead) =>
        `With force-override-listeners: "false" the listeners of the reused load balancer are left alone, and ${list(keys, ' and ')} ${keys.length === 1 ? 'does' : 'do'} nothing.`,
      zh: ({ keys }) =>
        `force-override-listeners 为 "false" 时不管理所复用负载均衡的监听，${list(keys, '、')} 不起作用。`,
      firesOn: 'presence',
      why: {
        en: 'Settings of listeners reach no instance whose listeners the controller leaves alone, and no event tells (S09); yet a reader of the manifest takes them for real.',
        zh: '控制器不管理监听时不会应用监听设置，也没有事件提示（S09）。阅读清单的人会误以为这些设置已生效。',
      },
      remedy: {
        en: () => `Drop these annotations, or set ${key}: "true".`,
        zh: () => `删除这些注解，或设置 ${key}: "true"。`,
      },
    },
  },
  *check(loadBalancer) {
    const { service, controller, reused, verdicts } = loadBalancer;
    if (controller === 'none' || reused === undefined) return;
    const override = annotation(service, 'force-override-listeners');
    // `true` makes the listeners; other texts are unknown, or meant as a yes (annotation-flag-not-canonical).
    if (override !== undefined && override.text !== 'false') return;
    if (namesEveryPort(service, loadBalancer)) return;
    const dead = verdicts.filter(({ why }) => why?.because === 'listeners-not-managed');
    const data = { keys: dead.map(({ shortKey }) => shortKey) };
    const at = annotationSpot(reused);
    const said = { en: 'does nothing here', zh: '在此不起作用' };
    const related = dead.map((verdict) => ({ at: verdictSpot(verdict), resource: service.resource, message: said }));
    if (override !== undefined && dead.length > 0) yield { at, message: 'dead-by-choice', data, related };
    else if (dead.length > 0) yield { at, message: 'dead-annotations', data, related };
    else yield { at, message: 'no-listeners', data: {} };
  },
});
