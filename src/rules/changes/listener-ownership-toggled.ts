import { controllerSource } from '../../catalog/sources.ts';
import { placeOfCause, type Place } from '../../controller/change/cause-place.ts';
import type { LoadBalancerChange } from '../../controller/change/change.ts';
import { verdictOf, type LoadBalancer } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { nameOf } from '../support.ts';

interface Toggled {
  readonly service: string;
  readonly loadBalancer: string;
}

const override = 'force-override-listeners';

export const listenerOwnershipToggled = defineRule({
  id: 'listener-ownership-toggled',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'change',
  events: [],
  summary: {
    en: 'The listeners of a reused load balancer get another owner.',
    zh: '所复用的负载均衡的监听更换管理方。',
  },
  why: {
    en: 'If this is deployed, the controller takes over every listener whose port and protocol the Service has, whoever made it, and makes those that are missing. What was set on them by hand (certificate, access control, health check) gives way to the annotations, and their traffic goes to this Service. Other listeners, the load balancer and its address stay.',
    zh: '部署后，凡端口和协议与该 Service 相同的监听，无论由谁创建，控制器都会接管，并补建缺少的监听。手工设置（证书、访问控制、健康检查）会被注解覆盖，流量改为发往该 Service。其他监听、负载均衡及其地址保持不变。',
  },
  remedy: {
    en: 'Compare the listeners on the load balancer with the annotations before this is deployed, and write down as annotations what has to stay.',
    zh: '部署前请对照负载均衡上的监听与注解，并将需要保留的设置写为注解。',
  },
  source: controllerSource('buildActionsForListeners, ModelApplier.Apply; rows T47 and T48 of the behaviour notes'),
  messages: {
    'taken-over': {
      en: ({ service, loadBalancer }: Toggled) =>
        `If deployed, Service ${service} takes over the listeners on its ports of ${loadBalancer}: what was set on them by hand is overwritten.`,
      zh: ({ service, loadBalancer }) =>
        `部署后，Service ${service} 会接管 ${loadBalancer} 上对应端口的监听：手工设置会被覆盖。`,
    },
    'taken-over-at-once': {
      en: ({ service, loadBalancer }: Toggled) =>
        `If deployed, the new Service ${service} takes over whatever listeners ${loadBalancer} has on its ports.`,
      zh: ({ service, loadBalancer }) =>
        `部署后，新的 Service ${service} 会接管 ${loadBalancer} 上对应端口的全部监听。`,
    },
    'given-up': {
      en: ({ service, loadBalancer }: Toggled) =>
        `If deployed, the listeners of Service ${service} on ${loadBalancer} stay as they are, and nobody maintains them any more.`,
      zh: ({ service, loadBalancer }) =>
        `部署后，Service ${service} 在 ${loadBalancer} 上的监听保持现状，此后不再有人维护。`,
      events: ['E08', 'S09'],
      why: {
        en: 'If this is deployed, nothing happens at first: traffic and address stay. But from then on listener annotations do nothing, a new port gets no listener (S09), and with a port, targetPort or nodePort that changes, or with the end of the Service, its old listeners hold on to groups that have to go: syncing fails (E08).',
        zh: '部署后起初没有变化，流量和地址保持不变。但此后监听类注解不再生效，新增端口没有监听（S09）；一旦端口、targetPort 或 nodePort 变化，或 Service 被删除，旧监听会占用应当删除的服务器组，导致同步失败（E08）。',
      },
      remedy: {
        en: () => `Keep ${override}: "true", or plan who maintains these listeners by hand.`,
        zh: () => `保留 ${override}: "true"；或安排好由谁手工维护这些监听。`,
      },
    },
  },
  *check(change) {
    const { before, after, transition } = change;
    if (after?.reused?.text === undefined || change.became === 'renamed') return;
    if (transition.head.result === 'ignored' || transition.head.reach === 'freeze') return;
    // Of another load balancer, nothing is toggled: that is refused, or a new beginning.
    if (before !== undefined && before.reused?.text !== after.reused.text) return;
    if (before?.managesListeners === after.managesListeners) return;
    const place = placeOfOverride(change);
    if (place === undefined) return;
    const message = before === undefined ? 'taken-over-at-once' : after.managesListeners ? 'taken-over' : 'given-up';
    if (message === 'taken-over-at-once' && !after.managesListeners) return;
    yield { ...place, message, data: { service: nameOf(after.service.resource), loadBalancer: after.reused.text } };
  },
});

/** Where override is said in head, or was in base; undefined also where its value is decided elsewhere. */
function placeOfOverride(change: LoadBalancerChange): Place | undefined {
  const said = (side: LoadBalancer | undefined): ReturnType<typeof verdictOf> =>
    side === undefined ? undefined : verdictOf(side, override);
  const [now, old] = [said(change.after), said(change.before)];
  const found = now ?? old;
  if (found === undefined || [now, old].some((each) => each !== undefined && each.annotation.text === undefined))
    return undefined;
  const tree = now === undefined ? 'base' : 'head';
  return placeOfCause({ tree, what: 'annotation', annotation: found.annotation }, change);
}
