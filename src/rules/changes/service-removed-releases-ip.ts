import { controllerSource } from '../../catalog/sources.ts';
import type { LoadBalancerChange } from '../../controller/change/change.ts';
import { entryAt, spotOf, type Spot } from '../../model/node.ts';
import type { Resource } from '../../model/manifest.ts';
import { defineRule } from '../rule.ts';
import { nameOf } from '../support.ts';

interface Gone {
  readonly service: string;
  readonly how: 'removed' | 'renamed' | 'type';
  /** The new name, or the new type. */
  readonly to: string;
}

function whatEn({ service, how, to }: Gone): string {
  if (how === 'removed')
    return to === '' ? `Service ${service} is removed` : `Service ${service} leaves its place for ${to}`;
  return how === 'renamed'
    ? `Service ${service} becomes ${to}`
    : `Service ${service} is no load balancer any more (${to})`;
}

function whatZh({ service, how, to }: Gone): string {
  if (how === 'removed') return to === '' ? `Service ${service} 被删除` : `Service ${service} 移至 ${to}`;
  return how === 'renamed' ? `Service ${service} 改名为 ${to}` : `Service ${service} 不再是负载均衡类型（${to}）`;
}

export const serviceRemovedReleasesIp = defineRule({
  id: 'service-removed-releases-ip',
  severity: 'error',
  firesOn: 'presence',
  subject: 'change',
  events: ['S11'],
  summary: {
    en: 'A load balancer is deleted together with its Service, and its address is given back.',
    zh: '负载均衡随 Service 一起删除，其地址被释放。',
  },
  why: {
    en: 'If this is deployed, the controller deletes the load balancer that it made, delete protection or not. The address is gone for good: DNS records, allow-lists and certificates that name it break, and a new Service gets another one (S11).',
    zh: '部署后控制器会删除由它创建的负载均衡，删除保护也无法阻止。地址将永久失去：引用它的 DNS 记录、白名单和证书都会失效，新的 Service 会得到另一个地址（S11）。',
  },
  remedy: {
    en: 'Keep the Service as it is, or move its clients first and have the removal approved.',
    zh: '保留该 Service；或先迁移客户端，并让此次删除获得批准。',
  },
  source: controllerSource(
    'deleteLoadBalancer, needDeleteLoadBalancer; rows T01 to T12 of the behaviour notes, observed by running',
  ),
  messages: {
    own: {
      en: (gone: Gone) => `${whatEn(gone)}: its load balancer is deleted, and its address is lost.`,
      zh: (gone) => `${whatZh(gone)}：其负载均衡会被删除，地址随之失去。`,
    },
    preserved: {
      en: (gone: Gone) =>
        `${whatEn(gone)}: its listeners go, and its load balancer stays as an orphan that keeps billing.`,
      zh: (gone) => `${whatZh(gone)}：监听会被删除，负载均衡作为无主实例保留并继续计费。`,
      severity: 'warning',
    },
    reused: {
      en: (gone: Gone) => `${whatEn(gone)}: the reused load balancer stays, and this Service no longer uses it.`,
      zh: (gone) => `${whatZh(gone)}：所复用的负载均衡会保留，但该 Service 不再使用它。`,
      severity: 'warning',
    },
  },
  *check(change) {
    const { base, effects } = change;
    const effect = effects.find(({ kind }) => kind in messageOf);
    const place = placeOf(change);
    if (base === undefined || effect === undefined || place === undefined) return;
    yield {
      ...place,
      message: messageOf[effect.kind as keyof typeof messageOf],
      data: { service: nameOf(base.resource), ...how(change) },
    };
  },
});

const messageOf = {
  'load-balancer-deleted': 'own',
  'load-balancer-orphaned': 'preserved',
  'load-balancer-left': 'reused',
} as const;

function how({ became, head, movedTo }: LoadBalancerChange): Pick<Gone, 'how' | 'to'> {
  if (became === 'renamed') return { how: 'renamed', to: head === undefined ? '' : nameOf(head.resource) };
  if (head === undefined) return { how: 'removed', to: movedTo ?? '' };
  return { how: 'type', to: head.type ?? 'ClusterIP' };
}

/** The new name or type in head; what is gone altogether stands in base. */
function placeOf({
  base,
  head,
  became,
}: LoadBalancerChange): { at: Spot; resource: Resource; path: string } | undefined {
  const resource = (head ?? base)?.resource;
  const type =
    head === undefined || became === 'renamed' ? undefined : entryAt(head.resource.root, 'spec', 'type')?.value;
  const at = type ?? resource?.name;
  return resource === undefined || at === undefined ? undefined : { at: spotOf(at), resource, path: 'metadata.name' };
}
