import { controllerSource } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { defineRule } from '../rule.ts';
import { annotationSpot, fullKey } from '../support.ts';

const key = fullKey('vswitch-id');

export const vswitchChangeHasNoEffect = defineRule({
  id: 'vswitch-change-has-no-effect',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'change',
  events: [],
  summary: {
    en: 'A CLB stays in the vSwitch that it was made in.',
    zh: 'CLB 始终位于创建时所在的交换机。',
  },
  why: {
    en: 'If this is deployed, nothing happens, and no event tells: the controller reads vswitch-id only when it makes a load balancer. Address and traffic stay as they are, and the manifest says something else than what runs.',
    zh: '部署后什么都不会发生，也没有事件：控制器只在创建负载均衡时读取 vswitch-id。地址和流量保持不变，而清单与实际运行的不一致。',
  },
  remedy: {
    en: `Put ${key} back as it was. Where another vSwitch is needed, make a second Service with it, which gets an address of its own, move the clients, and remove this one.`,
    zh: `将 ${key} 恢复原样。若确需更换交换机，请新建一个 Service（会得到自己的地址），迁移客户端后再删除当前 Service。`,
  },
  source: controllerSource(
    'LoadBalancerManager.Update does not compare the vSwitch; change T26, also in the end-to-end tests',
  ),
  messages: {
    changed: {
      en: ({ from, to }: { from: string; to: string }) =>
        `vswitch-id changes from ${from} to ${to}, but the load balancer stays in ${from} with its address.`,
      zh: ({ from, to }) => `vswitch-id 由 ${from} 改为 ${to}，但负载均衡连同地址仍留在 ${from}。`,
    },
    added: {
      en: ({ to }: { to: string }) =>
        `vswitch-id ${to} is added to a live load balancer, which stays with its address in the vSwitch that it was made in.`,
      zh: ({ to }) => `为已有的负载均衡添加了 vswitch-id ${to}，但它连同地址仍留在创建时所在的交换机。`,
    },
  },
  *check({ base, head, before, after, became, transition }) {
    if (became !== 'changed' || base === undefined || head === undefined) return;
    if (before?.controller !== 'clb' || after?.controller !== 'clb') return;
    const [old, now] = [annotation(base, 'vswitch-id'), annotation(head, 'vswitch-id')];
    if (now?.text === undefined || (old !== undefined && old.text === undefined) || old?.text === now.text) return;
    // Where base was refused there is nothing yet, and head makes it.
    if (!transition.loadBalancers.some(({ fate }) => fate === 'kept')) return;
    const at = annotationSpot(now);
    if (old?.text === undefined) yield { at, message: 'added', data: { to: now.text } };
    else yield { at, message: 'changed', data: { from: old.text, to: now.text } };
  },
});
