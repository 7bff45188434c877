import { isPlaceholderValue, type Value } from '../values.ts';
import type { Subject } from '../subject.ts';
import { canonical } from './cloud/state.ts';

/** A Service, and all of its spec as one text, which `specText` gives. */
export interface Side {
  readonly subject: Subject;
  readonly spec: string;
}

/**
 * The spec of a Service as the event handlers compare it: whatever the order of keys, and with what is empty or zero
 * absent, as the API server keeps it. Only a pointer tells nothing from zero: `false` and the empty class stay.
 */
export function specText(spec: unknown): string {
  return canonical(withoutEmpty(spec, ''));
}

function withoutEmpty(value: unknown, key: string): unknown {
  if (value === null || value === 0 || (value === '' && key !== 'loadBalancerClass')) return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => withoutEmpty(item, ''));
  const entries = Object.entries(value)
    .map(([name, item]) => [name, withoutEmpty(item, name)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Where the status of a Service points: an address, a host name, or nothing. */
export interface Ingress {
  readonly ip: string;
  readonly hostname: string;
}

/** A Service as it lives in the API server, with the marks that the controller leaves on it. */
export interface LiveService {
  readonly side: Side;
  readonly finalizers: readonly string[];
  readonly deleting: boolean;
  /** What the controller last synced, as a text; undefined when it never finished. */
  readonly hash: string | undefined;
  readonly loadBalancerLabel: string | undefined;
  readonly securityGroupLabel: string | undefined;
  readonly ingress: readonly Ingress[];
}

export const clbFinalizer = 'service.k8s.alibaba/resources';
export const nlbFinalizer = 'service.k8s.alibaba/nlb';

export function created(side: Side): LiveService {
  return {
    side,
    finalizers: [],
    deleting: false,
    hash: undefined,
    loadBalancerLabel: undefined,
    securityGroupLabel: undefined,
    ingress: [],
  };
}

/** The same object: of one namespace and name and, where it is known, one uid. */
export function isSameObject(a: Subject, b: Subject): boolean {
  return keyOf(a) === keyOf(b) && a.uid === b.uid;
}

/** `namespace/name`. */
export function keyOf({ namespace, name }: Subject): string {
  return `${namespace ?? '<namespace>'}/${name ?? '<name>'}`;
}

/**
 * What the controller compares to see whether anything but the members is to be synced. What is empty or zero counts as
 * absent, so an annotation that appears with an empty text changes nothing. Source: `helper.GetServiceHash` and
 * `HashObject` of the controller, v2.14.0.
 */
export function hashOf({ side: { subject }, deleting }: LiveService): string {
  const { type, loadBalancerClass, externalTrafficPolicy, sourceRanges } = subject;
  const ports = subject.ports.map(({ name, port, protocol, targetPort, nodePort }) => [
    name ?? '',
    port,
    protocol,
    targetPort ?? 0,
    nodePort ?? 0,
  ]);
  const annotations = textsOf(subject).filter(([, text]) => text !== '');
  return JSON.stringify([
    ports,
    type ?? '',
    externalTrafficPolicy ?? '',
    loadBalancerClass ?? '',
    annotations,
    deleting,
    sourceRanges,
  ]);
}

/** All annotations as one text, whatever their order. */
export function annotationTexts(subject: Subject): string {
  return JSON.stringify(textsOf(subject));
}

function textsOf({ annotations }: Subject): (readonly [string, string])[] {
  const entries = [...annotations].map(([key, { text, written }]) => [key, text ?? `<${written}>`] as const);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A Service that is gone or does not need a load balancer. Source: `helper.NeedDeleteLoadBalancer`, v2.14.0. */
export function needsNone({ side, deleting }: LiveService): boolean {
  return deleting || side.subject.type !== 'LoadBalancer';
}

/** Adds one finalizer. */
export function withFinalizer(service: LiveService, finalizer: string): LiveService {
  if (service.finalizers.includes(finalizer)) return service;
  return { ...service, finalizers: [...service.finalizers, finalizer] };
}

/** Takes away what the controller left on a Service whose load balancer is cleaned up. */
export function unmarked(service: LiveService, finalizer: string): LiveService {
  return {
    ...service,
    finalizers: service.finalizers.filter((one) => one !== finalizer),
    hash: undefined,
    loadBalancerLabel: undefined,
    securityGroupLabel: undefined,
    ingress: [],
  };
}

/** The text of a value; placeholders as they are written. */
export function textOfValue(value: Value | undefined): string {
  if (value === undefined) return '';
  if (isPlaceholderValue(value)) return value.placeholder;
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
