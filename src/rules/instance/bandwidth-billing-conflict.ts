import { currentPrefix as prefix } from '../../catalog/annotation-keys.ts';
import { controllerChanges } from '../../catalog/controller-changes.ts';
import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { equalsFold } from '../../controller/go/text.ts';
import { verdictOf, type LoadBalancer, type Verdict } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { fullKey, list, verdictSpot } from '../support.ts';

const byBandwidth = 'paybybandwidth';

export const bandwidthBillingConflict = defineRule({
  id: 'bandwidth-billing-conflict',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  thresholds: { ccmVersion: controllerChanges.clcuByDefault.since },
  conditional: true,
  events: ['S28'],
  summary: { en: 'Bandwidth and billing of a CLB do not go together.', zh: 'CLB 的带宽与计费方式不匹配。' },
  why: {
    en: 'The controller compares the bandwidth only on a public CLB that is billed by bandwidth. On any other a change of it does nothing, without an event (S28).',
    zh: '控制器仅在按带宽计费的公网 CLB 上比较带宽。在其他 CLB 上修改带宽不起作用，且不产生事件（S28）。',
  },
  remedy: {
    en: `Drop the annotation ${prefix}bandwidth.`,
    zh: `删除注解 ${prefix}bandwidth。`,
  },
  source: clbAnnotations('charge-type and bandwidth: for public instances; PayByCLCU allows paybytraffic only'),
  messages: {
    refused: {
      en: (_: object) => 'paybybandwidth does not go with instance-charge-type PayByCLCU.',
      zh: () => 'paybybandwidth 不能与 instance-charge-type 的 PayByCLCU 同时使用。',
      ...refusal(),
    },
    'refused-by-default': {
      en: (_: object) =>
        'paybybandwidth does not go with PayByCLCU, by which a CLB without instance-charge-type is billed.',
      zh: () => 'paybybandwidth 不能与 PayByCLCU 同时使用，而未设置 instance-charge-type 的 CLB 按 PayByCLCU 计费。',
      ...refusal(),
    },
    'no-effect': {
      en: (_: object) => 'The bandwidth is only managed with charge-type paybybandwidth.',
      zh: () => '只有 charge-type 为 paybybandwidth 时，bandwidth 才受管理。',
      severity: 'warning',
    },
    intranet: {
      en: ({ keys }: { keys: readonly string[] }) =>
        `The CLB is intranet: ${list(keys, ' and ')} ${keys.length === 1 ? 'is' : 'are'} for public instances only.`,
      zh: ({ keys }) => `该 CLB 为私网类型：${list(keys, '、')} 仅适用于公网实例。`,
      severity: 'warning',
      remedy: {
        en: ({ keys }) => `Drop ${list(keys.map(fullKey), ' and ')}.`,
        zh: ({ keys }) => `删除注解 ${list(keys.map(fullKey), '、')}。`,
      },
    },
    'missing-bandwidth': {
      en: (_: object) => 'charge-type is paybybandwidth, but no bandwidth is set.',
      zh: () => 'charge-type 为 paybybandwidth，但未设置 bandwidth。',
      severity: 'warning',
      firesOn: 'absence',
      why: {
        en: 'The vendor asks for both to create a CLB billed by bandwidth. Without a number the cloud chooses, and you pay for what it chose (S28).',
        zh: '厂商文档要求创建按带宽计费的 CLB 时同时设置两者。未设置带宽时由云侧决定其大小，费用也随之而定（S28）。',
      },
      remedy: {
        en: () => `Set the annotation ${prefix}bandwidth to a number of Mbit/s, for example "100".`,
        zh: () => `设置注解 ${prefix}bandwidth，单位为 Mbit/s，例如 "100"。`,
      },
    },
  },
  *check(loadBalancer) {
    const { service, controller, reused } = loadBalancer;
    if (controller !== 'clb') return;
    const charge = verdictOf(loadBalancer, 'charge-type');
    const bandwidth = verdictOf(loadBalancer, 'bandwidth');
    const isCharged = charge?.annotation.text === byBandwidth;
    const [first, ...others] = [isCharged ? charge : undefined, bandwidth].filter(isForPublic);
    if (first !== undefined) {
      const message = { en: 'this one is for public instances, too', zh: '此注解同样仅适用于公网实例' };
      const related = others.map((verdict) => ({ at: verdictSpot(verdict), resource: service.resource, message }));
      const keys = [first, ...others].map(({ shortKey }) => shortKey);
      yield { at: verdictSpot(first), message: 'intranet', data: { keys }, related };
    }
    const charging = annotation(service, 'charge-type')?.text;
    if (bandwidth?.why?.because === 'needs' && (charge === undefined || charging === 'paybytraffic'))
      yield { at: verdictSpot(bandwidth), message: 'no-effect', data: {} };
    if (!isCharged || !isPublic(loadBalancer)) return;
    const billing = annotation(service, 'instance-charge-type');
    if (charge.why?.because === 'conflict') {
      const message = billing === undefined ? 'refused-by-default' : 'refused';
      yield { at: verdictSpot(charge), message, data: {} };
    } else if (reused === undefined && billing?.text !== undefined && equalsFold(billing.text, 'paybyspec')) {
      if (annotation(service, 'bandwidth') === undefined)
        yield { at: missingAnnotationSpot(service, 'bandwidth'), message: 'missing-bandwidth', data: {} };
    }
  },
});

function isForPublic(verdict: Verdict | undefined): verdict is Verdict {
  return verdict?.why?.because === 'intranet' && verdict.annotation.text !== undefined;
}

/** An own CLB is public unless it says otherwise; of a reused one nothing is known. */
function isPublic({ service, reused }: LoadBalancer): boolean {
  const stated = annotation(service, 'address-type');
  return stated === undefined ? reused === undefined : stated.text === 'internet';
}

function refusal() {
  return {
    events: ['E37'],
    why: {
      en: 'Under PayByCLCU the CLB API takes paybytraffic only and refuses the rest with SyncLoadBalancerFailed (the like of E37): no CLB is made, and one that is there fails every sync.',
      zh: '在 PayByCLCU 下，CLB API 只接受 paybytraffic，其余一律拒绝并产生 SyncLoadBalancerFailed（与 E37 类似）：CLB 不会被创建，已有的则每次同步都失败。',
    },
    remedy: {
      en: () => `Set the annotation ${prefix}charge-type: "paybytraffic", and drop ${prefix}bandwidth.`,
      zh: () => `设置注解 ${prefix}charge-type: "paybytraffic"，并删除 ${prefix}bandwidth。`,
    },
  };
}
