import type { Bilingual } from '../../model/finding.ts';
import { key, step, text, type Step } from '../explanation.ts';
import { failed, fromGuide, fromSource, type EventFact } from './event.ts';

const fixed = (what: Bilingual): Bilingual =>
  text(
    `The manifest wants another ${what.en} than the load balancer has. The cloud sets it when the load balancer is made and never again.`,
    `清单要求的${what.zh}与负载均衡现有的不同，而它在创建后不可修改。`,
  );
const revert = (...keys: readonly string[]): Step =>
  step(
    `Set ${keys.map(key).join(' and ')} to what the load balancer has, or remove it: an absent value is not compared.`,
    `将 ${keys.map(key).join(' 和 ')} 改为负载均衡的现有值，或删除该注解：不写就不比较。`,
  );
const recreate = [
  step(
    'If the new value is needed: make a second Service with it, move the clients (DNS, allow lists), then remove this one. Deleting and recreating this Service works as well, with an outage and a new address.',
    '若确实需要新值：用新值新建一个 Service，迁移客户端（DNS、白名单）后再删除当前 Service。也可删除并重建当前 Service，但会中断且地址改变。',
    'own',
  ),
  step(
    'If the new value is needed: make a load balancer by hand that has it, and a second Service that names it.',
    '若确实需要新值：手动创建具有该属性的负载均衡，再新建引用它的 Service。',
    'reused',
  ),
];

interface Settled extends Pick<EventFact, 'says' | 'meaning' | 'rules' | 'source'> {
  readonly what: Bilingual;
  readonly needs: readonly string[];
}

/** A change of an attribute that a load balancer has for good. */
const settled = ({ what, needs, ...own }: Settled): EventFact => ({
  ...own,
  why: fixed(what),
  reason: failed,
  class: 'degraded',
  foresight: ['change', 'inventory'],
  needs,
  steps: [revert(...needs), ...recreate],
});

/** Making a load balancer, and attributes that are settled with it. */
export const instanceEvents = {
  E10: {
    says: [
      'Status Code: 400 Code: VSwitchAvailableIpNotExist Message: The specified VSwitch has no available ip.',
      'Message: No subnet IP addresses are available.',
    ],
    meaning: text('The vSwitch has no free address.', '虚拟交换机没有可用 IP。'),
    why: text(
      'An internal load balancer takes an address from a vSwitch. A vSwitch that the manifest names is the only one that is tried.',
      '私网负载均衡需要占用虚拟交换机的一个 IP。清单中指定了虚拟交换机时，控制器只会使用它。',
    ),
    reason: failed,
    class: 'freeze',
    atCreation: true,
    foresight: ['inventory'],
    steps: [
      step(
        `Name another vSwitch of the same VPC that has free addresses: ${key('vswitch-id')}: "vsw-…".`,
        `指定同一 VPC 下有空闲 IP 的另一个虚拟交换机：${key('vswitch-id')}: "vsw-…"。`,
      ),
      step(
        'Or free addresses in the vSwitch; the controller retries by itself.',
        '或释放该虚拟交换机中的 IP；控制器会自动重试。',
      ),
    ],
    rules: ['vswitch-unusable'],
    source: fromGuide,
  },
  E13: {
    says: ['alicloud: can not change ResourceGroupId once created', 'ResourceGroupId cannot be changed'],
    meaning: text('The resource group cannot change once created.', '资源组创建后不可修改。'),
    why: fixed(text('resource group', '资源组')),
    reason: failed,
    class: 'degraded',
    foresight: ['change', 'inventory'],
    needs: ['resource-group-id'],
    steps: [
      revert('resource-group-id'),
      step(
        'To move the load balancer to another resource group, do so in the console; the annotation then names that group or goes.',
        '若要更换资源组，请在控制台转移实例，然后将注解改为新资源组或删除。',
      ),
    ],
    rules: ['immutable-attribute-changed', 'reused-clb-mismatch', 'shared-clb-attribute-conflict'],
    source: fromGuide,
  },
  E15a: {
    says: ['Message: The operation is not allowed because the instanceChargeType of loadbalancer is PayByCLCU.'],
    meaning: text('The specification cannot change under PayByCLCU.', '按使用量计费（PayByCLCU）时不能修改规格。'),
    why: text(
      'The manifest names a specification, but the load balancer is billed by use and has none. Controllers before v2.8.0 try to set it all the same.',
      '清单指定了规格，但负载均衡按使用量计费，没有规格。v2.8.0 之前的控制器仍会尝试设置。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['manifest', 'cluster', 'inventory'],
    needs: ['spec'],
    steps: [
      step(`Remove the annotation ${key('spec')}.`, `删除注解 ${key('spec')}。`),
      step(
        `If ${key('instance-charge-type')} is written, set it to "PayByCLCU".`,
        `若写有 ${key('instance-charge-type')}，将其设为 "PayByCLCU"。`,
      ),
    ],
    rules: ['spec-ignored-under-clcu'],
    source: fromGuide,
  },
  E15b: {
    says: ['Message: User does not have permission modify InstanceChargeType to spec.'],
    meaning: text('PayByCLCU cannot go back to PayBySpec.', 'PayByCLCU 不能改回 PayBySpec。'),
    why: text(
      'The manifest asks for billing by specification; from billing by use there is no way back.',
      '清单要求按规格计费，但按使用量计费的实例无法再转回按规格计费。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['change', 'inventory'],
    needs: ['instance-charge-type'],
    steps: [
      step(
        `Set ${key('instance-charge-type')} to "PayByCLCU", or remove it.`,
        `将 ${key('instance-charge-type')} 设为 "PayByCLCU"，或删除该注解。`,
      ),
      step(`Remove ${key('spec')} as well.`, `同时删除 ${key('spec')}。`),
    ],
    rules: [
      'billing-change-unsupported',
      'pay-by-spec-discontinued',
      'shared-clb-attribute-conflict',
      'reused-clb-mismatch',
    ],
    source: fromGuide,
  },
  E17: settled({
    says: ['alicloud: can not change LoadBalancer AddressType once created. delete and retry'],
    meaning: text('The address type cannot change once created.', '地址类型（公网/私网）创建后不可修改。'),
    what: text('address type (internet or intranet)', '地址类型（公网或私网）'),
    needs: ['address-type'],
    rules: [
      'immutable-attribute-changed',
      'explicit-address-type',
      'network-placement-conflict',
      'reused-clb-mismatch',
      'shared-clb-attribute-conflict',
    ],
    source: fromGuide,
  }),
  E19: {
    says: ['Message: The specified VSwitch does not exist.', 'The specified vSwitch instance is invalid'],
    meaning: text('The vSwitch does not exist.', '虚拟交换机不存在。'),
    why: text(
      'The vSwitch that the manifest names, or that the cluster has as its default, is misspelt, deleted, or of another VPC or region.',
      '清单指定的（或集群默认的）虚拟交换机拼写错误、已删除，或属于其他 VPC 或地域。',
    ),
    reason: failed,
    class: 'freeze',
    atCreation: true,
    foresight: ['inventory'],
    steps: [
      step(
        `Set ${key('vswitch-id')} to a vSwitch of the VPC of the cluster.`,
        `将 ${key('vswitch-id')} 设为集群所在 VPC 的虚拟交换机。`,
        'clb',
      ),
      step(
        `Correct the vSwitch in ${key('zone-maps')}; each must lie in the zone before its colon.`,
        `修正 ${key('zone-maps')} 中的虚拟交换机；每个虚拟交换机必须位于冒号前的可用区。`,
        'nlb',
      ),
      step(
        'If the manifest names none, the vSwitch in the configuration of the cluster is gone: correct it there, or name one.',
        '若清单未指定，则是集群配置中的虚拟交换机已被删除：修正集群配置，或在清单中指定。',
      ),
    ],
    rules: ['vswitch-unusable'],
    source: fromSource,
  },
  E20: settled({
    says: [
      'alicloud: can not change LoadBalancer master zone id once created',
      'can not change LoadBalancer slave zone id once created',
    ],
    meaning: text('The zones cannot change once created.', '主备可用区创建后不可修改。'),
    what: text('zone', '可用区'),
    needs: ['master-zoneid', 'slave-zoneid'],
    rules: ['immutable-attribute-changed', 'reused-clb-mismatch', 'shared-clb-attribute-conflict'],
    source: fromSource,
  }),
  E21: {
    says: ['alicloud: can not change LoadBalancer AddressIPVersion once created'],
    meaning: text('The IP version cannot change once created.', 'IP 版本创建后不可修改。'),
    why: text(
      'The manifest wants another IP version than the load balancer has; without the annotation it wants ipv4. The cloud sets it when the load balancer is made and never again.',
      '清单要求的 IP 版本与负载均衡现有的不同（不写注解即为 ipv4），而它在创建后不可修改。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['change', 'inventory'],
    steps: [
      step(
        `Set ${key('ip-version')} to what the load balancer has; for an IPv6 one it must be written: "ipv6".`,
        `将 ${key('ip-version')} 设为负载均衡的现有值；IPv6 实例必须显式写 "ipv6"。`,
      ),
      ...recreate,
      step(
        'On a reused IPv6 load balancer: delete the listeners and server groups of the Service by hand, then remove the finalizer service.k8s.alibaba/resources. The load balancer itself stays.',
        '复用 IPv6 实例时：手动删除该 Service 的监听和服务器组，再移除 finalizer service.k8s.alibaba/resources。负载均衡本身会保留。',
        'terminating',
      ),
    ],
    rules: [
      'immutable-attribute-changed',
      'network-placement-conflict',
      'service-removed-releases-ip',
      'reused-clb-mismatch',
      'shared-clb-attribute-conflict',
    ],
    source: fromSource,
  },
  E22: settled({
    says: ['alicloud: can not change LoadBalancer network type once created'],
    meaning: text('The network type cannot change once created.', '网络类型创建后不可修改。'),
    what: text('network type (vpc or classic)', '网络类型（vpc 或 classic）'),
    needs: ['network-type'],
    rules: [
      'immutable-attribute-changed',
      'network-placement-conflict',
      'annotation-value-not-allowed',
      'reused-clb-mismatch',
      'shared-clb-attribute-conflict',
    ],
    source: fromSource,
  }),
  E23: settled({
    says: ['alicloud: can not change LoadBalancer address once created'],
    meaning: text('The address cannot change once created.', '地址创建后不可修改。'),
    what: text('address', '地址'),
    needs: ['ip'],
    rules: [
      'immutable-attribute-changed',
      'network-placement-conflict',
      'reused-clb-mismatch',
      'shared-clb-attribute-conflict',
    ],
    source: fromSource,
  }),
  E27: {
    says: ['alicloud: create public address slb is not allowed'],
    meaning: text('The cluster forbids public load balancers.', '集群禁止创建公网负载均衡。'),
    why: text(
      'The Service wants a public load balancer, which is also what it gets when it does not say; the cluster has disablePublicSLB. The controller does not retry this one.',
      'Service 需要公网负载均衡（未指定时默认公网），而集群配置了 disablePublicSLB。该错误不会自动重试。',
    ),
    reason: failed,
    class: 'freeze',
    atCreation: true,
    foresight: ['manifest', 'cluster'],
    steps: [
      step(`Write ${key('address-type')}: "intranet".`, `添加注解 ${key('address-type')}: "intranet"。`),
      step(
        'If it must be public, ask whoever runs the cluster to lift disablePublicSLB, then touch an annotation of the Service to trigger a sync.',
        '若必须使用公网，请联系集群管理员放开 disablePublicSLB，然后改动一个注解以触发同步。',
      ),
    ],
    rules: ['explicit-address-type'],
    source: fromSource,
  },
  E40: {
    says: ['get available vswitch id error: no available vsw found', 'no vswitches found'],
    meaning: text('No vSwitch is available.', '没有可用的虚拟交换机。'),
    why: text(
      'Every vSwitch that the controller knows of is full, or it knows of none.',
      '控制器已知的虚拟交换机全部用尽，或没有任何已知的虚拟交换机。',
    ),
    reason: failed,
    class: 'freeze',
    atCreation: true,
    foresight: ['inventory'],
    steps: [
      step(
        `Name a vSwitch of the VPC that has free addresses: ${key('vswitch-id')}: "vsw-…".`,
        `指定 VPC 中有空闲 IP 的虚拟交换机：${key('vswitch-id')}: "vsw-…"。`,
      ),
      step(
        'For all Services to come, add a vSwitch with room to the configuration of the cluster.',
        '为后续 Service 考虑，请在集群配置中添加有余量的虚拟交换机。',
      ),
    ],
    rules: ['vswitch-unusable'],
    source: fromSource,
  },
} as const satisfies Record<string, EventFact>;
