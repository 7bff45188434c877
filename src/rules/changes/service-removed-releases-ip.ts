import { controllerSource } from '../../catalog/sources.ts';
import { mayBeSameNamespace, type Delisting, type LoadBalancerChange } from '../../controller/change/change.ts';
import { departureOf, type Departure } from '../../controller/change/departure.ts';
import { leavesListenersBehind } from '../../controller/change/listeners-left.ts';
import { entryAt, spotOf, writtenText, type Spot } from '../../model/node.ts';
import type { Resource } from '../../model/manifest.ts';
import { defineRule } from '../rule.ts';
import { fullKey, list, namesEveryPort, nameOf } from '../support.ts';

interface Gone {
  readonly service: string;
  readonly how: 'removed' | 'delisted' | 'moved' | 'renamed' | 'type';
  /** The scope that it leaves; empty unless it moves. */
  readonly from: string;
  /** The new scope, name or type; the kustomization that listed it; empty where it is gone. */
  readonly to: string;
  /** The load balancer that it names; empty where the controller made one. */
  readonly names: string;
  /** Ports whose listeners go. */
  readonly ports: readonly string[];
  /** The event of a cleanup that fails; empty where it does not. */
  readonly event: string;
}

function whatEn({ service, how, from, to }: Gone): string {
  switch (how) {
    case 'removed':
      return `Service ${service} is removed`;
    case 'delisted':
      return `Service ${service} is no longer listed in ${to}`;
    case 'moved':
      return `Service ${service} leaves ${from} for ${to}`;
    case 'renamed':
      return `Service ${service} becomes ${to}`;
    case 'type':
      return `Service ${service} is no load balancer any more (${to})`;
  }
}

function whatZh({ service, how, from, to }: Gone): string {
  switch (how) {
    case 'removed':
      return `Service ${service} 被删除`;
    case 'delisted':
      return `${to} 不再列出 Service ${service}`;
    case 'moved':
      return `Service ${service} 离开 ${from}，移至 ${to}`;
    case 'renamed':
      return `Service ${service} 变为 ${to}`;
    case 'type':
      return `Service ${service} 不再是负载均衡类型（${to}）`;
  }
}

function portsEn(ports: readonly string[]): string {
  return `${ports.length === 1 ? 'port' : 'ports'} ${list(ports, ' and ')}`;
}

function its(names: string): string {
  return names === '' ? 'its load balancer' : names;
}

function itsZh(names: string): string {
  return names === '' ? '其负载均衡' : ` ${names} `;
}

/** Another object takes its place, with a load balancer of its own. */
function isReplaced({ how }: Gone): boolean {
  return how === 'renamed' || how === 'moved';
}

const preserveKey = fullKey('preserve-lb-on-delete');
const idKey = fullKey('id');

export const serviceRemovedReleasesIp = defineRule({
  id: 'service-removed-releases-ip',
  severity: 'error',
  firesOn: 'presence',
  subject: 'change',
  reads: ['ccmVersion', 'disablePublicLoadBalancer'],
  events: ['S11'],
  summary: {
    en: 'A Service takes its load balancer, its listeners or its address with it.',
    zh: 'Service 离开时会带走其负载均衡、监听或地址。',
  },
  why: {
    en: 'If this is deployed, the controller deletes the load balancer that it made, delete protection or not. The address is gone for good: DNS records, allow-lists and certificates that name it break, and a new Service gets another one (S11).',
    zh: '部署后控制器会删除由它创建的负载均衡，删除保护也无法阻止。地址将永久失去：引用它的 DNS 记录、白名单和证书都会失效，新的 Service 会得到另一个地址（S11）。',
  },
  remedy: {
    en: `Keep the Service as it is, or move its clients first and have the removal approved. To keep the address, deploy the annotation ${preserveKey} ahead of this change, and name the preserved load balancer in ${idKey} of the Service that follows.`,
    zh: `保留该 Service；或先迁移客户端，并让此次删除获得批准。若要保留地址，请在此变更之前先部署注解 ${preserveKey}，并在后续 Service 的 ${idKey} 中填写被保留的负载均衡。`,
  },
  source: controllerSource(
    'deleteLoadBalancer, cleanup, NeedDeleteLoadBalancer; changes T01 to T12, observed by running v2.14.0',
  ),
  messages: {
    own: {
      en: (gone: Gone) =>
        `${whatEn(gone)}: its load balancer is deleted, traffic ends, and its address is lost${isReplaced(gone) ? '; the new Service gets another one' : ''}.`,
      zh: (gone) =>
        `${whatZh(gone)}：其负载均衡会被删除，流量中断，地址随之失去${isReplaced(gone) ? '；新的 Service 会得到另一个地址' : ''}。`,
    },
    preserved: {
      en: (gone: Gone) =>
        `${whatEn(gone)}: its listeners go and traffic ends; its load balancer keeps the address as an orphan that keeps billing.`,
      zh: (gone) => `${whatZh(gone)}：监听会被删除，流量中断；负载均衡连同地址作为无主实例保留并继续计费。`,
      severity: 'warning',
      events: ['X04'],
      why: {
        en: 'If this is deployed, preserve-lb-on-delete keeps the load balancer and its address, whatever its text says (X04). The controller still removes the listeners that it made, and its tags: nothing answers at the address, nobody maintains the instance, and it costs money until somebody deletes it.',
        zh: '部署后，只要 preserve-lb-on-delete 不为空，负载均衡及其地址就会保留（X04）。但控制器仍会删除由它创建的监听和标签：该地址不再响应，实例无人维护，并在被手动删除之前持续计费。',
      },
      remedy: {
        en: () =>
          `Name the load balancer in ${idKey} of the Service that follows, which brings traffic back to its address; delete it by hand where nobody needs it.`,
        zh: () => `在后续 Service 的 ${idKey} 中填写该负载均衡，流量即可回到原地址；若无人需要，请手动删除。`,
      },
    },
    reused: {
      en: (gone: Gone) =>
        gone.ports.length === 0
          ? `${whatEn(gone)}: ${gone.names} stays with its address and listeners, and this Service no longer stands behind it.`
          : `${whatEn(gone)}: the listeners on ${portsEn(gone.ports)} of ${gone.names} go and their traffic ends; the load balancer and its address stay.`,
      zh: (gone) =>
        gone.ports.length === 0
          ? `${whatZh(gone)}：${gone.names} 连同地址和监听会保留，但该 Service 不再为其后端。`
          : `${whatZh(gone)}：${gone.names} 端口 ${list(gone.ports, '、')} 的监听会被删除，流量中断；负载均衡及其地址会保留。`,
      severity: 'warning',
      events: ['S12'],
      why: {
        en: 'If this is deployed, a load balancer that the Service only names stays, with its address and its costs (S12). What the controller made on it for this Service goes: listeners under force-override-listeners, server groups, and members in groups that vgroup-port names.',
        zh: '部署后，Service 仅引用的负载均衡连同地址和费用都会保留（S12）。控制器为该 Service 在其上创建的内容会被移除：force-override-listeners 下的监听、服务器组，以及 vgroup-port 所指定的服务器组中的成员。',
      },
      remedy: {
        en: () => 'Move its clients first, and have the removal approved.',
        zh: () => '先迁移客户端，并让此次删除获得批准。',
      },
    },
    'handed-over': {
      en: (gone: Gone) =>
        `${whatEn(gone)} on the same load balancer ${gone.names}: the address stays, and ${portsEn(gone.ports)} ${gone.ports.length === 1 ? 'is' : 'are'} closed until the new Service has made its listeners.`,
      zh: (gone) =>
        `${whatZh(gone)}，仍使用同一负载均衡 ${gone.names}：地址不变，但在新的 Service 创建监听之前，端口 ${list(gone.ports, '、')} 会关闭。`,
      severity: 'warning',
      why: {
        en: 'If this is deployed, one Service is deleted and another one made. Where the old one goes first, its listeners are deleted before the new ones exist; where the new one comes first, it takes the listeners over without a gap.',
        zh: '部署后会删除一个 Service 并新建另一个。若先删除旧的，其监听会在新监听出现之前被删除；若先创建新的，它会直接接管监听，不会中断。',
      },
      remedy: {
        en: () => 'Deploy the new Service first, and remove the old one once the new one is synced.',
        zh: () => '先部署新的 Service，待其同步完成后再删除旧的。',
      },
    },
    'by-hand': {
      en: (gone: Gone) =>
        `${whatEn(gone)}: ${gone.names} keeps its address and the listeners made by hand; while one of them uses a server group of the old Service, that one hangs in Terminating (E08), and none of them leads to the new one.`,
      zh: (gone) =>
        `${whatZh(gone)}：${gone.names} 会保留地址和手工创建的监听；只要其中有监听仍使用旧 Service 的服务器组，旧的 Service 就会卡在 Terminating（E08），并且没有监听指向新的 Service。`,
      severity: 'warning',
      events: ['E08', 'S27'],
      why: {
        en: 'If this is deployed, the controller touches no listener of a load balancer that it only names without force-override-listeners: "true". It deletes the server groups of the Service, and the cloud refuses that while a listener sends to them (E08): clients get no answer, the Service is not gone, and its finalizer stays (S27). The same holds where `id` names a load balancer that the controller made: that one lives on as well (S12).',
        zh: '部署后，对于未设置 force-override-listeners: "true" 的复用负载均衡，控制器不会改动任何监听。它会删除该 Service 的服务器组，而只要仍有监听使用这些服务器组，云端就会拒绝（E08）：客户端得不到响应，Service 无法真正删除，其 finalizer 会一直保留（S27）。若 `id` 引用的是由控制器创建的负载均衡，情形相同，并且该负载均衡也会继续存在（S12）。',
      },
      remedy: {
        en: ({ names }) => `Point the listeners of ${names} elsewhere, or delete them, before this is deployed.`,
        zh: ({ names }) => `部署之前，先将 ${names} 的监听改为指向其他服务器组，或删除这些监听。`,
      },
    },
    stuck: {
      en: (gone: Gone) =>
        `${whatEn(gone)}: the cleanup is refused (${gone.event}) and ${gone.how === 'type' ? 'fails again and again' : `${gone.how === 'renamed' ? 'the old Service' : 'the Service'} hangs in Terminating`}; ${its(gone.names)} stays with its address${gone.ports.length === 0 ? '' : `, without its listeners on ${portsEn(gone.ports)}`}.`,
      zh: (gone) =>
        `${whatZh(gone)}：清理被拒绝（${gone.event}），${gone.how === 'type' ? '会不断失败' : `${gone.how === 'renamed' ? '旧的 Service' : '该 Service'} 会卡在 Terminating`}；${itsZh(gone.names).trim()} 连同地址会保留${gone.ports.length === 0 ? '' : `，但端口 ${list(gone.ports, '、')} 的监听会被删除`}。`,
      events: ['E21', 'E41', 'S27'],
      why: {
        en: 'If this is deployed, the controller compares the load balancer once more with what annotations ask for, and a Service that goes asks for nothing: an IPv6 load balancer then counts as changed to IPv4, which is refused (E21). The cleanup stops there, is repeated without end, and the finalizer keeps the Service (S27).',
        zh: '部署后，控制器会再次将负载均衡与注解的要求比对，而即将删除的 Service 没有任何要求：IPv6 负载均衡会被视为改为 IPv4，因而被拒绝（E21）。清理在此中断并无限重试，Service 被 finalizer 卡住（S27）。',
      },
      remedy: {
        en: ({ names }) =>
          `Keep the Service; where it has to go, take its server groups off ${its(names)} and its finalizer off the Service by hand.`,
        zh: ({ names }) =>
          `保留该 Service；若必须删除，请手动清理${itsZh(names)}上的服务器组，并移除 Service 的 finalizer。`,
      },
    },
    forgotten: {
      en: (gone: Gone) =>
        `${whatEn(gone)}, and its ${idKey} changes as well: the controller cleans up elsewhere, so ${its(gone.names)} stays as it is, listeners included, and keeps billing.`,
      zh: (gone) =>
        `${whatZh(gone)}，同时 ${idKey} 也发生变化：控制器会到别处清理，因此${itsZh(gone.names)}原样保留（包括监听）并继续计费。`,
      severity: 'warning',
      events: ['S12'],
      why: {
        en: 'If this is deployed, the controller looks for the load balancer under what `id` says now, and finds another one or none. The one in use keeps its address, its listeners and backends that nobody refreshes, and no Service knows of it (S12).',
        zh: '部署后，控制器会按 `id` 当前的内容查找负载均衡，结果找到另一个或找不到。正在使用的负载均衡会保留地址、监听以及无人更新的后端，而没有任何 Service 知道它（S12）。',
      },
      remedy: {
        en: () => `Leave ${idKey} as it was in this change.`,
        zh: () => `在此变更中保持 ${idKey} 不变。`,
      },
    },
    unnoticed: {
      en: (gone: Gone) =>
        `${whatEn(gone)}, but no controller takes note: ${its(gone.names)} stays as it is, listeners included, with backends that nobody refreshes.`,
      zh: (gone) =>
        `${whatZh(gone)}，但没有控制器会处理：${itsZh(gone.names).trim()} 原样保留（包括监听），其后端无人更新。`,
      severity: 'warning',
      events: ['S12'],
      why: {
        en: 'If this is deployed, the annotation that comes with it makes the controller pass the Service by. There is no event; the load balancer keeps its address and its costs, and the finalizer stays on the Service.',
        zh: '部署后，同时加入的注解会使控制器忽略该 Service，且不产生事件；负载均衡会保留地址并继续计费，finalizer 也会留在 Service 上。',
      },
      remedy: {
        en: () =>
          'Take the annotation service.beta.kubernetes.io/class, or the tunnel-type annotation, out of this change.',
        zh: () => '从此变更中去掉注解 service.beta.kubernetes.io/class 或 tunnel-type。',
      },
    },
  },
  *check(change) {
    const { base, before } = change;
    const departure = departureOf(change);
    const place = placeOf(change);
    if (base === undefined || before === undefined || departure === undefined || place === undefined) return;
    if (mayBeSameNamespace(change)) {
      yield { undecided: ['render'], at: place.at, resource: place.resource };
      return;
    }
    const isNamedOnly = departure.kind === 'by-hand' && namesEveryPort(base, before);
    // The new Service fills the groups that the old one filled.
    if (isNamedOnly && change.became === 'renamed' && change.after?.reused?.text === before.reused?.text) return;
    // `reused-listener-left-behind` says it, and as an error.
    if (departure.kind === 'by-hand' && !isNamedOnly && leavesListenersBehind(change)) return;
    const gone: Gone = {
      service: nameOf(base.resource),
      ...how(change),
      names: before.reused === undefined ? '' : writtenText(before.reused.node),
      ports: departure.ports,
      event: departure.event ?? '',
    };
    yield { ...place, message: isNamedOnly ? 'reused' : messageOf[departure.kind], data: gone };
  },
});

const messageOf = {
  deleted: 'own',
  preserved: 'preserved',
  released: 'reused',
  'by-hand': 'by-hand',
  'handed-over': 'handed-over',
  forgotten: 'forgotten',
  unnoticed: 'unnoticed',
  stuck: 'stuck',
} as const satisfies Record<Departure['kind'], string>;

function how({ became, head, moved, delistedAt }: LoadBalancerChange): Pick<Gone, 'how' | 'from' | 'to'> {
  if (became === 'renamed') return { how: 'renamed', from: '', to: head === undefined ? '' : nameOf(head.resource) };
  if (head !== undefined) return { how: 'type', from: '', to: head.type ?? 'ClusterIP' };
  if (moved !== undefined) return { how: 'moved', ...moved };
  return delistedAt === undefined
    ? { how: 'removed', from: '', to: '' }
    : { how: 'delisted', from: '', to: delistedAt.file };
}

/** The new name, namespace or type in head; what is gone altogether stands in base, there or where it was listed. */
function placeOf({
  base,
  head,
  became,
  delistedAt,
}: LoadBalancerChange): { at: Spot; resource: Resource; path: string; within?: Delisting | undefined } | undefined {
  const inHead = head?.resource;
  const inBase = base?.resource;
  const place = (at: Resource['name'], resource = inHead): ReturnType<typeof placeOf> =>
    resource === undefined || at === undefined ? undefined : { at: spotOf(at), resource, path: 'metadata.name' };
  if (inHead === undefined) {
    const gone = place(inBase?.name, inBase);
    return gone === undefined || delistedAt === undefined ? gone : { ...gone, at: delistedAt.at, within: delistedAt };
  }
  if (became === 'renamed') {
    const namespace = entryAt(inHead.root, 'metadata', 'namespace')?.value;
    const isSameName = inBase?.identity.name === inHead.identity.name;
    return place(isSameName && namespace?.kind === 'scalar' ? namespace : inHead.name);
  }
  const typeIn = (resource: Resource | undefined): Resource['name'] => {
    const type = entryAt(resource?.root, 'spec', 'type')?.value;
    return type?.kind === 'scalar' ? type : undefined;
  };
  return place(typeIn(inHead)) ?? place(typeIn(inBase), inBase);
}
