import { workloadKindOf, type WorkloadKind } from '../catalog/kinds.ts';
import { delays } from '../catalog/rollout.ts';
import type { Resource } from '../model/manifest.ts';
import { entryAt, isPresent, itemsOf, numberOf, textOf, valueAt, type Spot, type ValueNode } from '../model/node.ts';
import { annotationsSpot, readLabels } from './service.ts';

export interface ContainerPort {
  readonly name: string | undefined;
  readonly containerPort: number | undefined;
  readonly protocol: string;
}

/** A container of a pod template. */
export interface Container {
  readonly node: ValueNode;
  readonly name: string | undefined;
  readonly ports: readonly ContainerPort[];
  /** Native sidecar: an init container with `restartPolicy: Always`. */
  readonly isSidecar: boolean;
}

/** An object that makes pods. */
export interface Workload {
  readonly resource: Resource;
  readonly kind: WorkloadKind;
  /** The pod's `spec`; undefined when the manifest does not hold it. */
  readonly podSpec: ValueNode | undefined;
  /** Labels of its pods; undefined when unknown. */
  readonly podLabels: ReadonlyMap<string, string> | undefined;
  /** Containers and native sidecars, init containers left out. */
  readonly containers: readonly Container[];
  /** The workload whose pod template it uses instead of one of its own (Argo Rollout's `workloadRef`). */
  readonly borrowsFrom: { readonly kind: string; readonly name: string } | undefined;
  /** Replicas as written; undefined when absent or unknown. */
  readonly replicas: number | undefined;
}

/** The workload that a resource is, or undefined when it is none. */
export function readWorkload(resource: Resource): Workload | undefined {
  const kind = workloadKindOf(resource.apiVersion, resource.kind);
  if (kind === undefined) return undefined;
  const template = kind.template.length === 0 ? resource.root : valueAt(resource.root, ...kind.template);
  const podSpec = valueAt(template, 'spec');
  return {
    resource,
    kind,
    podSpec,
    podLabels: readLabels(valueAt(template, 'metadata', 'labels')),
    containers: [
      ...itemsOf(valueAt(podSpec, 'containers')).map((node) => readContainer(node, false)),
      ...itemsOf(valueAt(podSpec, 'initContainers'))
        .filter((node) => textOf(valueAt(node, 'restartPolicy')) === 'Always')
        .map((node) => readContainer(node, true)),
    ],
    borrowsFrom: readWorkloadRef(valueAt(resource.root, 'spec', 'workloadRef')),
    replicas: numberOf(valueAt(resource.root, 'spec', 'replicas')),
  };
}

function readWorkloadRef(node: ValueNode | undefined): Workload['borrowsFrom'] {
  const kind = textOf(valueAt(node, 'kind'));
  const name = textOf(valueAt(node, 'name'));
  return kind === undefined || name === undefined ? undefined : { kind, name };
}

function readContainer(node: ValueNode, isSidecar: boolean): Container {
  return {
    node,
    name: textOf(valueAt(node, 'name')),
    isSidecar,
    ports: itemsOf(valueAt(node, 'ports')).map((port) => ({
      name: textOf(valueAt(port, 'name')),
      containerPort: numberOf(valueAt(port, 'containerPort')),
      protocol: textOf(valueAt(port, 'protocol')) ?? 'TCP',
    })),
  };
}

/** Where a missing field of a container is reported: at its name, else at the container. */
export function containerSpot(container: Container): Spot {
  const node = valueAt(container.node, 'name') ?? container.node;
  return { node, range: node.range };
}

/** Where a missing field of the pod template is reported: at the pod's `spec` key. */
export function podSpecSpot(workload: Workload): Spot {
  const template = workload.kind.template;
  const node = entryAt(workload.resource.root, ...template, 'spec')?.key;
  return node === undefined ? annotationsSpot(workload.resource) : { node, range: node.range };
}

/** Seconds from SIGTERM's announcement to SIGKILL, preStop included; Kubernetes' default is 30. */
export function gracePeriodOf(workload: Workload): {
  readonly seconds: number | undefined;
  readonly node: ValueNode | undefined;
} {
  const node = valueAt(workload.podSpec, 'terminationGracePeriodSeconds');
  return isPresent(node) ? { seconds: numberOf(node), node } : { seconds: delays.gracePeriod.seconds, node: undefined };
}

/**
 * The containers that serve a Service's target port: those that declare it; without one, the first whose probe asks it,
 * else the first that is no sidecar. Source: §6.1 of the behaviour notes, after the vendor's guide.
 */
export function servingContainers(
  workload: Workload,
  targetPorts: readonly (number | string | undefined)[],
): readonly Container[] {
  const serving = new Set<Container>();
  for (const target of targetPorts) {
    const declaring = workload.containers.filter((container) => declaresPort(container, target));
    // Ports need not be declared; a probe of the port tells as well who listens there.
    const fallback =
      workload.containers.find((container) => probes(container, target)) ??
      workload.containers.find((container) => !container.isSidecar);
    if (declaring.length > 0) declaring.forEach((container) => serving.add(container));
    else if (fallback !== undefined) serving.add(fallback);
  }
  return [...serving];
}

function probes({ node }: Container, target: number | string | undefined): boolean {
  if (typeof target !== 'number') return false;
  return ['readinessProbe', 'livenessProbe', 'startupProbe'].some((probe) =>
    ['httpGet', 'tcpSocket', 'grpc'].some((how) => numberOf(valueAt(node, probe, how, 'port')) === target),
  );
}

export function declaresPort(container: Container, target: number | string | undefined): boolean {
  if (target === undefined) return false;
  return container.ports.some((port) =>
    typeof target === 'number' ? port.containerPort === target : port.name === target,
  );
}
