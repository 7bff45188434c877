import { readdirSync } from 'node:fs';
import path from 'node:path';
import { attributeOf } from '../../src/controller/transition/clb/attribute-names.ts';
import { settledAs } from '../../src/controller/transition/clb/listener-attributes.ts';
import {
  emptyCloud,
  type AttributeMap,
  type CloudRules,
  type CloudState,
} from '../../src/controller/transition/cloud/state.ts';
import type { Intervention } from '../../src/controller/transition/interventions.ts';
import type { Refusal } from '../../src/controller/transition/journal.ts';
import { specText, type Side } from '../../src/controller/transition/live-service.ts';
import type { KnownCloud, TransitionInput } from '../../src/controller/transition/transition.ts';
import { readLines, subjectOf, surroundingsOf, type OracleCluster, type OracleInput } from './recording.ts';

/** A recorded change of a live Service; the README of the recordings has the words. */
export interface TransitionCase {
  readonly id: string;
  readonly tag: string;
  readonly input: RecordedInput;
  readonly expected: RecordedTransition;
}

type RecordedService = OracleInput['service'];

export interface RecordedInput {
  readonly base: RecordedService | null;
  readonly head: RecordedService | null;
  readonly cluster: RecordedCluster;
  readonly headCluster?: HeadCluster | null;
  readonly order?: 'deleteFirst' | 'createFirst';
  readonly then?: 'delete';
}

type RecordedCluster = Omit<OracleCluster, 'cloud'> & {
  readonly disablePublicSLB?: boolean;
  readonly cloud?: RecordedCloud | null;
};

interface HeadCluster {
  readonly nodes?: OracleCluster['nodes'];
  readonly endpointSlices?: OracleCluster['endpointSlices'];
  readonly driftListener?: { readonly port: number; readonly attrs: Readonly<Record<string, string>> };
  readonly addListener?: { readonly port: number; readonly protocol: string; readonly description: string };
  readonly removeOwnLoadBalancer?: boolean;
  readonly bindHandMadeListeners?: boolean;
}

interface RecordedCloud {
  readonly loadBalancers?: readonly RecordedLoadBalancer[] | null;
  readonly apiErrors?: Readonly<Record<string, string>> | null;
  readonly backendQuota?: number;
  readonly eips?: Readonly<Record<string, string | readonly string[]>> | null;
  readonly expiredCerts?: readonly string[] | null;
  readonly missingCerts?: readonly string[] | null;
  readonly fullVSwitches?: readonly string[] | null;
  readonly sharedPerformance?: readonly string[] | null;
}

interface RecordedLoadBalancer {
  readonly id: string;
  readonly kind?: string;
  readonly name?: string;
  readonly address?: string;
  readonly dnsName?: string;
  readonly zoneMaps?: string;
  readonly securityGroupIds?: readonly string[];
  readonly tags?: Readonly<Record<string, string>> | null;
  readonly groups?: readonly { readonly id: string; readonly name: string; readonly type?: string }[] | null;
  readonly listeners?:
    | readonly {
        readonly port: number;
        readonly protocol: string;
        readonly description?: string;
        readonly group?: string;
        readonly attrs?: Readonly<Record<string, string>> | null;
      }[]
    | null;
  readonly [attribute: string]: unknown;
}

export interface RecordedMutation {
  readonly api: string;
  readonly lb?: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

export interface RecordedStep {
  readonly enqueued?: readonly string[] | null;
  readonly controller?: string;
  readonly result: string;
  readonly error?: string;
  readonly class?: string;
  readonly mutations?: readonly RecordedMutation[] | null;
  readonly retry?: { readonly result: string; readonly mutations: number; readonly error?: string };
}

export interface RecordedEnd {
  readonly clb?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly nlb?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly serverGroups?: Readonly<Record<string, readonly string[] | null>> | null;
  readonly services?: readonly Readonly<Record<string, unknown>>[] | null;
}

export interface RecordedTransition {
  readonly base?: RecordedStep;
  readonly head: RecordedStep;
  readonly removal?: RecordedStep;
  readonly thenDelete?: RecordedStep;
  readonly after: RecordedEnd;
  readonly afterHead?: RecordedEnd;
  readonly race?: Partial<Omit<RecordedTransition, 'race' | 'base'>>;
}

/** All cases of the `reconcile-*.jsonl` and `reconcile-*.jsonl.gz` files of a folder. */
export function transitionsIn(folder: string): TransitionCase[] {
  return readdirSync(folder)
    .filter((name) => /^reconcile-.*\.jsonl(\.gz)?$/.test(name))
    .sort()
    .flatMap((name) => readLines<TransitionCase>(path.join(folder, name)));
}

/** The recorded change as the model takes it. */
export function transitionInputOf({ base, head, cluster, headCluster, order, then }: RecordedInput): TransitionInput {
  const surroundings = {
    ...surroundingsOf({ cluster: withoutCloud(cluster) }),
    publicForbidden: cluster.disablePublicSLB,
  };
  const later = { ...cluster, ...kept(headCluster) };
  return {
    base: base === null ? undefined : sideOf(base),
    head: head === null ? undefined : sideOf(head),
    order,
    surroundings,
    headSurroundings: {
      ...surroundingsOf({ cluster: withoutCloud(later) }),
      publicForbidden: cluster.disablePublicSLB,
    },
    cloud: cloudOf(cluster),
    interventions: interventionsOf(headCluster ?? {}),
    thenDelete: then === 'delete',
  };
}

function withoutCloud({ cloud: _cloud, ...cluster }: RecordedCluster): OracleCluster {
  return cluster;
}

function kept(headCluster: HeadCluster | null | undefined): Partial<RecordedCluster> {
  const { nodes, endpointSlices } = headCluster ?? {};
  return {
    ...(nodes === undefined ? {} : { nodes }),
    ...(endpointSlices === undefined ? {} : { endpointSlices }),
  };
}

function sideOf(service: RecordedService): Side {
  return { subject: subjectOf({ service }), spec: specText(service.spec) };
}

function interventionsOf(headCluster: HeadCluster): Intervention[] {
  const { driftListener, addListener, removeOwnLoadBalancer, bindHandMadeListeners } = headCluster;
  const found: Intervention[] = [];
  if (driftListener !== undefined)
    found.push({ does: 'drift-listener', port: driftListener.port, attributes: attributesOf(driftListener.attrs) });
  if (addListener !== undefined) found.push({ does: 'add-listener', ...addListener });
  if (removeOwnLoadBalancer === true) found.push({ does: 'remove-own' });
  if (bindHandMadeListeners === true) found.push({ does: 'bind-groups' });
  return found;
}

/** Attributes by the names of requests, in the model's words. */
function attributesOf(attrs: Readonly<Record<string, string>> | null | undefined): AttributeMap {
  return Object.fromEntries(
    Object.entries(attrs ?? {}).map(([name, text]) => [
      attributeOf(name),
      /^-?\d+$/.test(text) ? Number(text) : text === 'true' ? true : text === 'false' ? false : text,
    ]),
  );
}

function cloudOf(cluster: RecordedCluster): KnownCloud {
  const cloud = cluster.cloud ?? {};
  const state: CloudState = emptyCloud();
  for (const one of cloud.loadBalancers ?? []) addLoadBalancer(state, one, cluster.vpcId);
  const rules: CloudRules = {
    complete: true,
    backendQuota: cloud.backendQuota,
    expiredCertificates: cloud.expiredCerts ?? [],
    missingCertificates: cloud.missingCerts ?? [],
    fullVSwitches: cloud.fullVSwitches ?? [],
    sharedPerformance: [
      ...(cloud.sharedPerformance ?? []),
      ...(cloud.loadBalancers ?? []).flatMap(({ id, sharedPerformance }) => (sharedPerformance === true ? [id] : [])),
    ],
    elasticAddresses: new Map(
      Object.entries(cloud.eips ?? {}).map(([id, ip]) => [id, typeof ip === 'string' ? [ip] : ip]),
    ),
    clusterVpc: cluster.vpcId,
    newClb: {
      masterZoneId: 'cn-hangzhou-i',
      slaveZoneId: 'cn-hangzhou-h',
      resourceGroupId: 'rg-default',
      bandwidth: 5120,
      internetChargeType: 'paybytraffic',
      addressIPVersion: 'ipv4',
    },
    newNlb: { resourceGroupId: 'rg-default', addressIpVersion: 'ipv4' },
    addressOf: (made, internet) => `${internet ? '47.100.0' : '192.168.100'}.${made}`,
  };
  const failing = new Map<string, Refusal>(
    Object.entries(cloud.apiErrors ?? {}).map(([api, text]) => {
      const [code = '', ...message] = text.split('|');
      return [api, { code, message: message.join('|') }];
    }),
  );
  return { state, rules, failing };
}

function addLoadBalancer(state: CloudState, one: RecordedLoadBalancer, clusterVpc: string | undefined): void {
  const { id, kind, name, address, dnsName, zoneMaps, securityGroupIds, tags, groups, listeners, ...attributes } = one;
  if (kind === 'nlb') {
    const zones = (zoneMaps ?? '').split(',').map((element) => {
      const [zoneId = '', vSwitchId = ''] = element.split(':');
      return { zoneId, vSwitchId };
    });
    state.nlbs.push({
      id,
      dnsName: dnsName ?? '',
      attributes: {
        addressType: 'Internet',
        addressIpVersion: 'ipv4',
        name: name ?? '',
        zoneMappings: zones,
        ...(attributes as AttributeMap),
        vpcId: (attributes['vpcId'] as string | undefined) ?? clusterVpc ?? '',
      },
      tags: new Map(Object.entries(tags ?? {})),
      securityGroups: [...(securityGroupIds ?? [])],
      listeners: new Map(
        (listeners ?? []).map(({ port, protocol, description = '', group = '' }) => [
          `${port}/${protocol}`,
          { port, startPort: 0, endPort: 0, protocol, description, group, attributes: {} },
        ]),
      ),
      assumed: false,
    });
    for (const group of groups ?? [])
      state.serverGroups.set(group.id, {
        id: group.id,
        name: group.name,
        attributes: { serverGroupType: group.type ?? 'Instance' },
        tags: new Map(),
        members: [],
        assumed: false,
      });
    return;
  }
  state.clbs.push({
    id,
    address: address ?? '',
    attributes: { loadBalancerName: name ?? '', ...(attributes as AttributeMap) },
    tags: new Map(Object.entries(tags ?? {})),
    listeners: new Map(
      (listeners ?? []).map(({ port, protocol, description = '', group = '', attrs }) => {
        const attributes = settledAs(protocol, attributesOf(attrs));
        return [`${port}/${protocol}`, { port, protocol, description, group, attributes, extensions: [] }];
      }),
    ),
    groups: new Map((groups ?? []).map((group) => [group.id, { id: group.id, name: group.name, members: [] }])),
    assumed: false,
  });
}
