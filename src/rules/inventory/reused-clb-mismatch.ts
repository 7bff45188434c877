import type { EventId } from '../../catalog/events.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { transportOf } from '../../catalog/transports.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { clusterTag, ownTag } from '../../controller/context.ts';
import { ownClusterOf } from '../../controller/own-cluster.ts';
import { equalsFold } from '../../controller/go/text.ts';
import { isMadeForOneOf, ownNameOf, type CloudLoadBalancer } from '../../world/inventory.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { isReused, type Reused } from '../sharing.ts';
import { annotationSpot, fullKey, spot } from '../support.ts';
import { missingForAbsence } from '../absence.ts';

interface Id {
  readonly id: string;
}
interface Attribute extends Id {
  readonly key: string;
  readonly asked: string;
  readonly has: string;
}
interface Port extends Id {
  readonly port: number;
  readonly protocol: string;
  readonly has: string;
}

interface TakenOver extends Id {
  readonly port: number;
  /** `namespace/name`; empty for a listener that was made by hand. */
  readonly owner: string;
  /** Where it is another one. */
  readonly cluster: string;
}

const key = fullKey('id');
const freeze = {
  en: 'Nothing of this Service is synced, backends included.',
  zh: '该 Service 的任何内容（包括后端）都不会同步。',
};
const degraded = {
  en: 'Every sync of the Service ends in an error: stale server groups stay, the status is not refreshed, and pods that wait for its readiness gate never become ready.',
  zh: '该 Service 每次同步都以报错结束：过期的服务器组不会清理，状态不再刷新，等待其就绪门控（readiness gate）的 Pod 永远不会就绪。',
};

/** What a CLB is made with, the annotation that asks for it, and the event of one that asks for something else. */
const fixedAttributes: readonly (readonly [keyof CloudLoadBalancer, string, EventId])[] = [
  ['addressType', 'address-type', 'E17'],
  ['ipVersion', 'ip-version', 'E21'],
  ['masterZoneId', 'master-zoneid', 'E20'],
  ['slaveZoneId', 'slave-zoneid', 'E20'],
  ['resourceGroupId', 'resource-group-id', 'E13'],
  ['networkType', 'network-type', 'E22'],
  ['address', 'ip', 'E23'],
];

export const reusedClbMismatch = defineRule({
  id: 'reused-clb-mismatch',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  readsInventory: true,
  reads: ['vpcId', 'backendMode'],
  conditional: true,
  events: ['E02', 'E09', 'E13', 'E15b', 'E16', 'E17', 'E20', 'E21', 'E22', 'E23', 'E26', 'E37'],
  summary: {
    en: 'The load balancer that a Service names is, by the inventory, not what the Service needs.',
    zh: '根据资源清单，Service 引用的负载均衡与其需要不符。',
  },
  why: {
    en: `What a load balancer is made with does not change, and the controller compares. ${degraded.en}`,
    zh: `负载均衡创建时确定的属性不可更改，而控制器会逐项比较。${degraded.zh}`,
  },
  remedy: {
    en: `Name another load balancer in ${key}, or say in the annotations what this one is. An inventory that is out of date is to be exported anew.`,
    zh: `在 ${key} 中引用其他负载均衡，或按其实际情况修改注解。若资源清单已过期，请重新导出。`,
  },
  source: controllerSource('isLoadBalancerReusable, LoadBalancerManager.Update; exports: §1.2 of the behaviour notes'),
  messages: {
    unknown: {
      en: ({ id }: Id) => `There is no load balancer ${id}: the inventory has all of them.`,
      zh: ({ id }) => `负载均衡 ${id} 不存在：资源清单包含全部实例，其中没有它。`,
      events: ['E26'],
      why: {
        en: `The controller asks for this id and is told that it does not exist (E26). ${freeze.en}`,
        zh: `控制器查询该 ID 时会被告知不存在（E26）。${freeze.zh}`,
      },
    },
    'made-by-controller': {
      en: ({ id }: Id) => `${id} was made by a cloud controller, and those cannot be reused.`,
      zh: ({ id }) => `${id} 由云控制器创建，不能复用。`,
      events: ['E16'],
      why: {
        en: `A load balancer with the tags of a controller belongs to the Service, or the API server, that it was made for (E16). ${freeze.en}`,
        zh: `带有控制器标签的负载均衡属于为其创建的 Service 或 API Server（E16）。${freeze.zh}`,
      },
      remedy: {
        en: () =>
          `Name a load balancer that was made by hand. Where this is the Service's own, drop ${key}: the controller finds it without.`,
        zh: () => `请引用手工创建的负载均衡。若这是该 Service 自己的负载均衡，删除 ${key} 即可，控制器无需它也能找到。`,
      },
    },
    'other-vpc': {
      en: ({ id, vpc, cluster }: Id & { vpc: string; cluster: string }) =>
        `${id} is an internal load balancer of ${vpc}, and the cluster is in ${cluster}.`,
      zh: ({ id, vpc, cluster }) => `${id} 是 ${vpc} 中的私网负载均衡，而集群位于 ${cluster}。`,
      events: ['E09'],
      why: {
        en: 'An internal CLB takes backends of its own VPC only: adding the nodes or pods of another is refused (E09), and no traffic arrives.',
        zh: '私网 CLB 只能添加同一 VPC 的后端：添加其他 VPC 的节点或 Pod 会被拒绝（E09），流量无法到达。',
      },
      remedy: {
        en: () => "Name a load balancer in the cluster's VPC.",
        zh: () => '请引用集群所在 VPC 中的负载均衡。',
      },
    },
    attribute: {
      en: ({ key: name, id, asked, has }: Attribute) => `${name} is ${asked}, but ${id} has ${has}.`,
      zh: ({ key: name, id, asked, has }) => `${name} 为 ${asked}，但 ${id} 的实际取值为 ${has}。`,
      events: ['E13', 'E17', 'E20', 'E21', 'E22', 'E23'],
    },
    billing: {
      en: ({ id }: Id) => `instance-charge-type is PayBySpec, but ${id} is billed by CLCU, and there is no way back.`,
      zh: ({ id }) => `instance-charge-type 为 PayBySpec，但 ${id} 已按 CLCU 计费，且无法改回。`,
      events: ['E15b'],
      remedy: {
        en: () => `Set ${fullKey('instance-charge-type')} to "PayByCLCU", or drop it.`,
        zh: () => `将 ${fullKey('instance-charge-type')} 设置为 "PayByCLCU"，或删除该注解。`,
      },
    },
    inactive: {
      en: ({ id, status }: Id & { status: string }) => `${id} is not active: its status is ${status}.`,
      zh: ({ id, status }) => `${id} 未处于运行状态：其状态为 ${status}。`,
      events: ['S04'],
      why: {
        en: 'A load balancer that is stopped or locked forwards nothing, whatever its listeners and backends are.',
        zh: '已停止或被锁定的负载均衡不会转发任何流量，无论其监听和后端如何。',
      },
      remedy: {
        en: () => 'Start it, or settle what locks it (an overdue bill); or name another one.',
        zh: () => '请启动该实例，或解除锁定（例如欠费）；也可引用其他负载均衡。',
      },
    },
    'port-taken': {
      en: ({ port, protocol, id, has }: Port) =>
        `Port ${port} is to be a ${protocol} listener, but ${id} has a listener of ${has} there that is not this Service's.`,
      zh: ({ port, protocol, id, has }) =>
        `端口 ${port} 应为 ${protocol} 监听，但 ${id} 上该端口已有不属于此 Service 的 ${has} 监听。`,
      events: ['E37'],
      why: {
        en: `A port has one listener. The controller takes no listener of another protocol over, and the cloud refuses a second one (E37). ${degraded.en}`,
        zh: `一个端口只能有一个监听。控制器不会接管其他协议的监听，而云平台会拒绝再创建一个（E37）。${degraded.zh}`,
      },
      remedy: {
        en: () => 'Use another port, or have the listener that is there deleted first.',
        zh: () => '更换端口，或先删除现有监听。',
      },
    },
    'taken-over': {
      en: ({ port, id, owner, cluster }: TakenOver) =>
        `Port ${port} of ${id} has a listener already, ${owner === '' ? 'made by hand' : `made for Service ${owner}${cluster === '' ? '' : ` of cluster ${cluster}`}`}: this Service takes it over.`,
      zh: ({ port, id, owner, cluster }) =>
        `${id} 的端口 ${port} 已有${owner === '' ? '手工创建的监听' : `为${cluster === '' ? '' : `集群 ${cluster} 的`} Service ${owner} 创建的监听`}：此 Service 会将其接管。`,
      severity: 'warning',
      events: [],
      why: {
        en: 'With force-override-listeners the controller matches listeners by port and protocol: it points this one to the pods of this Service and overwrites settings that the annotations state. Whoever is served by it now is cut off.',
        zh: '设置 force-override-listeners 后，控制器按端口和协议匹配监听：该监听会转而指向此 Service 的 Pod，注解中声明的配置也会被覆盖。当前由其提供服务的一方会中断。',
      },
      remedy: {
        en: () => 'Make sure that nobody else needs this listener, or use another port.',
        zh: () => '请确认没有其他使用者依赖该监听，或更换端口。',
      },
    },
    'shared-performance': {
      en: ({ id }: Id) =>
        `${id} has no spec and is billed by spec, as load balancers of shared performance are, which take no pods as backends.`,
      zh: ({ id }) => `${id} 没有规格且按规格计费，符合性能共享型实例的特征，而性能共享型不支持将 Pod 作为后端。`,
      assumes: ['inventory.performance=shared'],
      events: ['E02'],
      why: {
        en: 'A CLB of shared performance takes no network interfaces of pods as backends (E02), so that its server groups stay empty.',
        zh: '性能共享型 CLB 不支持 Pod 的弹性网卡作为后端（E02），其服务器组会一直为空。',
      },
      remedy: {
        en: () => 'Move to a load balancer that is billed by CLCU or has a spec.',
        zh: () => '请改用按 CLCU 计费或带有规格的负载均衡。',
      },
    },
  },
  *check(loadBalancer, context) {
    const { inventory } = context.world;
    if (inventory === undefined || !isReused(loadBalancer) || loadBalancer.controller !== 'clb') return;
    const { service, reused } = loadBalancer;
    const at = annotationSpot(reused);
    const id = reused.text;
    const found = inventory.loadBalancers.get(id);
    if (found === undefined) {
      const missing = inventory.whole.loadBalancers ? missingForAbsence(context, service.resource) : 'inventory';
      if (missing === undefined) yield { at, message: 'unknown', data: { id } };
      else yield { at, undecided: [missing], resource: service.resource };
      return;
    }
    if (found.tags?.has(ownTag) === true || found.tags?.has(clusterTag) === true) {
      yield { at, message: 'made-by-controller', data: { id } };
      return;
    }
    const { vpcId } = context.facts;
    if (found.addressType === 'intranet' && found.vpcId !== undefined) {
      if (vpcId === undefined) yield { at, undecided: ['cluster.vpcId'], resource: service.resource };
      else if (found.vpcId !== vpcId)
        yield { at, message: 'other-vpc', data: { id, vpc: found.vpcId, cluster: vpcId } };
    }
    for (const [attribute, name] of fixedAttributes) {
      const own = annotation(service, name);
      if (own !== undefined && own.text === undefined) continue;
      const asked = own?.text ?? (attribute === 'ipVersion' ? 'ipv4' : undefined);
      const has = found[attribute];
      if (asked === undefined || typeof has !== 'string' || equalsFold(asked, has.toLowerCase())) continue;
      const place = own === undefined ? missingAnnotationSpot(service, name) : annotationSpot(own);
      const path = `metadata.annotations[${JSON.stringify(fullKey(name))}]`;
      yield { at: place, path, message: 'attribute', data: { id, key: name, asked, has }, value: asked };
    }
    const charge = annotation(service, 'instance-charge-type');
    if (charge?.text === 'PayBySpec' && found.instanceChargeType === 'PayByCLCU')
      yield { at: annotationSpot(charge), message: 'billing', data: { id } };
    if (found.status !== undefined && found.status !== 'active')
      yield { at, message: 'inactive', data: { id, status: found.status } };
    if (loadBalancer.backendMode === 'eni' && found.spec === '' && found.instanceChargeType === 'PayBySpec')
      yield { at, message: 'shared-performance', data: { id } };
    if (loadBalancer.managesListeners) yield* portsOf(loadBalancer, context);
  },
});

function* portsOf({ service, listeners, reused }: Reused, { world, changeOf, facts }: RuleContext) {
  const id = reused.text;
  const existing = world.inventory?.listeners.get(id) ?? [];
  const cluster = ownClusterOf(world.inventory, facts.vpcId);
  let isOpen = false;
  // A listener of the name that a Service had before is still its own.
  const before = changeOf(service)?.base;
  const own = before === undefined ? [service] : [service, before];
  for (const { port, protocol } of listeners) {
    if (port.port === undefined || protocol === undefined) continue;
    const there = existing.find((one) => one.port === port.port && transportOf(one.protocol) === transportOf(protocol));
    if (there?.protocol === undefined) {
      isOpen ||= there !== undefined || world.inventory?.partial.listeners === true;
      continue;
    }
    // Services that are applied with this one are compared by shared-clb-port-collision.
    const known = [...own, ...world.sharing(service)];
    const isOurs = isMadeForOneOf(there.description, known, cluster);
    isOpen ||= isOurs === undefined;
    if (isOurs !== false) continue;
    const at = spot(port.portNode ?? port.node);
    if (there.protocol !== protocol)
      yield { at, message: 'port-taken' as const, data: { id, port: port.port, protocol, has: there.protocol } };
    else {
      const owner = ownNameOf(there.description);
      const name = owner === undefined ? '' : `${owner.namespace}/${owner.service}`;
      const elsewhere = owner === undefined || cluster === undefined || owner.cluster === cluster ? '' : owner.cluster;
      yield { at, message: 'taken-over' as const, data: { id, port: port.port, owner: name, cluster: elsewhere } };
    }
  }
  if (isOpen) yield { at: annotationSpot(reused), undecided: ['inventory'] as const, resource: service.resource };
}
