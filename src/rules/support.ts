import { workloadKindOf } from '../catalog/kinds.ts';
import { identityText } from '../model/finding.ts';
import type { Resource } from '../model/manifest.ts';
import { partOf, textOf, valueAt, type MapEntry, type ScalarNode, type Spot, type ValueNode } from '../model/node.ts';
import { currentPrefix } from '../catalog/annotation-keys.ts';
import { factOfShortKey } from '../catalog/annotations.ts';
import { annotation, missingAnnotationSpot, type Annotation } from '../controller/annotations.ts';
import { predictLoadBalancer, type LoadBalancer, type Verdict } from '../controller/load-balancer.ts';
import type { Service } from '../world/service.ts';
import type { Thresholds } from '../world/facts.ts';
import { servingContainers, type Container, type Workload } from '../world/workload.ts';
import type { RuleContext } from './rule.ts';

/** The load balancer Services behind which a workload stands. */
export function loadBalancersBehind(workload: Workload, { world, facts }: RuleContext): readonly LoadBalancer[] {
  if (workload.kind.runsToCompletion) return [];
  const all = world.loadBalancersOf(workload);
  const complete = all.filter((service) => service.resource.completeness === 'complete');
  // One Service that is certain is enough; partial ones would only make the answer unknown.
  return (complete.length > 0 ? complete : all)
    .map((service) => predictLoadBalancer(service, facts))
    .filter((loadBalancer) => loadBalancer.controller !== 'none');
}

/** The containers that serve a target port of these load balancers. */
export function containersServing(workload: Workload, loadBalancers: readonly LoadBalancer[]): readonly Container[] {
  return servingContainers(
    workload,
    loadBalancers.flatMap(({ service }) => service.ports.map((port) => port.targetPort)),
  );
}

export function resourcesOf(loadBalancers: readonly LoadBalancer[]): readonly Resource[] {
  return loadBalancers.map(({ service }) => service.resource);
}

/** The Services, as places that a reader may want to see. */
export function relatedServices(
  loadBalancers: readonly LoadBalancer[],
): { at: Spot; resource: Resource; message: { en: string; zh: string } }[] {
  return loadBalancers.flatMap(({ service: { resource } }) =>
    resource.name === undefined
      ? []
      : [
          {
            at: spot(resource.name),
            resource,
            message: { en: `behind Service ${nameOf(resource)}`, zh: `位于 Service ${nameOf(resource)} 之后` },
          },
        ],
  );
}

export function spot(node: ValueNode): Spot {
  return { node, range: node.range };
}

/** The annotations of an object and, where it is a workload, of its pods. */
export function annotationsWithin(resource: Resource): readonly MapEntry[] {
  const template = workloadKindOf(resource.apiVersion, resource.kind)?.template ?? [];
  const holders = [resource.root, ...(template.length === 0 ? [] : [valueAt(resource.root, ...template)])];
  return holders.flatMap((holder) => {
    const annotations = valueAt(holder, 'metadata', 'annotations');
    return annotations?.kind === 'map' ? [...annotations.entries.values()] : [];
  });
}

/** True for a Service of Kubernetes itself, and not one of Knative. */
export function isService({ apiVersion, kind }: Resource): boolean {
  return kind === 'Service' && apiVersion === 'v1';
}

/** The value of an annotation as a place. */
export function annotationSpot({ node }: Annotation): Spot {
  return spot(node);
}

/** Where an annotation is gone: at the empty value that head leaves of it, else at the entry in base. */
export function removedAt(
  was: Annotation,
  shortKey: string,
  trees: { readonly base: Service; readonly head: Service },
): { at: Spot; resource: Resource; others?: readonly Resource[] } {
  const { base, head } = trees;
  const at = missingAnnotationSpot(head, shortKey);
  // The key that is written although it says nothing.
  if (at.node.kind === 'scalar' && at.node.parent === valueAt(head.resource.root, 'metadata', 'annotations'))
    return { at, resource: head.resource };
  return { at: annotationSpot(was), resource: base.resource, others: [head.resource] };
}

/** The value of a judged annotation as a place. Annotations of manifests always have one. */
export function verdictSpot({ annotation: { located } }: Verdict): Spot {
  if (located === undefined) throw new Error('an annotation of a manifest without its place');
  return annotationSpot(located);
}

/** True for an annotation whose value is a text, so that the API server takes it (else annotation-not-string speaks). */
export function isText({ annotation: { located } }: Verdict): boolean {
  return textOf(located?.node) !== undefined;
}

/** The key in full, as it is written today. */
export function fullKey(shortKey: string): string {
  return shortKey.includes('/') ? shortKey : currentPrefix + shortKey;
}

/** What a default weight that is refused leads to. */
export const refusedDefaultWeight = {
  events: ['E34', 'E35'],
  why: {
    en: 'An NLB Service is not synced any more (E34). For a CLB the complaint is dropped and the listeners lack their server groups (E35); where the listeners are not the controller’s, the backends of this Service are removed without a word.',
    zh: 'NLB 的 Service 将不再同步（E34）。CLB 会丢弃该错误，监听随之找不到服务器组（E35）；若监听不由控制器管理，该 Service 的后端会被直接移除且没有任何提示。',
  },
  remedy: {
    en: () => `Set the annotation ${fullKey('default-weight')} to a whole number from 0 to 100, such as "100".`,
    zh: () => `将注解 ${fullKey('default-weight')} 设置为 0 至 100 的整数，例如 "100"。`,
  },
} as const;

const noes = new Set(['off', 'false', 'no', 'n', 'f', '0', 'disable', 'disabled', 'none', 'never']);

/** True for a text by which people mean that something is not wanted. */
export function meansNo(text: string): boolean {
  return noes.has(text.trim().toLowerCase());
}

const yeses = new Set(['on', 'true', 'yes', 'y', 't', '1', 'enable', 'enabled']);

/** True for a text by which people mean that something is wanted. */
export function meansYes(text: string): boolean {
  return yeses.has(text.trim().toLowerCase());
}

/** The version of the controller that first reads an annotation, as the version at which an answer changes. */
export function firstRead(shortKey: string): Thresholds {
  const versions = factOfShortKey(shortKey)?.firstVersion;
  const ccmVersion = versions?.clb ?? versions?.nlb;
  return ccmVersion === undefined ? {} : { ccmVersion };
}

/** One element of a comma separated annotation, as written, and where it stands. */
export interface Element {
  readonly text: string;
  readonly at: Spot;
}

/**
 * The elements of a comma separated annotation, nothing trimmed; none where its text is unknown, or is no text at all
 * and refused before the controller sees it (annotation-not-string).
 */
export function elementsOf(value: Annotation | undefined): readonly Element[] {
  const node = value?.node;
  if (value?.text === undefined || node?.kind !== 'scalar' || node.type !== 'string') return [];
  let next = 0;
  return value.text.split(',').map((text) => {
    const start = next;
    next += text.length + 1;
    return { text, at: text === '' ? placeIn(node, start) : partOf(node, start, start + text.length) };
  });
}

/** An element of a comma list as a message names it. */
export function quotedElement(element: string): string {
  return element === '' ? 'An empty element (a comma too many)' : `"${element}"`;
}

export function quotedElementZh(element: string): string {
  return element === '' ? '空元素（多了一个逗号）' : `"${element}" `;
}

/** The place between two characters of a scalar; the whole scalar where it is not written as it reads. */
function placeIn(node: ScalarNode, offset: number): Spot {
  const { textStart, written } = node;
  if (textStart === undefined || written !== undefined) return spot(node);
  return { node, range: { start: textStart + offset, end: textStart + offset } };
}

/** `namespace/name`, or the name alone where the namespace is left open. */
export function nameOf(resource: Resource): string {
  return identityText(resource.identity);
}

export function isScalar(node: ValueNode): node is ScalarNode {
  return node.kind === 'scalar';
}

/** The text of an annotation as a whole number, as the controller parses it: digits with an optional sign, no blanks. */
export function integerOf(value: Annotation | undefined): number | undefined {
  return value?.text !== undefined && /^[+-]?[0-9]+$/.test(value.text) ? Number(value.text) : undefined;
}

/** Ports of the listeners that have one of these protocols. */
export function portsOf({ listeners }: LoadBalancer, protocols: readonly string[]): readonly number[] {
  return listeners
    .filter(({ protocol }) => protocol !== undefined && protocols.includes(protocol))
    .flatMap(({ port }) => (port.port === undefined ? [] : [port.port]));
}

/** `port 80`, `ports 80 and 443`. */
export function portsInWords(ports: readonly number[]): string {
  return `${ports.length === 1 ? 'port' : 'ports'} ${list(ports, ' and ')}`;
}

/** Ports of the listeners that work on connections, for which draining exists. */
export function connectionPorts(loadBalancer: LoadBalancer): readonly number[] {
  return portsOf(loadBalancer, ['tcp', 'udp', 'tcpssl']);
}

/**
 * True when the controller sets this load balancer's drain, scheduler and like settings: on CLB they belong to listeners
 * it manages; on NLB to server groups it made itself, whatever the override says.
 */
export function settingsReach(loadBalancer: LoadBalancer): boolean {
  if (loadBalancer.controller === 'none') return false;
  if (loadBalancer.controller === 'clb') return loadBalancer.managesListeners;
  return !namesEveryPort(loadBalancer.service, loadBalancer);
}

/** True when vgroup-port gives every port of a reused load balancer a group made by hand; also where it is unknown. */
export function namesEveryPort(service: Service, { reused }: LoadBalancer): boolean {
  const groups = annotation(service, 'vgroup-port');
  if (reused === undefined || groups === undefined) return false;
  if (groups.text === undefined) return true;
  const ports = new Set(groups.text.split(',').map((element) => element.split(':')[1]));
  return service.ports.every(({ port }) => port === undefined || ports.has(String(port)));
}

/** `80`, `80 and 443`, `80, 443 and 8080`. */
export function list(values: readonly (number | string)[], and: string): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')}${and}${values.at(-1)}`;
}
