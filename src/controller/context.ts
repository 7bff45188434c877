import type { BackendMode } from '../catalog/backend-modes.ts';
import type { Kind } from '../catalog/annotations.ts';
import { backendModeOf } from './backends/mode.ts';
import { ControllerVersion } from './controller-version.ts';
import { AnnotationReader } from './reader.ts';
import type { Subject } from './subject.ts';
import type { Surroundings } from './surroundings.ts';
import { fromCluster, type Text } from './values.ts';

/** What every step of building one load balancer looks at. */
export interface Context {
  readonly kind: Kind;
  readonly subject: Subject;
  readonly surroundings: Surroundings;
  readonly version: ControllerVersion;
  readonly annotations: AnnotationReader;
  /** An existing instance is named. */
  readonly reused: boolean;
  readonly backendMode: BackendMode | undefined;
}

export function contextOf(
  kind: Kind,
  subject: Subject,
  surroundings: Surroundings,
  version: ControllerVersion,
): Context {
  const annotations = new AnnotationReader(subject, kind, version);
  return {
    kind,
    subject,
    surroundings,
    version,
    annotations,
    reused: annotations.text('id') !== undefined,
    backendMode: backendModeOf(subject, surroundings),
  };
}

/** The name that the controller gives to a load balancer: `a` and the uid without dashes, 32 characters at most. */
export function defaultName({ subject }: Context): Text {
  if (subject.uid === undefined) return fromCluster('a + uid of the Service');
  return `a${subject.uid}`.replaceAll('-', '').slice(0, 32);
}

/** The tag of what the controller made for a Service: the name that it gave to the load balancer. */
export const ownTag = 'kubernetes.do.not.delete';
/** The tag of what belongs to a cluster: its id. */
export const clusterTag = 'ack.aliyun.com';
/** The tag of a load balancer that people made and a Service uses. */
export const reusedTag = 'kubernetes.reused.by.user';

/** The tags by which the controller finds its own load balancers again. */
export function defaultTags(context: Context): Readonly<Record<string, Text>> {
  return {
    [ownTag]: defaultName(context),
    [clusterTag]: context.surroundings.clusterId ?? fromCluster('cluster id'),
  };
}

/** The name by which the controller marks what it made; undefined while a part of it is unknown. */
export function ownName(
  { kind, subject, surroundings }: Context,
  port: string | undefined,
  protocol?: string,
): string | undefined {
  const { name, namespace } = subject;
  const { clusterId } = surroundings;
  if (port === undefined || name === undefined || namespace === undefined || clusterId === undefined) return undefined;
  if (kind === 'clb') return `k8s/${port}/${name}/${namespace}/${clusterId}`;
  return protocol === undefined ? undefined : `k8s.${port}.${protocol}.${name}.${namespace}.${clusterId}`;
}
