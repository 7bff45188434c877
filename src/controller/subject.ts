import { isPlaceholder } from '../catalog/placeholders.ts';
import { isPresent, itemsOf, numberOf, textOf, valueAt, type MapEntry } from '../model/node.ts';
import { annotationsOf, type Service, type ServicePort } from '../world/service.ts';
import type { Annotation } from './annotations.ts';

/** One annotation of a Service as the model reads it. */
export interface SubjectAnnotation {
  readonly key: string;
  /** The text; undefined when it is decided elsewhere. */
  readonly text: string | undefined;
  /** What stands in the manifest. */
  readonly written: string;
  /** Where it stands; undefined for a Service that was not read from a file. */
  readonly located: Annotation | undefined;
}

export interface SubjectPort {
  readonly name: string | undefined;
  readonly port: number | undefined;
  /** `TCP`, `UDP`, `SCTP`. */
  readonly protocol: string;
  /** A number, a port name, or undefined when unknown. */
  readonly targetPort: number | string | undefined;
  /** undefined while the API server has not assigned one. */
  readonly nodePort: number | undefined;
  /** Where it stands in the manifest. */
  readonly located: ServicePort | undefined;
}

/** A Service as the model takes it, whether from a manifest or from an API server. */
export interface Subject {
  readonly type: string | undefined;
  /** The empty class counts as a class. */
  readonly loadBalancerClass: string | undefined;
  readonly externalTrafficPolicy: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly uid: string | undefined;
  readonly ports: readonly SubjectPort[];
  readonly sourceRanges: readonly string[];
  readonly annotations: ReadonlyMap<string, SubjectAnnotation>;
}

/** The view of a Service that was read from a manifest: placeholders are unknown, so are node ports and the uid. */
export function subjectOf(service: Service): Subject {
  const annotations = new Map<string, SubjectAnnotation>();
  for (const [key, entry] of annotationsOf(service.resource)) annotations.set(key, readAnnotation(key, entry));
  const withoutNodePorts = valueAt(service.spec, 'allocateLoadBalancerNodePorts');
  const unassigned = withoutNodePorts?.kind === 'scalar' && withoutNodePorts.text === 'false' ? 0 : undefined;
  const { identity, namespaceName } = service.resource;
  return {
    type: service.type,
    loadBalancerClass: service.loadBalancerClass?.text,
    externalTrafficPolicy: service.externalTrafficPolicy?.text,
    namespace: namespaceName ?? undefined,
    name: identity.name === '' || isPlaceholder(identity.name) ? undefined : identity.name,
    uid: undefined,
    ports: service.ports.map((port) => ({
      name: port.name,
      port: port.port,
      protocol: port.protocol,
      targetPort: port.targetPort,
      nodePort: nodePortOf(port, unassigned),
      located: port,
    })),
    sourceRanges: itemsOf(valueAt(service.spec, 'loadBalancerSourceRanges')).flatMap((item) => textOf(item) ?? []),
    annotations,
  };
}

/** The node port that is asked for; zero asks for none, and one that is decided elsewhere is unknown. */
function nodePortOf({ node }: ServicePort, unassigned: number | undefined): number | undefined {
  const asked = valueAt(node, 'nodePort');
  if (!isPresent(asked)) return unassigned;
  const number = numberOf(asked);
  return number === 0 ? unassigned : number;
}

function readAnnotation(key: string, entry: MapEntry): SubjectAnnotation {
  const { value } = entry;
  const located = (text: string | undefined): Annotation => ({ key: entry.key, node: value, text });
  if (value.kind !== 'scalar') {
    const written = value.kind === 'unknown' ? value.text : '';
    return { key, text: undefined, written, located: located(undefined) };
  }
  // A bool or a number is refused by the API server (annotation-not-string); to go on, its writing is what was meant.
  const written = value.type === 'null' ? '' : value.source;
  const text = isPlaceholder(written) ? undefined : written;
  return { key, text, written, located: located(text) };
}
