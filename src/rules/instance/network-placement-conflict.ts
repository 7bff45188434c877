import { currentPrefix as prefix } from '../../catalog/annotation-keys.ts';
import { factOfShortKey } from '../../catalog/annotations.ts';
import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { verdictOf } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { fullKey, list, verdictSpot } from '../support.ts';

interface Keys {
  readonly keys: readonly string[];
}

/** An empty text counts as absent; old controllers do not know `ip`. */
const unread: ReadonlySet<string | undefined> = new Set(['empty', 'too-new']);
const networkTypeSince = factOfShortKey('network-type')?.firstVersion.clb ?? '';

const dropOrIntranet = {
  en: ({ keys }: Keys): string => `Set ${prefix}address-type: "intranet", or drop ${list(keys.map(fullKey), ' and ')}.`,
  zh: ({ keys }: Keys): string =>
    `设置注解 ${prefix}address-type: "intranet"，或删除 ${list(keys.map(fullKey), '、')}。`,
};

export const networkPlacementConflict = defineRule({
  id: 'network-placement-conflict',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  // Older controllers do not know network-type.
  thresholds: { ccmVersion: networkTypeSince },
  conditional: true,
  events: [],
  summary: {
    en: 'vSwitch or private address of a CLB does not fit its network.',
    zh: 'CLB 的交换机或私网地址与其网络类型不符。',
  },
  why: {
    en: 'A vSwitch and a fixed private address belong to an intranet CLB. What the cloud makes of them on a public one is not documented, so do not count on the address that was meant; and the type cannot be changed later (E17).',
    zh: '交换机与固定私网地址仅属于私网 CLB。云侧如何处理公网 CLB 上的此类设置并无文档说明；请勿指望得到预期的地址；且类型之后无法修改（E17）。',
  },
  remedy: {
    en: `Set the annotation ${prefix}address-type: "intranet", or drop ${prefix}vswitch-id and ${prefix}ip.`,
    zh: `设置注解 ${prefix}address-type: "intranet"，或删除 ${prefix}vswitch-id 与 ${prefix}ip。`,
  },
  source: clbAnnotations('vswitch-id and ip: for intranet instances; the address lies in the vSwitch'),
  messages: {
    internet: {
      en: ({ keys }: Keys) =>
        `${list(keys, ' and ')} ${keys.length === 1 ? 'is' : 'are'} made for private addresses, but the address-type is internet.`,
      zh: ({ keys }) => `${list(keys, '、')} 用于私网地址，而 address-type 为 internet。`,
      events: ['E17'],
      remedy: dropOrIntranet,
    },
    'internet-by-default': {
      en: ({ keys }: Keys) =>
        `${list(keys, ' and ')} ${keys.length === 1 ? 'is' : 'are'} made for private addresses, but without address-type the CLB is public.`,
      zh: ({ keys }) => `${list(keys, '、')} 用于私网地址，而未设置 address-type 的 CLB 为公网类型。`,
      events: ['E17'],
      remedy: dropOrIntranet,
    },
    'ip-without-vswitch': {
      en: (_: object) =>
        'A private address is asked for, but no vSwitch; the one that the controller takes may not hold it.',
      zh: () => '指定了私网地址但未指定交换机；控制器所选的交换机可能不包含该地址。',
      firesOn: 'absence',
      why: {
        en: 'Without vswitch-id the controller takes a vSwitch of the cluster, in newer versions one at random. Where the address lies in another one, the CLB API refuses to make the instance (SyncLoadBalancerFailed).',
        zh: '未设置 vswitch-id 时控制器会选用集群的某个交换机，新版本为随机选取。若该地址属于另一个交换机，CLB API 会拒绝创建实例（SyncLoadBalancerFailed）。',
      },
      remedy: {
        en: () => `Set the annotation ${prefix}vswitch-id to the vSwitch that holds the address.`,
        zh: () => `设置注解 ${prefix}vswitch-id，取值为包含该地址的交换机。`,
      },
    },
    'ip-is-ipv4': {
      en: (_: object) => 'A private IPv4 address is asked for, but the ip-version is ipv6.',
      zh: () => '指定了私网 IPv4 地址，而 ip-version 为 ipv6。',
      why: {
        en: 'The annotation sets an IPv4 address, which a CLB of ip-version ipv6 does not have. Neither can be changed once the instance is there (E21, E23).',
        zh: '该注解设置的是 IPv4 地址，而 ip-version 为 ipv6 的 CLB 没有此类地址。实例创建后两者均无法修改（E21、E23）。',
      },
      events: ['E21', 'E23'],
      remedy: {
        en: () => `Drop the annotation ${prefix}ip, or ${prefix}ip-version.`,
        zh: () => `删除注解 ${prefix}ip 或 ${prefix}ip-version。`,
      },
    },
    classic: {
      en: (_: object) => 'The vSwitch does nothing: network-type is classic, which has no vSwitches.',
      zh: () => 'vswitch-id 不起作用：network-type 为 classic，经典网络没有交换机。',
      why: {
        en: 'The controller drops the vSwitch without an event and makes the CLB in the classic network; the network type cannot be changed later (E22).',
        zh: '控制器会丢弃该交换机且不产生事件，并在经典网络中创建 CLB；网络类型之后无法修改（E22）。',
      },
      events: ['E22'],
      remedy: {
        en: () => `Drop the annotation ${prefix}network-type, or ${prefix}vswitch-id.`,
        zh: () => `删除注解 ${prefix}network-type 或 ${prefix}vswitch-id。`,
      },
    },
  },
  *check(loadBalancer) {
    const { service, controller, reused } = loadBalancer;
    // A reused instance has its place already.
    if (controller !== 'clb' || reused !== undefined) return;
    const type = annotation(service, 'address-type');
    if (type === undefined || type.text === 'internet') {
      const placed = ['vswitch-id', 'ip'].flatMap((key) => {
        const found = verdictOf(loadBalancer, key);
        const isRead = found?.annotation.text !== undefined && !unread.has(found.why?.because);
        return isRead ? [{ key, at: verdictSpot(found) }] : [];
      });
      const [first, ...others] = placed;
      if (first === undefined) return;
      const message = type === undefined ? 'internet-by-default' : 'internet';
      const also = { en: 'this one is made for private addresses, too', zh: '此注解同样用于私网地址' };
      const related = others.map(({ at }) => ({ at, resource: service.resource, message: also }));
      yield { at: first.at, message, data: { keys: placed.map(({ key }) => key) }, related };
      return;
    }
    const verdict = verdictOf(loadBalancer, 'vswitch-id');
    if (verdict?.why?.because === 'needs') yield { at: verdictSpot(verdict), message: 'classic', data: {} };
    const address = verdictOf(loadBalancer, 'ip');
    if (address?.outcome !== 'applied') return;
    const network = annotation(service, 'network-type');
    if (annotation(service, 'ip-version')?.text === 'ipv6')
      yield { at: verdictSpot(address), message: 'ip-is-ipv4', data: {} };
    else if (
      type.text === 'intranet' &&
      annotation(service, 'vswitch-id') === undefined &&
      (network === undefined || network.text === 'vpc')
    )
      yield { at: verdictSpot(address), message: 'ip-without-vswitch', data: {} };
  },
});
