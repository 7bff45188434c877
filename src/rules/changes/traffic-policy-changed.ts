import { controllerSource } from '../../catalog/sources.ts';
import { annotation, backendTypeAnnotation, type Annotation } from '../../controller/annotations.ts';
import type { LoadBalancerChange } from '../../controller/change/change.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import type { Resource } from '../../model/manifest.ts';
import { spotOf, type Spot, type ValueNode } from '../../model/node.ts';
import { defineRule, type Report } from '../rule.ts';
import { nameOf } from '../support.ts';

interface OfService {
  readonly service: string;
}
interface OfHost extends OfService {
  readonly host: string;
}

interface Messages {
  readonly local: OfService;
  readonly cluster: OfService;
  readonly 'pods-local': OfService;
  readonly 'pods-cluster': OfService;
  readonly 'to-pods': OfService;
  readonly 'to-nodes': OfService;
  readonly 'hostname-set': OfHost;
  readonly 'hostname-removed': OfHost;
}

const podsWhy = {
  en: 'Pods are members themselves, so the load balancer changes nothing: traffic from outside and the address stay. But kube-proxy answers calls to that address inside the cluster, and with Local only from nodes that host a pod of this Service.',
  zh: '后端就是 Pod，负载均衡没有任何变化，外部流量和地址保持不变。但集群内对该地址的访问由 kube-proxy 处理，Local 时只有运行该 Service 的 Pod 的节点能够访问。',
};

const backendsWhy = {
  en: 'If this is deployed, the controller makes a new server group with the other kind of members, points the listeners to it and deletes the old one: connections to the old members end. What pods see as the client, how the load is spread and how much of the quota is used change with the members. The address stays.',
  zh: '部署后控制器会以另一类成员新建服务器组，将监听指向新组并删除旧组：与旧成员的连接会中断。Pod 看到的客户端地址、流量分配方式以及配额占用都会随成员变化。地址保持不变。',
};

const hostnameWhy = {
  en: 'If this is deployed, the status of the Service shows another entry: the load balancer, its address and traffic from outside stay. But calls from inside the cluster take another way (a host name is not short-circuited by kube-proxy, an address is), and whatever reads the status, such as external-dns or an Ingress, follows.',
  zh: '部署后 Service 的 status 会显示另一种入口：负载均衡、地址和外部流量保持不变。但集群内访问的路径会改变（地址会被 kube-proxy 直接转发，主机名则不会），读取 status 的组件（如 external-dns、Ingress）也会随之变化。',
};

const hostnameRemedy = {
  en: () => 'Confirm that the name resolves to the load balancer, and that what reads the status expects the change.',
  zh: () => '确认主机名能解析到负载均衡，且读取 status 的组件能够适应该变化。',
};

export const trafficPolicyChanged = defineRule<'change', Messages>({
  id: 'traffic-policy-changed',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'change',
  reads: ['backendMode'],
  conditional: true,
  events: [],
  summary: {
    en: 'A change sends traffic another way: other members, another client address, another access inside the cluster.',
    zh: '变更会使流量改道：后端成员、客户端地址或集群内的访问方式发生变化。',
  },
  why: {
    en: 'If this is deployed, the members of the server groups change while the listeners and the address stay. With Local only nodes that host a pod are members, weighted by their pods, and pods see the client’s address; with Cluster every node is one, counts against the quota, and hides that address.',
    zh: '部署后服务器组的成员发生变化，监听和地址保持不变。Local 时只有运行 Pod 的节点是成员，权重为其 Pod 数，Pod 能看到客户端地址；Cluster 时所有节点都是成员并占用配额，客户端地址被隐藏。',
  },
  remedy: {
    en: 'Confirm that the change is meant, and that what relies on the client’s address or on access inside the cluster is ready for it.',
    zh: '确认该变更符合预期，且依赖客户端地址或集群内访问的应用已做好准备。',
  },
  source: controllerSource(
    'EndpointWithENI.setTrafficPolicy, buildLocalBackends, buildClusterBackends, updateServiceStatus; rows T32, T33, T56 of the behaviour notes',
  ),
  messages: {
    local: {
      en: ({ service }) =>
        `If deployed, nodes without a pod of Service ${service} leave its load balancer; pods see the client’s address, and weights become pod counts.`,
      zh: ({ service }) =>
        `部署后，没有运行 Service ${service} 的 Pod 的节点会移出负载均衡；Pod 可看到客户端地址，权重变为 Pod 数。`,
      events: ['S01', 'S24'],
      remedy: {
        en: () =>
          'Set scheduler: wrr with it, since rr ignores the weights, and confirm that nothing in the cluster calls this address from other nodes.',
        zh: () => '同时设置 scheduler: wrr（rr 会忽略权重），并确认集群内没有从其他节点访问该地址。',
      },
    },
    cluster: {
      en: ({ service }) =>
        `If deployed, every node joins the load balancer of Service ${service}; pods do not see the client’s address any more, and the backend quota may run out.`,
      zh: ({ service }) =>
        `部署后，所有节点都会加入 Service ${service} 的负载均衡；Pod 不再能看到客户端地址，后端配额可能耗尽。`,
      events: ['E01', 'S24'],
    },
    'pods-local': {
      en: ({ service }) =>
        `If deployed, the load balancer of Service ${service} stays as it is, but inside the cluster its address answers only on nodes that host one of its pods.`,
      zh: ({ service }) =>
        `部署后，Service ${service} 的负载均衡保持不变，但在集群内只有运行其 Pod 的节点能访问该地址。`,
      events: ['S03'],
      why: podsWhy,
    },
    'pods-cluster': {
      en: ({ service }) =>
        `If deployed, the load balancer of Service ${service} stays as it is, and inside the cluster its address answers on every node.`,
      zh: ({ service }) => `部署后，Service ${service} 的负载均衡保持不变，集群内所有节点均可访问该地址。`,
      events: ['S03'],
      why: podsWhy,
    },
    'to-pods': {
      en: ({ service }) =>
        `If deployed, the load balancer of Service ${service} sends to pods instead of nodes: connections to the old members end.`,
      zh: ({ service }) => `部署后，Service ${service} 的负载均衡改为转发到 Pod 而不再是节点：与旧成员的连接会中断。`,
      why: backendsWhy,
    },
    'to-nodes': {
      en: ({ service }) =>
        `If deployed, the load balancer of Service ${service} sends to nodes instead of pods: connections to the old members end.`,
      zh: ({ service }) => `部署后，Service ${service} 的负载均衡改为转发到节点而不再是 Pod：与旧成员的连接会中断。`,
      events: ['E01', 'S24'],
      why: backendsWhy,
    },
    'hostname-set': {
      en: ({ service, host }) =>
        `If deployed, the status of Service ${service} shows the name ${host}: calls inside the cluster and what reads the status follow it.`,
      zh: ({ service, host }) =>
        `部署后，Service ${service} 的 status 将显示主机名 ${host}：集群内访问和读取 status 的组件都会随之改变。`,
      events: ['S03'],
      why: hostnameWhy,
      remedy: hostnameRemedy,
    },
    'hostname-removed': {
      en: ({ service, host }) =>
        `If deployed, the status of Service ${service} does not show the name ${host} any more: calls inside the cluster and what reads the status follow.`,
      zh: ({ service, host }) =>
        `部署后，Service ${service} 的 status 不再显示主机名 ${host}：集群内访问和读取 status 的组件都会随之改变。`,
      events: ['S03'],
      why: hostnameWhy,
      remedy: hostnameRemedy,
    },
  },
  *check(change) {
    const { before, after, became, transition } = change;
    if (before === undefined || after === undefined || became !== 'changed') return;
    if (before.controller !== after.controller || transition.head.result === 'ignored') return;
    if (transition.head.reach === 'freeze') return;
    yield* backends(before, after);
    if (shownAs(transition.before) !== shownAs(transition.after)) yield* hostname(before, after);
  },
});

function* backends(before: LoadBalancer, after: LoadBalancer): Generator<Report<Messages>> {
  const data = { service: nameOf(after.service.resource) };
  const [old, now] = [before.backendMode, after.backendMode];
  if ((old === 'eni') !== (now === 'eni')) {
    // Listeners that the controller does not own stay with the old members: reused-listener-left-behind.
    const place = changed(before, after, (side) => backendTypeAnnotation(side)?.node);
    if (place !== undefined && after.managesListeners)
      yield { ...place, message: now === 'eni' ? 'to-pods' : 'to-nodes', data };
    return;
  }
  const [was, is] = [policyOf(before), policyOf(after)];
  const place = changed(before, after, ({ externalTrafficPolicy }) => externalTrafficPolicy);
  if (was === undefined || is === undefined || was === is || place === undefined) return;
  if (now === 'eni') yield { ...place, message: is === 'Local' ? 'pods-local' : 'pods-cluster', data };
  else yield { ...place, message: is === 'Local' ? 'local' : 'cluster', data };
}

function* hostname(before: LoadBalancer, after: LoadBalancer): Generator<Report<Messages>> {
  const [old, now] = [annotation(before.service, 'hostname'), annotation(after.service, 'hostname')];
  const place = changed(before, after, (side) => annotation(side, 'hostname')?.node);
  if (place === undefined || old?.text === now?.text || isOpen(old) || isOpen(now)) return;
  const host = now?.text ?? old?.text ?? '';
  const data = { service: nameOf(after.service.resource), host };
  yield { ...place, message: now === undefined ? 'hostname-removed' : 'hostname-set', data };
}

/** What the status of the Service shows: addresses and names. */
function shownAs({ services }: LoadBalancerChange['transition']['before']): string {
  return services.flatMap(({ ingress }) => ingress).join();
}

/** Decided elsewhere, so that nobody can tell whether it changes. */
function isOpen(value: Annotation | undefined): boolean {
  return value !== undefined && value.text === undefined;
}

/** The policy as Kubernetes reads it; undefined where it is decided elsewhere. */
function policyOf({ service }: LoadBalancer): 'Local' | 'Cluster' | undefined {
  const text = service.externalTrafficPolicy?.text;
  if (text === undefined || text === 'Cluster') return 'Cluster';
  return text === 'Local' ? 'Local' : undefined;
}

/** Where a value stands in head; in base where head has none. */
function changed(
  before: LoadBalancer,
  after: LoadBalancer,
  valueOf: (service: LoadBalancer['service']) => ValueNode | undefined,
): { at: Spot; resource: Resource } | undefined {
  for (const { service } of [after, before]) {
    const node = valueOf(service);
    if (node !== undefined) return { at: spotOf(node), resource: service.resource };
  }
  return undefined;
}
