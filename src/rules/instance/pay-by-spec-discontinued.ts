import { clbBilling } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { equalsFold } from '../../controller/go/text.ts';
import { defineRule } from '../rule.ts';
import { fullKey, annotationSpot } from '../support.ts';

const key = fullKey('instance-charge-type');

export const payBySpecDiscontinued = defineRule({
  id: 'pay-by-spec-discontinued',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['E15b'],
  summary: { en: 'Billing by specification is no longer sold.', zh: '按规格计费已停止新售。' },
  why: {
    en: 'New instances billed by specification are not sold any more, on the international site since 2025-06-01 and on the Chinese site since 2026-01-01: creation is likely to be refused. An instance of old keeps its billing, but once it is on PayByCLCU there is no way back (E15b).',
    zh: '按规格计费的实例已停止新售（国际站自 2025-06-01 起，中国站自 2026-01-01 起）：创建很可能被拒绝。存量实例保留原计费方式，但一旦转为 PayByCLCU 便无法转回（E15b）。',
  },
  remedy: {
    en: `Set the annotation ${key}: "PayByCLCU", and drop service.beta.kubernetes.io/alibaba-cloud-loadbalancer-spec.`,
    zh: `设置注解 ${key}: "PayByCLCU"，并删除 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-spec。`,
  },
  source: clbBilling('PayBySpec: end of sale'),
  messages: {
    discontinued: {
      en: (_: object) => 'instance-charge-type asks for PayBySpec, which is no longer sold for new CLB instances.',
      zh: () => 'instance-charge-type 为 PayBySpec，而新的 CLB 实例已不再支持购买该计费方式。',
    },
  },
  *check({ service, controller, reused }) {
    if (controller !== 'clb' || reused !== undefined) return;
    const billing = annotation(service, 'instance-charge-type');
    if (billing?.text !== undefined && equalsFold(billing.text, 'paybyspec'))
      yield { at: annotationSpot(billing), message: 'discontinued', data: {} };
  },
});
