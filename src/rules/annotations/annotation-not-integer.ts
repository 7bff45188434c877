import { nlbGroupKeys } from '../../catalog/annotation-conditions.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { parseInteger } from '../../controller/go/integer.ts';
import type { LoadBalancer, Verdict } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { firstRead, fullKey, isText, refusedDefaultWeight, verdictSpot } from '../support.ts';

interface Fault {
  readonly key: string;
  readonly text: string;
  /** It belongs to listeners that are not the controller's. */
  readonly unmanaged: boolean;
}

const remedy = {
  en: ({ key }: Fault) => `Set the annotation ${fullKey(key)} to a bare number, in quotes.`,
  zh: ({ key }: Fault) => `将注解 ${fullKey(key)} 设置为带引号的纯数字。`,
};

export const annotationNotInteger = defineRule({
  id: 'annotation-not-integer',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  thresholds: firstRead('default-weight'),
  conditional: true,
  events: ['E28'],
  summary: { en: 'Annotation is no whole number.', zh: '注解的值不是整数。' },
  why: {
    en: 'The controller stops at the text ("must be integer", E28) and syncs nothing of this Service any more, backends included; the next rollout becomes an outage.',
    zh: '控制器会在此处报错（"must be integer"，E28）并停止同步该 Service 的一切内容（包括后端）；下一次发布将导致服务中断。',
  },
  remedy: {
    en: 'Write the bare number in quotes, such as "30": digits only.',
    zh: '只写带引号的数字，例如 "30"，不含其他字符。',
  },
  source: controllerSource('strconv.Atoi in the builders of instance, listeners and server groups'),
  messages: {
    blank: {
      en: (data: Fault) =>
        `${named(data)} has a blank before or behind the number; the controller trims nothing.${still(data)}`,
      zh: (data) => `${named(data)} 的数字前后有空格；控制器不会去除空格。${stillZh(data)}`,
      remedy,
    },
    'only-blanks': {
      en: (data: Fault) => `${named(data)} holds nothing but blanks, which is not the same as empty.${still(data)}`,
      zh: (data) => `${named(data)} 只含空格，这与空值不同。${stillZh(data)}`,
      remedy,
    },
    unit: {
      en: (data: Fault) =>
        `${named(data)} has something behind the number; the unit is fixed and not written.${still(data)}`,
      zh: (data) => `${named(data)} 的数字之后还有其他字符；单位是固定的，无需书写。${stillZh(data)}`,
      remedy,
    },
    decimal: {
      en: (data: Fault) => `${named(data)} is a decimal number; only whole numbers are read.${still(data)}`,
      zh: (data) => `${named(data)} 是小数；只支持整数。${stillZh(data)}`,
      remedy,
    },
    separator: {
      en: (data: Fault) => `${named(data)} separates its thousands; only digits are read.${still(data)}`,
      zh: (data) => `${named(data)} 使用了千位分隔符；只支持数字。${stillZh(data)}`,
      remedy,
    },
    'too-large': {
      en: (data: Fault) => `${named(data)} does not fit into 64 bits.${still(data)}`,
      zh: (data) => `${named(data)} 超出 64 位整数的范围。${stillZh(data)}`,
      remedy,
    },
    'not-a-number': {
      en: (data: Fault) => `${named(data)} is no number.${still(data)}`,
      zh: (data) => `${named(data)} 不是数字。${stillZh(data)}`,
      remedy,
    },
    'default-weight': {
      en: (data: Fault) => `${named(data)} is no whole number, so that no server group can be described.`,
      zh: (data) => `${named(data)} 不是整数，因此无法生成任何服务器组。`,
      ...refusedDefaultWeight,
    },
  },
  *check(loadBalancer) {
    for (const verdict of loadBalancer.verdicts) {
      const { why, shortKey: key } = verdict;
      const { text } = verdict.annotation;
      if (why?.because !== 'controller' || text === undefined || !isText(verdict)) continue;
      const isWeight = key === 'default-weight';
      // Of default weights the numbers that are too large or too small are annotation-out-of-range's.
      if (isWeight ? !('fault' in parseInteger(text)) : why.problem.event !== 'E28') continue;
      yield {
        at: verdictSpot(verdict),
        message: isWeight ? 'default-weight' : faultOf(text),
        data: { key, text, unmanaged: isUnmanaged(loadBalancer, verdict) },
      };
    }
  },
});

function faultOf(text: string) {
  if (/^\s+$/.test(text)) return 'only-blanks';
  if (/^\s*[+-]?[0-9]+\s*$/.test(text)) return /\s/.test(text) ? 'blank' : 'too-large';
  if (/^[+-]?[0-9]{1,3}(?:[,_' ][0-9]{3})+$/.test(text)) return 'separator';
  if (/^[+-]?(?:[0-9]+[.,][0-9]*|[.,][0-9]+)$/.test(text)) return 'decimal';
  return /^[+-]?[0-9]/.test(text) ? 'unit' : 'not-a-number';
}

/** The listener annotations of a reused load balancer are read, though not applied. */
function isUnmanaged({ controller, managesListeners }: LoadBalancer, { fact, shortKey }: Verdict): boolean {
  if (managesListeners || (controller === 'nlb' && nlbGroupKeys.has(shortKey))) return false;
  return fact?.group === 'listener' || fact?.group === 'healthcheck';
}

function named({ key, text }: Fault): string {
  return `${key} "${text}"`;
}

function still({ unmanaged }: Fault): string {
  return unmanaged
    ? ' It is read all the same, although the listeners of the reused load balancer are left alone.'
    : '';
}

function stillZh({ unmanaged }: Fault): string {
  return unmanaged ? '虽然不会改动所复用负载均衡的监听，该注解仍会被解析。' : '';
}
