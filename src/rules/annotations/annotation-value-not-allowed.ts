import { clbAnnotations } from '../../catalog/sources.ts';
import { scoped, type Kind } from '../../catalog/annotations.ts';
import { missingAnnotationSpot } from '../../controller/annotations.ts';
import { nearest } from '../../controller/nearest.ts';
import type { Verdict } from '../../controller/load-balancer.ts';
import type { Bilingual } from '../../model/finding.ts';
import type { Suggestion } from '../../model/fix.ts';
import { partOf, type Spot } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { anotherText } from '../suggestions.ts';
import { firstRead, fullKey, isText, list, verdictSpot } from '../support.ts';

interface Wrong {
  readonly key: string;
  /** The value, or the element of it that is wrong. */
  readonly text: string;
  readonly allowed: readonly string[];
  /** The listener protocol that the set is for; empty where there is but one set. */
  readonly scope: string;
  /** The one of them that was probably meant; empty where none is near. */
  readonly near: string;
}

interface Text {
  readonly key: string;
  readonly text: string;
}
interface Demanding {
  readonly key: string;
  readonly demands: string;
}

/** What the controller does where it passes by a value that it does not know. */
const instead: Readonly<Record<string, Bilingual>> = {
  'service.beta.kubernetes.io/backend-type': {
    en: 'the controller then takes nodes as backends',
    zh: '控制器会改用节点作为后端',
  },
  'backend-ip-version': { en: 'the backends then stay IPv4', zh: '后端会保持 IPv4' },
  'external-ip-type': {
    en: 'the Service then shows the address of the load balancer itself',
    zh: 'Service 会显示负载均衡自身的地址',
  },
};

const remedy = {
  en: ({ key, allowed }: Wrong) => `Set the annotation ${fullKey(key)} to ${quoted(allowed, ' or ')}.`,
  zh: ({ key, allowed }: Wrong) => `将注解 ${fullKey(key)} 设置为 ${quoted(allowed, ' 或 ')}。`,
};

export const annotationValueNotAllowed = defineRule({
  id: 'annotation-value-not-allowed',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  thresholds: firstRead('network-type'),
  conditional: true,
  events: ['E37'],
  summary: { en: 'Annotation has a value that is none of those allowed.', zh: '注解的值不在允许的取值之中。' },
  why: {
    en: 'The controller passes the text on as it is and the cloud API refuses it (E37): what it belongs to is not made or keeps its old settings, and every sync ends in an error.',
    zh: '控制器会原样传递该文本，而云 API 会拒绝（E37）：对应的资源不会被创建或保持旧配置，每次同步都以错误结束。',
  },
  remedy: {
    en: 'Write one of the values that the message lists, letter by letter.',
    zh: '使用消息中列出的取值之一，大小写须完全一致。',
  },
  source: clbAnnotations('value sets; those of NLB from its own page and the parameters of its API'),
  messages: {
    refused: {
      en: (data: Wrong) => `${complaint(data)}.`,
      zh: (data) => `${complaintZh(data)}。`,
      remedy,
    },
    'refused-for-listener': {
      en: ({ key, text, allowed, scope, near }: Wrong) =>
        `${key} "${text}"${hint(near)}: ${scope} listeners take ${list(allowed, ' and ')} only.`,
      zh: ({ key, text, allowed, scope, near }) =>
        `${key} "${text}"${hintZh(near)}：${scope} 监听只支持 ${allowed.join('、')}。`,
      remedy,
    },
    element: {
      en: ({ key, text, allowed, near }: Wrong) =>
        `The element "${text}"${hint(near)} of ${key} is none of ${allowed.join(', ')}; nothing is trimmed.`,
      zh: ({ key, text, allowed, near }) =>
        `${key} 中的 "${text}"${hintZh(near)} 不在 ${allowed.join('、')} 之中；空格不会被去除。`,
      remedy: {
        en: ({ key, allowed }) =>
          `Set the annotation ${fullKey(key)} to a list without blanks, such as "${allowed.slice(0, 2).join()}".`,
        zh: ({ key, allowed }) => `将注解 ${fullKey(key)} 设置为不含空格的列表，例如 "${allowed.slice(0, 2).join()}"。`,
      },
    },
    'refused-after-creation': {
      en: (data: Wrong) => `${complaint(data)}.`,
      zh: (data) => `${complaintZh(data)}。`,
      events: ['E22'],
      why: {
        en: 'The controller compares the text with the network type of the load balancer. They never agree, so every sync ends in "can not change LoadBalancer network type once created" (E22).',
        zh: '控制器会将该文本与负载均衡的网络类型比较；两者永远不一致，每次同步都会以 "can not change LoadBalancer network type once created"（E22）结束。',
      },
      // The classic network is allowed, but nobody who lives in a VPC means it.
      remedy: {
        en: ({ key }) => `Drop the annotation ${fullKey(key)}, or set it to "vpc".`,
        zh: ({ key }) => `删除注解 ${fullKey(key)}，或将其设置为 "vpc"。`,
      },
    },
    'refused-by-controller': {
      en: (data: Wrong) => `${complaint(data)}.`,
      zh: (data) => `${complaintZh(data)}。`,
      events: ['N08'],
      why: {
        en: 'The controller stops with "unsupport server ServerGroupType []", which does not even show the text (N08), and syncs nothing of this Service any more, backends included.',
        zh: '控制器会报 "unsupport server ServerGroupType []"（其中并不显示该文本，N08）并停止同步该 Service 的一切内容（包括后端）。',
      },
      remedy,
    },
    'no-pair': {
      en: ({ key, text }: Text) => `${key} "${text}" is no list of domain:certificate pairs.`,
      zh: ({ key, text }) => `${key} "${text}" 不是“域名:证书”形式的列表。`,
      events: ['E31'],
      why: {
        en: 'The controller stops with "invalid domain extension" (E31) and syncs nothing of this Service any more, backends included, whatever its listeners are.',
        zh: '控制器会报 "invalid domain extension"（E31）并停止同步该 Service 的一切内容（包括后端），与监听协议无关。',
      },
      remedy: {
        en: ({ key }) =>
          `Write ${fullKey(key)} as domain:certificate pairs, separated by commas: "www.shop.example:14286042".`,
        zh: ({ key }) => `将 ${fullKey(key)} 写成逗号分隔的“域名:证书 ID”形式："www.shop.example:14286042"。`,
      },
    },
    blank: {
      en: ({ key, text }: Text) => `${key} "${text}" holds a blank, which becomes part of the id.`,
      zh: ({ key, text }) => `${key} "${text}" 含有空格，空格会成为 ID 的一部分。`,
      remedy: {
        en: ({ key }) => `Write ${fullKey(key)} without blanks, also behind commas.`,
        zh: ({ key }) => `书写 ${fullKey(key)} 时不要使用空格，逗号之后也不要。`,
      },
    },
    'blank-in-id': {
      en: ({ text }: Text) => `The id "${text}" holds a blank, and there is no such load balancer.`,
      zh: ({ text }) => `ID "${text}" 含有空格，不存在这样的负载均衡。`,
      events: ['E26'],
      why: {
        en: 'The cloud answers that the load balancer does not exist (E26), and the controller syncs nothing of this Service any more, backends included.',
        zh: '云端会报告该负载均衡不存在（E26），控制器将停止同步该 Service 的一切内容（包括后端）。',
      },
      remedy: {
        en: ({ key }) => `Write ${fullKey(key)} without blanks.`,
        zh: ({ key }) => `书写 ${fullKey(key)} 时不要使用空格。`,
      },
    },
    incomplete: {
      en: ({ key, demands }: Demanding) => `${key} is on, but there is no ${demands}.`,
      zh: ({ key, demands }) => `${key} 已开启，但缺少 ${demands}。`,
      firesOn: 'absence',
      remedy: {
        en: ({ demands }) => `Add the annotation ${fullKey(demands)}.`,
        zh: ({ demands }) => `添加注解 ${fullKey(demands)}。`,
      },
    },
    conflict: {
      en: ({ key, text }: Text) => `${key} "${text}" does not go with a TCPSSL listener.`,
      zh: ({ key, text }) => `${key} "${text}" 不能与 TCPSSL 监听同时使用。`,
      remedy: {
        en: ({ key }) => `Set ${fullKey(key)}: "off", or let TLS end in the pod.`,
        zh: ({ key }) => `设置 ${fullKey(key)}: "off"，或在 Pod 中终止 TLS。`,
      },
    },
    ignored: {
      en: (data: Wrong) => `${complaint(data)}; ${instead[data.key]?.en}.`,
      zh: (data) => `${complaintZh(data)}；${instead[data.key]?.zh}。`,
      severity: 'warning',
      events: ['S06'],
      why: {
        en: 'The controller looks for one exact word and passes every other by without an event (S06).',
        zh: '控制器只识别固定的取值，会忽略其他写法且不产生事件（S06）。',
      },
      remedy,
    },
  },
  *check({ service, verdicts, controller }) {
    if (controller === 'none') return;
    for (const verdict of verdicts) {
      const { why, shortKey: key, fact } = verdict;
      const { text } = verdict.annotation;
      if (text === undefined || !isText(verdict)) continue;
      const own = scoped(fact?.values, controller);
      if (why?.because === 'controller' && why.problem.event === 'N08' && own !== undefined) {
        const data = { key, text, allowed: own, scope: '', near: nearest(text, own) ?? '' };
        yield { at: verdictSpot(verdict), message: 'refused-by-controller', data, fix: () => recased(verdict, data) };
      }
      const at = verdictSpot(verdict);
      if (why?.because === 'controller' && why.problem.event === 'E31')
        yield { at, message: 'no-pair', data: { key, text } };
      else if (why?.because === 'blank')
        yield { at, message: key === 'id' ? 'blank-in-id' : 'blank', data: { key, text } };
      else if (why?.because === 'conflict' && key === 'preserve-client-ip')
        yield { at, message: 'conflict', data: { key, text } };
      else if (why?.because === 'incomplete' && key === 'alpn') {
        const { demands } = why;
        yield { at: missingAnnotationSpot(service, demands), message: 'incomplete', data: { key, demands } };
      }
      if (why?.because !== 'value' || why.beyond.limit !== 'values' || isFlag(verdict, controller)) continue;
      const { text: wrong, allowed } = why.beyond;
      const scope = own === undefined ? (why.beyond.scope ?? '') : '';
      // A word that other listeners take was not mistyped.
      const isWord = Object.values(fact?.values ?? {}).some((words) => words.includes(wrong));
      const data = { key, text: wrong, allowed, scope, near: isWord ? '' : (nearest(wrong, allowed) ?? '') };
      const fix = () => recased(verdict, data);
      yield { at: placeOf(verdict, wrong), message: messageFor(verdict, data), data, value: text, fix };
    }
  },
});

/** The value in the letter case of the one allowed word that it is otherwise; blanks around it are no part of a word. */
function recased({ annotation, fact }: Verdict, { key, text, allowed }: Wrong): Suggestion | undefined {
  const node = annotation.located?.node;
  const wanted = text.trim().toLowerCase();
  const [word, ...more] = allowed.filter((each) => each.toLowerCase() === wanted);
  if (word === undefined || more.length > 0 || annotation.text === undefined || node === undefined) return undefined;
  const elements = fact?.type === 'list' ? annotation.text.split(',') : [annotation.text];
  return anotherText(node, key, elements.map((element) => (element === text ? word : element)).join());
}

function messageFor({ outcome, event, fact }: Verdict & { event?: string }, { scope }: Wrong) {
  if (outcome === 'ignored') return 'ignored';
  if (event === 'E22') return 'refused-after-creation';
  if (fact?.type === 'list') return 'element';
  return scope === '' ? 'refused' : 'refused-for-listener';
}

/** On and off, or true and false: annotation-flag-not-canonical speaks of them. */
function isFlag({ fact }: Verdict, kind: Kind): boolean {
  const words = scoped(fact?.values, kind)?.join();
  return words === 'on,off' || words === 'true,false';
}

/** The wrong element of a list, or the whole value. */
function placeOf(verdict: Verdict, wrong: string): Spot {
  const { fact, annotation } = verdict;
  const node = annotation.located?.node;
  if (fact?.type !== 'list' || annotation.text === undefined || node?.kind !== 'scalar') return verdictSpot(verdict);
  let start = 0;
  for (const element of annotation.text.split(',')) {
    if (element === wrong) break;
    start += element.length + 1;
  }
  return partOf(node, start, start + wrong.length);
}

function quoted(words: readonly string[], or: string): string {
  return list(
    words.map((word) => `"${word}"`),
    or,
  );
}

/** `key "text" (did you mean "x"?) is none of a, b`. */
function complaint({ key, text, allowed, near }: Wrong): string {
  const set = allowed.length === 1 ? `is not ${allowed[0]}` : `is none of ${allowed.join(', ')}`;
  return `${key} "${text}"${hint(near)} ${set}`;
}

function complaintZh({ key, text, allowed, near }: Wrong): string {
  const set = allowed.length === 1 ? `不是 ${allowed[0]}` : `不在 ${allowed.join('、')} 之中`;
  return `${key} "${text}"${hintZh(near)} ${set}`;
}

function hint(near: string): string {
  return near === '' ? '' : ` (did you mean "${near}"?)`;
}

function hintZh(near: string): string {
  return near === '' ? '' : `（是否应为 "${near}"？）`;
}
