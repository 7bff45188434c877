import { currentPrefix as prefix } from '../../catalog/annotation-keys.ts';
import { isPlaceholder } from '../../catalog/placeholders.ts';
import { factOfShortKey, scoped } from '../../catalog/annotations.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import { itemsOf, numberOf, textOf, valueAt, type ValueNode } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { list, settingsReach, spot } from '../support.ts';

interface Kind {
  readonly isNlb: boolean;
}

export const ignoredServiceField = defineRule({
  id: 'ignored-service-field',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'loadBalancer',
  events: ['S06'],
  summary: {
    en: 'Service field that the load balancer is not made from.',
    zh: '负载均衡不会读取的 Service 字段。',
  },
  why: {
    en: 'The controller makes load balancers from annotations and passes this field by without an event (S06): what it asks for is just not there.',
    zh: '控制器根据注解创建负载均衡，会忽略该字段且不产生事件（S06）：它所要求的设置并不存在。',
  },
  remedy: {
    en: `Say it with the annotation of the family ${prefix}… instead.`,
    zh: `请改用 ${prefix}… 系列的相应注解。`,
  },
  source: controllerSource('fields of the Service that no builder of the load balancer reads'),
  messages: {
    'load-balancer-ip': {
      en: (_: Kind) => 'loadBalancerIP is not read; the load balancer gets any address.',
      zh: () => '控制器不读取 loadBalancerIP；负载均衡会得到任意地址。',
      remedy: {
        en: ({ isNlb }) =>
          isNlb
            ? `Write the address as the third part of a zone in ${prefix}zone-maps: "zone:vswitch:address"; and drop the field.`
            : `Set ${prefix}ip with ${prefix}address-type: "intranet" and the ${prefix}vswitch-id that holds the address; and drop the field.`,
        zh: ({ isNlb }) =>
          isNlb
            ? `在 ${prefix}zone-maps 中将地址写为可用区的第三部分："可用区:交换机:地址"；并删除该字段。`
            : `设置 ${prefix}ip，同时设置 ${prefix}address-type: "intranet" 与包含该地址的 ${prefix}vswitch-id；并删除该字段。`,
      },
    },
    'session-affinity': {
      en: (_: { readonly settings: readonly string[] }) =>
        'The load balancer does not read sessionAffinity; it spreads the connections of one client over all backends.',
      zh: () => '负载均衡不读取 sessionAffinity；同一客户端的连接会被分散到所有后端。',
      remedy: {
        en: ({ settings }) => `Set ${list(settings, ' and ')}.`,
        zh: ({ settings }) => `设置 ${list(settings, '、')}。`,
      },
    },
    'ip-families': {
      en: (_: Kind) => 'IPv6 is asked for, but the load balancer does not read the IP families and gets IPv4 only.',
      zh: () => '此处要求 IPv6，但负载均衡不读取 IP 协议族设置，只会得到 IPv4。',
      remedy: {
        en: ({ isNlb }) => `Set ${prefix}ip-version: "${isNlb ? 'DualStack' : 'ipv6'}".`,
        zh: ({ isNlb }) => `设置 ${prefix}ip-version: "${isNlb ? 'DualStack' : 'ipv6'}"。`,
      },
    },
  },
  *check(loadBalancer) {
    const { controller } = loadBalancer;
    if (controller === 'none') return;
    const data = { isNlb: controller === 'nlb' };
    const address = addressAskedFor(loadBalancer);
    if (address !== undefined) yield { at: spot(address), message: 'load-balancer-ip', data };
    const affinity = valueAt(loadBalancer.service.spec, 'sessionAffinity');
    if (affinity !== undefined && textOf(affinity) === 'ClientIP' && !isSticky(loadBalancer)) {
      const settings = stickySettings(loadBalancer);
      if (settings.length > 0) yield { at: spot(affinity), message: 'session-affinity', data: { settings } };
    }
    const family = ipv6AskedFor(loadBalancer);
    if (family !== undefined) yield { at: spot(family), message: 'ip-families', data };
  },
});

/** The address, unless an annotation gives it. A reused load balancer has its address already. */
function addressAskedFor({ service, controller, reused }: LoadBalancer): ValueNode | undefined {
  const field = valueAt(service.spec, 'loadBalancerIP');
  const text = textOf(field);
  if (text === undefined || text === '' || isPlaceholder(text) || reused !== undefined) return undefined;
  if (controller === 'clb') return annotation(service, 'ip') === undefined ? field : undefined;
  const zones = annotation(service, 'zone-maps');
  if (zones === undefined) return field;
  const isGiven = zones.text?.split(',').some((zone) => (zone.split(':')[2] ?? '') !== '') ?? true;
  return isGiven ? undefined : field;
}

/** True when clients are kept at their backend, or somebody else decides about it. */
function isSticky(loadBalancer: LoadBalancer): boolean {
  const { service, controller } = loadBalancer;
  if (!settingsReach(loadBalancer)) return true;
  const says = (key: string, means: (text: string) => boolean): boolean => {
    const stated = annotation(service, key);
    return stated !== undefined && (stated.text === undefined || means(stated.text));
  };
  if (says('scheduler', (text) => /^[stq]ch$/i.test(text))) return true;
  if (controller === 'nlb') return false;
  return says('persistence-timeout', (text) => text !== '0') || says('sticky-session', (text) => text !== 'off');
}

/** What keeps clients at their backend, by the protocols of the listeners. */
function stickySettings({ service, controller, listeners }: LoadBalancer): readonly string[] {
  const byHash = `${prefix}scheduler: "sch"`;
  if (controller === 'nlb') return [byHash];
  const protocols = new Set(listeners.map(({ protocol = 'tcp' }) => protocol));
  return [
    ...(protocols.has('tcp') ? [`${prefix}persistence-timeout: "${affinitySeconds(service)}"`] : []),
    ...(protocols.has('udp') ? [byHash] : []),
    ...(protocols.has('http') || protocols.has('https')
      ? [`${prefix}sticky-session: "on" with ${prefix}sticky-session-type`]
      : []),
  ];
}

/** How long a client is to be kept: as the Service says, else as long as the load balancer can. */
function affinitySeconds({ spec }: LoadBalancer['service']): number {
  const longest = scoped(factOfShortKey('persistence-timeout')?.range, 'clb')?.max ?? 0;
  const stated = numberOf(valueAt(spec, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'));
  return Math.min(stated ?? longest, longest);
}

/** Where IPv6 is asked for, unless an annotation says which version. A reused load balancer has its version already. */
function ipv6AskedFor({ service, reused }: LoadBalancer): ValueNode | undefined {
  if (reused !== undefined || annotation(service, 'ip-version') !== undefined) return undefined;
  const families = itemsOf(valueAt(service.spec, 'ipFamilies'));
  const policy = valueAt(service.spec, 'ipFamilyPolicy');
  return (
    families.find((family) => textOf(family) === 'IPv6') ?? (textOf(policy) === 'RequireDualStack' ? policy : undefined)
  );
}
