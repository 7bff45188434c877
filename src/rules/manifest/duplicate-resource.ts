import { kubernetesObjects } from '../../catalog/sources.ts';
import { defineRule } from '../rule.ts';
import { nameOf, spot } from '../support.ts';

export const duplicateResource = defineRule({
  id: 'duplicate-resource',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'resource',
  crossResource: true,
  events: [],
  summary: {
    en: 'The same object is written twice in what is applied together.',
    zh: '同一对象在一起部署的清单中重复出现。',
  },
  why: {
    en: 'Whichever is applied last wins, so the order of files decides what runs, and it changes when that order does.',
    zh: '最后应用的一份生效，实际运行的内容因此取决于文件顺序，顺序变化时也随之变化。',
  },
  remedy: {
    en: 'Keep one of them, or give them different names or namespaces.',
    zh: '只保留一份，或使用不同的名称或命名空间。',
  },
  source: kubernetesObjects('an object is identified by kind, namespace and name'),
  messages: {
    repeated: {
      en: ({ kind, name }: { kind: string; name: string }) => `${kind} ${name} is written more than once.`,
      zh: ({ kind, name }) => `${kind} ${name} 重复出现。`,
    },
  },
  *check(resource, { world }) {
    const copies = world.copiesOf(resource);
    const [first] = copies;
    if (resource.name === undefined || resource.name.text === '' || first?.name === undefined) return;
    const isLater = copies.some(
      (other) =>
        other.file < resource.file ||
        (other.file === resource.file && other.root.range.start < resource.root.range.start),
    );
    if (!isLater) return;
    yield {
      at: spot(resource.name),
      message: 'repeated',
      data: { kind: resource.kind, name: nameOf(resource) },
      others: [first],
      related: [{ at: spot(first.name), resource: first, message: { en: 'first written here', zh: '首次出现于此' } }],
    };
  },
});
