import { factOfShortKey, scoped } from '../../catalog/annotations.ts';
import type { EventId } from '../../catalog/events.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { annotation, type Annotation } from '../../controller/annotations.ts';
import type { LoadBalancerChange } from '../../controller/change/change.ts';
import { spotOf } from '../../model/node.ts';
import type { Service } from '../../world/service.ts';
import { defineRule, type Report } from '../rule.ts';
import { annotationSpot, fullKey, removedAt } from '../support.ts';

interface Attribute {
  /** The short key. */
  readonly key: string;
  /** Empty where nothing is known of it. */
  readonly from: string;
  readonly to: string;
  readonly event: string;
}

interface Class {
  /** Empty without a class. */
  readonly from: string;
  readonly to: string;
}

interface Messages {
  changed: Attribute;
  added: Attribute;
  removed: Attribute;
  'server-group-type': Pick<Attribute, 'to'>;
  'load-balancer-class': Class;
}

/** What the controller compares with the live load balancer and cannot change. */
const refusals: ReadonlySet<EventId> = new Set(['E13', 'E17', 'E20', 'E21', 'E22', 'E23', 'N04']);

export const immutableAttributeChanged = defineRule<'change', Messages>({
  id: 'immutable-attribute-changed',
  severity: 'error',
  firesOn: 'presence',
  subject: 'change',
  reads: ['ccmVersion'],
  events: [...refusals],
  summary: {
    en: 'A change that no live load balancer takes.',
    zh: '修改了已有负载均衡无法更改的属性。',
  },
  why: {
    en: 'If this is deployed, the load balancer stays as it is, with its address and its traffic, and every sync ends in an error: backends and listeners still follow, but the status is not refreshed, stale server groups stay, and pods that wait for the readiness gate of this Service never become ready, so that a rollout can stall.',
    zh: '部署后负载均衡保持原样，地址和流量不变，但每次同步都以错误结束：后端和监听仍会更新，但状态不再刷新，过期的服务器组不会清理，等待该 Service 就绪门控的 Pod 永远不会就绪，发布可能因此停滞。',
  },
  remedy: {
    en: 'Put the value back. Where another one is needed, make a second Service with it, which gets a load balancer and an address of its own, move the clients, and remove this one.',
    zh: '将取值恢复原样。若确需更改，请用新取值新建一个 Service（会得到自己的负载均衡和地址），迁移客户端后再删除当前 Service。',
  },
  source: controllerSource(
    'LoadBalancerManager.Update, NLBManager.Update; changes T17, T25, T27 to T30, T35 and T66, observed by running v2.14.0',
  ),
  messages: {
    changed: {
      en: ({ key, from, to, event }: Attribute) =>
        `${key} changes from ${from} to ${to}, which a live load balancer cannot do: it stays ${from}, and every sync ends in an error (${event}).`,
      zh: ({ key, from, to, event }) =>
        `${key} 由 ${from} 改为 ${to}，而已有的负载均衡无法更改：它仍为 ${from}，且每次同步都会报错（${event}）。`,
    },
    added: {
      en: ({ key, to, event }: Attribute) =>
        `${key} ${to} is added to a live load balancer: unless that is what it has already, it stays as it is, and every sync ends in an error (${event}).`,
      zh: ({ key, to, event }) =>
        `为已有的负载均衡添加了 ${key} ${to}：除非与其现状一致，否则它保持原样，且每次同步都会报错（${event}）。`,
      severity: 'warning',
      remedy: {
        en: ({ key }) => `Drop ${fullKey(key)}, or set it to what the load balancer has.`,
        zh: ({ key }) => `删除 ${fullKey(key)}，或将其设置为负载均衡的现有取值。`,
      },
    },
    removed: {
      en: ({ key, from, event }: Attribute) =>
        `${key} ${from} is removed, and its absence counts as ipv4, which a live load balancer cannot become: it stays ${from}, and every sync ends in an error (${event}).`,
      zh: ({ key, from, event }) =>
        `删除了 ${key} ${from}，而缺省视为 ipv4，已有的负载均衡无法更改：它仍为 ${from}，且每次同步都会报错（${event}）。`,
    },
    'server-group-type': {
      en: ({ to }: Pick<Attribute, 'to'>) =>
        `server-group-type becomes ${to}: a second server group is made, the listener keeps the old one, and every sync ends in an error because that one is in use (E08).`,
      zh: ({ to }) =>
        `server-group-type 改为 ${to}：会新建另一个服务器组，但监听仍使用旧的；由于旧组正在使用而无法删除，每次同步都会报错（E08）。`,
      events: ['E08'],
      why: {
        en: 'If this is deployed, the address stays and traffic goes on to the old server group, whose members are no longer refreshed: the next rollout becomes an outage. Retries may make still more groups of the same name.',
        zh: '部署后地址不变，流量继续进入旧的服务器组，但其成员不再更新：下一次发布就会造成中断。重试还可能创建更多同名的服务器组。',
      },
    },
    'load-balancer-class': {
      en: ({ from, to }: Class) =>
        `spec.loadBalancerClass ${from === '' ? `${to} is added to` : to === '' ? `${from} is removed from` : `changes from ${from} to ${to} on`} a live Service: the API server refuses the whole manifest.`,
      zh: ({ from, to }) =>
        `运行中的 Service 的 spec.loadBalancerClass ${from === '' ? `被设置为 ${to}` : to === '' ? `（${from}）被删除` : `由 ${from} 改为 ${to}`}：API Server 会拒绝整个清单。`,
      events: [],
      why: {
        en: 'If this is deployed, the apply fails: the class of a Service of type LoadBalancer cannot change, be added or be dropped. Traffic and address stay as they are, and nothing else in this manifest takes effect either.',
        zh: '部署时 apply 会失败：LoadBalancer 类型 Service 的 class 不能修改、添加或删除。流量和地址保持不变，该清单中的其他修改也不会生效。',
      },
      remedy: {
        en: () =>
          'Put the class back. For the other kind of load balancer, make a second Service, which gets an address of its own, move the clients, and remove this one.',
        zh: () =>
          '将 class 恢复原样。若需要另一种负载均衡，请新建一个 Service（会得到自己的地址），迁移客户端后再删除当前 Service。',
      },
    },
  },
  *check(change, { world: { inventory } }) {
    const { base, head, before, after, became, effects, transition } = change;
    if (became !== 'changed' || base === undefined || head === undefined) return;
    if (before === undefined || after === undefined) return;
    if (effects.some(({ kind }) => kind === 'rejected')) {
      yield classChanged(base, head);
      return;
    }
    for (const { event, keys } of transition.head.failure?.parts ?? []) {
      const [key] = keys;
      if (event === undefined || key === undefined || !refusals.has(event)) continue;
      // Where the load balancer is known, reused-clb-mismatch compares what is said with what it has.
      if (after.reused?.text !== undefined && inventory?.loadBalancers.has(after.reused.text) === true) continue;
      yield* attributeChanged(change, base, head, key, event);
    }
    const type = annotation(head, 'server-group-type');
    const isRefused = transition.head.mutations.some(
      ({ error, causes }) =>
        error !== undefined &&
        causes.some((cause) => cause.what === 'annotation' && cause.annotation.located?.node === type?.node),
    );
    if (type?.text !== undefined && isRefused)
      yield { at: annotationSpot(type), message: 'server-group-type', data: { to: type.text } };
  },
});

function* attributeChanged(
  { before, after }: LoadBalancerChange,
  base: Service,
  head: Service,
  key: string,
  event: EventId,
): Generator<Report<Messages>> {
  const [old, now] = [annotation(base, key), annotation(head, key)];
  const controller = after?.controller === 'nlb' ? 'nlb' : 'clb';
  const from = old?.text ?? standardOf(key, controller);
  const data = { key, from, to: now?.text ?? '', event };
  // A value that is decided elsewhere is neither the same nor another one.
  if (isUnknown(old) || isUnknown(now)) return;
  if (now !== undefined) {
    const isNew = old === undefined && (from === '' || before?.reused !== undefined);
    yield { at: annotationSpot(now), message: isNew ? 'added' : 'changed', data };
  } else if (old !== undefined) yield { ...removedAt(old, key, { base, head }), message: 'removed', data };
}

function isUnknown(one: Annotation | undefined): boolean {
  return one !== undefined && one.text === undefined;
}

/** What a load balancer is that nobody asked anything of, where that is one of the values that can be asked for. */
function standardOf(key: string, controller: 'clb' | 'nlb'): string {
  const fact = factOfShortKey(key);
  const standard = scoped(fact?.default, controller);
  const values = scoped(fact?.values, controller) ?? [];
  return values.find((value) => value === standard) ?? '';
}

function classChanged(base: Service, head: Service): Report<Messages> {
  const [old, now] = [base.loadBalancerClass, head.loadBalancerClass];
  const data = { from: old?.text ?? '', to: now?.text ?? '' };
  const message = 'load-balancer-class';
  if (now !== undefined) return { at: spotOf(now), message, data };
  const at = spotOf(old ?? base.resource.root);
  return { at, resource: base.resource, others: [head.resource], message, data };
}
