import { delays } from '../../catalog/rollout.ts';
import { guide } from '../../catalog/sources.ts';
import { pathOf } from '../../model/node.ts';
import { preStopOf } from '../../rollout/prestop.ts';
import { gracePeriodOf, podSpecSpot } from '../../world/workload.ts';
import { defineRule } from '../rule.ts';
import { withGrace } from '../rollout-fixes.ts';
import { containersServing, loadBalancersBehind, relatedServices, resourcesOf, spot } from '../support.ts';

interface Sum {
  readonly preStop: number;
  readonly margin: number;
  readonly grace: number;
  readonly isDefault: boolean;
}

/** Kubernetes takes whole seconds. */
const needed = ({ preStop, margin }: Pick<Sum, 'preStop' | 'margin'>): number => Math.ceil(preStop + margin);

export const gracePeriodTooShort = defineRule({
  id: 'grace-period-too-short',
  severity: 'error',
  firesOn: 'presence',
  subject: 'workload',
  crossResource: true,
  events: ['S02'],
  summary: {
    en: 'terminationGracePeriodSeconds leaves too little time after preStop.',
    zh: 'terminationGracePeriodSeconds 在 preStop 之后剩余时间过短。',
  },
  why: {
    en: 'The grace period starts together with preStop. What preStop uses up is gone for finishing requests: the container is killed with requests in flight, and users see 503 (S02).',
    zh: '优雅终止时间与 preStop 同时开始计时。preStop 占用的时间无法再用于处理剩余请求：容器会在请求处理中被强制终止，用户遇到 503（S02）。',
  },
  remedy: {
    en: 'Set terminationGracePeriodSeconds to the preStop time plus 30 seconds or more.',
    zh: '将 terminationGracePeriodSeconds 设置为 preStop 时间再加 30 秒以上。',
  },
  source: guide(
    'detail section on 503 during updates: grace period at least preStop + 30 s; Kubernetes counts preStop into the grace period',
  ),
  options: {
    marginSeconds: {
      default: delays.margin.seconds,
      minimum: 0,
      description: { en: 'Seconds that must remain after preStop.', zh: 'preStop 之后必须剩余的秒数。' },
    },
  },
  messages: {
    short: {
      en: (sum: Sum) =>
        `preStop ${sum.preStop} s + ${sum.margin} s margin > grace ${sum.grace} s${sum.isDefault ? ' (default)' : ''}: short by ${needed(sum) - sum.grace} s.`,
      zh: (sum) =>
        `preStop ${sum.preStop} 秒 + 余量 ${sum.margin} 秒 > 优雅终止时间 ${sum.grace} 秒${sum.isDefault ? '（默认值）' : ''}：短缺 ${needed(sum) - sum.grace} 秒。`,
      remedy: {
        en: (sum) => `Set terminationGracePeriodSeconds to ${needed(sum)} or more.`,
        zh: (sum) => `将 terminationGracePeriodSeconds 设置为 ${needed(sum)} 或更大。`,
      },
    },
    'unknown-prestop': {
      en: ({ grace, isDefault }: { grace: number; isDefault: boolean }) =>
        `The length of preStop cannot be read from the manifest, and the grace period is only ${grace} s${isDefault ? ' (default)' : ''}.`,
      zh: ({ grace, isDefault }) =>
        `无法从清单得知 preStop 的时长，而优雅终止时间仅为 ${grace} 秒${isDefault ? '（默认值）' : ''}。`,
      severity: 'warning',
      remedy: {
        en: () => 'Set terminationGracePeriodSeconds to the longest time that preStop can take plus 30 seconds.',
        zh: () => '将 terminationGracePeriodSeconds 设置为 preStop 最长耗时再加 30 秒。',
      },
    },
  },
  *check(workload, context) {
    const loadBalancers = loadBalancersBehind(workload, context);
    const grace = gracePeriodOf(workload);
    if (loadBalancers.length === 0 || grace.seconds === undefined || workload.podSpec?.kind !== 'map') return;
    const stops = containersServing(workload, loadBalancers).map(preStopOf);
    const isDefault = grace.node === undefined;
    const place = {
      at: isDefault ? podSpecSpot(workload) : spot(grace.node),
      path: `${pathOf(workload.podSpec, workload.resource.root)}.terminationGracePeriodSeconds`,
      firesOn: isDefault ? ('absence' as const) : ('presence' as const),
      others: resourcesOf(loadBalancers),
    };
    const known = stops.filter((stop) => stop.kind === 'known');
    const longest = known.reduce((best, stop) => Math.max(best, stop.seconds), -1);
    const margin = context.options['marginSeconds'] ?? delays.margin.seconds;
    if (longest >= 0 && longest + margin > grace.seconds) {
      const shown = known.find((stop) => stop.seconds === longest);
      const preStop =
        shown === undefined
          ? []
          : [{ at: spot(shown.node), resource: workload.resource, message: { en: 'preStop', zh: 'preStop' } }];
      yield {
        ...place,
        message: 'short',
        data: { preStop: longest, margin, grace: grace.seconds, isDefault },
        measure: needed({ preStop: longest, margin }) - grace.seconds,
        fix: () => withGrace(workload, needed({ preStop: longest, margin })),
        related: [...preStop, ...relatedServices(loadBalancers)],
      };
    } else if (longest < 0 && grace.seconds <= 30 && stops.some((stop) => stop.kind === 'unknown')) {
      yield {
        ...place,
        message: 'unknown-prestop',
        data: { grace: grace.seconds, isDefault },
        measure: 30 - grace.seconds,
        related: relatedServices(loadBalancers),
      };
    }
  },
});
