import { guide } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { defineRule } from '../rule.ts';
import { withAnnotations } from '../suggestions.ts';
import { annotationSpot, settingsReach, spot } from '../support.ts';

export const localSchedulerNotWrr = defineRule({
  id: 'local-scheduler-not-wrr',
  severity: 'warning',
  firesOn: 'absence',
  subject: 'loadBalancer',
  reads: ['backendMode'],
  conditional: true,
  strict: true,
  events: ['S01'],
  summary: { en: 'Local traffic policy without weighted scheduling.', zh: 'Local 流量策略未使用加权调度算法。' },
  why: {
    en: 'In Local mode the controller gives each node a weight by its number of pods, but rr ignores weights: a node with one pod gets as much traffic as a node with five (S01).',
    zh: 'Local 模式下控制器按节点上的 Pod 数量设置权重，但 rr 忽略权重：只有一个 Pod 的节点与有五个 Pod 的节点得到同样的流量（S01）。',
  },
  remedy: {
    en: 'Set the annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-scheduler: "wrr".',
    zh: '设置注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-scheduler: "wrr"。',
  },
  source: guide('detail section on uneven load; default rr: setDefaultValueForListener of the controller'),
  messages: {
    missing: {
      en: (_: object) =>
        'externalTrafficPolicy is Local and no scheduler is set; the controller then uses rr, which ignores weights.',
      zh: () => 'externalTrafficPolicy 为 Local 且未设置调度算法；控制器将使用忽略权重的 rr。',
    },
    rr: {
      en: (_: object) => 'externalTrafficPolicy is Local, but the scheduler rr ignores weights.',
      zh: () => 'externalTrafficPolicy 为 Local，但调度算法 rr 忽略权重。',
      firesOn: 'presence',
    },
  },
  *check(loadBalancer) {
    const { service, controller, backendMode, listeners } = loadBalancer;
    if (backendMode !== 'local' || listeners.length === 0 || !settingsReach(loadBalancer)) return;
    const scheduler = annotation(service, 'scheduler');
    const policy = service.externalTrafficPolicy;
    const related =
      policy === undefined
        ? []
        : [
            {
              at: spot(policy),
              resource: service.resource,
              message: { en: 'Local is set here', zh: '此处设置了 Local' },
            },
          ];
    const fix = () => withAnnotations(service, { scheduler: 'wrr' });
    if (scheduler === undefined) {
      // NLB's own default is wrr.
      if (controller === 'clb')
        yield { at: missingAnnotationSpot(service, 'scheduler'), message: 'missing', data: {}, related, fix };
    } else if (controller === 'nlb' ? scheduler.text?.toLowerCase() === 'rr' : scheduler.text === 'rr') {
      yield { at: annotationSpot(scheduler), message: 'rr', data: {}, related, fix };
    }
  },
});
