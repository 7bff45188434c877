import { guide } from '../../catalog/sources.ts';
import type { Bilingual } from '../../model/finding.ts';
import type { Resource } from '../../model/manifest.ts';
import { entryAt, numberOf, valueAt, type Spot } from '../../model/node.ts';
import type { Workload } from '../../world/workload.ts';
import { defineRule } from '../rule.ts';
import { nameOf, spot } from '../support.ts';

export const selectorMatchesNoWorkload = defineRule({
  id: 'selector-matches-no-workload',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  crossResource: true,
  countsPods: true,
  events: ['E03', 'S04', 'S29'],
  summary: { en: 'Selector matches no workload.', zh: 'selector 未匹配任何工作负载。' },
  why: {
    en: 'The server group stays empty: "There are no available nodes for LoadBalancer" (E03), or in Cluster mode no event at all, and every connection from outside fails (S04).',
    zh: '服务器组将为空：出现 "There are no available nodes for LoadBalancer"（E03），Cluster 模式下甚至没有事件，外部访问全部失败（S04）。',
  },
  remedy: {
    en: "Make the selector equal to labels of the workload's pod template.",
    zh: '使 selector 与工作负载 Pod 模板的标签一致。',
  },
  source: guide('row "There are no available nodes for LoadBalancer"'),
  messages: {
    unmatched: {
      en: ({ selector, namespace, count }: { selector: string; namespace: string | null; count: number }) =>
        `No pod template${namespace === null ? '' : ` in namespace ${namespace}`} carries ${selector}; ${count === 1 ? 'the one workload there has' : `none of the ${count} workloads there has`} ${count === 1 ? 'other labels' : 'all of these labels'}.`,
      zh: ({ selector, namespace, count }) =>
        `${namespace === null ? '' : `命名空间 ${namespace} 中`}没有 Pod 模板带有 ${selector}；其中的 ${count} 个工作负载均不匹配。`,
    },
    'no-replicas': {
      en: ({ workload }: { workload: string }) =>
        `The only workload behind the load balancer, ${workload}, has 0 replicas.`,
      zh: ({ workload }) => `负载均衡后端唯一的工作负载 ${workload} 副本数为 0。`,
      remedy: { en: () => 'Set replicas to 2 or more.', zh: () => '将 replicas 设置为 2 或更大。' },
    },
  },
  *check({ service, controller }, { world }) {
    const { selector, selectorNode, resource } = service;
    if (controller === 'none' || selector === undefined || selectorNode === undefined) return;
    const selected = world.workloadsOf(service);
    const [only] = selected;
    if (only !== undefined) {
      const replicas = valueAt(only.resource.root, 'spec', 'replicas');
      if (
        selected.length === 1 &&
        replicas !== undefined &&
        numberOf(replicas) === 0 &&
        !world.lendsItsTemplate(only)
      ) {
        const related =
          resource.name === undefined
            ? []
            : [{ at: spot(resource.name), resource, message: { en: 'the Service', zh: '该 Service' } }];
        yield {
          at: spot(replicas),
          resource: only.resource,
          others: [resource],
          message: 'no-replicas',
          data: { workload: `${only.resource.kind} ${nameOf(only.resource)}` },
          related,
        };
      }
      return;
    }
    const { workloads, unseen } = world.evidenceFor(service);
    if (workloads.length === 0 || unseen !== undefined) {
      yield { undecided: [unseen ?? 'workload'], at: spot(selectorNode), resource };
      return;
    }
    const text = [...selector].map(([key, value]) => `${key}=${value}`).join(',');
    const namespace = resource.namespaceName;
    yield {
      at: spot(selectorNode),
      message: 'unmatched',
      related: workloads.slice(0, 3).flatMap((workload) => relatedWorkload(workload)),
      data: {
        selector: text,
        namespace,
        count: workloads.length,
      },
    };
  },
});

function relatedWorkload({
  resource,
  kind: { template },
}: Workload): { at: Spot; resource: Resource; message: Bilingual }[] {
  // The labels are what a change breaks; where there are none, the workload is named.
  const labels = entryAt(resource.root, ...template, 'metadata', 'labels')?.key ?? resource.name;
  if (labels === undefined) return [];
  const { kind } = resource;
  return [{ at: spot(labels), resource, message: { en: `${kind} with other labels`, zh: `标签不同的 ${kind}` } }];
}
