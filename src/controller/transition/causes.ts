import { backendTypeKey, classKey, shortKeyOf, typeKey } from '../../catalog/annotation-keys.ts';
import type { Subject, SubjectAnnotation, SubjectPort } from '../subject.ts';
import type { Mutation } from './journal.ts';
import { attributeKeys } from './attribute-keys.ts';
import { clbKey, groupPortText, nlbKey } from './names.ts';

/** Something in one of the two manifests that brings a change about. */
export type Cause =
  | { readonly tree: 'base' | 'head'; readonly what: 'annotation'; readonly annotation: SubjectAnnotation }
  | { readonly tree: 'base' | 'head'; readonly what: 'port'; readonly port: SubjectPort }
  | { readonly tree: 'base' | 'head'; readonly what: 'field'; readonly field: SubjectField }
  /** The object itself comes or goes. */
  | { readonly tree: 'base' | 'head'; readonly what: 'object' };

export type SubjectField = 'type' | 'loadBalancerClass' | 'externalTrafficPolicy' | 'loadBalancerSourceRanges';

/** What a mutation or a failure has to do with: what the finder looks for in the two manifests. */
export type About = Mutation | { readonly keys: readonly string[] };

/**
 * Finds what brings a mutation, or a failure that names annotations, about: the differences between base and head that
 * bear on it; else, where a difference is only being put right, what says so in head; none where nothing written does.
 */
export class CauseFinder {
  readonly #base: Subject | undefined;
  readonly #head: Subject | undefined;
  /** Differences by the short key of an annotation, by field, by port number, and by the port in a group's name. */
  readonly #annotations = new Map<string, Cause[]>();
  readonly #fields = new Map<SubjectField, Cause>();
  readonly #ports = new Map<string, Cause[]>();
  readonly #groupPorts = new Map<string, Cause[]>();

  constructor(base: Subject | undefined, head: Subject | undefined) {
    this.#base = base;
    this.#head = head;
    if (base !== undefined && head !== undefined && isOne(base, head)) this.#compare(base, head);
  }

  causesOf(about: About): readonly Cause[] {
    const [base, head] = [this.#base, this.#head];
    if (head === undefined) return base === undefined ? [] : [{ tree: 'base', what: 'object' }];
    if (base === undefined || !isOne(base, head)) {
      const stated = 'keys' in about ? statedIn(head, about.keys) : [];
      return stated.length > 0 ? stated : [{ tree: 'head', what: 'object' }];
    }
    const { keys, fields, ports, groupPort } = bearingOn(about);
    const found = [
      ...keys.flatMap((key) => this.#annotations.get(key) ?? []),
      ...fields.flatMap((field) => this.#fields.get(field) ?? []),
      ...ports.flatMap((port) => this.#ports.get(port) ?? []),
      ...(groupPort === undefined ? [] : (this.#groupPorts.get(groupPort) ?? [])),
    ];
    return found.length > 0 ? [...new Set(found)] : statedIn(head, keys);
  }

  /** A difference is shown in head, or in base where it is gone. */
  #compare(base: Subject, head: Subject): void {
    const annotationIn = (tree: 'base' | 'head', annotation: SubjectAnnotation): void => {
      add(this.#annotations, nameOf(annotation.key), { tree, what: 'annotation', annotation });
    };
    for (const [key, annotation] of head.annotations)
      if (base.annotations.get(key)?.written !== annotation.written) annotationIn('head', annotation);
    for (const [key, annotation] of base.annotations) if (!head.annotations.has(key)) annotationIn('base', annotation);

    const [old, now] = [portsOf(base), portsOf(head)];
    for (const [key, port] of now) {
      const before = old.get(key);
      if (before !== undefined && portText(before) === portText(port)) continue;
      this.#port({ tree: 'head', what: 'port', port }, before === undefined ? [port] : [port, before]);
    }
    for (const [key, port] of old) if (!now.has(key)) this.#port({ tree: 'base', what: 'port', port }, [port]);

    const field = (name: SubjectField, isGone: boolean): void => {
      this.#fields.set(name, { tree: isGone ? 'base' : 'head', what: 'field', field: name });
    };
    for (const name of ['type', 'loadBalancerClass', 'externalTrafficPolicy'] as const)
      if (base[name] !== head[name]) field(name, head[name] === undefined);
    if (base.sourceRanges.join() !== head.sourceRanges.join())
      field('loadBalancerSourceRanges', head.sourceRanges.length === 0);
  }

  /** A port that differs, under all the names that it and its groups have or had. */
  #port(cause: Cause, forms: readonly SubjectPort[]): void {
    const names = new Set<string>();
    for (const port of forms) {
      add(this.#ports, String(port.port), cause);
      for (const mode of ['eni', 'cluster', undefined] as const) names.add(groupPortText(mode, port));
    }
    for (const name of names) add(this.#groupPorts, name, cause);
  }
}

function add<K>(index: Map<K, Cause[]>, key: K, cause: Cause): void {
  const has = index.get(key);
  if (has === undefined) index.set(key, [cause]);
  else if (!has.includes(cause)) has.push(cause);
}

function isOne(a: Subject, b: Subject): boolean {
  return a.namespace === b.namespace && a.name === b.name && a.uid === b.uid;
}

function portsOf({ ports }: Subject): ReadonlyMap<string, SubjectPort> {
  return new Map(ports.map((port) => [`${port.port}/${port.protocol}`, port]));
}

function portText({ name, port, protocol, targetPort, nodePort }: SubjectPort): string {
  return JSON.stringify([name, port, protocol, targetPort, nodePort]);
}

function statedIn({ annotations }: Subject, keys: readonly string[]): Cause[] {
  const wanted = new Set(keys.map(nameOf));
  return [...annotations.values()]
    .filter(({ key }) => wanted.has(nameOf(key)))
    .map((annotation) => ({ tree: 'head', what: 'annotation', annotation }) as const);
}

/** By what mutations and failures call an annotation. */
function nameOf(key: string): string {
  return key === backendTypeKey ? 'backend-type' : shortKeyOf(key);
}

interface Bearing {
  /** Short keys of annotations. */
  readonly keys: readonly string[];
  readonly fields: readonly SubjectField[];
  /** Numbers of ports. */
  readonly ports: readonly string[];
  /** The port in the name of a group. */
  readonly groupPort: string | undefined;
}

/** What decides about members and the names of groups. */
const memberKeys = [
  'backend-type',
  'backend-label',
  'remove-unscheduled-backend',
  'weight',
  'default-weight',
  'ignore-weight-update',
  'vgroup-port',
  'server-group-type',
  'backend-ip-version',
  'listener-port-range',
];
/** What decides which listeners there are. */
const listenerKeys = ['protocol-port', 'forward-port', 'listener-port-range', 'force-override-listeners', 'id'];
const typeFields: readonly SubjectField[] = ['type', 'loadBalancerClass'];

function bearingOn(about: About): Bearing {
  const none = { fields: [], ports: [], groupPort: undefined };
  if ('keys' in about) return { ...none, keys: about.keys.map(nameOf) };
  const { api, target = '', args } = about;
  const attributes = Object.keys(args).flatMap(attributeKeys);
  const [port = ''] = target.split('/');
  if (/Listener(?:Attribute)?$/.test(api)) {
    if (!/Attribute$|^UpdateNLBListener$/.test(api))
      return { ...none, keys: [...listenerKeys, 'backend-type'], fields: typeFields, ports: [port] };
    const regrouped = ['VServerGroupId', 'serverGroupId'].some((name) => name in args);
    const taken = ['Description', 'listenerDescription'].some((name) => name in args);
    return {
      ...none,
      keys: [...attributes, ...(regrouped ? memberKeys : []), ...(taken ? listenerKeys : [])],
      ports: regrouped || taken ? [port] : [],
    };
  }
  if (/Extension/.test(api)) return { ...none, keys: ['domain-extensions'] };
  if (/Certificates/.test(api)) return { ...none, keys: ['additional-cert-ids'] };
  if (api === 'UpdateNLBServerGroup') return { ...none, keys: attributes };
  if (/ServerGroup|NLBServers/.test(api)) {
    const key = clbKey(target) ?? nlbKey(target);
    return {
      ...none,
      keys: [...memberKeys, 'protocol-port', 'id'],
      fields: [...typeFields, 'externalTrafficPolicy'],
      groupPort: key?.port,
    };
  }
  if (/SecurityGroup/.test(api)) return { ...none, keys: ['security-group-ids'], fields: ['loadBalancerSourceRanges'] };
  if (/^(?:Tag|Untag)/.test(api))
    return { ...none, keys: ['additional-resource-tags', 'id', 'preserve-lb-on-delete'], fields: typeFields };
  if (/^(?:Create|Delete)(?:LoadBalancer|NLB)$/.test(api))
    return { ...none, keys: [classKey, typeKey, 'id'], fields: typeFields };
  return { ...none, keys: attributes, fields: typeFields };
}
