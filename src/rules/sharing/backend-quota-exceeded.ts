import type { Kind } from '../../catalog/annotation-fact.ts';
import { quotas } from '../../catalog/quotas.ts';
import { considerations } from '../../catalog/sources.ts';
import type { Scaled } from '../../controller/backends/demand.ts';
import {
  remediesOf,
  sumOf,
  type QuotaSum,
  type QuotaTerm,
  type Remedies,
} from '../../controller/backends/quota-sum.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import type { Bilingual } from '../../model/finding.ts';
import type { Resource } from '../../model/manifest.ts';
import { entryAt, type Spot } from '../../model/node.ts';
import { defineRule, type RuleContext, type Undecided } from '../rule.ts';
import { behindOf, countListeners, foreignServers, idOf, serverLimit, termsOf } from '../quotas.ts';
import { hasToChange, isReused, sharersOf } from '../sharing.ts';
import { remediesInChinese, remediesInEnglish, sumInWords, type Term } from '../quota-words.ts';
import { annotationSpot, nameOf, spot } from '../support.ts';

interface Servers {
  readonly loadBalancer: string;
  readonly total: number;
  readonly limit: number;
  readonly terms: readonly Term[];
  /** Servers in groups of others, by the inventory. */
  readonly foreign: number;
  readonly remedies: Remedies;
}

interface Listeners {
  readonly loadBalancer: string;
  readonly total: number;
  readonly limit: number;
  readonly services: readonly { readonly service: string; readonly ports: number }[];
  readonly foreign: number;
}

export const backendQuotaExceeded = defineRule({
  id: 'backend-quota-exceeded',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  readsInventory: true,
  crossResource: true,
  countsPods: true,
  reads: ['backendMode', 'nodeCount', 'vpcId'],
  conditional: true,
  events: ['E01'],
  summary: {
    en: 'More backend servers or listeners than a load balancer takes.',
    zh: '后端服务器或监听的数量超过负载均衡的配额。',
  },
  why: {
    en: 'Beyond the quota the cloud refuses further backends (E01): new pods or nodes get no traffic, old server groups are not cleaned up, and pods that wait for the readiness gate of the Service never become ready.',
    zh: '超过配额后，云平台会拒绝添加后端（E01）：新的 Pod 或节点收不到流量，旧的服务器组不会清理，等待该 Service 就绪门控（readiness gate）的 Pod 永远不会就绪。',
  },
  remedy: {
    en: 'Have the quota raised, let fewer servers join, or give each Service a load balancer of its own.',
    zh: '申请提升配额、减少后端服务器数量，或让每个 Service 使用单独的负载均衡。',
  },
  source: considerations('default quotas of CLB; also in the troubleshooting guide, and in the limits of NLB'),
  messages: {
    servers: {
      en: ({ loadBalancer, total, limit, terms, foreign }: Servers) =>
        `${loadBalancer} gets ${total} backend servers, and ${limit} is the default quota: ${sumInWords(terms, foreign, 'en')}.`,
      zh: ({ loadBalancer, total, limit, terms, foreign }) =>
        `${loadBalancer} 将有 ${total} 个后端服务器，而默认配额为 ${limit}：${sumInWords(terms, foreign, 'zh')}。`,
      remedy: {
        en: ({ remedies, limit }) => remediesInEnglish(remedies, limit),
        zh: ({ remedies, limit }) => remediesInChinese(remedies, limit),
      },
    },
    listeners: {
      en: ({ loadBalancer, total, limit, services, foreign }: Listeners) =>
        `${loadBalancer} gets ${total} listeners, and ${limit} is the default quota: ${[
          ...services.map(({ service, ports }) => `${service} ${ports}`),
          ...(foreign > 0 ? [`others ${foreign}`] : []),
        ].join(' + ')}.`,
      zh: ({ loadBalancer, total, limit, services, foreign }) =>
        `${loadBalancer} 将有 ${total} 个监听，而默认配额为 ${limit}：${[
          ...services.map(({ service, ports }) => `${service} ${ports} 个`),
          ...(foreign > 0 ? [`其他 ${foreign} 个`] : []),
        ].join(' + ')}。`,
      events: ['E39'],
      why: {
        en: 'Beyond the quota the cloud refuses further listeners (E39): the ports that come last are closed, and every sync of the Service ends in an error.',
        zh: '超过配额后，云平台会拒绝创建监听（E39）：排在后面的端口无法访问，且该 Service 每次同步都以报错结束。',
      },
      remedy: {
        en: ({ total }) =>
          `Spread the ports over several load balancers, or have the quota of listeners raised to at least ${total}.`,
        zh: ({ total }) => `将端口分散到多个负载均衡，或申请将监听配额提升到至少 ${total}。`,
      },
    },
  },
  *check(loadBalancer, context) {
    if (loadBalancer.controller === 'none') return;
    const others = sharersOf(loadBalancer, context);
    // One of those that share speaks for all of them.
    if (others.some((other) => !hasToChange(loadBalancer, other, context))) return;
    const all = [loadBalancer, ...others];
    yield* listenersOf(loadBalancer.controller, all, context);
    yield* serversOf(loadBalancer.controller, all, context);
  },
});

/** Where a finding about a load balancer stands, and what it rests on. */
interface Place {
  readonly at: Spot;
  readonly resource: Resource;
  readonly others: readonly Resource[];
  readonly related: readonly { readonly at: Spot; readonly resource: Resource; readonly message: Bilingual }[];
}

function* serversOf(
  kind: Kind,
  all: readonly LoadBalancer[],
  context: RuleContext,
): Generator<(Place & { message: 'servers'; data: Servers; measure: number }) | Undecided> {
  const { nodeCount } = context.facts;
  const place = about(
    all,
    all.flatMap((each) => behindOf(each, context)),
  );
  const terms = termsOf(all, context, nodeCount);
  if (terms === undefined) {
    yield { undecided: ['render'], at: place.at, resource: place.resource };
    return;
  }
  const { foreign, most } = foreignServers(kind, all, context);
  const limit = serverLimit(kind);
  const found = sumOf(kind, terms, foreign, limit);
  // Nodes that nobody counted are open, unless it fits with as many as the default quota of a cluster allows: the quotas of
  // load balancers are those of an account that had none raised, too. No finding rests on that number.
  const usual = termsOf(all, context, nodeCount ?? quotas.nodesPerCluster.limit) ?? terms;
  if (found.exceeds)
    yield {
      ...place,
      message: 'servers',
      data: {
        loadBalancer: labelOf(all),
        ...shown(found, kind, terms),
        foreign,
        remedies: remediesOf(kind === 'nlb' ? terms.map(countedOnce) : terms, found, foreign),
      },
      measure: found.total - limit,
    };
  else if (!sumOf(kind, usual, foreign, limit).fits) {
    const open = [...new Set(terms.flatMap((term) => term.open ?? []))];
    // Where each number is known it is open whether the Services of an NLB have the same pods.
    const undecided = open.length === 0 ? (['workload'] as const) : open;
    // That nothing stands behind a Service is counted once, by selector-matches-no-workload.
    const isToldElsewhere = all.length === 1 && place.others.length === 0 && undecided.join() === 'workload';
    if (!isToldElsewhere) yield { undecided, at: place.at, resource: place.resource };
  } else if (most === undefined || !sumOf(kind, usual, most, limit).fits)
    yield { undecided: ['inventory'], at: place.at, resource: place.resource };
}

/** As an NLB counts: a server of several groups is one. */
function countedOnce(term: QuotaTerm): QuotaTerm {
  return { ...term, groups: 1, servers: term.members };
}

function shown(
  { total, limit }: QuotaSum,
  kind: Kind,
  terms: readonly QuotaTerm[],
): Pick<Servers, 'total' | 'limit' | 'terms'> {
  const known = terms
    .filter(({ open }) => open === undefined)
    .map(({ service, mode, members: { least, most }, groups }) => ({ service, mode, members: most ?? least, groups }))
    .filter(({ members }) => members > 0);
  if (kind === 'clb') return { total, limit, terms: known };
  // Only the largest is certain to count.
  return {
    total,
    limit,
    terms: known
      .filter(({ members }) => members === total)
      .slice(0, 1)
      .map((term) => ({ ...term, groups: 1 })),
  };
}

function* listenersOf(
  kind: Kind,
  all: readonly LoadBalancer[],
  context: RuleContext,
): Generator<(Place & { message: 'listeners'; data: Listeners; measure: number }) | Undecided> {
  const { services, foreign, total, most, limit } = countListeners(kind, all, context);
  if (services.length === 0) return;
  const place = about(all, []);
  if (total > limit)
    yield {
      ...place,
      message: 'listeners',
      data: { loadBalancer: labelOf(all), total, limit, services, foreign },
      measure: total - limit,
    };
  else if (most === undefined || most > limit)
    yield { undecided: ['inventory'], at: place.at, resource: place.resource };
}

function labelOf(all: readonly LoadBalancer[]): string {
  const [first] = all;
  return (
    idOf(all) ??
    `${first?.controller === 'nlb' ? 'The NLB' : 'The CLB'} of ${first === undefined ? '' : nameOf(first.service.resource)}`
  );
}

/** At the id that all of them name, else at the ports of the one Service. */
function about(all: readonly LoadBalancer[], behind: readonly Scaled[]): Place {
  const [first, ...others] = all;
  if (first === undefined) throw new Error('a load balancer without a Service');
  const { resource } = first.service;
  const ports = entryAt(resource.root, 'spec', 'ports')?.key ?? resource.name ?? resource.root;
  const at: Spot = isReused(first) ? annotationSpot(first.reused) : spot(ports);
  return {
    at,
    resource,
    others: [
      ...others.map(({ service }) => service.resource),
      ...behind.flatMap(({ workload, autoscaler }) => [
        workload.resource,
        ...(autoscaler === undefined ? [] : [autoscaler.resource]),
      ]),
    ],
    related: others.flatMap(({ service: { resource: other } }) => {
      const text = `Service ${nameOf(other)}`;
      return other.name === undefined
        ? []
        : [{ at: spot(other.name), resource: other, message: { en: text, zh: text } }];
    }),
  };
}
