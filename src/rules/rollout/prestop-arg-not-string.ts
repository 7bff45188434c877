import { kubernetesLifecycle } from '../../catalog/sources.ts';
import { itemsOf, valueAt } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { inQuotes } from '../suggestions.ts';
import { spot } from '../support.ts';

export const prestopArgNotString = defineRule({
  id: 'prestop-arg-not-string',
  severity: 'error',
  firesOn: 'presence',
  subject: 'workload',
  events: [],
  summary: { en: 'preStop command holds something that is not a string.', zh: 'preStop 命令中含有非字符串元素。' },
  why: {
    en: 'A command is a list of strings; the API server refuses the whole object when an element is a number or a bool, so nothing is deployed.',
    zh: '命令是字符串列表；任一元素为数字或布尔值时，API Server 会拒绝整个对象，导致部署失败。',
  },
  remedy: { en: 'Put the value in quotes.', zh: '为该值加上引号。' },
  source: kubernetesLifecycle("exec.command is a list of strings; the guide's current edition quotes the number"),
  messages: {
    'not-string': {
      en: ({ text, type }: { text: string; type: string }) =>
        `${text} is ${type} here, but a command takes strings only.`,
      zh: ({ text, type }) => `此处的 ${text} 是${zhTypes[type] ?? type}，但命令只接受字符串。`,
      remedy: {
        en: ({ text }) => `Write "${text}" in quotes.`,
        zh: ({ text }) => `改为带引号的 "${text}"。`,
      },
    },
  },
  *check(workload) {
    for (const container of workload.containers) {
      for (const item of itemsOf(valueAt(container.node, 'lifecycle', 'preStop', 'exec', 'command'))) {
        if (item.kind === 'map' || item.kind === 'sequence') {
          yield {
            at: spot(item),
            message: 'not-string',
            data: { text: item.kind === 'map' ? '{…}' : '[…]', type: item.kind === 'map' ? 'a map' : 'a list' },
          };
        } else if (item.kind === 'scalar' && item.type !== 'string' && item.type !== 'null') {
          yield {
            at: spot(item),
            message: 'not-string',
            data: { text: item.source, type: item.type === 'bool' ? 'a bool' : 'a number' },
            fix: () => inQuotes(item, item.source),
          };
        }
      }
    }
  },
});

const zhTypes: Readonly<Record<string, string>> = {
  'a bool': '布尔值',
  'a number': '数字',
  'a map': '映射',
  'a list': '列表',
};
