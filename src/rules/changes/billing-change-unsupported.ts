import { controllerChanges } from '../../catalog/controller-changes.ts';
import { clbBilling } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import type { Effect } from '../../controller/change/effects.ts';
import { defineRule } from '../rule.ts';
import { annotationSpot, fullKey } from '../support.ts';

const { clcuByDefault } = controllerChanges;

export const billingChangeUnsupported = defineRule({
  id: 'billing-change-unsupported',
  severity: 'error',
  firesOn: 'presence',
  subject: 'change',
  reads: ['ccmVersion'],
  thresholds: { ccmVersion: clcuByDefault.since },
  conditional: true,
  events: ['E15b'],
  summary: {
    en: 'A change of billing that is refused, or that waits for the next day.',
    zh: '计费方式的修改被拒绝，或次日才生效。',
  },
  why: {
    en: `A CLB billed by capacity units does not go back to billing by specification (E15b); without instance-charge-type that is what the controller asks for from ${clcuByDefault.since} on. If this is deployed, billing, address and traffic stay as they are, and every sync ends in an error: pods that wait for the readiness gate of this Service never become ready.`,
    zh: `按用量（CLCU）计费的 CLB 不能改回按规格计费（E15b）；自 ${clcuByDefault.since} 起，未设置 instance-charge-type 时控制器即采用按用量计费。部署后计费、地址和流量都保持不变，但每次同步都以错误结束：等待该 Service 就绪门控的 Pod 永远不会就绪。`,
  },
  remedy: {
    en: `Set ${fullKey('instance-charge-type')} to "PayByCLCU", or drop it.`,
    zh: `将 ${fullKey('instance-charge-type')} 设置为 "PayByCLCU"，或删除该注解。`,
  },
  source: clbBilling(
    'billing by capacity units cannot be undone; the billing of traffic changes at 00:00 of the next day',
  ),
  messages: {
    refused: {
      en: ({ to, isStated }: { to: string; isStated: boolean }) =>
        `instance-charge-type becomes ${to}, but the load balancer is billed by PayByCLCU${isStated ? '' : ', as it is without the annotation'}, and cannot go back: every sync ends in an error (E15b).`,
      zh: ({ to, isStated }) =>
        `instance-charge-type 改为 ${to}，但该负载均衡${isStated ? '' : '因未设置该注解而'}按 PayByCLCU 计费，无法改回：每次同步都会报错（E15b）。`,
    },
    delayed: {
      en: ({ from, to }: { from: string; to: string }) =>
        `charge-type changes from ${from} to ${to}: billing follows at 00:00 of the next day, while address and traffic stay.`,
      zh: ({ from, to }) => `charge-type 由 ${from} 改为 ${to}：计费于次日 00:00 生效，地址和流量保持不变。`,
      severity: 'info',
      events: [],
      why: {
        en: 'If this is deployed, the cloud takes the order at once and bills by it from the next day on. Until then the load balancer still shows the old billing, so the controller orders the change again at every full sync.',
        zh: '部署后云端会立即接受该变更，但次日起才按新方式计费。在此之前负载均衡仍显示旧的计费方式，因此控制器每次完整同步都会再次提交变更。',
      },
      remedy: {
        en: () => 'Nothing is to be done; expect the new billing from the next day on.',
        zh: () => '无需处理；新的计费方式次日生效。',
      },
    },
  },
  *check({ base, head, became, effects }) {
    if (became !== 'changed' || base === undefined || head === undefined) return;
    const billing = annotation(head, 'instance-charge-type');
    const isBilling = ({ causes }: Effect): boolean =>
      causes.some((cause) => cause.what === 'annotation' && cause.annotation.located?.node === billing?.node);
    if (
      billing?.text !== undefined &&
      effects.some((effect) => effect.kind === 'refused' && effect.event === 'E15b' && isBilling(effect))
    ) {
      const isStated = annotation(base, 'instance-charge-type') !== undefined;
      yield { at: annotationSpot(billing), message: 'refused', data: { to: billing.text, isStated } };
    }
    const [old, traffic] = [annotation(base, 'charge-type'), annotation(head, 'charge-type')];
    const from = old === undefined ? 'paybytraffic' : old.text;
    if (traffic?.text === undefined || from === undefined || traffic.text === from) return;
    if (
      effects.some(({ kind, args }) => kind === 'load-balancer-changed' && args['InternetChargeType'] === traffic.text)
    )
      yield { at: annotationSpot(traffic), message: 'delayed', data: { from, to: traffic.text } };
  },
});
