import { controllerSource } from '../../catalog/sources.ts';
import { placeOfCause, type Place } from '../../controller/change/cause-place.ts';
import type { LoadBalancerChange } from '../../controller/change/change.ts';
import type { Effect } from '../../controller/change/effects.ts';
import { handoversTo, type Handover } from '../../controller/change/handovers.ts';
import type { Bilingual } from '../../model/finding.ts';
import type { Service } from '../../world/service.ts';
import { defineRule } from '../rule.ts';
import { nameOf, spot } from '../support.ts';

interface Move {
  /** As the new owner wants it: `443/http`. */
  readonly listener: string;
  /** As the old owner has it. */
  readonly standing: string;
  readonly loadBalancer: string;
  readonly from: string;
  readonly to: string;
}

const twoSyncs = {
  en: 'The controller looks at each Service on its own, several at a time. If this is deployed and both are dealt with at once, the old owner deletes the listener that the new owner has just taken over: both syncs end well, no event tells, and nothing listens on the port until the new owner is synced again. The load balancer and its address stay.',
  zh: '控制器分别处理每个 Service，并且会同时处理多个。部署后若两者同时被处理，旧的所有者会删除新的所有者刚刚接管的监听：两次同步都显示成功，没有事件提示，而端口在新的所有者再次同步之前无人监听。负载均衡及其地址保持不变。',
};

export const sharedPortMoves = defineRule({
  id: 'shared-port-moves',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'change',
  crossResource: true,
  reads: ['backendMode'],
  conditional: true,
  events: [],
  summary: {
    en: 'A port of one reused load balancer passes from one Service to another in one change.',
    zh: '同一个复用负载均衡的端口在一次变更中由一个 Service 移交给另一个。',
  },
  why: twoSyncs,
  remedy: {
    en: 'Deploy it in two steps: first the new owner, which takes the listener over, then, once it is synced, the old one without the port.',
    zh: '分两步部署：先部署新的所有者，由其接管监听；同步完成后，再从旧的所有者中移除该端口。',
  },
  source: controllerSource(
    'buildActionsForListeners: a listener at the port that is asked for is taken over, one that carries the own name is deleted; three workers; T36 and T38 of the behaviour notes',
  ),
  messages: {
    passes: {
      en: ({ listener, loadBalancer, from, to }: Move) =>
        `If deployed, listener ${listener} of ${loadBalancer} passes from Service ${from} to ${to}; if both are synced at once, nothing listens on the port.`,
      zh: ({ listener, loadBalancer, from, to }) =>
        `部署后，${loadBalancer} 的监听 ${listener} 由 Service ${from} 移交给 ${to}；若两者同时同步，该端口将无人监听。`,
    },
    swapped: {
      en: ({ listener, loadBalancer, from, to }: Move) =>
        `If deployed, Services ${from} and ${to} swap ports of ${loadBalancer}: in between, clients of listener ${listener} reach the wrong pods, and if both are synced at once, nothing listens on the port.`,
      zh: ({ listener, loadBalancer, from, to }) =>
        `部署后，Service ${from} 与 ${to} 互换 ${loadBalancer} 的端口：期间监听 ${listener} 的客户端会访问到错误的 Pod；若两者同时同步，该端口将无人监听。`,
      remedy: {
        en: ({ to }) => `Move ${to} to a third port first, then the other Service, then ${to} to where it is to be.`,
        zh: ({ to }) => `先将 ${to} 移至第三个端口，再移动另一个 Service，最后将 ${to} 移至目标端口。`,
      },
    },
    'other-protocol': {
      en: ({ listener, standing, loadBalancer, from, to }: Move) =>
        `If deployed, Service ${to} asks for listener ${listener} of ${loadBalancer}, where Service ${from} has ${standing} until it lets go: if ${to} comes first it is refused (E37), and the port stays closed until it is tried again.`,
      zh: ({ listener, standing, loadBalancer, from, to }) =>
        `部署后，Service ${to} 请求 ${loadBalancer} 的监听 ${listener}，而 Service ${from} 在放手之前占用 ${standing}：若 ${to} 先被处理会遭拒绝（E37），端口会关闭至下一次重试。`,
      events: ['E37'],
      why: {
        en: 'A port has one listener, and its protocol cannot change. The controller looks at each Service on its own. If this is deployed and the new owner comes before the old one has deleted its listener, the cloud refuses the new one (E37); the sync is tried again after five seconds and then ever more slowly. The load balancer and its address stay.',
        zh: '一个端口只能有一个监听，且其协议无法修改。控制器分别处理每个 Service。部署后若新的所有者先于旧监听的删除被处理，云端会拒绝创建新监听（E37）；同步会在五秒后重试，之后间隔越来越长。负载均衡及其地址保持不变。',
      },
      remedy: {
        en: ({ from }) =>
          `Deploy it in two steps: first ${from} without the port, then the new owner; the port is closed in between.`,
        zh: ({ from }) => `分两步部署：先从 ${from} 中移除该端口，再部署新的所有者；期间端口关闭。`,
      },
    },
  },
  *check(change, context) {
    // A renamed Service takes its own ports with it.
    if (change.became === 'renamed' || change.head === undefined) return;
    const others = context.neighboursOf(change);
    for (const handover of handoversTo(change, others)) {
      // Where both ask for the port, no order mends it.
      if (!handover.isGivenUp) continue;
      const { wanted, standing, loadBalancer, effect, from } = handover;
      const place = portOf(wanted, change.head) ?? placeOf(effect, change);
      const old = (from.head ?? from.base)?.resource;
      if (place === undefined || old === undefined) continue;
      yield {
        ...place,
        message: messageFor(handover, change),
        data: { listener: wanted, standing, loadBalancer, from: nameOf(old), to: nameOf(change.head.resource) },
        others: [old],
        related: givenUpAt(handover),
      };
    }
  },
});

function messageFor(
  { wanted, standing, from }: Handover,
  change: LoadBalancerChange,
): 'passes' | 'swapped' | 'other-protocol' {
  if (wanted !== standing) return 'other-protocol';
  return handoversTo(from, [change]).some(({ isGivenUp }) => isGivenUp) ? 'swapped' : 'passes';
}

/** The port that the old owner lets go. */
function givenUpAt({ from, standing }: Handover): (Place & { message: Bilingual })[] {
  const effect = from.effects.find(
    ({ kind, target }) => kind === 'listener-deleted' && target?.toLowerCase() === standing,
  );
  const place = portOf(standing, from.base) ?? placeOf(effect, from);
  return place === undefined
    ? []
    : [{ ...place, message: { en: 'the old owner gives it up here', zh: '旧的所有者在此放弃该端口' } }];
}

function portOf(listener: string, service: Service | undefined): Place | undefined {
  const node = service?.ports.find(({ port }) => String(port) === listener.split('/')[0])?.portNode;
  return service === undefined || node === undefined ? undefined : { at: spot(node), resource: service.resource };
}

function placeOf(effect: Effect | undefined, change: LoadBalancerChange): Place | undefined {
  const cause = effect?.causes[0];
  return cause === undefined ? undefined : placeOfCause(cause, change);
}
