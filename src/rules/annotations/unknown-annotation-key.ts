import { workloadKindOf } from '../../catalog/kinds.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { judgeKey } from '../../controller/annotation-key.ts';
import { readService } from '../../world/service.ts';
import { defineRule } from '../rule.ts';
import { anotherKey } from '../suggestions.ts';
import { annotationsWithin, isService, spot } from '../support.ts';

interface Key {
  readonly key: string;
}
interface Meant extends Key {
  readonly meant: string;
}

const instead = {
  en: ({ meant }: Meant) => `Write ${meant}.`,
  zh: ({ meant }: Meant) => `改为 ${meant}。`,
};

export const unknownAnnotationKey = defineRule({
  id: 'unknown-annotation-key',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'resource',
  events: ['S06'],
  summary: {
    en: 'Annotation key that no controller reads.',
    zh: '没有控制器读取的注解键。',
  },
  why: {
    en: 'Keys are compared letter by letter. One that differs is passed by without an event (S06): what it asks for just does not happen.',
    zh: '注解键按字符逐一比较。不一致的键会被忽略且不产生事件（S06）：它所要求的设置不会生效。',
  },
  remedy: {
    en: 'Correct the key, or drop the annotation.',
    zh: '更正该键，或删除该注解。',
  },
  source: controllerSource('annotation package: the keys that are read, v2.14.0 and before'),
  messages: {
    unknown: {
      en: ({ key }: Key) => `No controller reads ${key}.`,
      zh: ({ key }) => `没有控制器读取 ${key}。`,
    },
    misspelt: {
      en: ({ key, meant }: Meant) => `No controller reads ${key}; did you mean ${meant}?`,
      zh: ({ key, meant }) => `没有控制器读取 ${key}；您是否想写 ${meant}？`,
      remedy: instead,
    },
    'look-alike': {
      en: ({ meant }: Meant) =>
        `The key reads like ${meant}, but some of its characters are others that look the same.`,
      zh: ({ meant }) => `该键看起来是 ${meant}，但其中有些字符是外形相同的其他字符。`,
      severity: 'error',
      why: {
        en: 'Keys consist of plain ASCII characters; the API server refuses the whole object for this one.',
        zh: '注解键只能由 ASCII 字符组成；API Server 会因此拒绝整个对象。',
      },
      remedy: {
        en: ({ meant }) => `Type the key anew: ${meant}.`,
        zh: ({ meant }) => `重新输入该键：${meant}。`,
      },
    },
    removed: {
      en: ({ key }: Key) => `Today's controllers no longer read ${key}.`,
      zh: ({ key }) => `当前版本的控制器不再读取 ${key}。`,
      remedy: {
        en: ({ key }) => `Drop ${key}.`,
        zh: ({ key }) => `删除 ${key}。`,
      },
    },
    elsewhere: {
      en: ({ key, kind }: Key & { kind: string }) =>
        `No controller reads ${key}, nor any other annotation of load balancers in a ${kind}.`,
      zh: ({ key, kind }) => `没有控制器读取 ${key}，也不会读取 ${kind} 中的其他负载均衡注解。`,
      remedy: {
        en: () => 'Drop the annotation, or move it under its right key to the LoadBalancer Service.',
        zh: () => '删除该注解，或以正确的键写到 LoadBalancer 类型的 Service 上。',
      },
    },
  },
  *check(resource, { world, facts }) {
    if (world.isForeign(resource) || facts.provider === 'other') return;
    const onService = isService(resource);
    if (!onService && workloadKindOf(resource.apiVersion, resource.kind) === undefined) return;
    for (const { key: node } of annotationsWithin(resource)) {
      const key = node.text;
      const verdict = judgeKey(key);
      if (verdict === undefined || verdict.is === 'known') continue;
      const at = spot(node);
      const only = verdict.is === 'misspelt' && verdict.isPlain ? verdict.meant : undefined;
      const fix = only === undefined ? undefined : () => anotherKey(node, only);
      if (verdict.is === 'removed') {
        // On anything else, where it stands is what is wrong.
        if (onService && readService(resource).isLoadBalancer) yield { at, message: 'removed', data: { key } };
      } else if (verdict.is === 'misspelt' && verdict.looks) {
        yield { at, message: 'look-alike', data: { key, meant: verdict.meant }, fix };
      } else if (!onService) {
        yield { at, message: 'elsewhere', data: { key, kind: resource.kind } };
      } else if (verdict.is === 'misspelt') {
        yield { at, message: 'misspelt', data: { key, meant: verdict.meant }, fix };
      } else yield { at, message: 'unknown', data: { key } };
    }
  },
});
