import { controllerSource } from '../../catalog/sources.ts';
import { annotation, backendTypeAnnotation } from '../../controller/annotations.ts';
import { parseBackendLabel } from '../../controller/backends/backend-label.ts';
import { verdictOf } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { fullKey, annotationSpot, elementsOf } from '../support.ts';

interface Element {
  readonly element: string;
}

const key = fullKey('backend-label');

export const backendLabelInvalid = defineRule({
  id: 'backend-label-invalid',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['backendMode'],
  conditional: true,
  events: ['E32'],
  summary: {
    en: 'backend-label annotation chooses no nodes, or cannot be read.',
    zh: 'backend-label 注解无法解析，或未选中任何节点。',
  },
  why: {
    en: 'The controller stops with "parse backend label" (E32), whether nodes or pods are the backends, and syncs nothing of this Service any more; the next rollout becomes an outage.',
    zh: '无论后端是节点还是 Pod，控制器都会报 "parse backend label"（E32）并停止同步该 Service；下一次发布将导致服务中断。',
  },
  remedy: {
    en: `Write ${key} as key=value pairs, separated by commas, without blanks: "pool=edge,arch=amd64".`,
    zh: `将 ${key} 写成逗号分隔、不含空格的 key=value 形式："pool=edge,arch=amd64"。`,
  },
  source: controllerSource('filterOutByLabel of the backend reconciler'),
  messages: {
    syntax: {
      en: ({ element }: Element) =>
        element === ''
          ? 'backend-label has an empty element: a comma too many.'
          : `"${element}" in backend-label has no "=" between key and value.`,
      zh: ({ element }) =>
        element === '' ? 'backend-label 存在空元素：多了一个逗号。' : `backend-label 中的 "${element}" 缺少 "="。`,
    },
    blank: {
      en: ({ element }: Element) =>
        `"${element}" in backend-label holds a blank, which no label of a node has; the controller trims nothing.`,
      zh: ({ element }) => `backend-label 中的 "${element}" 含有空格，而节点标签不会包含空格；控制器不会去除空格。`,
      events: ['E03'],
      why: {
        en: 'No node carries such a label, so the server group is left without a member: "There are no available nodes for LoadBalancer" (E03).',
        zh: '没有节点带有这样的标签，服务器组因此没有成员：出现 "There are no available nodes for LoadBalancer"（E03）。',
      },
    },
    'eni-mode': {
      en: (_: object) => 'backend-label chooses nodes, but the backends of this Service are pods.',
      zh: () => 'backend-label 用于选择节点，而该 Service 的后端是 Pod。',
      severity: 'warning',
      events: ['S06'],
      why: {
        en: 'With pods as backends every ready pod becomes a member, on whichever node it runs; the labels are passed by without an event (S06).',
        zh: '以 Pod 作为后端时，所有就绪的 Pod 都会成为成员，与其所在节点无关；该注解被忽略且不产生事件（S06）。',
      },
      remedy: {
        en: () => `Drop ${key}, or place the pods with a nodeSelector in their template.`,
        zh: () => `删除 ${key}，或在 Pod 模板中使用 nodeSelector 指定节点。`,
      },
    },
  },
  *check(loadBalancer, { world }) {
    const { service } = loadBalancer;
    const verdict = verdictOf(loadBalancer, 'backend-label');
    const label = annotation(service, 'backend-label');
    if (verdict === undefined || label === undefined) return;
    const { why } = verdict;
    if (why?.because === 'backend-mode') {
      // Said only where the mode is known; a label is right as long as it may be nodes.
      const known = backendTypeAnnotation(service)?.text ?? world.profileOf(service.resource).facts.backendMode;
      if (known === 'eni') yield { at: annotationSpot(label), message: 'eni-mode', data: {} };
      return;
    }
    if (verdict.outcome === 'ignored') return;
    const choosesNodes = loadBalancer.backendMode !== undefined && loadBalancer.backendMode !== 'eni';
    for (const { text: element, at } of elementsOf(label)) {
      const { pairs, fault } = parseBackendLabel(element);
      if (fault !== undefined) yield { at, message: 'syntax', data: { element }, value: element };
      else if (choosesNodes && pairs.some(({ key: name, value }) => /\s/.test(name + value)))
        yield { at, message: 'blank', data: { element }, value: element };
    }
  },
});
