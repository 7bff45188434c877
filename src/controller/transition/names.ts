import type { BackendMode } from '../../catalog/backend-modes.ts';
import type { SubjectPort } from '../subject.ts';
import type { Subject } from '../subject.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * Fills in what a manifest does not tell, with texts in angle brackets, so that equal things get equal names: the uid
 * and namespace of a Service, the id of the cluster.
 */
export function completed(subject: Subject): Subject {
  const { namespace = '<namespace>', name = '<name>' } = subject;
  return { ...subject, namespace, name, uid: subject.uid ?? `<uid of ${namespace}/${name}>` };
}

/**
 * The ports of a changed Service as the API server keeps them: a node port that is not stated stays what it was for the
 * same port and protocol. Source: `patchAllocatedValues` of https://github.com/kubernetes/kubernetes,
 * pkg/registry/core/service/storage.
 */
export function withKeptNodePorts(head: Subject, base: Subject): Subject {
  const ports = head.ports.map((port) => {
    if (port.nodePort !== undefined) return port;
    const old = base.ports.find((one) => one.port === port.port && one.protocol === port.protocol);
    return old?.nodePort === undefined || old.nodePort === 0 ? port : { ...port, nodePort: old.nodePort };
  });
  return { ...head, ports };
}

export function completedSurroundings(surroundings: Surroundings): Surroundings {
  return { ...surroundings, clusterId: surroundings.clusterId ?? '<cluster id>' };
}

/** The port in the name of a server group: what is known of it, or whose port it is. */
export function groupPortText(mode: BackendMode | undefined, port: SubjectPort): string {
  const of = `${port.port ?? '?'}${port.protocol === 'TCP' ? '' : ` ${port.protocol}`}`;
  if (mode === undefined) return `<member port of ${of}>`;
  const known = mode === 'eni' ? port.targetPort : port.nodePort;
  if (known !== undefined) return String(known);
  return mode === 'eni' ? `<target port of ${of}>` : `<node port of ${of}>`;
}

/** What a name that the controller gives says: to which Service and cluster a thing belongs. */
export interface NamedKey {
  readonly port: string;
  readonly service: string;
  readonly namespace: string;
  readonly cluster: string;
}

/** `k8s/<port>/<service>/<namespace>/<cluster>`; undefined for a name of another form. */
export function clbKey(name: string): NamedKey | undefined {
  const [prefix, port, service, namespace, cluster, ...more] = name.split('/');
  if (prefix !== 'k8s' || port === undefined || service === undefined || namespace === undefined) return undefined;
  return cluster === undefined || more.length > 0 ? undefined : { port, service, namespace, cluster };
}

/** `k8s.<port>.<protocol>.<service>.<namespace>.<cluster>`; undefined for a name of another form. */
export function nlbKey(name: string): NamedKey | undefined {
  const [prefix, port, protocol, service, namespace, cluster, ...more] = name.split('.');
  if (prefix !== 'k8s' || port === undefined || protocol === undefined || service === undefined) return undefined;
  if (namespace === undefined || cluster === undefined || more.length > 0) return undefined;
  return { port, service, namespace, cluster };
}

/** True for what was made for this Service. */
export function isMine(key: NamedKey | undefined, subject: Subject, cluster: string | undefined): boolean {
  return key?.service === subject.name && key?.namespace === subject.namespace && key?.cluster === cluster;
}
