import type { Resource } from '../model/manifest.ts';
import { partOf, type ScalarNode, type Spot, type ValueNode } from '../model/node.ts';
import { annotation, type Annotation } from '../controller/annotations.ts';
import { predictLoadBalancer, type LoadBalancer, type Verdict } from '../controller/load-balancer.ts';
import type { Service } from '../world/service.ts';
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

/** The value of an annotation as a place. */
export function annotationSpot({ node }: Annotation): Spot {
  return spot(node);
}

/** The value of a judged annotation as a place. Annotations of manifests always have one. */
export function verdictSpot({ annotation: { located } }: Verdict): Spot {
  if (located === undefined) throw new Error('an annotation of a manifest without its place');
  return annotationSpot(located);
}

/** `namespace/name`, or the name alone where the namespace is left open. */
export function nameOf(resource: Resource): string {
  const { namespace, name } = resource.identity;
  return namespace === null ? name : `${namespace}/${name}`;
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

/** Ports of the listeners that work on connections, for which draining exists. */
export function connectionPorts(loadBalancer: LoadBalancer): readonly number[] {
  return portsOf(loadBalancer, ['tcp', 'udp', 'tcpssl']);
}

/**
 * True when the controller sets this load balancer's drain, scheduler and like settings: on CLB they belong to listeners
 * it manages; on NLB to server groups it made itself, whatever the override says.
 */
export function settingsReach(loadBalancer: LoadBalancer): boolean {
  if (loadBalancer.controller === 'clb') return loadBalancer.managesListeners;
  return !namesEveryPort(loadBalancer.service, loadBalancer);
}

function namesEveryPort(service: Service, { reused }: LoadBalancer): boolean {
  const groups = annotation(service, 'vgroup-port');
  if (reused === undefined || groups === undefined) return false;
  if (groups.text === undefined) return true;
  const ports = new Set(groups.text.split(',').map((element) => element.split(':')[1]));
  return service.ports.every(({ port }) => ports.has(String(port)));
}

/** `80`, `80 and 443`, `80, 443 and 8080`. */
export function list(values: readonly (number | string)[], and: string): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')}${and}${values.at(-1)}`;
}

/** The elements of a comma list in an annotation, nothing trimmed, each with its place. */
export function elementsOf({ node, text }: Annotation): readonly { readonly text: string; readonly at: Spot }[] {
  if (text === undefined || node.kind !== 'scalar') return [];
  let start = 0;
  return text.split(',').map((element) => {
    const from = start;
    start += element.length + 1;
    return { text: element, at: elementSpot(node, from, from + element.length) };
  });
}

/** Where nothing stands, the place between two commas, or behind the last one. */
function elementSpot(node: ScalarNode, start: number, end: number): Spot {
  const { textStart, written } = node;
  if (end > start || textStart === undefined || written !== undefined) return partOf(node, start, end);
  return { node, range: { start: textStart + start, end: textStart + start } };
}
