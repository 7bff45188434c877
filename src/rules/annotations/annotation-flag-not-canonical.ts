import { scoped, type Kind } from '../../catalog/annotations.ts';
import { controllerSource } from '../../catalog/sources.ts';
import type { Verdict } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { anotherText } from '../suggestions.ts';
import { firstRead, fullKey, isText, meansNo, meansYes, verdictSpot } from '../support.ts';

interface Flag {
  readonly key: string;
  readonly text: string;
  /** The words for yes and no. */
  readonly yes: string;
  readonly no: string;
}

const vocabularies: readonly Pick<Flag, 'yes' | 'no'>[] = [
  { yes: 'on', no: 'off' },
  { yes: 'true', no: 'false' },
];

/** Where connection-drain-not-enabled says it: an NLB takes every other word for off. */
const leftToOthers = new Set(['nlb connection-drain']);

const remedy = {
  en: ({ key, yes, no }: Flag) => `Set the annotation ${fullKey(key)} to "${yes}" or "${no}", in lower case.`,
  zh: ({ key, yes, no }: Flag) => `将注解 ${fullKey(key)} 设置为 "${yes}" 或 "${no}"（小写）。`,
};

export const annotationFlagNotCanonical = defineRule({
  id: 'annotation-flag-not-canonical',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion', 'backendMode'],
  thresholds: firstRead('cross-zone-enabled'),
  conditional: true,
  events: ['S06'],
  summary: { en: 'Switch in a spelling that the controller does not know.', zh: '开关注解使用了控制器不识别的写法。' },
  why: {
    en: 'The controller compares the text with one word and takes everything else for off, without an event (S06).',
    zh: '控制器只与一个固定的词比较，其他写法一律视为关闭，且不产生事件（S06）。',
  },
  remedy: {
    en: 'Write "on" or "off" in lower case; for service.beta.kubernetes.io/alibaba-cloud-loadbalancer-force-override-listeners "true" or "false".',
    zh: '使用小写的 "on" 或 "off"；service.beta.kubernetes.io/alibaba-cloud-loadbalancer-force-override-listeners 则使用 "true" 或 "false"。',
  },
  source: controllerSource('flags of the CLB and NLB builders: == "on" there, EqualFold here'),
  messages: {
    off: {
      en: ({ key, text, yes }: Flag) =>
        `${key} is "${text}", which the controller reads as off; "${yes}" switches it on.`,
      zh: ({ key, text, yes }) => `${key} 的值为 "${text}"，控制器会将其视为关闭；开启应写 "${yes}"。`,
      remedy,
    },
    'no-override': {
      en: ({ key, text }: Flag) => `${key} is "${text}", which is not "true", so the listeners stay untouched.`,
      zh: ({ key, text }) => `${key} 的值为 "${text}" 而不是 "true"，因此不会改动监听。`,
      events: ['S09'],
      why: {
        en: 'Only the exact text "true" hands the listeners of a reused load balancer to the controller. With any other it makes and changes none (S09), and every listener annotation of this Service is without effect.',
        zh: '只有完全等于 "true" 时，控制器才会接管所复用负载均衡的监听；否则既不创建也不修改监听（S09），该 Service 的所有监听类注解均不生效。',
      },
      remedy,
    },
    'other-off': {
      en: ({ key, text, no }: Flag) => `${key} is "${text}", which works as off; the word for it is "${no}".`,
      zh: ({ key, text, no }) => `${key} 的值为 "${text}"，效果等同于关闭；规范写法是 "${no}"。`,
      severity: 'info',
      remedy,
    },
    refused: {
      en: ({ key, text, yes, no }: Flag) => `${key} is "${text}"; the cloud API takes exactly "${yes}" or "${no}".`,
      zh: ({ key, text, yes, no }) => `${key} 的值为 "${text}"；云 API 只接受 "${yes}" 或 "${no}"。`,
      severity: 'error',
      events: ['E37'],
      why: {
        en: 'The controller passes the text on as it is and the cloud API refuses it (E37): what it belongs to is not made or keeps its old settings, and every sync ends in an error.',
        zh: '控制器会原样传递该文本，而云 API 会拒绝（E37）：对应的资源不会被创建或保持旧配置，每次同步都以错误结束。',
      },
      remedy,
    },
    'refused-by-controller': {
      en: ({ key, text, yes, no }: Flag) =>
        `${key} is "${text}"; the controller takes nothing but "${yes}" and "${no}".`,
      zh: ({ key, text, yes, no }) => `${key} 的值为 "${text}"；控制器只接受 "${yes}" 和 "${no}"。`,
      severity: 'error',
      events: ['N03'],
      why: {
        en: 'The controller stops with "cross zone enabled flag error" (N03) and syncs nothing of this Service any more, backends included.',
        zh: '控制器会报 "cross zone enabled flag error"（N03）并停止同步该 Service 的一切内容（包括后端）。',
      },
      remedy,
    },
  },
  *check({ verdicts, controller }) {
    if (controller === 'none') return;
    for (const verdict of verdicts) {
      const { annotation, shortKey: key, why } = verdict;
      const { text } = annotation;
      const words = vocabularyOf(verdict, controller);
      if (words === undefined || text === undefined || !isText(verdict)) continue;
      if (leftToOthers.has(`${controller} ${key}`)) continue;
      const at = verdictSpot(verdict);
      const data = { key, text, ...words };
      const word = meansYes(text) ? words.yes : meansNo(text) ? words.no : undefined;
      const fix = word === undefined ? undefined : () => anotherText(at.node, key, word);
      if (why?.because === 'controller') yield { at, message: 'refused-by-controller', data, fix };
      else if (why?.because === 'value' && verdict.outcome === 'refused') yield { at, message: 'refused', data, fix };
      else if (why?.because === 'value') {
        const message = meansNo(text) ? 'other-off' : words.yes === 'true' ? 'no-override' : 'off';
        yield { at, message, data, fix };
      }
    }
  },
});

/** The two words of a flag; undefined for what is no flag. */
function vocabularyOf({ fact }: Verdict, kind: Kind): Pick<Flag, 'yes' | 'no'> | undefined {
  const allowed = scoped(fact?.values, kind)?.join();
  return vocabularies.find(({ yes, no }) => allowed === `${yes},${no}`);
}
