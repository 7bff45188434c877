import { currentPrefix as prefix } from '../../catalog/annotation-keys.ts';
import { controllerChanges } from '../../catalog/controller-changes.ts';
import { isPlaceholder } from '../../catalog/placeholders.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { verdictOf, type LoadBalancer } from '../../controller/load-balancer.ts';
import { itemsOf, textOf, valueAt, type ValueNode } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { spot } from '../support.ts';

const { since } = controllerChanges.nlbSourceRanges;
const acl = `${prefix}acl-status: "on", ${prefix}acl-id, ${prefix}acl-type: "white"`;
const securityGroups = `${prefix}security-group-ids`;

export const sourceRangesIgnored = defineRule({
  id: 'source-ranges-ignored',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  thresholds: { ccmVersion: since },
  conditional: true,
  events: ['S25'],
  summary: {
    en: 'loadBalancerSourceRanges does not restrict this load balancer.',
    zh: 'loadBalancerSourceRanges 对该负载均衡不起限制作用。',
  },
  why: {
    en: 'With nothing else to restrict it the load balancer lets everybody in, without an event (S25). What kube-proxy may filter on nodes does not hold where pods are the backends.',
    zh: '若没有其他限制，负载均衡对所有来源开放，且不产生事件（S25）。kube-proxy 在节点上可能进行的过滤，在以 Pod 作为后端时不起作用。',
  },
  remedy: {
    en: `Restrict access with an access control list: ${acl}; and drop the field.`,
    zh: `通过访问控制列表限制访问：${acl}；并删除该字段。`,
  },
  source: controllerSource(
    'loadBalancerSourceRanges: a part of the hash of a CLB Service only; sourceRanges of an NLB',
  ),
  messages: {
    clb: {
      en: (_: object) => 'loadBalancerSourceRanges is not read for a CLB; the field keeps nobody out.',
      zh: () => 'CLB 不读取 loadBalancerSourceRanges；该字段不限制任何来源。',
    },
    'clb-beside-acl': {
      en: (_: object) =>
        'loadBalancerSourceRanges is not read for a CLB; only the access control list decides who gets in.',
      zh: () => 'CLB 不读取 loadBalancerSourceRanges；只有访问控制列表起作用。',
      severity: 'warning',
      why: {
        en: 'Two lists stand there and one acts. Whoever edits the ranges of the Service changes nothing, without an event (S25).',
        zh: '此处有两份名单，而只有一份起作用。修改 Service 中的网段不会有任何效果，也不产生事件（S25）。',
      },
      remedy: {
        en: () => `Keep the ranges in the list of ${prefix}acl-id, and drop the field.`,
        zh: () => `将网段写入 ${prefix}acl-id 所指的访问控制列表，并删除该字段。`,
      },
    },
    'clb-reused': {
      en: (_: object) =>
        'loadBalancerSourceRanges is not read for a CLB; only what is set at its own listeners decides who gets in.',
      zh: () => 'CLB 不读取 loadBalancerSourceRanges；只有该实例监听自身的设置起作用。',
      severity: 'warning',
      why: {
        en: 'Whoever edits the ranges of the Service changes nothing, without an event (S25). A listener without an access control list lets everybody in.',
        zh: '修改 Service 中的网段不会有任何效果，也不产生事件（S25）。没有访问控制列表的监听对所有来源开放。',
      },
      remedy: {
        en: () =>
          `Attach an access control list to the listeners where they are made; or let the controller manage them with ${prefix}force-override-listeners: "true", and set ${acl}.`,
        zh: () =>
          `在创建监听的地方为其配置访问控制列表；或设置 ${prefix}force-override-listeners: "true" 由控制器管理监听，并设置 ${acl}。`,
      },
    },
    'nlb-old': {
      en: (_: object) =>
        `loadBalancerSourceRanges is not read for an NLB by a controller below ${since}; the field keeps nobody out.`,
      zh: () => `低于 ${since} 的控制器不读取 NLB 的 loadBalancerSourceRanges；该字段不限制任何来源。`,
      remedy: {
        en: () => `Upgrade the controller to ${since} or later, or name security groups with ${securityGroups}.`,
        zh: () => `将控制器升级到 ${since} 及以上版本，或通过 ${securityGroups} 指定安全组。`,
      },
    },
    'nlb-reused': {
      en: (_: object) =>
        'loadBalancerSourceRanges does not act on an NLB that was not made for this Service; the field keeps nobody out.',
      zh: () => 'loadBalancerSourceRanges 对复用的 NLB 不起作用；该字段不限制任何来源。',
      events: ['S25', 'N05'],
      why: {
        en: 'The NLB lets in whom its security groups let in, everybody if it has none. A controller of today says so in an event of reason FeatureNotSupported (N05), an older one says nothing.',
        zh: 'NLB 只按其安全组放行，没有安全组时对所有来源开放。较新的控制器会产生原因为 FeatureNotSupported 的事件（N05），旧版本则没有提示。',
      },
      remedy: {
        en: () => `Name security groups with ${securityGroups}, and drop the field.`,
        zh: () => `通过 ${securityGroups} 指定安全组，并删除该字段。`,
      },
    },
    'nlb-beside-groups': {
      en: (_: object) =>
        'loadBalancerSourceRanges does not act on this NLB; only its security groups decide who gets in.',
      zh: () => 'loadBalancerSourceRanges 对该 NLB 不起作用；只有安全组起作用。',
      severity: 'warning',
      why: {
        en: 'Two lists stand there and one acts. Whoever edits the ranges of the Service changes nothing (S25): no controller applies them to a reused NLB, and older ones apply them to none.',
        zh: '此处有两份名单，而只有一份起作用。修改 Service 中的网段不会有任何效果（S25）：任何控制器都不会将其用于复用的 NLB，旧版本则完全不读取。',
      },
      remedy: {
        en: () => `Keep the ranges in the rules of the groups of ${securityGroups}, and drop the field.`,
        zh: () => `将网段写入 ${securityGroups} 所指安全组的规则，并删除该字段。`,
      },
    },
  },
  *check(loadBalancer) {
    const field = valueAt(loadBalancer.service.spec, 'loadBalancerSourceRanges');
    if (field === undefined || !restricts(field)) return;
    const message = messageFor(loadBalancer);
    if (message !== undefined) yield { at: spot(field), message, data: {} };
  },
});

/** True when ranges stand there, all of them known, and none is the whole world. */
function restricts(field: ValueNode): boolean {
  const ranges = itemsOf(field).map((item) => textOf(item)?.trim());
  return (
    ranges.length > 0 &&
    ranges.every((range) => range !== undefined && !isPlaceholder(range) && range !== '0.0.0.0/0' && range !== '::/0')
  );
}

function messageFor(loadBalancer: LoadBalancer) {
  const { prediction, managesListeners } = loadBalancer;
  if (prediction.controller === 'none') return undefined;
  if (prediction.controller === 'clb') {
    const list = verdictOf(loadBalancer, 'acl-status');
    if (list?.outcome === 'unknown' || (list?.outcome === 'applied' && list.annotation.text === 'on'))
      return 'clb-beside-acl';
    return managesListeners ? 'clb' : 'clb-reused';
  }
  if (prediction.instance['sourceRanges'] !== undefined) return undefined;
  const groups = verdictOf(loadBalancer, 'security-group-ids');
  // An empty text takes all groups away.
  if (groups?.outcome === 'unknown' || (groups?.outcome === 'applied' && groups.annotation.text !== ''))
    return 'nlb-beside-groups';
  return prediction.userManaged ? 'nlb-reused' : 'nlb-old';
}
