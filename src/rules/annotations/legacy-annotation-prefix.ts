import { currentPrefix, legacyPrefix } from '../../catalog/annotation-keys.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { defineRule } from '../rule.ts';
import { anotherKey } from '../suggestions.ts';
import { annotationSpot, fullKey, spot } from '../support.ts';

interface Legacy {
  readonly key: string;
}

/** What is not read anyway has no use for another prefix. */
const unread = new Set<string | undefined>(['no-controller', 'unknown-key', 'removed-key', 'other-controller']);

export const legacyAnnotationPrefix = defineRule({
  id: 'legacy-annotation-prefix',
  severity: 'info',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S06'],
  summary: { en: 'Annotation key with the old prefix.', zh: '注解使用了旧前缀。' },
  why: {
    en: 'The old prefix alicloud- is still read, but only where the key does not stand there with the current one too. Once somebody adds it, this line is without effect and no event tells (S06).',
    zh: '旧前缀 alicloud- 仍会被读取，但前提是没有同名的新前缀注解。一旦有人加上新前缀的注解，这一行就会失效，且没有任何事件（S06）。',
  },
  remedy: {
    en: 'Write the key with the prefix service.beta.kubernetes.io/alibaba-cloud-loadbalancer-.',
    zh: '改用前缀 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-。',
  },
  source: controllerSource('AnnotationRequest.Get: the current prefix first, then the old one'),
  messages: {
    legacy: {
      en: ({ key }: Legacy) => `${key} has the old prefix alicloud-; the current one is alibaba-cloud-.`,
      zh: ({ key }) => `${key} 使用了旧前缀 alicloud-；当前前缀为 alibaba-cloud-。`,
      remedy: {
        en: ({ key }) => `Write ${fullKey(key)}.`,
        zh: ({ key }) => `改为 ${fullKey(key)}。`,
      },
    },
    shadowed: {
      en: ({ key }: Legacy) =>
        `${key} stands here with the old prefix and another value; only the current key is read.`,
      zh: ({ key }) => `此处以旧前缀书写的 ${key} 与新前缀的值不同；只有新前缀的注解会被读取。`,
      severity: 'warning',
      why: {
        en: 'The controller looks the current prefix up first and then stops (S06): whoever changes the old line changes nothing.',
        zh: '控制器优先读取新前缀，读到后不再查找旧前缀（S06）：修改旧的那一行不会有任何效果。',
      },
      remedy: {
        en: ({ key }) => `Drop this line and keep ${fullKey(key)} with the value that is meant.`,
        zh: ({ key }) => `删除这一行，只保留 ${fullKey(key)} 并填写真正需要的值。`,
      },
    },
  },
  *check({ verdicts, service }) {
    for (const { annotation, shortKey: key, why } of verdicts) {
      const { located } = annotation;
      if (!annotation.key.startsWith(legacyPrefix) || located === undefined || unread.has(why?.because)) continue;
      const at = spot(located.key);
      const current = why?.because === 'hidden' ? why.by : undefined;
      // What a placeholder becomes is not known.
      const differs = current?.text !== undefined && annotation.text !== undefined && current.text !== annotation.text;
      if (!differs || current.located === undefined)
        yield { at, message: 'legacy', data: { key }, fix: () => anotherKey(located.key, currentPrefix + key) };
      else {
        const message = { en: 'this one is read', zh: '实际读取的是此处' };
        const related = [{ at: annotationSpot(current.located), resource: service.resource, message }];
        yield { at, message: 'shadowed', data: { key }, related };
      }
    }
  },
});
