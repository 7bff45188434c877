import { placeOfCause } from '../controller/change/cause-place.ts';
import type { Delisting, LoadBalancerChange } from '../controller/change/change.ts';
import type { Effect } from '../controller/change/effects.ts';
import type { Cause } from '../controller/transition/causes.ts';
import type { Location, TreeName } from '../model/finding.ts';
import { entryAt, pathOf, spotOf, type Spot, type ValueNode } from '../model/node.ts';
import type { Service } from '../world/service.ts';
import { locationIn } from './locate.ts';

/** Where the causes of an effect stand, in both trees. */
export function locatedCauses(causes: readonly Cause[], change: LoadBalancerChange, kind: Effect['kind']): Location[] {
  const { base, became } = change;
  const found = causes.flatMap((cause) => placesOf(cause, change));
  // What goes with a rename is the object of base, and the controller does not know that they belong together.
  if (became === 'renamed' && base !== undefined && /deleted|orphaned|left/.test(kind))
    found.unshift(locate(nameOf(base), base, 'base'));
  return unique(found);
}

/** Where a cause stands; what only changes stands in both trees, the old value first. */
function placesOf(cause: Cause, change: LoadBalancerChange): Location[] {
  const { base, head, became, delistedAt } = change;
  const service = cause.tree === 'base' ? base : head;
  if (service === undefined) return [];
  if (cause.what === 'object' && cause.tree === 'base' && delistedAt !== undefined)
    return [locateDelisting(delistedAt)];
  const own = locate(spotOfCause(cause, service, change), service, cause.tree);
  const old = cause.tree === 'head' && became === 'changed' && base !== undefined ? sameIn(base, cause) : undefined;
  return old === undefined || base === undefined ? [own] : [locate(spotOf(old), base, 'base'), own];
}

/** What stood in base where head says something else. */
function sameIn(base: Service, cause: Cause): ValueNode | undefined {
  switch (cause.what) {
    case 'annotation':
      return entryAt(base.resource.root, 'metadata', 'annotations', cause.annotation.key)?.value;
    case 'port':
      return base.ports.find(({ port, protocol }) => port === cause.port.port && protocol === cause.port.protocol)
        ?.node;
    case 'field':
      return entryAt(base.spec, cause.field)?.value;
    case 'object':
      return undefined;
  }
}

function spotOfCause(cause: Cause, service: Service, change: LoadBalancerChange): Spot {
  const other = cause.tree === 'base' ? change.head : change.base;
  switch (cause.what) {
    case 'annotation':
      return spotOr(cause.annotation.located?.node, service);
    case 'field':
      return spotOr(entryAt(service.spec, cause.field)?.value, service);
    case 'port':
      return placeOfCause(cause, change)?.at ?? nameOf(service);
    case 'object': {
      const isMoved = other !== undefined && other.resource.identity.name === service.resource.identity.name;
      return spotOr(isMoved ? entryAt(service.resource.root, 'metadata', 'namespace')?.value : undefined, service);
    }
  }
}

function spotOr(node: ValueNode | undefined, service: Service): Spot {
  return node === undefined ? nameOf(service) : spotOf(node);
}

/** The name of a Service as a place, else the whole object. */
export function nameOf({ resource }: Service): Spot {
  return spotOf(resource.name ?? resource.root);
}

/** A place within a Service of one tree. */
export function locate({ node, range }: Spot, { resource }: Service, tree: TreeName): Location {
  const place = { tree, file: resource.file, lines: resource.manifest.lines };
  return locationIn(place, range, pathOf(node, resource.root), resource.document);
}

/** Where base listed what head lists no more. */
export function locateDelisting({ at, file, manifest }: Delisting): Location {
  return locationIn({ tree: 'base', file, lines: manifest.lines }, at.range, pathOf(at.node));
}

/** Each place once. */
export function unique(locations: readonly Location[]): Location[] {
  const key = ({ tree, file, startOffset, endOffset }: Location): string =>
    [tree, file, startOffset, endOffset].join('\0');
  return [...new Map(locations.map((location) => [key(location), location])).values()];
}

/** The same field of both objects, the old value first. */
export function fieldInBoth(
  { base, head }: LoadBalancerChange,
  nodeOf: (service: Service) => ValueNode | undefined,
): Location[] {
  return (
    [
      ['base', base],
      ['head', head],
    ] as const
  ).flatMap(([tree, service]) => {
    const node = service === undefined ? undefined : nodeOf(service);
    return service === undefined || node === undefined ? [] : [locate(spotOf(node), service, tree)];
  });
}
