import { isPlaceholder } from '../../catalog/placeholders.ts';
import { kubernetesService } from '../../catalog/sources.ts';
import { isPresent, itemsOf, textOf, valueAt, type ValueNode } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { spot } from '../support.ts';

export const portNameMissing = defineRule({
  id: 'port-name-missing',
  severity: 'error',
  firesOn: 'absence',
  subject: 'resource',
  events: [],
  summary: { en: 'Ports of a Service are not told apart.', zh: 'Service 的端口无法区分。' },
  why: {
    en: 'The API server refuses a Service whose ports share a name or a number, or of which one has no name, so nothing is deployed.',
    zh: 'Service 的端口名称或端口号重复，或多个端口中有未命名的端口时，API Server 会拒绝该 Service，导致部署失败。',
  },
  remedy: {
    en: 'Give every entry of spec.ports a name of its own.',
    zh: '为 spec.ports 的每个条目设置各不相同的 name。',
  },
  source: kubernetesService(
    'spec.ports: names are required with several ports; names, and port and protocol, are unique',
  ),
  messages: {
    missing: {
      en: ({ port }: { port: string | undefined }) =>
        `${port === undefined ? 'A port' : `Port ${port}`} has no name; where there are several ports, each needs one.`,
      zh: ({ port }) =>
        `${port === undefined ? '一个端口' : `端口 ${port} `}没有名称；存在多个端口时，每个端口都需要名称。`,
    },
    'duplicate-name': {
      en: ({ name }: { name: string }) => `The port name "${name}" is used again.`,
      zh: ({ name }) => `端口名称 "${name}" 重复。`,
      firesOn: 'presence',
    },
    'duplicate-port': {
      en: ({ port, protocol }: { port: string; protocol: string }) => `Port ${port} with ${protocol} is written again.`,
      zh: ({ port, protocol }) => `${protocol} 端口 ${port} 重复出现。`,
      firesOn: 'presence',
      remedy: {
        en: () => 'Keep one of the two entries, or change its port or protocol.',
        zh: () => '只保留其中一个条目，或修改其端口或协议。',
      },
    },
  },
  *check(resource) {
    if (resource.kind !== 'Service' || resource.apiVersion !== 'v1') return;
    const entries = itemsOf(valueAt(resource.root, 'spec', 'ports'));
    if (entries.length < 2 || entries.some(({ kind }) => kind !== 'map')) return;
    const names = new Map<string, ValueNode>();
    const ports = new Map<string, ValueNode>();
    for (const entry of entries) {
      const nameNode = valueAt(entry, 'name');
      const portNode = valueAt(entry, 'port');
      const port = knownText(portNode);
      const name = textOf(nameNode);
      const protocol = protocolOf(entry);
      const number = port === undefined || protocol === undefined ? undefined : `${port}/${protocol}`;
      const twin = number === undefined ? undefined : ports.get(number);
      if (number !== undefined && portNode !== undefined && twin === undefined) ports.set(number, portNode);
      if (!isPresent(nameNode) || name === '')
        yield { at: spot(nameNode ?? portNode ?? entry), message: 'missing', data: { port } };
      if (twin !== undefined && portNode !== undefined && port !== undefined && protocol !== undefined) {
        const related = [{ at: spot(twin), resource, message: { en: 'written here first', zh: '首次出现于此' } }];
        yield { at: spot(portNode), message: 'duplicate-port', data: { port, protocol }, related };
      } else if (isPresent(nameNode) && name !== undefined && name !== '' && !isPlaceholder(name)) {
        const first = names.get(name);
        if (first === undefined) names.set(name, nameNode);
        else {
          const related = [{ at: spot(first), resource, message: { en: 'used here first', zh: '首次使用于此' } }];
          yield { at: spot(nameNode), message: 'duplicate-name', data: { name }, related };
        }
      }
    }
  },
});

/** The text of a scalar that is not decided elsewhere. */
function knownText(node: ValueNode | undefined): string | undefined {
  return node?.kind === 'scalar' && isPresent(node) && !isPlaceholder(node.text) ? node.text : undefined;
}

/** TCP unless something else is written; undefined where it is decided elsewhere. */
function protocolOf(entry: ValueNode): string | undefined {
  const node = valueAt(entry, 'protocol');
  return isPresent(node) && textOf(node) !== '' ? knownText(node) : 'TCP';
}
