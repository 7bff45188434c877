import { guide } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { textOf, valueAt, type Spot, type ValueNode } from '../../model/node.ts';
import type { Service } from '../../world/service.ts';
import type { World } from '../../world/world.ts';
import { defineRule, type Whereabouts } from '../rule.ts';
import { spot } from '../support.ts';

interface Where {
  readonly file: string;
  readonly address: string;
}

export const localPolicyInClusterAccess = defineRule({
  id: 'local-policy-in-cluster-access',
  severity: 'info',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['backendMode'],
  conditional: true,
  events: ['S03'],
  summary: {
    en: 'Local traffic policy makes the address unreachable from inside.',
    zh: 'Local 流量策略导致集群内无法访问该地址。',
  },
  why: {
    en: 'On every node kube-proxy catches traffic to the load balancer address and drops it where no pod of the Service runs: calls from inside the cluster fail, depending on the node (S03).',
    zh: '各节点的 kube-proxy 会截获发往负载均衡地址的流量，在没有该 Service 的 Pod 的节点上直接丢弃：集群内访问是否成功取决于所在节点（S03）。',
  },
  remedy: {
    en: 'Call the Service by its cluster DNS name; or set externalTrafficPolicy: Cluster (on Terway with backend-type: eni, which keeps the source address); or set the annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-hostname.',
    zh: '在集群内使用 Service 的 DNS 名称访问；或设置 externalTrafficPolicy: Cluster（Terway 可同时使用 backend-type: eni 以保留源地址）；或设置注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-hostname。',
  },
  source: guide('detail section on access from inside the cluster'),
  messages: {
    node: {
      en: (_: object) =>
        'With externalTrafficPolicy Local the load balancer address answers inside the cluster only on nodes that run a pod of this Service.',
      zh: () => 'externalTrafficPolicy 为 Local 时，集群内只有运行该 Service Pod 的节点能够访问负载均衡地址。',
    },
    eni: {
      en: (_: object) =>
        'With ENI backends Local changes nothing on the load balancer, but its address still answers inside the cluster only on nodes that run a pod of this Service.',
      zh: () => 'ENI 后端下 Local 不影响负载均衡本身，但集群内仍只有运行该 Service Pod 的节点能够访问其地址。',
    },
    'address-used': {
      en: ({ file, address }: Where) =>
        `${file} refers to ${address}, the address of this load balancer; with externalTrafficPolicy Local it answers inside the cluster only on nodes that run a pod of this Service.`,
      zh: ({ file, address }) =>
        `${file} 引用了该负载均衡的地址 ${address}；externalTrafficPolicy 为 Local 时，集群内只有运行该 Service Pod 的节点能够访问。`,
      severity: 'warning',
    },
  },
  *check({ service, controller, backendMode }, { world }) {
    const policy = service.externalTrafficPolicy;
    if (controller !== 'clb' || policy?.text !== 'Local' || backendMode === undefined) return;
    // With a host name in its status kube-proxy does not catch the traffic.
    if (annotation(service, 'hostname') !== undefined) return;
    const used = addressUsed(service, world);
    if (used !== undefined) {
      const { at, place, address } = used;
      const related = [{ at, resource: place, message: { en: 'the address is used here', zh: '此处使用了该地址' } }];
      yield { at: spot(policy), message: 'address-used', data: { file: place.file, address }, related };
    } else yield { at: spot(policy), message: backendMode === 'eni' ? 'eni' : 'node', data: {} };
  },
});

interface Use {
  readonly address: string;
  readonly at: Spot;
  readonly place: Whereabouts;
}

/** The first text, other than comments and the words that ask for the address, that holds the Service's fixed address. */
function addressUsed(service: Service, world: World): Use | undefined {
  const asking = annotation(service, 'ip');
  const field = valueAt(service.spec, 'loadBalancerIP');
  const address = asking?.text ?? textOf(field);
  if (address === undefined || !/^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(address)) return undefined;
  const pattern = new RegExp(`(?<![0-9.])${address.replaceAll('.', '\\.')}(?![0-9.])`, 'g');
  for (const { file, manifest } of world.filesWith(service.resource)) {
    if (!manifest.holdsAddress) continue;
    for (const { index } of manifest.text.matchAll(pattern)) {
      // A block scalar has the address on another line than the key that asks for it.
      const isOwn = file === service.resource.file && (isWithin(index, asking?.node) || isWithin(index, field));
      const before = manifest.text.slice(manifest.text.lastIndexOf('\n', index) + 1, index);
      if (isOwn || /^\s*#|\s#|loadBalancerIP|loadbalancer-ip["']?\s*:/.test(before)) continue;
      const range = { start: index, end: index + address.length };
      const node: ValueNode = { kind: 'unknown', text: address, range };
      return { address, at: { node, range }, place: { file, manifest } };
    }
  }
  return undefined;
}

function isWithin(offset: number, node: ValueNode | undefined): boolean {
  const range = node?.written ?? node?.range;
  return range !== undefined && range.start <= offset && offset < range.end;
}
