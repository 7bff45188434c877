import type { InventoryPart } from '../catalog/inventory-operations.ts';
import type { Resource } from '../model/manifest.ts';
import { isOpenNamespace } from './open-namespace.ts';

/**
 * What exists in the cloud, as far as exports tell. A field that is undefined is not known: the export lacks it, or
 * exports disagree.
 */
export interface Inventory {
  readonly loadBalancers: ReadonlyMap<string, CloudLoadBalancer>;
  /** By the load balancer's id. */
  readonly listeners: ReadonlyMap<string, readonly CloudListener[]>;
  /** By the load balancer's id; groups whose load balancer is not known are left out. */
  readonly serverGroups: ReadonlyMap<string, readonly CloudServerGroup[]>;
  readonly vSwitches: ReadonlyMap<string, CloudVSwitch>;
  /** What the exports hold evidently whole, so that an id which is absent does not exist. */
  readonly whole: { readonly loadBalancers: boolean; readonly vSwitches: boolean };
  /** An answer says that there is more than the exports hold: what is absent may exist. */
  readonly partial: Readonly<Record<InventoryPart, boolean>>;
}

export interface CloudLoadBalancer {
  readonly id: string;
  readonly name: string | undefined;
  readonly status: string | undefined;
  readonly address: string | undefined;
  readonly addressType: string | undefined;
  readonly ipVersion: string | undefined;
  readonly networkType: string | undefined;
  readonly vpcId: string | undefined;
  readonly vSwitchId: string | undefined;
  readonly masterZoneId: string | undefined;
  readonly slaveZoneId: string | undefined;
  readonly resourceGroupId: string | undefined;
  readonly instanceChargeType: string | undefined;
  readonly internetChargeType: string | undefined;
  readonly spec: string | undefined;
  readonly bandwidth: number | undefined;
  readonly deleteProtection: string | undefined;
  readonly modificationProtection: string | undefined;
  readonly tags: ReadonlyMap<string, string> | undefined;
}

export interface CloudListener {
  readonly port: number;
  readonly protocol: string | undefined;
  readonly description: string | undefined;
  readonly serverGroupId: string | undefined;
}

export interface CloudServerGroup {
  readonly id: string;
  readonly name: string | undefined;
  readonly servers: number | undefined;
}

export interface CloudVSwitch {
  readonly id: string;
  readonly vpcId: string | undefined;
  readonly zoneId: string | undefined;
  readonly status: string | undefined;
  readonly freeAddresses: number | undefined;
}

/** What an object in the cloud is called by the controller that made it. */
export interface OwnName {
  readonly service: string;
  readonly namespace: string;
  /** The id of the cluster that the controller serves. */
  readonly cluster: string;
}

/**
 * The Service for which the controller made a listener or a server group of a CLB, by its description or name
 * (`k8s/<port>/<service>/<namespace>/<cluster>`); undefined for what people made. Source: `LoadVGroupNamedKey`, v2.14.0.
 */
export function ownNameOf(text: string | undefined): OwnName | undefined {
  const [, service, namespace, cluster] =
    /^k8s\/[A-Za-z0-9-]{1,63}\/([a-z0-9.-]{1,253})\/([a-z0-9-]{1,63})\/([A-Za-z0-9-]{1,128})$/.exec(text ?? '') ?? [];
  if (service === undefined || namespace === undefined || cluster === undefined) return undefined;
  return { service, namespace, cluster };
}

/**
 * True where the controller made it for this Service of a cluster. Undefined where that is not known: the cluster's id is
 * not, and another may have a Service of this name; or the namespace is decided at deployment.
 */
export function isMadeFor(
  text: string | undefined,
  { identity: { namespace, name } }: Pick<Resource, 'identity'>,
  cluster: string | undefined,
): boolean | undefined {
  const owner = ownNameOf(text);
  if (owner?.service !== name) return false;
  const isOpen = isOpenNamespace(namespace);
  if (!isOpen && owner.namespace !== namespace) return false;
  if (cluster !== undefined && owner.cluster !== cluster) return false;
  return isOpen || cluster === undefined ? undefined : true;
}

/** True where it was made for one of them for certain; false where it was made for none. */
export function isMadeForOneOf(
  text: string | undefined,
  services: readonly { readonly resource: Pick<Resource, 'identity'> }[],
  cluster: string | undefined,
): boolean | undefined {
  const answers = services.map(({ resource }) => isMadeFor(text, resource, cluster));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}
