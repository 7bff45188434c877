import { quotas } from '../../catalog/quotas.ts';
import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import { ownClusterOf } from '../../controller/own-cluster.ts';
import { isPlaceholder } from '../../catalog/placeholders.ts';
import type { Spot } from '../../model/node.ts';
import { isMadeFor } from '../../world/inventory.ts';
import { missingForAbsence } from '../absence.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { annotationSpot, elementsOf } from '../support.ts';

interface VSwitch {
  readonly id: string;
}

/** A vSwitch that a load balancer is to be made in. */
interface Named {
  readonly at: Spot;
  readonly id: string;
  /** The zone that it is said to be in (NLB). */
  readonly zone: string | undefined;
  readonly key: string;
}

const refused = {
  en: 'The cloud refuses to make the load balancer: the Service stays without an address, until the controller is told another vSwitch.',
  zh: '云平台会拒绝创建负载均衡：在指定其他交换机之前，Service 始终没有地址。',
};

export const vswitchUnusable = defineRule({
  id: 'vswitch-unusable',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  readsInventory: true,
  reads: ['vpcId'],
  events: ['E10', 'E19'],
  summary: {
    en: 'A load balancer is to be made in a vSwitch that, by the inventory, cannot take it.',
    zh: '根据资源清单，用于创建负载均衡的交换机无法使用。',
  },
  why: refused,
  remedy: {
    en: `Name another vSwitch of the cluster's VPC. An inventory that is out of date is to be exported anew.`,
    zh: '请指定集群所在 VPC 中的其他交换机。若资源清单已过期，请重新导出。',
  },
  source: clbAnnotations('vswitch-id; events VSwitchAvailableIpNotExist and InvalidVSwitchId.NotFound'),
  messages: {
    unknown: {
      en: ({ id }: VSwitch) => `There is no vSwitch ${id}: the inventory has all of them.`,
      zh: ({ id }) => `交换机 ${id} 不存在：资源清单包含全部交换机，其中没有它。`,
      events: ['E19'],
    },
    'other-vpc': {
      en: ({ id, vpc, cluster }: VSwitch & { vpc: string; cluster: string }) =>
        `vSwitch ${id} is in ${vpc}, and the cluster is in ${cluster}.`,
      zh: ({ id, vpc, cluster }) => `交换机 ${id} 位于 ${vpc}，而集群位于 ${cluster}。`,
      events: ['E09'],
      why: {
        en: 'A load balancer in another VPC takes no nodes or pods of this cluster as backends (E09), so that no traffic arrives.',
        zh: '其他 VPC 中的负载均衡无法将本集群的节点或 Pod 作为后端（E09），流量无法到达。',
      },
    },
    'other-zone': {
      en: ({ id, zone, has }: VSwitch & { zone: string; has: string }) =>
        `vSwitch ${id} is in zone ${has}, and not in ${zone}.`,
      zh: ({ id, zone, has }) => `交换机 ${id} 位于可用区 ${has}，而不是 ${zone}。`,
      events: [],
      remedy: {
        en: ({ id, has }) => `Write ${has}:${id}, or name a vSwitch of the zone.`,
        zh: ({ id, has }) => `写作 ${has}:${id}，或指定该可用区中的交换机。`,
      },
    },
    unavailable: {
      en: ({ id, status }: VSwitch & { status: string }) => `vSwitch ${id} is not available: its status is ${status}.`,
      zh: ({ id, status }) => `交换机 ${id} 不可用：其状态为 ${status}。`,
      events: [],
    },
    full: {
      en: ({ id }: VSwitch) => `vSwitch ${id} has no free address left.`,
      zh: ({ id }) => `交换机 ${id} 没有可用地址。`,
      events: ['E10'],
    },
    few: {
      en: ({ id, free }: VSwitch & { free: number }) =>
        `vSwitch ${id} has only ${free} free ${free === 1 ? 'address' : 'addresses'} left.`,
      zh: ({ id, free }) => `交换机 ${id} 仅剩 ${free} 个可用地址。`,
      severity: 'warning',
      events: ['E10'],
      why: {
        en: 'A load balancer takes addresses of its vSwitch, and so do nodes and pods: the ones left may be gone before this is deployed (E10).',
        zh: '负载均衡会占用交换机中的地址，节点和 Pod 也会：部署时剩余地址可能已经用完（E10）。',
      },
    },
  },
  *check(loadBalancer, context) {
    const { inventory } = context.world;
    if (inventory === undefined) return;
    const { resource } = loadBalancer.service;
    const { vpcId } = context.facts;
    for (const { at, id, zone, key } of vSwitchesOf(loadBalancer)) {
      const found = inventory.vSwitches.get(id);
      if (found === undefined) {
        const missing = inventory.whole.vSwitches ? missingForAbsence(context, resource) : 'inventory';
        if (missing === undefined) yield { at, message: 'unknown', data: { id }, value: id };
        else yield { at, undecided: [missing], resource };
        continue;
      }
      if (found.vpcId !== undefined) {
        if (vpcId === undefined) yield { at, undecided: ['cluster.vpcId'], resource };
        else if (found.vpcId !== vpcId)
          yield { at, message: 'other-vpc', data: { id, vpc: found.vpcId, cluster: vpcId }, value: id };
      }
      if (zone !== undefined && found.zoneId !== undefined && zone !== found.zoneId)
        yield { at, message: 'other-zone', data: { id, zone, has: found.zoneId }, value: `${zone}:${id}` };
      // Only what is still to be made takes an address.
      const { status, freeAddresses: free } = found;
      const isUsable = (status ?? 'Available') === 'Available' && (free ?? Infinity) >= quotas.spareAddresses.limit;
      const isThere = isUsable || isMade(loadBalancer, context, key);
      if (isThere === true) continue;
      if (isThere === undefined) {
        yield { at, undecided: ['inventory'], resource };
        continue;
      }
      if (status !== undefined && status !== 'Available')
        yield { at, message: 'unavailable', data: { id, status }, value: id };
      if (free === 0) yield { at, message: 'full', data: { id }, value: id };
      else if (free !== undefined && free < quotas.spareAddresses.limit)
        yield { at, message: 'few', data: { id, free }, measure: quotas.spareAddresses.limit - free };
    }
  },
});

/** The vSwitches that a Service names for a load balancer of its own, and, for an NLB, in any case. */
function vSwitchesOf({ controller, service, reused }: LoadBalancer): Named[] {
  if (controller === 'nlb') {
    const key = 'zone-maps';
    return elementsOf(annotation(service, key)).flatMap(({ text, at }) => {
      const [zone = '', id = ''] = text.split(':');
      return id === '' || isPlaceholder(id) ? [] : [{ at, id, zone: isPlaceholder(zone) ? undefined : zone, key }];
    });
  }
  const key = 'vswitch-id';
  const own = annotation(service, key);
  if (controller !== 'clb' || reused !== undefined || own?.text === undefined) return [];
  // A public one is in no vSwitch, of which network-placement-conflict tells.
  if (annotation(service, 'address-type')?.text !== 'intranet') return [];
  return [{ at: annotationSpot(own), id: own.text, zone: undefined, key }];
}

/**
 * There is such a load balancer already, which no other vSwitch moves (vswitch-change-has-no-effect). Undefined where the
 * inventory leaves that open.
 */
function isMade(
  { service, controller }: LoadBalancer,
  { changeOf, facts, world: { inventory } }: RuleContext,
  key: string,
): boolean | undefined {
  const before = changeOf(service)?.before;
  const isMoved = before !== undefined && annotation(before.service, key)?.text !== annotation(service, key)?.text;
  if (controller === 'clb' && isMoved) return true;
  if (inventory === undefined) return false;
  const cluster = ownClusterOf(inventory, facts.vpcId);
  const answers = [...inventory.listeners.values()]
    .flat()
    .map(({ description }) => isMadeFor(description, service.resource, cluster));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) || inventory.partial.listeners ? undefined : false;
}
