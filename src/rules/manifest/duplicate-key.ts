import { yamlSpecification } from '../../catalog/sources.ts';
import { defineRule } from '../rule.ts';
import { spot } from '../support.ts';

export const duplicateKey = defineRule({
  id: 'duplicate-key',
  severity: 'error',
  firesOn: 'presence',
  subject: 'manifest',
  events: ['S06'],
  summary: { en: 'A key is written twice in one map.', zh: '同一映射中出现重复的键。' },
  why: {
    en: 'Kubernetes keeps the last one without a word (stricter clients refuse the file), so an edit of an earlier one has no effect (S06).',
    zh: 'Kubernetes 只保留最后一个且不作提示（更严格的客户端会拒绝该文件），修改前面的值不会生效（S06）。',
  },
  remedy: { en: 'Keep one of them.', zh: '只保留其中一个。' },
  source: yamlSpecification('keys of a mapping are unique; kubectl keeps the last one (checked with 1.32 and 1.34)'),
  messages: {
    repeated: {
      en: ({ key }: { key: string }) => `Key "${key}" is written again; only the last one counts.`,
      zh: ({ key }) => `键 "${key}" 重复出现；只有最后一个生效。`,
    },
  },
  *check({ manifest, file }, { world }) {
    for (const { key, kept, dropped, document } of manifest.duplicateKeys) {
      const first = dropped[0] ?? kept;
      const repetitions = [...dropped.slice(1), kept];
      const resource = world.resources.find(
        (entry) =>
          entry.file === file && entry.root.range.start <= kept.range.start && kept.range.end <= entry.root.range.end,
      );
      for (const repeated of repetitions) {
        yield {
          at: spot(repeated),
          document,
          message: 'repeated',
          data: { key },
          ...(resource === undefined ? {} : { resource }),
          related: [
            {
              at: spot(first),
              resource: { file, manifest, document },
              message: { en: 'first written here', zh: '首次出现于此' },
            },
          ],
        };
      }
    }
  },
});
