import { backendTypeKey, currentPrefix, legacyPrefix } from '../../catalog/annotation-keys.ts';
import type { Subject, SubjectAnnotation, SubjectPort } from '../subject.ts';
import type { Mutation } from './journal.ts';
import { attributeKeys } from './attribute-keys.ts';

/** Something in one of the two manifests that brings a change about. */
export type Cause =
  | { readonly tree: 'base' | 'head'; readonly what: 'annotation'; readonly annotation: SubjectAnnotation }
  | { readonly tree: 'base' | 'head'; readonly what: 'port'; readonly port: SubjectPort }
  | { readonly tree: 'base' | 'head'; readonly what: 'field'; readonly field: SubjectField }
  /** The object itself comes or goes. */
  | { readonly tree: 'base' | 'head'; readonly what: 'object' };

export type SubjectField = 'type' | 'loadBalancerClass' | 'externalTrafficPolicy' | 'loadBalancerSourceRanges';

/** A difference between base and head, in the tree where it can be seen: head, or base for what is gone. */
function differences(base: Subject, head: Subject): Cause[] {
  const found: Cause[] = [];
  for (const [key, annotation] of head.annotations)
    if (base.annotations.get(key)?.written !== annotation.written)
      found.push({ tree: 'head', what: 'annotation', annotation });
  for (const [key, annotation] of base.annotations)
    if (!head.annotations.has(key)) found.push({ tree: 'base', what: 'annotation', annotation });
  for (const port of head.ports) {
    const old = base.ports.find((one) => isSamePort(one, port));
    if (old === undefined || portText(old) !== portText(port)) found.push({ tree: 'head', what: 'port', port });
  }
  for (const port of base.ports)
    if (!head.ports.some((one) => isSamePort(one, port))) found.push({ tree: 'base', what: 'port', port });
  for (const field of ['type', 'loadBalancerClass', 'externalTrafficPolicy'] as const)
    if (base[field] !== head[field])
      found.push({ tree: head[field] === undefined ? 'base' : 'head', what: 'field', field });
  if (base.sourceRanges.join() !== head.sourceRanges.join())
    found.push({
      tree: head.sourceRanges.length === 0 ? 'base' : 'head',
      what: 'field',
      field: 'loadBalancerSourceRanges',
    });
  return found;
}

function isSamePort(a: SubjectPort, b: SubjectPort): boolean {
  return a.port === b.port && a.protocol === b.protocol;
}

function portText({ name, port, protocol, targetPort, nodePort }: SubjectPort): string {
  return JSON.stringify([name, port, protocol, targetPort, nodePort]);
}

/**
 * What brings a mutation, or a failure that names annotations, about: the differences between base and head that bear
 * on it; else, where a difference is only being put right, what says so in head; none where nothing written does.
 */
export function causesOf(
  about: Mutation | { readonly keys: readonly string[] },
  base: Subject | undefined,
  head: Subject | undefined,
): Cause[] {
  if (head === undefined) return base === undefined ? [] : [{ tree: 'base', what: 'object' }];
  if (base === undefined || base.namespace !== head.namespace || base.name !== head.name || base.uid !== head.uid) {
    const stated = 'keys' in about ? statedIn(head, about.keys) : [];
    return stated.length > 0 ? stated : [{ tree: 'head', what: 'object' }];
  }
  const bearing = bearingOn(about);
  const found = differences(base, head).filter((cause) => bearing.admits(cause));
  if (found.length > 0) return found;
  return statedIn(head, bearing.keys);
}

function statedIn(subject: Subject, keys: readonly string[]): Cause[] {
  const all = [...subject.annotations.values()];
  return keys.flatMap((key) =>
    all
      .filter(({ key: full }) => full === key || shortKeyOf(full) === key)
      .map((annotation) => ({ tree: 'head', what: 'annotation', annotation }) as const),
  );
}

function shortKeyOf(key: string): string {
  for (const prefix of [currentPrefix, legacyPrefix]) if (key.startsWith(prefix)) return key.slice(prefix.length);
  return key === backendTypeKey ? 'backend-type' : key;
}

interface Bearing {
  readonly keys: readonly string[];
  admits(cause: Cause): boolean;
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

function bearingOn(about: Mutation | { readonly keys: readonly string[] }): Bearing {
  if ('keys' in about) return bearing(about.keys, []);
  const { api, target = '', args } = about;
  const type: SubjectField[] = ['type', 'loadBalancerClass'];
  if (/Listener/.test(api) && !/Attribute$|UpdateNLBListener/.test(api))
    return bearing([...listenerKeys, 'backend-type'], type, (port) => portMatches(port, target));
  if (/Listener/.test(api)) {
    const keys = Object.keys(args).flatMap(attributeKeys);
    const regrouped = ['VServerGroupId', 'serverGroupId'].some((name) => name in args);
    const taken = ['Description', 'listenerDescription'].some((name) => name in args);
    return bearing(
      [...keys, ...(regrouped ? memberKeys : []), ...(taken ? listenerKeys : [])],
      [],
      (port) => (regrouped || taken) && portMatches(port, target),
    );
  }
  if (/Extension/.test(api)) return bearing(['domain-extensions'], []);
  if (/Certificates/.test(api)) return bearing(['additional-cert-ids'], []);
  if (/ServerGroup|Servers|SetVServerGroup/.test(api)) {
    const isNlbUpdate = api === 'UpdateNLBServerGroup';
    const keys = isNlbUpdate ? Object.keys(args).flatMap(attributeKeys) : [...memberKeys, 'protocol-port', 'id'];
    return bearing(keys, [...type, 'externalTrafficPolicy'], () => !isNlbUpdate);
  }
  if (/SecurityGroup/.test(api)) return bearing(['security-group-ids'], ['loadBalancerSourceRanges']);
  if (/^Tag|^Untag/.test(api)) return bearing(['additional-resource-tags', 'id', 'preserve-lb-on-delete'], type);
  if (/^Create(?:LoadBalancer|NLB)$|^Delete(?:LoadBalancer|NLB)$/.test(api))
    return bearing(['service.beta.kubernetes.io/class', 'id'], type);
  return bearing(Object.keys(args).flatMap(attributeKeys), type);
}

/** Listeners are named `port/protocol` or `start-end/protocol`. */
function portMatches({ port }: SubjectPort, target: string): boolean {
  return target.startsWith(`${port}/`) || target.includes('-');
}

function bearing(
  keys: readonly string[],
  fields: readonly SubjectField[],
  admitsPort: (port: SubjectPort) => boolean = () => false,
): Bearing {
  const known = new Set(keys);
  return {
    keys,
    admits: (cause) => {
      switch (cause.what) {
        case 'annotation':
          return known.has(shortKeyOf(cause.annotation.key)) || known.has(cause.annotation.key);
        case 'port':
          return admitsPort(cause.port);
        case 'field':
          return fields.includes(cause.field);
        case 'object':
          return true;
      }
    },
  };
}
