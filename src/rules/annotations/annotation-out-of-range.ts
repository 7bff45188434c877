import { scoped, type NumberRange } from '../../catalog/annotations.ts';
import { clbAnnotations } from '../../catalog/sources.ts';
import { parseInteger } from '../../controller/go/integer.ts';
import type { LoadBalancer, Verdict } from '../../controller/load-balancer.ts';
import type { Bilingual } from '../../model/finding.ts';
import { defineRule } from '../rule.ts';
import { firstRead, fullKey, isText, refusedDefaultWeight, verdictSpot } from '../support.ts';

interface Excess {
  readonly key: string;
  readonly text: string;
  readonly range: NumberRange;
  /** The listener protocol or type of check that the range is for; empty where there is but one range. */
  readonly scope: string;
}

const remedy = {
  en: (data: Excess) => `Set the annotation ${fullKey(data.key)} to a number of ${rangeOf(data).en}, in quotes.`,
  zh: (data: Excess) => `将注解 ${fullKey(data.key)} 设置为 ${rangeOf(data).zh} 之间的数值，并加引号。`,
};

/** The units of the catalogue that stand behind a number; what else it says of a range is for its readers. */
const units: Readonly<Record<string, Bilingual>> = {
  seconds: { en: ' seconds', zh: ' 秒' },
  'Mbit/s': { en: ' Mbit/s', zh: ' Mbit/s' },
  'consecutive checks': { en: ' checks in a row', zh: ' 次连续检查' },
};

export const annotationOutOfRange = defineRule({
  id: 'annotation-out-of-range',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  thresholds: firstRead('default-weight'),
  conditional: true,
  events: ['E37'],
  summary: { en: 'Annotation is a number out of range.', zh: '注解的数值超出范围。' },
  why: {
    en: 'The controller passes the number on and the cloud API refuses it (E37): what it belongs to is not made or keeps its old settings, every sync ends in an error, and readiness gates of this Service stay shut.',
    zh: '控制器会原样传递该数值，而云 API 会拒绝（E37）：对应的资源不会被创建或保持旧配置，每次同步都以错误结束，该 Service 的就绪门控也不会打开。',
  },
  remedy: {
    en: 'Write a number within the range, in quotes.',
    zh: '填写范围内的数值，并加引号。',
  },
  source: clbAnnotations('value ranges; those of NLB from the parameters of its API'),
  messages: {
    'out-of-range': {
      en: (data: Excess) => `${named(data)} is not within ${rangeOf(data).en}.`,
      zh: (data) => `${named(data)} 不在 ${rangeOf(data).zh} 的范围内。`,
      remedy,
    },
    'out-of-range-for-listener': {
      en: (data: Excess) =>
        `${named(data)} is not within ${rangeOf(data).en}, which is what ${data.scope} listeners take.`,
      zh: (data) => `${named(data)} 不在 ${data.scope} 监听所支持的 ${rangeOf(data).zh} 范围内。`,
      remedy,
    },
    'out-of-range-for-check': {
      en: (data: Excess) =>
        `${named(data)} is not within ${rangeOf(data).en}, which is what ${data.scope} checks take.`,
      zh: (data) => `${named(data)} 不在 ${data.scope} 健康检查所支持的 ${rangeOf(data).zh} 范围内。`,
      remedy,
    },
    'default-weight': {
      en: (data: Excess) =>
        `${named(data)} is not within ${rangeOf(data).en}, so that no server group can be described.`,
      zh: (data) => `${named(data)} 不在 ${rangeOf(data).zh} 的范围内，因此无法生成任何服务器组。`,
      ...refusedDefaultWeight,
    },
  },
  *check(loadBalancer) {
    if (loadBalancer.controller === 'none') return;
    for (const verdict of loadBalancer.verdicts) {
      const { text } = verdict.annotation;
      if (text === undefined || !isText(verdict)) continue;
      const at = verdictSpot(verdict);
      const { why, shortKey: key } = verdict;
      if (why?.because === 'value' && why.beyond.limit === 'range') {
        const { range } = why.beyond;
        const scope = dependsOnScope(loadBalancer, verdict) ? (why.beyond.scope ?? '') : '';
        const isCheck = loadBalancer.controller === 'nlb' && verdict.fact?.group === 'healthcheck';
        const message =
          scope === '' ? 'out-of-range' : isCheck ? 'out-of-range-for-check' : 'out-of-range-for-listener';
        yield { at, message, data: { key, text, range, scope } };
      } else if (why?.because === 'controller' && key === 'default-weight' && 'value' in parseInteger(text)) {
        const range = scoped(verdict.fact?.range, loadBalancer.controller);
        if (range !== undefined) yield { at, message: 'default-weight', data: { key, text, range, scope: '' } };
      }
    }
  },
});

/** True where the controller has no one range for all its listeners or checks. */
function dependsOnScope({ controller }: LoadBalancer, { fact }: Verdict): boolean {
  return controller !== 'none' && scoped(fact?.range, controller) === undefined;
}

function named({ key, text }: Excess): string {
  return `${key} "${text}"`;
}

function rangeOf({ range: { min, max, unit = '' } }: Excess): Bilingual {
  const { en = '', zh = '' } = units[unit] ?? {};
  return { en: `${min} to ${max}${en}`, zh: `${min} 至 ${max}${zh}` };
}
