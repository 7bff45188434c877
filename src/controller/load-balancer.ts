import { classKey, nlbClass, tunnelTypeKey } from '../catalog/annotation-keys.ts';
import type { ClusterFacts } from '../world/facts.ts';
import { annotationsOf, type Service, type ServicePort } from '../world/service.ts';
import { annotation, backendTypeAnnotation, type Annotation } from './annotations.ts';
import { parseProtocolPort, protocolOfPort, type ProtocolPortElement } from './protocol-port.ts';

/** How traffic reaches the pods: pod addresses, nodes that host a pod, or all nodes. */
export type BackendMode = 'eni' | 'local' | 'cluster';

export interface Listener {
  readonly port: ServicePort;
  /** `tcp`, `udp`, `http`, `https` (CLB) or `tcpssl` (NLB); undefined when it cannot be known or is refused. */
  readonly protocol: string | undefined;
}

/** What the cloud controller makes of one LoadBalancer Service under known facts. */
export interface LoadBalancer {
  readonly service: Service;
  /** The controller that serves it; `none` when both pass it by without an event. */
  readonly controller: 'clb' | 'nlb' | 'none';
  /** The annotation that names an existing instance. */
  readonly reused: Annotation | undefined;
  /** Listeners are made from the Service: always on an own instance, on a reused one only with override. */
  readonly managesListeners: boolean;
  readonly listeners: readonly Listener[];
  readonly protocolPort: Annotation | undefined;
  /** Elements of the protocol-port annotation; empty when it is absent or unknown. */
  readonly protocolPortElements: readonly ProtocolPortElement[];
  /** undefined where facts leave it open. */
  readonly backendMode: BackendMode | undefined;
}

/**
 * Predicts from the Service alone. Sources: `helper.NeedCLB`, `helper.NeedNLB`, `model_builder.go` of the controller,
 * v2.14.0; §4.1 and §4.3 of the behaviour notes.
 */
export function predictLoadBalancer(service: Service, facts: ClusterFacts): LoadBalancer {
  const controller = controllerOf(service);
  const reused = annotation(service, 'id');
  const override = annotation(service, 'force-override-listeners');
  const protocolPort = annotation(service, 'protocol-port');
  const elements =
    controller === 'none' || protocolPort?.text === undefined ? [] : parseProtocolPort(protocolPort.text, controller);
  return {
    service,
    controller,
    reused,
    managesListeners: reused === undefined || override?.text === 'true',
    protocolPort,
    protocolPortElements: elements,
    listeners: service.ports.map((port) => ({ port, protocol: listenerProtocol(port, protocolPort, elements) })),
    backendMode: backendModeOf(service, facts),
  };
}

function controllerOf(service: Service): LoadBalancer['controller'] {
  const { loadBalancerClass } = service;
  if (loadBalancerClass !== undefined) return loadBalancerClass.text === nlbClass ? 'nlb' : 'none';
  const annotations = annotationsOf(service.resource);
  const optOut = annotations.get(classKey)?.value;
  if (optOut?.kind === 'scalar' && optOut.text !== '') return 'none';
  return annotations.has(tunnelTypeKey) ? 'none' : 'clb';
}

function listenerProtocol(
  port: ServicePort,
  protocolPort: Annotation | undefined,
  elements: readonly ProtocolPortElement[],
): string | undefined {
  if (protocolPort !== undefined && protocolPort.text === undefined) return undefined;
  if (port.port === undefined) return undefined;
  const answer = protocolOfPort(elements, port.port, port.protocol);
  return 'protocol' in answer ? answer.protocol : undefined;
}

function backendModeOf(service: Service, facts: ClusterFacts): BackendMode | undefined {
  const backendType = backendTypeAnnotation(service);
  if (backendType !== undefined && backendType.text === undefined) return undefined;
  const eni =
    backendType === undefined
      ? facts.backendMode === undefined
        ? undefined
        : facts.backendMode === 'eni'
      : backendType.text === 'eni';
  if (eni === undefined) return undefined;
  if (eni) return 'eni';
  return service.externalTrafficPolicy?.text === 'Local' ? 'local' : 'cluster';
}

/** A flag as the controller reads it: CLB compares with `on` exactly, NLB in any case. */
export function isOn(flag: Annotation | undefined, controller: LoadBalancer['controller']): boolean | undefined {
  if (flag === undefined) return false;
  if (flag.text === undefined) return undefined;
  return controller === 'nlb' ? flag.text.toLowerCase() === 'on' : flag.text === 'on';
}
