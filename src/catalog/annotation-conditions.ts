import type { Kind } from './annotation-fact.ts';
import { controllerChanges } from './controller-changes.ts';

/** What another annotation has to say before one has any effect. Keys without the common prefix. */
export interface Condition {
  readonly kind: Kind;
  readonly key: string;
  /** The annotation looked at. */
  readonly needs: string;
  /** The texts that will do; without them any non-empty text. */
  readonly values?: readonly string[];
  /** The texts that will not do; absent is fine. */
  readonly not?: readonly string[];
  /** Only for listeners of these protocols. */
  readonly protocols?: readonly string[];
  /** Below this version of the controller absent is fine too. */
  readonly absentUntil?: string;
}

const { clcuByDefault } = controllerChanges;
const on = ['on'];
const l7 = ['http', 'https'];
const l4 = ['tcp', 'udp'];
const checks = [
  'health-check-type',
  'health-check-uri',
  'health-check-domain',
  'health-check-httpcode',
  'health-check-method',
  'health-check-connect-port',
  'health-check-connect-timeout',
  'health-check-interval',
  'healthy-threshold',
  'unhealthy-threshold',
];
const common = [
  'health-check-connect-port',
  'health-check-interval',
  'healthy-threshold',
  'unhealthy-threshold',
] as const;

/**
 * Annotations that are dead text without another one. From the `requires` and `ignoredWhen` of the annotation
 * catalogue, whose entries carry the sources; checked against the controller's source v2.14.0 on 2026-11-25.
 */
const conditions: readonly Condition[] = [
  ...(['clb', 'nlb'] as const).flatMap((kind) => [
    { kind, key: 'force-override-listeners', needs: 'id' },
    { kind, key: 'vgroup-port', needs: 'id' },
    { kind, key: 'weight', needs: 'id' },
    { kind, key: 'weight', needs: 'vgroup-port' },
    { kind, key: 'connection-drain-timeout', needs: 'connection-drain', values: on },
  ]),
  { kind: 'clb', key: 'spec', needs: 'instance-charge-type', values: ['PayBySpec'], absentUntil: clcuByDefault.since },
  { kind: 'clb', key: 'bandwidth', needs: 'charge-type', values: ['paybybandwidth'] },
  { kind: 'clb', key: 'vswitch-id', needs: 'network-type', not: ['classic'] },
  { kind: 'clb', key: 'acl-id', needs: 'acl-status', values: on },
  { kind: 'clb', key: 'acl-type', needs: 'acl-status', values: on },
  { kind: 'clb', key: 'sticky-session-type', needs: 'sticky-session', values: on },
  { kind: 'clb', key: 'cookie-timeout', needs: 'sticky-session', values: on },
  { kind: 'clb', key: 'cookie-timeout', needs: 'sticky-session-type', values: ['insert'] },
  { kind: 'clb', key: 'cookie', needs: 'sticky-session', values: on },
  { kind: 'clb', key: 'cookie', needs: 'sticky-session-type', values: ['server'] },
  ...(['health-check-uri', 'health-check-domain', 'health-check-httpcode'] as const).flatMap((key) => [
    { kind: 'clb' as const, key, needs: 'health-check-type', values: ['http'], protocols: ['tcp'] },
    { kind: 'clb' as const, key, needs: 'health-check-flag', values: on, protocols: l7 },
  ]),
  ...common.flatMap((key) => [
    { kind: 'clb' as const, key, needs: 'health-check-flag', values: on, protocols: l7 },
    { kind: 'clb' as const, key, needs: 'health-check-switch', not: ['off'], protocols: l4 },
  ]),
  { kind: 'clb', key: 'health-check-type', needs: 'health-check-switch', not: ['off'], protocols: l4 },
  { kind: 'clb', key: 'health-check-connect-timeout', needs: 'health-check-switch', not: ['off'], protocols: l4 },
  { kind: 'clb', key: 'health-check-timeout', needs: 'health-check-flag', values: on },
  { kind: 'clb', key: 'health-check-method', needs: 'health-check-flag', values: on },
  ...checks.map((key) => ({ kind: 'nlb' as const, key, needs: 'health-check-flag', values: on })),
  ...['health-check-uri', 'health-check-domain', 'health-check-httpcode', 'health-check-method'].map((key) => ({
    kind: 'nlb' as const,
    key,
    needs: 'health-check-type',
    values: ['http'],
  })),
  { kind: 'nlb', key: 'cacert-id', needs: 'cacert', values: on },
  { kind: 'nlb', key: 'alpn-policy', needs: 'alpn', values: on },
  ...['ppv2-pvl-ep-id-enabled', 'ppv2-pvl-eps-id-enabled', 'ppv2-pvl-vpc-id-enabled'].map((key) => ({
    kind: 'nlb' as const,
    key,
    needs: 'proxy-protocol',
    values: on,
  })),
  { kind: 'nlb', key: 'ipv6-address-type', needs: 'ip-version', values: ['DualStack'] },
];

const byKey = new Map<string, Condition[]>();
for (const condition of conditions) {
  const name = `${condition.kind} ${condition.key}`;
  byKey.set(name, [...(byKey.get(name) ?? []), condition]);
}

/** The conditions of one annotation. */
export function conditionsOf(kind: Kind, key: string): readonly Condition[] {
  return byKey.get(`${kind} ${key}`) ?? [];
}

/** An annotation that the cloud refuses at the listener while another one is missing. */
export interface Demand {
  readonly kind: Kind;
  readonly key: string;
  /** The texts that bring the demand with them. */
  readonly values?: readonly string[];
  /** The listener protocol that does. */
  readonly protocol?: string;
  readonly demands: string;
}

/** From the `requires` of the annotation catalogue, where the API, not the controller, insists. */
export const demands: readonly Demand[] = [
  { kind: 'clb', key: 'acl-status', values: on, demands: 'acl-id' },
  { kind: 'clb', key: 'acl-status', values: on, demands: 'acl-type' },
  { kind: 'clb', key: 'sticky-session', values: on, demands: 'sticky-session-type' },
  { kind: 'clb', key: 'sticky-session-type', values: ['insert'], demands: 'cookie-timeout' },
  { kind: 'clb', key: 'sticky-session-type', values: ['server'], demands: 'cookie' },
  { kind: 'clb', key: 'connection-drain', values: on, demands: 'connection-drain-timeout' },
  { kind: 'nlb', key: 'alpn', values: on, demands: 'alpn-policy' },
  // TLS listeners, of either name.
  { kind: 'clb', key: 'protocol-port', protocol: 'https', demands: 'cert-id' },
  { kind: 'nlb', key: 'protocol-port', protocol: 'TCPSSL', demands: 'cert-id' },
];

/** NLB annotations that belong to the server group, not to the listener: they act whatever the override says. */
export const nlbGroupKeys: ReadonlySet<string> = new Set([
  'scheduler',
  'connection-drain',
  'connection-drain-timeout',
  'preserve-client-ip',
  'server-group-type',
  'health-check-flag',
  ...checks,
  'health-check-http-version',
]);

/** Ids of things in the cloud, alone or in a list: a blank in one is part of it, and the cloud refuses it. */
export const idKeys: ReadonlySet<string> = new Set([
  'id',
  'acl-id',
  'cert-id',
  'cacert-id',
  'additional-cert-ids',
  'vswitch-id',
  'resource-group-id',
  'bandwidth-package-id',
  'security-group-ids',
  'master-zoneid',
  'slave-zoneid',
]);

/** Integers whose zero is a value; of all others zero counts as unset. */
export const keepsZero: ReadonlySet<string> = new Set(['persistence-timeout', 'cps', 'weight', 'default-weight']);

/** Keys for which an empty text is an order (leave, detach, remove all). */
export const emptyIsAnOrder: ReadonlySet<string> = new Set([
  'security-group-ids',
  'bandwidth-package-id',
  'additional-cert-ids',
]);
