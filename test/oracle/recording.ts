import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Subject } from '../../src/controller/subject.ts';
import { defaultBackendMode, type FeatureGates, type Surroundings } from '../../src/controller/surroundings.ts';

/** A Service and a cluster as the recordings describe them; the README of the recordings has the words. */
export interface OracleInput {
  readonly service: {
    readonly metadata: {
      readonly name: string;
      readonly namespace: string;
      readonly uid: string;
      readonly annotations?: Readonly<Record<string, string>> | null;
    };
    readonly spec: {
      readonly type?: string;
      readonly loadBalancerClass?: string | null;
      readonly externalTrafficPolicy?: string;
      readonly loadBalancerSourceRanges?: readonly string[] | null;
      readonly ports?: readonly OraclePort[] | null;
    };
  };
  readonly cluster: OracleCluster;
}

export interface OraclePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
}

export interface OracleCluster {
  readonly clusterId?: string;
  readonly vpcId?: string;
  readonly vpcCidrs?: readonly string[] | null;
  readonly vSwitchIds?: readonly string[] | null;
  readonly resourceGroupId?: string;
  readonly serviceBackendType?: string;
  readonly forceBackendEni?: string;
  readonly featureGates?: FeatureGates | null;
  readonly nodes?:
    | readonly {
        readonly name: string;
        readonly providerID?: string;
        readonly internalIP?: string;
        readonly labels?: Readonly<Record<string, string>> | null;
        readonly taints?: readonly string[] | null;
        readonly unschedulable?: boolean;
        readonly notReady?: boolean;
        readonly noConditions?: boolean;
      }[]
    | null;
  readonly endpointSlices?:
    | readonly {
        readonly addressType?: string;
        readonly ports?: Readonly<Record<string, number>> | null;
        readonly endpoints?:
          | readonly {
              readonly ip: string;
              readonly node?: string;
              readonly pod?: string;
              readonly notReady?: boolean;
              readonly terminating?: boolean;
            }[]
          | null;
      }[]
    | null;
  readonly pods?:
    readonly { readonly name: string; readonly readinessGate?: boolean; readonly containersReady?: boolean }[] | null;
  readonly ipsWithoutEni?: readonly string[] | null;
  readonly cloud?: {
    readonly loadBalancers?:
      | readonly { readonly id: string; readonly groups?: readonly { readonly id: string; readonly name: string }[] }[]
      | null;
  } | null;
}

export interface OracleCase {
  readonly id: string;
  readonly tag: string;
  readonly input: OracleInput;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** The version of the controller that the recordings were taken from. */
const recordedVersion = 'v2.14.0';

/** All cases of the `model-*.jsonl` and `model-*.jsonl.gz` files of a folder. */
export function casesIn(folder: string): OracleCase[] {
  return readdirSync(folder)
    .filter((name) => /^model-.*\.jsonl(\.gz)?$/.test(name))
    .sort()
    .flatMap((name) => readCases(path.join(folder, name)));
}

/** Ids of cases that cannot be decided from their input; the file gives the reasons. */
export function excludedIds(): ReadonlySet<string> {
  const excluded = JSON.parse(readFileSync('test/oracle/excluded.json', 'utf8')) as { readonly id: string }[];
  return new Set(excluded.map(({ id }) => id));
}

export function readCases(file: string): OracleCase[] {
  return readLines<OracleCase>(file);
}

/** One JSON value a line, compressed or not. */
export function readLines<T>(file: string): T[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as T]));
}

/** The recorded Service; its texts are meant literally, placeholders or not. */
export function subjectOf({ service: { metadata, spec } }: Pick<OracleInput, 'service'>): Subject {
  return {
    type: spec.type,
    loadBalancerClass: spec.loadBalancerClass ?? undefined,
    externalTrafficPolicy: spec.externalTrafficPolicy,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    sourceRanges: spec.loadBalancerSourceRanges ?? [],
    annotations: new Map(
      Object.entries(metadata.annotations ?? {}).map(([key, text]) => [
        key,
        { key, text, written: text, located: undefined },
      ]),
    ),
    ports: (spec.ports ?? []).map((port) => ({
      name: port.name,
      port: port.port,
      protocol: port.protocol ?? 'TCP',
      targetPort: port.targetPort ?? port.port,
      nodePort: port.nodePort ?? 0,
      located: undefined,
    })),
  };
}

export function surroundingsOf({ cluster }: Pick<OracleInput, 'cluster'>): Surroundings {
  const withoutInterface = new Set(cluster.ipsWithoutEni ?? []);
  return {
    ccmVersion: recordedVersion,
    backendMode: defaultBackendMode(cluster.serviceBackendType ?? '', cluster.forceBackendEni ?? ''),
    featureGates: cluster.featureGates ?? {},
    clusterId: cluster.clusterId,
    vpcId: cluster.vpcId,
    vSwitchIds: cluster.vSwitchIds ?? [],
    resourceGroupId: cluster.resourceGroupId,
    loadBalancers: (cluster.cloud?.loadBalancers ?? []).map(({ id, groups }) => ({ id, groups: groups ?? [] })),
    candidates: {
      nodes: (cluster.nodes ?? []).map((node) => ({
        name: node.name,
        providerId: node.providerID ?? '',
        internalIp: node.internalIP,
        labels: node.labels ?? {},
        taints: node.taints ?? [],
        unschedulable: node.unschedulable === true,
        ready: node.notReady !== true,
        hasConditions: node.noConditions !== true,
      })),
      endpointSlices: (cluster.endpointSlices ?? []).map((slice) => ({
        addressType: slice.addressType === 'IPv6' ? 'IPv6' : 'IPv4',
        ports: new Map(Object.entries(slice.ports ?? {})),
        endpoints: (slice.endpoints ?? []).map(({ ip, node, pod, notReady, terminating }) => ({
          ip,
          node: node === '' ? undefined : node,
          pod: pod === '' ? undefined : pod,
          ready: notReady !== true,
          terminating: terminating === true,
        })),
      })),
      pods: new Map(
        (cluster.pods ?? []).map(({ name, readinessGate, containersReady }) => [
          name,
          { gated: readinessGate === true, containersReady: containersReady === true },
        ]),
      ),
      interfaceOf: (ip) => (withoutInterface.has(ip) ? undefined : `eni-${ip.replaceAll(/[.:]/g, '-')}`),
      vpcCidrs: cluster.vpcCidrs ?? ['10.0.0.0/8'],
    },
  };
}
