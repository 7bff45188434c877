import { guide } from '../../catalog/sources.ts';
import { tlsPortNames, tlsPortNumbers } from '../../catalog/tls-ports.ts';
import type { Listener, LoadBalancer } from '../../controller/load-balancer.ts';
import { pathOf } from '../../model/node.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { nameOf, spot } from '../support.ts';

interface Target {
  readonly port: number;
  readonly target: string;
}

export const httpsTargetIsTlsPort = defineRule({
  id: 'https-target-is-tls-port',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S05'],
  summary: {
    en: 'TLS ends at the load balancer, but the target port expects TLS.',
    zh: 'TLS 在负载均衡终止，但目标端口仍要求 TLS。',
  },
  why: {
    en: 'The load balancer decrypts and sends plain HTTP to the pod\'s TLS port; every request fails with "The plain HTTP request was sent to HTTPS port" (S05).',
    zh: '负载均衡解密后以明文 HTTP 请求 Pod 的 TLS 端口，所有请求都会失败："The plain HTTP request was sent to HTTPS port"（S05）。',
  },
  remedy: {
    en: 'Point targetPort at the port on which the pod speaks plain HTTP, or make the listener tcp so that TLS ends in the pod.',
    zh: '将 targetPort 指向 Pod 的明文 HTTP 端口，或将监听改为 tcp，由 Pod 终止 TLS。',
  },
  source: guide('detail section on HTTPS backends'),
  messages: {
    https: {
      en: ({ port, target }: Target) =>
        `Port ${port} is an https listener, but its target port ${target} is a TLS port.`,
      zh: ({ port, target }) => `端口 ${port} 为 https 监听，但其目标端口 ${target} 是 TLS 端口。`,
    },
    tcpssl: {
      en: ({ port, target }: Target) =>
        `Port ${port} is a tcpssl listener, but its target port ${target} is a TLS port.`,
      zh: ({ port, target }) => `端口 ${port} 为 tcpssl 监听，但其目标端口 ${target} 是 TLS 端口。`,
    },
  },
  *check(loadBalancer, context) {
    if (!loadBalancer.managesListeners) return;
    for (const listener of loadBalancer.listeners) {
      const { port, protocol } = listener;
      if ((protocol !== 'https' && protocol !== 'tcpssl') || port.port === undefined || port.targetPort === undefined)
        continue;
      const answer = isTlsPort(loadBalancer, listener, context);
      const node = port.targetPortNode ?? port.portNode;
      if (answer === undefined || node === undefined) continue;
      yield {
        at: spot(node),
        path: `${pathOf(port.node, loadBalancer.service.resource.root)}.targetPort`,
        value: String(port.targetPort),
        message: protocol,
        data: { port: port.port, target: String(port.targetPort) },
        ...answer,
      };
    }
  },
});

/** Whether a target port speaks TLS: by its number, by its name, or by the name that the workload gives it. */
function isTlsPort(
  { service }: LoadBalancer,
  { port }: Listener,
  { world }: RuleContext,
): { others?: RelatedResources; related?: Related[] } | undefined {
  const target = port.targetPort;
  const named = world
    .workloadsOf(service)
    .flatMap((workload) =>
      workload.containers.flatMap((container) =>
        container.ports
          .filter(({ name, containerPort }) =>
            typeof target === 'number' ? containerPort === target : name === target,
          )
          .map((declared) => ({ workload, declared })),
      ),
    );
  // A port called https that is 80 in the pod is plain HTTP by its number.
  if (typeof target === 'string' && named.length > 0 && named.every(({ declared }) => declared.containerPort === 80))
    return undefined;
  if (typeof target === 'number' && tlsPortNumbers.has(target)) return {};
  if (typeof target === 'string' && tlsPortNames.has(target)) return {};
  const telling = named.find(
    ({ declared }) =>
      tlsPortNames.has(declared.name ?? '') ||
      (typeof target === 'string' && tlsPortNumbers.has(declared.containerPort ?? 0)),
  );
  if (telling === undefined) return undefined;
  const { resource } = telling.workload;
  const related =
    resource.name === undefined
      ? []
      : [
          {
            at: spot(resource.name),
            resource,
            message: {
              en: `declared by ${resource.kind} ${nameOf(resource)}`,
              zh: `由 ${resource.kind} ${nameOf(resource)} 声明`,
            },
          },
        ];
  return { others: [resource], related };
}

type Related = {
  at: ReturnType<typeof spot>;
  resource: LoadBalancer['service']['resource'];
  message: { en: string; zh: string };
};
type RelatedResources = LoadBalancer['service']['resource'][];
