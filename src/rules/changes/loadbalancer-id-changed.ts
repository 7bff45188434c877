import { controllerSource } from '../../catalog/sources.ts';
import type { Annotation } from '../../controller/annotations.ts';
import { writtenText } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { annotationSpot, fullKey } from '../support.ts';

interface Ids {
  /** Empty where there was none; then the controller's own load balancer is in use. */
  readonly from: string;
  readonly to: string;
}

const key = fullKey('id');
const freeze = {
  en: 'Nothing of this Service is synced from then on, backends included: traffic and address stay on the load balancer in use, whose backends grow stale, so the next rollout or change of nodes becomes an outage.',
  zh: '此后该 Service 的任何内容（包括后端）都不再同步：流量和地址停留在当前负载均衡上，其后端逐渐过期，下一次发布或节点变化就会造成中断。',
};

export const loadbalancerIdChanged = defineRule({
  id: 'loadbalancer-id-changed',
  severity: 'error',
  firesOn: 'presence',
  subject: 'change',
  events: ['E04b', 'E16', 'E18'],
  summary: {
    en: 'A live Service is given another load balancer, or loses the one that it names.',
    zh: '为运行中的 Service 更换负载均衡，或去掉其引用的负载均衡。',
  },
  why: {
    en: `If this is deployed, the controller refuses: a Service that has an address is bound to its load balancer (E18). ${freeze.en}`,
    zh: `部署后控制器会拒绝：已有地址的 Service 与其负载均衡绑定（E18）。${freeze.zh}`,
  },
  remedy: {
    en: `Put ${key} back as it was. For another load balancer, make a second Service that names it, move the clients, and remove this one.`,
    zh: `将 ${key} 恢复原样。若要更换负载均衡，请新建一个引用它的 Service，迁移客户端后再删除当前 Service。`,
  },
  source: controllerSource(
    'isLoadBalancerReusable, isNLBReusable, applyLoadBalancer; changes T13 to T16, observed by running v2.14.0',
  ),
  messages: {
    added: {
      en: ({ to }: Ids) =>
        `id ${to} is added to a Service that already has a load balancer of its own: the controller refuses it (E18), and syncs nothing more.`,
      zh: ({ to }) => `为已有自建负载均衡的 Service 添加 id ${to}：控制器会拒绝（E18），并停止同步。`,
      events: ['E16', 'E18'],
      why: {
        en: `If this is deployed, the controller refuses: a Service that has an address takes no other load balancer (E18), and one that the controller made cannot be named, not even by its own Service (E16). ${freeze.en}`,
        zh: `部署后控制器会拒绝：已有地址的 Service 不接受其他负载均衡（E18）；由控制器创建的负载均衡也不能被引用，即使是其所属的 Service（E16）。${freeze.zh}`,
      },
      remedy: {
        en: () =>
          `Drop ${key}: the controller finds the load balancer that it made without it. For another load balancer, make a second Service that names it, move the clients, and remove this one.`,
        zh: () =>
          `删除 ${key}：控制器无需它也能找到自己创建的负载均衡。若要更换负载均衡，请新建一个引用它的 Service，迁移客户端后再删除当前 Service。`,
      },
    },
    replaced: {
      en: ({ from, to }: Ids) =>
        `id changes from ${from} to ${to} on a live Service: the controller refuses it (E18), and syncs nothing more.`,
      zh: ({ from, to }) => `运行中的 Service 的 id 由 ${from} 改为 ${to}：控制器会拒绝（E18），并停止同步。`,
    },
    removed: {
      en: ({ from }: Ids) =>
        `id ${from} is removed from a live Service: the controller no longer finds its load balancer (E04b), and syncs nothing more.`,
      zh: ({ from }) => `运行中的 Service 去掉了 id ${from}：控制器找不到其负载均衡（E04b），并停止同步。`,
      events: ['E04b'],
      why: {
        en: `If this is deployed, the controller looks for a load balancer that it made itself, finds none, and makes none because the Service already has an address (E04b). ${freeze.en}`,
        zh: `部署后控制器会查找由它创建的负载均衡，但找不到；又因 Service 已有地址而不会新建（E04b）。${freeze.zh}`,
      },
    },
    rebound: {
      en: ({ from, to }: Ids) =>
        `id ${from === '' ? `${to} is added to` : `changes from ${from} to ${to} on`} a Service whose status shows a host name or an EIP: it moves to ${to} without an event, and its address changes.`,
      zh: ({ from, to }) =>
        `${from === '' ? `添加了 id ${to}` : `id 由 ${from} 改为 ${to}`}，而该 Service 的状态显示主机名或 EIP：它会在没有任何事件的情况下切换到 ${to}，地址随之改变。`,
      events: [],
      why: {
        en: 'If this is deployed, the guard against another load balancer is passed by, because the status shows no address of one: the Service is bound to the new one at once. The old one keeps its address, its costs, and listeners and backends that nobody refreshes any more; clients that still use it get stale backends.',
        zh: '部署后，由于状态中没有负载均衡的地址，更换负载均衡的保护检查会被跳过：Service 立即绑定到新的负载均衡。旧的负载均衡保留地址、费用以及不再更新的监听和后端；仍访问它的客户端会遇到过期的后端。',
      },
      remedy: {
        en: () =>
          `Put ${key} back as it was, or move the clients to the new address and delete what is left on the old load balancer.`,
        zh: () => `将 ${key} 恢复原样；或将客户端迁移到新地址，并清理旧负载均衡上的残留内容。`,
      },
    },
  },
  *check({ base, head, before, after, became, effects }) {
    if (became !== 'changed' || base === undefined || head === undefined) return;
    if (before === undefined || after === undefined) return;
    const [old, now] = [before.reused, after.reused];
    const [from, to] = [textOf(old), textOf(now)];
    if (from === to) return;
    const place =
      now === undefined
        ? old && { at: annotationSpot(old), resource: base.resource, others: [head.resource] }
        : { at: annotationSpot(now), resource: head.resource };
    if (place === undefined) return;
    if ([old, now].some((one) => one !== undefined && one.text === undefined)) {
      yield { ...place, undecided: ['render'] };
      return;
    }
    const ids = { from, to };
    if (effects.some(({ kind, event }) => kind === 'refused' && event !== undefined && refusals.has(event))) {
      const message = to === '' ? 'removed' : from === '' ? 'added' : 'replaced';
      yield { ...place, message, data: ids };
    } else if (effects.some(({ kind }) => kind === 'load-balancer-left' || kind === 'load-balancer-orphaned'))
      yield { ...place, message: 'rebound', data: ids };
  },
});

const refusals: ReadonlySet<string> = new Set(['E04b', 'E16', 'E18']);

function textOf(id: Annotation | undefined): string {
  return id === undefined ? '' : writtenText(id.node);
}
