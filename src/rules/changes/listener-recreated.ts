import { controllerSource } from '../../catalog/sources.ts';
import { placeOfCause, type Place } from '../../controller/change/cause-place.ts';
import type { LoadBalancerChange } from '../../controller/change/change.ts';
import type { Effect } from '../../controller/change/effects.ts';
import { handoversTo } from '../../controller/change/handovers.ts';
import type { Cause } from '../../controller/transition/causes.ts';
import type { SubjectPort } from '../../controller/subject.ts';
import { defineRule, type Report, type RuleContext } from '../rule.ts';
import { list, nameOf } from '../support.ts';

interface Listeners {
  readonly service: string;
  /** `80/http`, or `80/tcp → 80/http` where they differ before and after. */
  readonly listeners: readonly string[];
}

type MessageId = 'recreated' | 'closed' | 'race' | 'moved' | 'proxy-protocol-on' | 'proxy-protocol-off';
type Messages = Record<MessageId, Listeners>;

/** `listener 80/tcp of Service shop/web`, with the verb that goes with its number. */
const listenersEn = ({ listeners, service }: Listeners, verb: string, verbs: string): string =>
  `${listeners.length === 1 ? 'listener' : 'listeners'} ${list(listeners, ' and ')} of Service ${service} ${listeners.length === 1 ? verb : verbs}`;
const listenersZh = ({ listeners, service }: Listeners): string => `Service ${service} 的监听 ${listeners.join('、')} `;
const portEn = ({ listeners }: Listeners): string => (listeners.length === 1 ? 'the port is' : 'the ports are');

const proxyWhy = {
  en: 'If this is deployed, the listener is changed in place: the port and the address stay. But a backend that does not expect the header takes it for the request, and one that waits for it gets none; there is no moment at which both sides change together.',
  zh: '部署后监听会原地修改，端口和地址保持不变。但不识别 PROXY 头的后端会把它当作请求内容，等待 PROXY 头的后端则收不到它；两侧无法在同一时刻切换。',
};
const proxyRemedy = {
  en: () => 'Let the backends take both forms first, or open a second port with the new setting.',
  zh: () => '先让后端同时兼容两种形式；或以新设置另开一个端口。',
};

export const listenerRecreated = defineRule<'change', Messages>({
  id: 'listener-recreated',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'change',
  reads: ['backendMode'],
  conditional: true,
  events: ['E37'],
  summary: {
    en: 'A change closes a port for a while, or makes its clients fail.',
    zh: '变更会使端口暂时关闭，或使其客户端失败。',
  },
  why: {
    en: 'A listener cannot change its protocol or its forwarding. If this is deployed, the controller deletes the listener and makes another one: open connections end, new ones are refused until it stands, and where making it fails the port stays closed (E37). The load balancer and its address stay.',
    zh: '监听的协议和转发目标无法原地修改。部署后控制器会先删除监听再重新创建：现有连接中断，新监听就绪前新连接被拒绝；若创建失败，端口将一直关闭（E37）。负载均衡及其地址保持不变。',
  },
  remedy: {
    en: 'Deploy it in a maintenance window, or open a new port first and move the clients there.',
    zh: '在维护窗口内部署；或先开放新端口，待客户端迁移后再修改。',
  },
  source: controllerSource(
    'buildActionsForListeners, hasDeleteActionToPort, hasDeleteActionForwardedTo; rows T40 to T43, T46, T55 of the behaviour notes',
  ),
  messages: {
    recreated: {
      en: (data) =>
        `If deployed, ${listenersEn(data, 'is', 'are')} deleted and made anew: ${portEn(data)} closed in between.`,
      zh: (data) => `部署后，${listenersZh(data)}会被删除并重新创建，其间端口关闭。`,
    },
    race: {
      en: (data) =>
        `If deployed, ${listenersEn(data, 'is', 'are')} deleted and made anew at the same time: where the making comes first it is refused, and ${portEn(data)} closed until the controller tries again.`,
      zh: (data) =>
        `部署后，${listenersZh(data)}的删除与重建同时进行：若创建先到会被拒绝，端口将关闭至控制器下一次重试。`,
      why: {
        en: 'The new listener needs a new server group. If this is deployed, the controller deletes the old listener and makes the new one side by side. If the new one comes first, the port is still taken and it is refused (E37); then the old one is deleted, and nothing listens until the retry, at least five seconds later. The load balancer and its address stay.',
        zh: '新监听需要新的服务器组。部署后控制器会并行删除旧监听和创建新监听：若创建先到，端口仍被占用而被拒绝（E37），随后旧监听被删除，直到至少五秒后的重试之前端口无人监听。负载均衡及其地址保持不变。',
      },
    },
    moved: {
      en: (data) =>
        `If deployed, ${listenersEn(data, 'moves', 'move')}: clients of the old port are refused from then on.`,
      zh: (data) => `部署后，${listenersZh(data)}发生迁移：仍访问旧端口的客户端会被拒绝。`,
      events: [],
      why: {
        en: 'A listener cannot change its port. If this is deployed, the controller closes the old port, with the connections on it, and opens the new one. The load balancer and its address stay.',
        zh: '监听的端口无法原地修改。部署后控制器会关闭旧端口并中断其上的连接，再开放新端口。负载均衡及其地址保持不变。',
      },
      remedy: {
        en: () => 'Add the new port beside the old one, move the clients, then remove the old one.',
        zh: () => '先在旧端口之外增加新端口，待客户端迁移后再移除旧端口。',
      },
    },
    closed: {
      en: (data) =>
        `If deployed, ${listenersEn(data, 'is', 'are')} deleted, and the cloud refuses to make the new ${data.listeners.length === 1 ? 'one' : 'ones'}: ${portEn(data)} closed for good.`,
      zh: (data) => `部署后，${listenersZh(data)}会被删除，而云端拒绝创建新的监听：端口将一直关闭。`,
      severity: 'error',
      why: {
        en: 'A listener cannot change its protocol or its forwarding. If this is deployed, the controller deletes the listener and then asks for another one, which the cloud refuses for what it asks (E37). Every retry is refused, too: nothing listens until the manifest is mended. The load balancer and its address stay.',
        zh: '监听的协议和转发目标无法原地修改。部署后控制器会先删除监听，再请求创建新的监听，而云端因其内容予以拒绝（E37）。每次重试同样会被拒绝：在清单修正之前，端口无人监听。负载均衡及其地址保持不变。',
      },
      remedy: {
        en: () =>
          'Give the new listener what it needs: a certificate for https, an https listener for a forwarded port.',
        zh: () => '补全新监听所需的内容：https 需要证书，被转发的端口需要对应的 https 监听。',
      },
    },
    'proxy-protocol-on': {
      en: (data) =>
        `If deployed, ${listenersEn(data, 'sends', 'send')} the PROXY header from then on: requests fail until the backends expect it.`,
      zh: (data) => `部署后，${listenersZh(data)}开始发送 PROXY 头：后端支持之前，请求会失败。`,
      events: ['S17'],
      why: proxyWhy,
      remedy: proxyRemedy,
    },
    'proxy-protocol-off': {
      en: (data) =>
        `If deployed, ${listenersEn(data, 'ceases', 'cease')} to send the PROXY header: requests fail as long as the backends wait for it.`,
      zh: (data) => `部署后，${listenersZh(data)}不再发送 PROXY 头：后端仍等待它时，请求会失败。`,
      events: [],
      why: proxyWhy,
      remedy: proxyRemedy,
    },
  },
  *check(change, context) {
    const reports = [...recreated(change), ...moved(change, context), ...proxyProtocol(change)];
    yield* joined(reports);
  },
});

interface Said {
  readonly message: MessageId;
  readonly listener: string;
  readonly place: Place;
  readonly service: string;
}

function said(message: keyof Messages, listener: string, cause: Cause | undefined, change: LoadBalancerChange): Said[] {
  const place = cause === undefined ? undefined : placeOfCause(cause, change);
  // The name that people know the listener by.
  const service = change.base ?? change.head;
  return place === undefined || service === undefined
    ? []
    : [{ message, listener, place, service: nameOf(service.resource) }];
}

/** Listeners that one value brings down are one finding. */
function joined(all: readonly Said[]): Report<Messages>[] {
  const groups = new Map<string, Said[]>();
  for (const one of all) {
    const { at, resource } = one.place;
    const key = [one.message, resource.file, at.range.start].join();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ message, place, service }) => ({
      ...place,
      message,
      data: { service, listeners: [...new Set(group.map(({ listener }) => listener))] },
    })),
  );
}

function recreated(change: LoadBalancerChange): Said[] {
  const { effects, transition } = change;
  return effects
    .filter(({ kind }) => kind === 'listener-recreated')
    .flatMap((effect) => {
      const message = howRecreated(effect, change);
      if (message === undefined) return [];
      const old = [...transition.before.clbs, ...transition.before.nlbs]
        .find(({ id }) => id === effect.loadBalancer)
        ?.listeners.find(({ target }) => portOf(target) === portOf(effect.target));
      return said(message, fromTo(old?.target, effect.target), settingOf(effect), change);
    });
}

function howRecreated(
  { target }: Effect,
  { became, transition: { head, race } }: LoadBalancerChange,
): MessageId | undefined {
  const isRefused = (step: typeof head | undefined): boolean =>
    (step?.mutations ?? []).some(
      (each) => /^Create.*Listener/.test(each.api) && each.target === target && each.error !== undefined,
    );
  if (isRefused(head)) return 'closed';
  // That ports are closed while a new Service takes over is told with what becomes of the old one.
  if (became === 'renamed') return undefined;
  // Calls that come in the other order.
  return isRefused(race?.head) ? 'race' : 'recreated';
}

/** What sets a listener's protocol says more than the port that it is for. */
function settingOf({ causes }: Effect): Cause | undefined {
  return causes.find(({ what }) => what === 'annotation') ?? causes[0];
}

/** A port that goes while another one comes that leads to the same place. */
function moved(change: LoadBalancerChange, { neighboursOf }: Pick<RuleContext, 'neighboursOf'>): Said[] {
  const { effects } = change;
  const opened = effects.filter(({ kind }) => kind === 'listener-created');
  const closed = effects.filter(({ kind }) => kind === 'listener-deleted');
  if (opened.length === 0 || closed.length === 0) return [];
  // Clients of a port that another Service takes over reach that one (shared-port-moves).
  const taken = neighboursOf(change).flatMap((to) => handoversTo(to, [change]).map(({ standing }) => standing));
  return closed
    .filter(({ target }) => !taken.includes(targetText(target)))
    .flatMap((effect) => {
      const old = portCause(effect, 'base');
      if (old === undefined) return [];
      const next = opened
        .map(({ target, causes }) => ({ target, cause: portCause({ target, causes }, 'head') }))
        .find(({ cause }) => cause !== undefined && leadsWhere(cause.port, old.port));
      return next === undefined ? [] : said('moved', fromTo(effect.target, next.target), next.cause, change);
    });
}

type PortCause = Extract<Cause, { what: 'port' }>;

function portCause({ causes, target }: Pick<Effect, 'causes' | 'target'>, tree: Cause['tree']): PortCause | undefined {
  return causes.find(
    (cause): cause is PortCause =>
      cause.what === 'port' && cause.tree === tree && String(cause.port.port) === portOf(target),
  );
}

function leadsWhere(next: SubjectPort, old: SubjectPort): boolean {
  if (next.name !== undefined && next.name !== '' && next.name === old.name) return true;
  return next.targetPort !== undefined && next.targetPort === old.targetPort;
}

function proxyProtocol(change: LoadBalancerChange): Said[] {
  return change.effects
    .filter(
      ({ kind, args }) =>
        kind === 'listener-changed' && ('ProxyProtocolV2Enabled' in args || 'proxyProtocolEnabled' in args),
    )
    .flatMap((effect) => {
      const cause = effect.causes.find(
        (each) => each.what === 'annotation' && each.annotation.key.endsWith('-proxy-protocol'),
      );
      const sends = effect.args['ProxyProtocolV2Enabled'] ?? effect.args['proxyProtocolEnabled'];
      const isOn = sends === true || sends === 'true';
      // What is decided elsewhere is neither.
      if (!isOn && sends !== false && sends !== 'false') return [];
      return said(isOn ? 'proxy-protocol-on' : 'proxy-protocol-off', targetText(effect.target), cause, change);
    });
}

function fromTo(old: string | undefined, next: string | undefined): string {
  const [from, to] = [targetText(old), targetText(next)];
  return from === '' || from === to ? to : `${from} → ${to}`;
}

function targetText(target: string | undefined): string {
  return (target ?? '').toLowerCase();
}

function portOf(target: string | undefined): string | undefined {
  return target?.split('/')[0];
}
