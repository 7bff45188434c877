import { kubernetesObjects } from '../../catalog/sources.ts';
import { defineRule } from '../rule.ts';
import { inQuotes } from '../suggestions.ts';
import { annotationsWithin, spot } from '../support.ts';

export const annotationNotString = defineRule({
  id: 'annotation-not-string',
  severity: 'error',
  firesOn: 'presence',
  subject: 'resource',
  events: ['S06'],
  summary: { en: 'Annotation value is not a string.', zh: '注解的值不是字符串。' },
  why: {
    en: 'Annotations are strings; the API server refuses the whole object when a value is a bool, a number, a list or a map. YAML reads unquoted on, yes, true and 443 as such.',
    zh: '注解的值必须是字符串；值为布尔、数字、列表或映射时，API Server 会拒绝整个对象。YAML 会将未加引号的 on、yes、true、443 解析为这些类型。',
  },
  remedy: { en: 'Put the value in quotes.', zh: '为该值加上引号。' },
  source: kubernetesObjects('annotations are string to string; checked with kubectl 1.32 and 1.34'),
  messages: {
    scalar: {
      en: ({ key, text, type }: { key: string; text: string; type: string }) =>
        `${key}: unquoted ${text} is a ${type}, not a string.`,
      zh: ({ key, text, type }) => `${key}：未加引号的 ${text} 是${type === 'bool' ? '布尔值' : '数字'}，不是字符串。`,
      remedy: { en: ({ text }) => `Write "${text}" in quotes.`, zh: ({ text }) => `改为带引号的 "${text}"。` },
    },
    collection: {
      en: ({ key, type }: { key: string; type: string }) => `${key}: the value is a ${type}, not a string.`,
      zh: ({ key, type }) => `${key}：值是${type === 'map' ? '映射' : '列表'}，不是字符串。`,
    },
  },
  *check(resource, { world }) {
    if (world.isForeign(resource)) return;
    for (const { key: name, value } of annotationsWithin(resource)) {
      const key = name.text;
      if (value.kind === 'map' || value.kind === 'sequence') {
        yield { at: spot(value), message: 'collection', data: { key, type: value.kind === 'map' ? 'map' : 'list' } };
      } else if (value.kind === 'scalar' && value.type !== 'string' && value.type !== 'null') {
        yield {
          at: spot(value),
          message: 'scalar',
          data: { key, text: value.source, type: value.type === 'bool' ? 'bool' : 'number' },
          value: value.source,
          fix: () => inQuotes(value, value.source),
        };
      }
    }
  },
});
