import type { Resource } from '../../model/manifest.ts';
import { entryAt, isPresent, spotOf, valueAt, writtenText, type Spot, type ValueNode } from '../../model/node.ts';
import type { Service, ServicePort } from '../../world/service.ts';
import type { Cause } from '../transition/causes.ts';
import type { ServicePair } from './change.ts';

/** Where something stands: the exact value, and the Service that it belongs to. */
export interface Place {
  readonly at: Spot;
  readonly resource: Resource;
}

/**
 * The value that a cause is about: in head, or in base for what is gone. Of a port that stands in both, the entry that
 * differs. undefined where the manifest holds no such value.
 */
export function placeOfCause(cause: Cause, { base, head }: ServicePair): Place | undefined {
  const [own, other] = cause.tree === 'base' ? [base, head] : [head, base];
  const node = own === undefined ? undefined : nodeOf(cause, own, other);
  return own === undefined || node === undefined ? undefined : { at: spotOf(node), resource: own.resource };
}

function nodeOf(cause: Cause, own: Service, other: Service | undefined): ValueNode | undefined {
  switch (cause.what) {
    case 'annotation':
      return cause.annotation.located?.node;
    case 'field':
      return entryAt(own.resource.root, 'spec', cause.field)?.value ?? own.resource.name;
    case 'port':
      return cause.port.located === undefined ? undefined : portNode(cause.port.located, other);
    case 'object':
      return own.resource.name;
  }
}

function portNode(port: ServicePort, other: Service | undefined): ValueNode {
  const twin = other?.ports.find((one) => one.port === port.port && one.protocol === port.protocol);
  const differs = (key: string): boolean => textAt(twin?.node, key) !== textAt(port.node, key);
  // The same number for another protocol: what tells them apart is the protocol.
  const isRenumbered = other?.ports.every((one) => one.port !== port.port) ?? true;
  const key =
    twin !== undefined ? ['targetPort', 'nodePort', 'name'].find(differs) : isRenumbered ? undefined : 'protocol';
  const written = key === undefined ? undefined : valueAt(port.node, key);
  return isPresent(written) ? written : (port.portNode ?? port.node);
}

function textAt(node: ValueNode | undefined, key: string): string {
  const value = valueAt(node, key);
  return isPresent(value) ? writtenText(value) : '';
}
