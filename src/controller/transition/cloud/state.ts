import type { Value } from '../../values.ts';

/** A member of a server group as the cloud knows it. Texts in angle brackets stand for what only the cluster knows. */
export interface GroupMember {
  readonly id: string;
  readonly ip: string;
  readonly port: number | string;
  readonly weight: number | string;
  readonly type: 'ecs' | 'eni' | 'ip';
  /** The name of the group that it was added for, by which the controller knows its own. */
  readonly description: string;
}

/** Attributes by the controller's names; an attribute that is absent is empty, or unknown where `assumed` is said. */
export type AttributeMap = Record<string, Value>;

export interface ClbServerGroup {
  readonly id: string;
  readonly name: string;
  members: GroupMember[];
}

export interface DomainExtension {
  readonly id: string;
  readonly domain: string;
  certificate: string;
}

export interface ClbListenerState {
  readonly port: number;
  readonly protocol: string;
  description: string;
  /** The id of its server group; empty where it has none. */
  group: string;
  attributes: AttributeMap;
  extensions: DomainExtension[];
}

export interface ClbState {
  readonly id: string;
  readonly address: string;
  attributes: AttributeMap;
  tags: Map<string, Value>;
  /** By `port/protocol`. */
  readonly listeners: Map<string, ClbListenerState>;
  /** By id. */
  readonly groups: Map<string, ClbServerGroup>;
  /**
   * A load balancer that nobody described: it is taken to be as the Service wants it at first. What it does not ask for
   * then is not known; where it asks later, that is taken to be something else.
   */
  readonly assumed: boolean;
  /** A Service was synced to it before the change. */
  synced?: true;
}

export interface NlbListenerState {
  /** 0 for a range. */
  readonly port: number;
  readonly startPort: number;
  readonly endPort: number;
  readonly protocol: string;
  description: string;
  group: string;
  attributes: AttributeMap;
}

export interface NlbState {
  readonly id: string;
  readonly dnsName: string;
  attributes: AttributeMap;
  tags: Map<string, Value>;
  securityGroups: string[];
  /** By `port/protocol`, or `start-end/protocol` for a range. */
  readonly listeners: Map<string, NlbListenerState>;
  /** As of a CLB. */
  readonly assumed: boolean;
  synced?: true;
}

/** A server group of NLB, which belongs to no load balancer. */
export interface NlbServerGroup {
  readonly id: string;
  readonly name: string;
  attributes: AttributeMap;
  tags: Map<string, Value>;
  members: GroupMember[];
  readonly assumed: boolean;
}

export interface SecurityRule {
  readonly policy: 'accept' | 'drop';
  readonly source: string;
  readonly priority: string;
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly owner: Value;
  rules: SecurityRule[];
}

/** Everything that exists in the cloud. */
export interface CloudState {
  clbs: ClbState[];
  nlbs: NlbState[];
  /** By id. */
  readonly serverGroups: Map<string, NlbServerGroup>;
  securityGroups: SecurityGroup[];
  /** How many load balancers were made. */
  made: number;
}

/** What decides about answers of the cloud beside its state. */
export interface CloudRules {
  /** All load balancers are described; others do not exist. Otherwise an id that is not described is taken for granted. */
  readonly complete: boolean;
  /** Members of one load balancer, all groups together. */
  readonly backendQuota: number | undefined;
  readonly expiredCertificates: readonly string[];
  readonly missingCertificates: readonly string[];
  readonly fullVSwitches: readonly string[];
  /** Load balancers that take no network interfaces. */
  readonly sharedPerformance: readonly string[];
  /** Elastic addresses by load balancer; `*` for any. */
  readonly elasticAddresses: ReadonlyMap<string, readonly string[]>;
  readonly clusterVpc: string | undefined;
  /** What the cloud fills in for a new CLB where nothing is asked. */
  readonly newClb: Readonly<AttributeMap>;
  /** The same for a new NLB. */
  readonly newNlb: Readonly<AttributeMap>;
  /** The address that the n-th load balancer gets. */
  readonly addressOf: (made: number, internet: boolean, id: string) => string;
}

export function emptyCloud(): CloudState {
  return { clbs: [], nlbs: [], serverGroups: new Map(), securityGroups: [], made: 0 };
}

/** True for equal values of attributes, whatever the order of their keys. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  return canonical(a) === canonical(b);
}

/** A text that equal values share. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** A member as calls and reports name it: `id(ip):port wWEIGHT type`; NLB writes the type with a capital. */
export function memberText({ id, ip, port, weight, type }: GroupMember, kind: 'clb' | 'nlb' = 'clb'): string {
  const place = ip === '' || ip === id ? id : `${id}(${ip})`;
  return `${place}:${port} w${weight} ${kind === 'clb' ? type : type.charAt(0).toUpperCase() + type.slice(1)}`;
}

/**
 * An attribute as it is found, beside what is asked for. Of an instance that nobody described, what the Service asks for
 * is taken to be so when it is first synced; what it asks for later is taken to be another value until it is set.
 */
export function foundAttribute(
  one: Pick<ClbState, 'assumed' | 'synced' | 'attributes'>,
  live: Pick<ClbState, 'attributes'> | undefined,
  name: string,
  wanted: Value | undefined,
): Value | undefined {
  if (!one.assumed || name in one.attributes || wanted === undefined) return one.attributes[name];
  if (one.synced === true) return { placeholder: `<${name} of the load balancer>` };
  one.attributes[name] = wanted;
  if (live !== undefined) live.attributes[name] = wanted;
  return wanted;
}
