import { considerations } from '../../catalog/sources.ts';
import { transportOf } from '../../catalog/transports.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import type { ServicePort } from '../../world/service.ts';
import { defineRule } from '../rule.ts';
import { hasToChange, isReused, sharersOf, type Reused } from '../sharing.ts';
import { fullKey, nameOf, spot } from '../support.ts';

interface Collision {
  readonly port: string;
  readonly id: string;
  readonly other: string;
}

interface OneSided extends Collision {
  /** The Service that makes the listener, and the one that does not. */
  readonly owner: string;
  readonly loser: string;
}

/** The ports that a listener of a Service port takes. */
interface Span {
  readonly servicePort: ServicePort;
  readonly start: number;
  readonly end: number;
  /** undefined when it is decided elsewhere. */
  readonly protocol: string | undefined;
  /** The server group that vgroup-port names for it. */
  readonly group: string | undefined;
}

const override = fullKey('force-override-listeners');

export const sharedClbPortCollision = defineRule({
  id: 'shared-clb-port-collision',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  crossResource: true,
  events: [],
  summary: {
    en: 'Two Services take the same port of one load balancer.',
    zh: '两个 Service 占用同一负载均衡的同一端口。',
  },
  why: {
    en: 'A load balancer has one listener for a port. Listeners are matched by port and not by owner, so each Service makes this one its own whenever it is synced: traffic goes to one of them and then to the other, and no event tells of it.',
    zh: '负载均衡的一个端口只能有一个监听。控制器按端口而不是按归属匹配监听，两个 Service 每次同步都会将其改为自己的：流量在两者之间来回切换，且没有任何事件提示。',
  },
  remedy: {
    en: 'Give one of the Services another port, or a load balancer of its own.',
    zh: '为其中一个 Service 更换端口，或使用单独的负载均衡。',
  },
  source: considerations(
    'Services that share an instance need different ports; UDP and other protocols do not collide',
  ),
  messages: {
    rewritten: {
      en: ({ port, id, other }: Collision) =>
        `Port ${port} of ${id} is taken by Service ${other}, too: each of them rewrites the listener of the other.`,
      zh: ({ port, id, other }) => `${id} 的端口 ${port} 也被 Service ${other} 占用：两者会互相改写对方的监听。`,
    },
    refused: {
      en: ({ port, id, other }: Collision) =>
        `Port ${port} of ${id} is taken by Service ${other}, too, with another protocol: the cloud refuses the listener that comes later.`,
      zh: ({ port, id, other }) =>
        `${id} 的端口 ${port} 也被 Service ${other} 以另一种协议占用：云平台会拒绝后创建的监听。`,
      events: ['E37'],
      why: {
        en: 'A port has one listener, whatever its protocol, UDP apart. The Service that comes second gets no listener there, and every sync of it ends in an error (E37): its port is closed, and pods that wait for its readiness gate never become ready.',
        zh: '除 UDP 外，一个端口无论何种协议都只能有一个监听。后同步的 Service 无法创建该监听，且每次同步都以报错结束（E37）：其端口无法访问，等待其就绪门控（readiness gate）的 Pod 永远不会就绪。',
      },
    },
    'one-owner': {
      en: ({ port, id, owner, loser }: OneSided) =>
        `Services ${owner} and ${loser} both take port ${port} of ${id}: ${owner} makes the listener, so no traffic reaches ${loser} there.`,
      zh: ({ port, id, owner, loser }) =>
        `Service ${owner} 与 ${loser} 都占用 ${id} 的端口 ${port}：监听由 ${owner} 创建，该端口没有流量到达 ${loser}。`,
      events: ['S04'],
      why: {
        en: 'A load balancer has one listener for a port, and it belongs to the Service that overrides listeners. The other Service only fills a server group, which this listener does not use.',
        zh: '负载均衡的一个端口只能有一个监听，归设置了强制覆盖的 Service 所有。另一个 Service 只会填充服务器组，而该监听并不使用这个服务器组。',
      },
      remedy: {
        en: () =>
          'Give one of the Services another port, or let both name one server group for this port in vgroup-port.',
        zh: () => '为其中一个 Service 更换端口；或在两者的 vgroup-port 中为该端口指定同一个服务器组。',
      },
    },
    'by-hand': {
      en: ({ port, id, other }: Collision) =>
        `Port ${port} of ${id} is taken by Service ${other}, too: a listener made by hand sends its traffic to the server group of one of them.`,
      zh: ({ port, id, other }) =>
        `${id} 的端口 ${port} 也被 Service ${other} 占用：手工创建的监听只会将流量转发到其中一个的服务器组。`,
      severity: 'warning',
      events: ['S04'],
      why: {
        en: 'Neither Service makes the listener; each fills a server group of its own. A listener has one default group, so that one of the Services gets no traffic on this port, unless forwarding rules of the listener lead to it.',
        zh: '两个 Service 都不创建监听，只各自填充自己的服务器组。一个监听只有一个默认服务器组，因此除非监听的转发规则指向另一个，否则其中一个 Service 在该端口上收不到流量。',
      },
      remedy: {
        en: () =>
          `Give one of the Services another port. Where both are meant to serve this one, let them name one server group in vgroup-port; ${override} stays unset.`,
        zh: () =>
          `为其中一个 Service 更换端口。若两者本应共同服务该端口，请在 vgroup-port 中指定同一个服务器组，且不设置 ${override}。`,
      },
    },
  },
  *check(loadBalancer, context) {
    if (!isReused(loadBalancer)) return;
    const own = spansOf(loadBalancer);
    for (const other of sharersOf(loadBalancer, context)) {
      for (const span of own) {
        const rival = spansOf(other).find(
          (one) => one.start <= span.end && span.start <= one.end && !areApart(one, span),
        );
        if (rival === undefined || (span.group !== undefined && span.group === rival.group)) continue;
        const wasThere = (before: LoadBalancer): boolean =>
          spansOf(before).some((one) => one.start <= rival.end && rival.start <= one.end);
        if (!hasToChange(loadBalancer, other, context, wasThere)) continue;
        const at = spot(span.servicePort.portNode ?? span.servicePort.node);
        if (span.protocol === undefined || rival.protocol === undefined) {
          yield { undecided: ['render'], at, resource: loadBalancer.service.resource };
          continue;
        }
        const names = { port: portsOf(span), id: loadBalancer.reused.text, other: nameOf(other.service.resource) };
        const place = {
          at,
          others: [other.service.resource],
          related: [
            {
              at: spot(rival.servicePort.portNode ?? rival.servicePort.node),
              resource: other.service.resource,
              message: {
                en: `port ${portsOf(rival)} of ${names.other}`,
                zh: `${names.other} 的端口 ${portsOf(rival)}`,
              },
            },
          ],
        };
        const areBothMade = loadBalancer.managesListeners && other.managesListeners;
        if (areBothMade && span.protocol !== rival.protocol) yield { ...place, message: 'refused', data: names };
        else if (areBothMade) yield { ...place, message: 'rewritten', data: names };
        else if (!loadBalancer.managesListeners && !other.managesListeners)
          yield { ...place, message: 'by-hand', data: names };
        else yield { ...place, message: 'one-owner', data: { ...names, ...sides(loadBalancer, other) } };
      }
    }
  },
});

function sides(one: Reused, other: Reused): Pick<OneSided, 'owner' | 'loser'> {
  const [owner, loser] = one.managesListeners ? [one, other] : [other, one];
  return { owner: nameOf(owner.service.resource), loser: nameOf(loser.service.resource) };
}

/** Each certainly has its own listener. */
function areApart({ protocol: one }: Span, { protocol: other }: Span): boolean {
  return one !== undefined && other !== undefined && transportOf(one) !== transportOf(other);
}

function portsOf({ start, end }: Span): string {
  return start === end ? String(start) : `${start}-${end}`;
}

// Asked for every pair of Services.
const known = new WeakMap<LoadBalancer, readonly Span[]>();

function spansOf(loadBalancer: LoadBalancer): readonly Span[] {
  const answer = known.get(loadBalancer) ?? readSpans(loadBalancer);
  known.set(loadBalancer, answer);
  return answer;
}

function readSpans({ prediction }: LoadBalancer): Span[] {
  if (prediction.controller === 'none') return [];
  const groups = new Map(prediction.backends.groups.map(({ servicePort, id }) => [servicePort, id]));
  return prediction.listeners.flatMap((listener): Span[] => {
    const { port, servicePort, protocol } = listener;
    const range = 'range' in listener ? listener.range : undefined;
    const [start, end] = range === undefined ? [port, port] : [range.start, range.end];
    if (start === undefined || end === undefined || servicePort.located === undefined) return [];
    const group = groups.get(servicePort);
    return [{ servicePort: servicePort.located, start, end, protocol: protocol?.toLowerCase(), group }];
  });
}
