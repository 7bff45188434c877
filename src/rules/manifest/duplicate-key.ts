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
    en: 'Kubernetes keeps the last one without a word (stricter clients refuse the file), so what the first one says is not applied (S06).',
    zh: 'Kubernetes 只保留最后一个且不作提示(更严格的客户端会拒绝该文件),前面的值不会生效(S06)。',
  },
  remedy: { en: 'Keep one of them.', zh: '只保留其中一个。' },
  source: yamlSpecification('keys of a mapping are unique; kubectl keeps the last one (checked with 1.32 and 1.34)'),
  messages: {
    repeated: {
      en: ({ key, count }: { key: string; count: number }) =>
        `Key "${key}" is written ${count} times; only this last one counts.`,
      zh: ({ key, count }) => `键 "${key}" 出现了 ${count} 次;只有最后这一个生效。`,
    },
  },
  *check({ manifest, file }, { world }) {
    for (const { key, kept, dropped, document } of manifest.duplicateKeys) {
      const resource = world.resources.find((entry) => entry.file === file && entry.document === document);
      yield {
        at: spot(kept),
        document,
        message: 'repeated',
        data: { key, count: dropped.length + 1 },
        measure: dropped.length,
        ...(resource === undefined
          ? {}
          : {
              resource,
              related: dropped.map((other) => ({
                at: spot(other),
                resource,
                message: { en: 'written here before', zh: '此前已在此处出现' },
              })),
            }),
      };
    }
  },
});
