import { controllerSource } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import type { LoadBalancerChange } from '../../controller/change/change.ts';
import { entryAt, spotOf, type Spot } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { nameOf } from '../support.ts';

interface Added {
  readonly service: string;
  readonly kind: 'CLB' | 'NLB';
}

export const loadBalancerAdded = defineRule({
  id: 'load-balancer-added',
  severity: 'info',
  firesOn: 'presence',
  subject: 'change',
  events: [],
  summary: {
    en: 'A new load balancer is made, with a new address.',
    zh: '将创建新的负载均衡及新的地址。',
  },
  why: {
    en: 'If this is deployed, the controller makes a load balancer for this Service and opens its ports there. It has an address that nobody knows yet, and it costs money from then on.',
    zh: '部署后控制器会为该 Service 创建负载均衡并开放其端口。它的地址此前无人知晓，并从此开始计费。',
  },
  remedy: {
    en: 'Nothing has to be mended. Confirm that the load balancer is wanted, and hand its address on once it is there.',
    zh: '无需修复。请确认确实需要该负载均衡，并在创建后告知其地址。',
  },
  source: controllerSource('reconcileLoadBalancerResources, setModelDefaultValue; row T09 of the behaviour notes'),
  messages: {
    internet: {
      en: ({ service, kind }: Added) =>
        `If deployed, Service ${service} gets a new ${kind} with an address on the internet.`,
      zh: ({ service, kind }) => `部署后，Service ${service} 会得到一个新的公网 ${kind} 及其地址。`,
    },
    intranet: {
      en: ({ service, kind }: Added) =>
        `If deployed, Service ${service} gets a new ${kind} with an address in the VPC.`,
      zh: ({ service, kind }) => `部署后，Service ${service} 会得到一个新的内网 ${kind} 及其地址。`,
    },
    'internet-unsaid': {
      en: ({ service, kind }: Added) =>
        `If deployed, Service ${service} gets a new ${kind} that is open to the internet, which its manifest does not say.`,
      zh: ({ service, kind }) => `部署后，Service ${service} 会得到一个对公网开放的新 ${kind}，而其清单并未写明。`,
      severity: 'warning',
      firesOn: 'absence',
      why: {
        en: 'Without address-type the controller makes a load balancer that faces the internet. If this is deployed, everybody can reach the ports of this Service at the new address.',
        zh: '未设置 address-type 时，控制器会创建公网负载均衡。部署后任何人都能通过新地址访问该 Service 的端口。',
      },
      remedy: {
        en: () => 'Set the annotation address-type to "intranet", or to "internet" where that is meant.',
        zh: () => '将注解 address-type 设置为 "intranet"；若确需公网访问，请设置为 "internet"。',
      },
    },
  },
  *check(change) {
    const { head, after, became } = change;
    const created = change.effects.find(({ kind }) => kind === 'load-balancer-created');
    if (head === undefined || after === undefined || created === undefined) return;
    if (change.before !== undefined || became === 'renamed') return;
    const at = placeOf(change);
    const made = [...change.transition.after.clbs, ...change.transition.after.nlbs].find(
      ({ id }) => id === created.loadBalancer,
    );
    if (at === undefined || made === undefined) return;
    const isSaid = annotation(head, 'address-type') !== undefined;
    const data = { service: nameOf(head.resource), kind: made.kind === 'nlb' ? ('NLB' as const) : ('CLB' as const) };
    const isIntranet = made.addressType.toLowerCase() === 'intranet';
    yield {
      at,
      message: isIntranet ? 'intranet' : isSaid ? 'internet' : 'internet-unsaid',
      data,
      path: 'metadata.name',
    };
  },
});

/** The type that makes it a load balancer, where the Service was there before; else its name. */
function placeOf({ base, head }: LoadBalancerChange): Spot | undefined {
  const type = base === undefined ? undefined : entryAt(head?.resource.root, 'spec', 'type')?.value;
  const node = type ?? head?.resource.name;
  return node === undefined ? undefined : spotOf(node);
}
