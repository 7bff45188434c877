import { controllerSource } from '../../catalog/sources.ts';
import type { ServicePort } from '../../world/service.ts';
import { entryAt, type Spot } from '../../model/node.ts';
import { containerSpot, type Container, type Workload } from '../../world/workload.ts';
import { defineRule } from '../rule.ts';
import { list, nameOf, spot } from '../support.ts';

export const namedTargetPortUnresolved = defineRule({
  id: 'named-target-port-unresolved',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  crossResource: true,
  events: ['E03'],
  summary: { en: 'Named targetPort is declared by no container.', zh: '命名的 targetPort 未被任何容器声明。' },
  why: {
    en: 'Pods whose containers do not declare the name are invisible to the Service; when none does, the server group is empty (E03).',
    zh: '容器未声明该端口名的 Pod 对 Service 不可见；若全部未声明，服务器组将为空（E03）。',
  },
  remedy: {
    en: "Declare the name under the container's ports, or write the number as targetPort.",
    zh: '在容器的 ports 中声明该名称，或在 targetPort 中直接写端口号。',
  },
  source: controllerSource('endpoint look-up by port name; §4.2 of the behaviour notes'),
  messages: {
    none: {
      en: ({ name }: { name: string }) => `No container behind this Service declares a port named "${name}".`,
      zh: ({ name }) => `该 Service 后端没有容器声明名为 "${name}" 的端口。`,
    },
    some: {
      en: ({ name, workloads }: { name: string; workloads: readonly string[] }) =>
        `Port name "${name}" is not declared by ${list(workloads, ' and ')}; those pods get no traffic on it.`,
      zh: ({ name, workloads }) => `${list(workloads, '、')} 未声明端口名 "${name}"；这些 Pod 在该端口上收不到流量。`,
      severity: 'warning',
    },
  },
  *check({ service, controller }, { world }) {
    if (controller === 'none') return;
    const workloads = world.workloadsOf(service).filter((workload) => !workload.kind.runsToCompletion);
    if (
      workloads.length === 0 ||
      workloads.some((workload) => workload.containers.length === 0 || hasUnknownPorts(workload))
    )
      return;
    for (const port of service.ports) {
      const { targetPort, targetPortNode } = port;
      if (typeof targetPort !== 'string' || targetPortNode === undefined || /^[0-9]+$/.test(targetPort)) continue;
      const lacking = workloads.filter((workload) => !declares(workload, port));
      if (lacking.length === 0) continue;
      const others = workloads.map((workload) => workload.resource);
      const related = lacking.flatMap(({ resource, containers }) =>
        containers.map((container) => ({
          at: portsSpot(container),
          resource,
          message: { en: `${resource.kind} without this port name`, zh: `未声明该端口名的 ${resource.kind}` },
        })),
      );
      const common = { at: spot(targetPortNode), others, related };
      if (lacking.length === workloads.length) yield { ...common, message: 'none', data: { name: targetPort } };
      else
        yield {
          ...common,
          message: 'some',
          data: { name: targetPort, workloads: lacking.map(({ resource }) => `${resource.kind} ${nameOf(resource)}`) },
        };
    }
  },
});

/** Where the name would have to stand: in the container's ports, or at its name where it has none. */
function portsSpot(container: Container): Spot {
  const entry = entryAt(container.node, 'ports');
  return entry === undefined ? containerSpot(container) : { node: entry.value, range: entry.key.range };
}

function hasUnknownPorts(workload: Workload): boolean {
  return workload.containers.some((container) => container.node.kind !== 'map');
}

function declares(workload: Workload, { targetPort, protocol }: ServicePort): boolean {
  return workload.containers.some((container) =>
    container.ports.some((port) => port.name === targetPort && port.protocol === protocol),
  );
}
