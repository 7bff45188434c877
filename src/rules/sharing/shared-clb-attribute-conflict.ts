import { annotation, missingAnnotationSpot, type Annotation } from '../../controller/annotations.ts';
import { considerations } from '../../catalog/sources.ts';
import type { Kind } from '../../catalog/annotations.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import { equalsFold } from '../../controller/go/text.ts';
import { isPlaceholderValue, type Value } from '../../controller/values.ts';
import type { Spot } from '../../model/node.ts';
import type { Service } from '../../world/service.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { hasToChange, isReused, sharersOf, type Reused } from '../sharing.ts';
import { annotationSpot, fullKey, nameOf } from '../support.ts';

interface Conflict {
  readonly key: string;
  readonly id: string;
  readonly own: string;
  readonly other: string;
  readonly theirs: string;
}

/** An attribute of an instance, the annotation that gives it, and what comes of two Services that disagree. */
interface Shared {
  readonly attribute: string;
  readonly key: string;
  readonly ends: 'rewritten' | 'refused';
  /** What a Service asks for that does not say. */
  readonly unsaid?: string;
  /** False where the controller leaves the attribute alone. */
  readonly acts?: (one: Reused, context: RuleContext) => boolean;
}

const rewritten = (attribute: string, key: string, acts?: Shared['acts']): Shared => ({
  attribute,
  key,
  ends: 'rewritten',
  ...(acts === undefined ? {} : { acts }),
});
const refused = (attribute: string, key: string, unsaid?: string): Shared => ({
  attribute,
  key,
  ends: 'refused',
  ...(unsaid === undefined ? {} : { unsaid }),
});

/**
 * Attributes that the controller compares on an instance that it did not make, too, whatever is said of listeners.
 * Source: `LoadBalancerManager.Update`, `NLBManager.Update` of the controller, v2.14.0.
 */
const shared: Readonly<Record<Kind, readonly Shared[]>> = {
  clb: [
    rewritten('loadBalancerName', 'name'),
    rewritten('deleteProtection', 'delete-protection'),
    rewritten('modificationProtectionStatus', 'modification-protection'),
    rewritten('internetChargeType', 'charge-type'),
    rewritten('bandwidth', 'bandwidth', (one) => attributeOf(one, 'internetChargeType') === 'paybybandwidth'),
    rewritten('loadBalancerSpec', 'spec', isPaidBySpec),
    rewritten('tags', 'additional-resource-tags'),
    refused('instanceChargeType', 'instance-charge-type'),
    refused('addressType', 'address-type'),
    refused('addressIPVersion', 'ip-version', 'ipv4'),
    refused('resourceGroupId', 'resource-group-id'),
    refused('masterZoneId', 'master-zoneid'),
    refused('slaveZoneId', 'slave-zoneid'),
    refused('networkType', 'network-type'),
    refused('address', 'ip'),
  ],
  nlb: [
    rewritten('name', 'name'),
    rewritten('addressType', 'address-type'),
    rewritten('zoneMappings', 'zone-maps'),
    rewritten('securityGroupIds', 'security-group-ids'),
    rewritten('ipv6AddressType', 'ipv6-address-type'),
    rewritten('bandwidthPackageId', 'bandwidth-package-id'),
    rewritten('crossZoneEnabled', 'cross-zone-enabled'),
    rewritten('tags', 'additional-resource-tags'),
    refused('addressIpVersion', 'ip-version'),
    refused('resourceGroupId', 'resource-group-id'),
  ],
};

export const sharedClbAttributeConflict = defineRule({
  id: 'shared-clb-attribute-conflict',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  readsInventory: true,
  crossResource: true,
  events: ['S07'],
  summary: {
    en: 'Two Services want different attributes of one load balancer.',
    zh: '两个 Service 对同一负载均衡设置了不同的属性。',
  },
  why: {
    en: 'Attributes belong to the load balancer and not to a port of it. Each Service sets them to what it says whenever it is synced, so that the value goes back and forth, without an event.',
    zh: '这些属性属于负载均衡实例，而不是某个端口。每个 Service 同步时都会将其改为自己的值，因此取值来回变化，且没有任何事件提示。',
  },
  remedy: {
    en: 'Let one Service say it, and drop the annotation from the others: what is not said is left alone.',
    zh: '只在一个 Service 中设置该注解，其余 Service 去掉即可：未声明的属性不会被修改。',
  },
  source: considerations('attributes of a shared instance; observed by running v2.14.0'),
  messages: {
    rewritten: {
      en: ({ key, id, own, other, theirs }: Conflict) =>
        `${key} of ${id} is ${own} here and ${theirs} in Service ${other}: they keep rewriting each other.`,
      zh: ({ key, id, own, other, theirs }) =>
        `${id} 的 ${key} 在此处为 ${own}，在 Service ${other} 中为 ${theirs}：两者会不断互相改写。`,
    },
    refused: {
      en: ({ key, id, own, other, theirs }: Conflict) =>
        `${key} of ${id} is ${own} here and ${theirs} in Service ${other}: it cannot be both, and the controller refuses one of them.`,
      zh: ({ key, id, own, other, theirs }) =>
        `${id} 的 ${key} 在此处为 ${own}，在 Service ${other} 中为 ${theirs}：不可能同时成立，控制器会拒绝其中一个。`,
      events: ['E13', 'E15b', 'E17', 'E20', 'E21', 'E22', 'E23'],
      why: {
        en: 'What a load balancer is made with does not change. The Service that says something else ends every sync in an error: stale server groups stay, the status is not refreshed, and pods that wait for its readiness gate never become ready.',
        zh: '负载均衡创建时确定的属性不可更改。取值不符的 Service 每次同步都以报错结束：过期的服务器组不会清理，状态不再刷新，等待其就绪门控（readiness gate）的 Pod 永远不会就绪。',
      },
      remedy: {
        en: () => 'Say in all Services what the load balancer is, or say nothing.',
        zh: () => '在所有 Service 中写明负载均衡的实际取值，或都不声明。',
      },
    },
  },
  *check(loadBalancer, context) {
    if (!isReused(loadBalancer)) return;
    for (const other of sharersOf(loadBalancer, context)) {
      for (const one of shared[loadBalancer.prediction.controller === 'nlb' ? 'nlb' : 'clb']) {
        const [own, theirs] = [loadBalancer, other].map((each) => askedFor(each, one, context));
        if (own === undefined || theirs === undefined || own === theirs) continue;
        const saidSo = (before: LoadBalancer, now: LoadBalancer): boolean =>
          annotation(before.service, one.key)?.text === annotation(now.service, one.key)?.text;
        if (!hasToChange(loadBalancer, other, context, saidSo)) continue;
        const at = placeOf(loadBalancer.service, one.key);
        yield {
          at,
          message: one.ends,
          data: {
            key: one.key,
            id: loadBalancer.reused.text,
            own: textOf(annotation(loadBalancer.service, one.key), one),
            other: nameOf(other.service.resource),
            theirs: textOf(annotation(other.service, one.key), one),
          },
          path: `metadata.annotations[${JSON.stringify(fullKey(one.key))}]`,
          others: [other.service.resource],
          related: [
            {
              at: placeOf(other.service, one.key),
              resource: other.service.resource,
              message: {
                en: `Service ${nameOf(other.service.resource)}`,
                zh: `Service ${nameOf(other.service.resource)}`,
              },
            },
          ],
        };
      }
    }
  },
});

/** What a Service asks for, as a text that equal wishes share; undefined where it asks for nothing, or for who knows what. */
function askedFor(loadBalancer: Reused, { attribute, unsaid, acts }: Shared, context: RuleContext): string | undefined {
  if (acts?.(loadBalancer, context) === false) return undefined;
  const value = attributeOf(loadBalancer, attribute) ?? unsaid;
  if (value === undefined || isPlaceholderValue(value)) return undefined;
  if (Array.isArray(value))
    return value
      .map((item) => JSON.stringify(item))
      .toSorted()
      .join();
  if (typeof value === 'object') return JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return String(value);
}

function attributeOf({ prediction }: Reused, attribute: string): Value | undefined {
  if (prediction.controller === 'none') return undefined;
  return (prediction.instance as Readonly<Record<string, Value | undefined>>)[attribute];
}

/** A spec is left alone unless somebody says that the instance is paid by it. */
function isPaidBySpec(loadBalancer: Reused, context: RuleContext): boolean {
  const charge = [loadBalancer, ...sharersOf(loadBalancer, context)]
    .map((each) => attributeOf(each, 'instanceChargeType'))
    .find((value) => typeof value === 'string');
  const known = charge ?? context.world.inventory?.loadBalancers.get(loadBalancer.reused.text)?.instanceChargeType;
  return typeof known === 'string' && equalsFold(known, 'paybyspec');
}

function placeOf(service: Service, key: string): Spot {
  const own = annotation(service, key);
  return own === undefined ? missingAnnotationSpot(service, key) : annotationSpot(own);
}

function textOf(own: Annotation | undefined, { unsaid = '' }: Shared): string {
  return own?.text === undefined ? unsaid : JSON.stringify(own.text);
}
