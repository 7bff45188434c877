import { isPlaceholder } from '../catalog/placeholders.ts';
import type { Resource } from '../model/manifest.ts';
import {
  entryAt,
  isPresent,
  itemsOf,
  numberOf,
  textOf,
  valueAt,
  type MapEntry,
  type ScalarNode,
  type Spot,
  type ValueNode,
} from '../model/node.ts';

/** One entry of `spec.ports`. */
export interface ServicePort {
  readonly node: ValueNode;
  readonly name: string | undefined;
  /** undefined when it is decided elsewhere or no number. */
  readonly port: number | undefined;
  readonly portNode: ValueNode | undefined;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  /** A port number, a port name, or undefined when unknown; an absent targetPort equals the port. */
  readonly targetPort: number | string | undefined;
  readonly targetPortNode: ValueNode | undefined;
}

/** A Service as Kubernetes reads it. */
export interface Service {
  readonly resource: Resource;
  readonly spec: ValueNode | undefined;
  readonly type: string | undefined;
  readonly isLoadBalancer: boolean;
  readonly loadBalancerClass: ScalarNode | undefined;
  readonly externalTrafficPolicy: ScalarNode | undefined;
  readonly ports: readonly ServicePort[];
  /** Labels that a pod must carry; undefined without a selector or when a value of it is unknown. */
  readonly selector: ReadonlyMap<string, string> | undefined;
  readonly selectorNode: ValueNode | undefined;
}

export function readService(resource: Resource): Service {
  const spec = valueAt(resource.root, 'spec');
  const type = textOf(valueAt(spec, 'type'));
  return {
    resource,
    spec,
    type,
    isLoadBalancer: type === 'LoadBalancer',
    loadBalancerClass: scalarAt(spec, 'loadBalancerClass'),
    externalTrafficPolicy: scalarAt(spec, 'externalTrafficPolicy'),
    ports: itemsOf(valueAt(spec, 'ports')).map(readPort),
    selector: readLabels(valueAt(spec, 'selector')),
    selectorNode: valueAt(spec, 'selector'),
  };
}

function scalarAt(node: ValueNode | undefined, key: string): ScalarNode | undefined {
  const value = valueAt(node, key);
  return value?.kind === 'scalar' && value.type !== 'null' ? value : undefined;
}

function readPort(node: ValueNode): ServicePort {
  const portNode = valueAt(node, 'port');
  const targetPortNode = valueAt(node, 'targetPort');
  const protocol = textOf(valueAt(node, 'protocol'));
  const port = numberOf(portNode);
  return {
    node,
    name: textOf(valueAt(node, 'name')),
    port,
    portNode,
    protocol: protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP',
    targetPort: isPresent(targetPortNode) ? targetOf(targetPortNode) : port,
    targetPortNode,
  };
}

function targetOf(node: ValueNode): number | string | undefined {
  const text = textOf(node);
  return text === undefined ? numberOf(node) : isPlaceholder(text) ? undefined : text;
}

/** Labels of a map; undefined when it is absent, empty, or holds a value that is decided elsewhere. */
export function readLabels(node: ValueNode | undefined): ReadonlyMap<string, string> | undefined {
  if (node?.kind !== 'map' || node.entries.size === 0) return undefined;
  const labels = new Map<string, string>();
  for (const [key, { value }] of node.entries) {
    if (value.kind !== 'scalar') return undefined;
    labels.set(key, value.text);
  }
  return labels;
}

/** The annotations of an object, by key. */
export function annotationsOf(resource: Pick<Resource, 'root'>): ReadonlyMap<string, MapEntry> {
  const node = valueAt(resource.root, 'metadata', 'annotations');
  return node?.kind === 'map' ? node.entries : new Map();
}

/** Where a missing annotation is reported: at the `annotations` key, else at the object's name, else at its root. */
export function annotationsSpot(resource: Resource): Spot {
  const key = entryAt(resource.root, 'metadata', 'annotations')?.key;
  const node =
    key ??
    resource.name ??
    entryAt(resource.root, 'metadata')?.key ??
    entryAt(resource.root, 'kind')?.key ??
    resource.root;
  return { node, range: node.range };
}
