import { classKey } from '../../catalog/annotation-keys.ts';
import { workloadKindOf } from '../../catalog/kinds.ts';
import { isPlaceholder } from '../../catalog/placeholders.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { judgeKey } from '../../controller/annotation-key.ts';
import type { Resource } from '../../model/manifest.ts';
import { isPresent, textOf, valueAt } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { annotationsWithin, isService, list, spot } from '../support.ts';

interface Place {
  readonly keys: readonly string[];
  readonly on: string;
}

export const annotationOnWrongObject = defineRule({
  id: 'annotation-on-wrong-object',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'resource',
  events: ['S06'],
  summary: {
    en: 'Load balancer annotation where the controller never looks.',
    zh: '负载均衡注解写在控制器不会读取的对象上。',
  },
  why: {
    en: 'The controller reads these annotations from Services of type LoadBalancer only. Anywhere else they do nothing, and no event tells (S06).',
    zh: '控制器只从 LoadBalancer 类型的 Service 读取这些注解。写在其他位置不会生效，也没有事件提示（S06）。',
  },
  remedy: {
    en: 'Move the annotation to the metadata of the LoadBalancer Service, or drop it.',
    zh: '将该注解移到 LoadBalancer 类型 Service 的 metadata 中，或将其删除。',
  },
  source: controllerSource('needUpdate and NeedCLB look at Services of type LoadBalancer'),
  messages: {
    'service-type': {
      en: ({ keys, on }: Place) => `${list(keys, ' and ')} ${have(keys)} no effect on a Service of type ${on}.`,
      zh: ({ keys, on }) => `${list(keys, '、')} 对 ${on} 类型的 Service 不起作用。`,
      remedy: {
        en: ({ keys }) =>
          `Write spec.type: LoadBalancer where a load balancer is wanted; else drop ${list(keys, ' and ')}.`,
        zh: ({ keys }) => `如果需要负载均衡，请设置 spec.type: LoadBalancer；否则删除 ${list(keys, '、')}。`,
      },
    },
    workload: {
      en: ({ keys, on }: Place) =>
        `${list(keys, ' and ')} ${have(keys)} no effect in a ${on}; ${keys.length === 1 ? 'it belongs' : 'they belong'} on the Service.`,
      zh: ({ keys, on }) => `${list(keys, '、')} 写在 ${on} 中不起作用；应写在 Service 上。`,
    },
  },
  *check(resource, { facts }) {
    if (facts.provider === 'other') return;
    const type = isService(resource) ? typeWithout(resource) : undefined;
    const isWorkload = workloadKindOf(resource.apiVersion, resource.kind) !== undefined;
    const on = isWorkload ? resource.kind : type;
    if (on === undefined) return;
    const own = annotationsWithin(resource).filter(({ key: { text } }) => {
      const known = judgeKey(text)?.is;
      return text !== classKey && (known === 'known' || known === 'removed');
    });
    const [first, ...others] = own;
    if (first === undefined) return;
    const also = { en: 'this one has no effect, too', zh: '此注解同样不起作用' };
    yield {
      at: spot(first.key),
      message: isWorkload ? 'workload' : 'service-type',
      data: { keys: own.map(({ key }) => key.text), on },
      related: others.map(({ key }) => ({ at: spot(key), resource, message: also })),
      // One finding, in whatever order they are written.
      path: 'metadata.annotations',
      value: own
        .map(({ key }) => key.text)
        .sort()
        .join(),
    };
  },
});

function have(keys: readonly string[]): string {
  return keys.length === 1 ? 'has' : 'have';
}

/** The type of a Service that certainly has no load balancer. */
function typeWithout({ root }: Resource): string | undefined {
  const spec = valueAt(root, 'spec');
  const node = valueAt(spec, 'type');
  // A Service without ports is a fragment that others complete; a headless one may be anybody's.
  if (textOf(valueAt(spec, 'clusterIP')) === 'None') return undefined;
  if (!isPresent(node)) return valueAt(spec, 'ports') === undefined ? undefined : 'ClusterIP';
  const type = textOf(node);
  return type === undefined || type === 'LoadBalancer' || isPlaceholder(type) ? undefined : type;
}
