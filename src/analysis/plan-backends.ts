import { annotation } from '../controller/annotations.ts';
import type { ServerGroup } from '../controller/backends/groups.ts';
import type { LoadBalancerChange } from '../controller/change/change.ts';
import { verdictOf, type LoadBalancer } from '../controller/load-balancer.ts';
import { entryAt, isPresent, valueAt } from '../model/node.ts';
import type { Service } from '../world/service.ts';
import type { AttributeChange, PlanEffect } from './plan-entry.ts';
import { fieldInBoth, locatedCauses, unique } from './plan-places.ts';

/** Other pods or nodes behind the same load balancer. */
export function backendsChange(change: LoadBalancerChange): PlanEffect | undefined {
  const { base, head, before, after, became } = change;
  if (became !== 'changed' || base === undefined || head === undefined) return undefined;
  if (before === undefined || after === undefined) return undefined;
  const [from, to] = [backendsOf(before), backendsOf(after)];
  const attributes = [...to].flatMap(([name, text]): AttributeChange[] => {
    const old = from.get(name);
    return old === undefined || old === text ? [] : [{ name, from: old, to: text }];
  });
  const selector = selectorChange(base, head);
  if (attributes.length === 0 && selector === undefined) return undefined;
  const causes = change.effects.filter(({ kind }) => kind === 'group-changed').flatMap((effect) => effect.causes);
  const policy =
    base.externalTrafficPolicy?.text === head.externalTrafficPolicy?.text
      ? []
      : fieldInBoth(change, ({ externalTrafficPolicy }) => externalTrafficPolicy);
  return {
    kind: 'backends-changed',
    target: null,
    attributes: [...attributes, ...(selector === undefined ? [] : [selector])],
    causes: unique([
      ...locatedCauses(causes, change, 'group-changed'),
      ...policy,
      ...(selector === undefined ? [] : fieldInBoth(change, ({ spec }) => entryAt(spec, 'selector')?.value)),
    ]),
  };
}

/** `eni 8080`, `cluster 30080`, by the port of the Service; empty where the members are not known. */
function backendsOf({ prediction }: LoadBalancer): Map<string, string> {
  if (prediction.controller === 'none') return new Map();
  const { mode, groups } = prediction.backends;
  if (mode === undefined) return new Map();
  const text = ({ servicePort: { targetPort, nodePort }, id }: ServerGroup): string => {
    const port = mode === 'eni' ? targetPort : nodePort;
    return `${mode}${port === undefined ? '' : ` ${port}`}${id === undefined ? '' : ` ${id}`}`;
  };
  return new Map(groups.map((group) => [`backends of ${group.servicePort.port ?? '?'}`, text(group)]));
}

/** Other pods by their labels; null where nothing is selected. Unknown where a part of it is decided elsewhere. */
function selectorChange(base: Service, head: Service): AttributeChange | undefined {
  const [from, to] = [base, head].map(selectorText);
  return from === undefined || to === undefined || from === to
    ? undefined
    : { name: 'selector', from: from === '' ? null : from, to: to === '' ? null : to };
}

function selectorText({ spec, selector }: Service): string | undefined {
  const node = valueAt(spec, 'selector');
  if (!isPresent(node)) return '';
  if (selector === undefined) return undefined;
  return [...selector]
    .map(([label, value]) => `${label}=${value}`)
    .sort()
    .join(',');
}

/** What the status shows of the same load balancer. Source: `updateServiceStatus` of the controller, v2.14.0; T56 and T57. */
export function statusChange(change: LoadBalancerChange): PlanEffect | undefined {
  const { base, head, before, after, became } = change;
  if (became !== 'changed' || base === undefined || head === undefined) return undefined;
  // The status of an NLB is its own name, whatever is asked for.
  if (before?.controller !== 'clb' || after?.controller !== 'clb') return undefined;
  const [from, to] = [entryOf(before), entryOf(after)];
  if (from === to || from === undefined || to === undefined) return undefined;
  return {
    kind: 'status-changed',
    target: null,
    attributes: [{ name: 'ingress', from, to }],
    causes: ['hostname', 'external-ip-type'].flatMap((key) =>
      annotation(base, key)?.text === annotation(head, key)?.text
        ? []
        : fieldInBoth(change, (service) => annotation(service, key)?.node),
    ),
  };
}

/** A host name, the elastic address where one is bound, else the load balancer's own address; undefined where it is not known. */
function entryOf(loadBalancer: LoadBalancer): string | undefined {
  const [host, type] = ['hostname', 'external-ip-type'].map((key) => verdictOf(loadBalancer, key));
  if (host?.outcome === 'unknown' || type?.outcome === 'unknown') return undefined;
  if (host?.outcome === 'applied') return host.annotation.text;
  return type?.outcome === 'applied' && type.annotation.text === 'eip' ? 'EIP' : 'IP';
}
