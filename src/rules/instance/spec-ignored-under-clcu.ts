import { currentPrefix as prefix } from '../../catalog/annotation-keys.ts';
import { controllerChanges } from '../../catalog/controller-changes.ts';
import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { equalsFold } from '../../controller/go/text.ts';
import { verdictOf } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { annotationSpot, verdictSpot } from '../support.ts';

const { clcuByDefault, specLeftUnderClcu } = controllerChanges;

export const specIgnoredUnderClcu = defineRule({
  id: 'spec-ignored-under-clcu',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  thresholds: { ccmVersion: clcuByDefault.since },
  conditional: true,
  events: ['E15a'],
  summary: {
    en: 'Specification of a CLB that is billed by capacity units.',
    zh: '按量计费（CLCU）的 CLB 设置了规格。',
  },
  why: {
    en: `A CLB billed by PayByCLCU has no specification: the controller passes the annotation by without an event; those before ${specLeftUnderClcu.since} fail with "instanceChargeType of loadbalancer is PayByCLCU" (E15a) at every sync. A CLB that was made under PayBySpec keeps its billing, and its specification.`,
    zh: `按 PayByCLCU 计费的 CLB 没有规格：控制器会忽略该注解且不产生事件，${specLeftUnderClcu.since} 之前的版本每次同步都会报 "instanceChargeType of loadbalancer is PayByCLCU"（E15a）。此前按 PayBySpec 创建的 CLB 保留其计费方式与规格。`,
  },
  remedy: {
    en: `Drop the annotation ${prefix}spec; a CLB billed by PayByCLCU scales by itself.`,
    zh: `删除注解 ${prefix}spec；按 PayByCLCU 计费的 CLB 会自动伸缩。`,
  },
  source: clbAnnotations('spec: for pay-by-spec instances only; billing by PayByCLCU is the default'),
  messages: {
    explicit: {
      en: (_: object) => 'The spec does nothing: instance-charge-type is PayByCLCU.',
      zh: () => 'spec 不起作用：instance-charge-type 为 PayByCLCU。',
    },
    'by-default': {
      en: (_: object) => 'The spec does nothing to a new CLB: without instance-charge-type it is billed by PayByCLCU.',
      zh: () => 'spec 对新建的 CLB 不起作用：未设置 instance-charge-type 时按 PayByCLCU 计费。',
    },
  },
  *check(loadBalancer) {
    const spec = verdictOf(loadBalancer, 'spec');
    if (spec?.why?.because !== 'needs') return;
    const billing = annotation(loadBalancer.service, 'instance-charge-type');
    if (billing === undefined) {
      yield { at: verdictSpot(spec), message: 'by-default', data: {} };
    } else if (billing.text !== undefined && equalsFold(billing.text, 'paybyclcu')) {
      const message = { en: 'billing is chosen here', zh: '计费方式在此处指定' };
      const related = [{ at: annotationSpot(billing), resource: loadBalancer.service.resource, message }];
      yield { at: verdictSpot(spec), message: 'explicit', data: {}, related };
    }
  },
});
