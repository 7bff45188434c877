import { conditionsOf, emptyIsAnOrder, nlbGroupKeys } from '../../catalog/annotation-conditions.ts';
import { scoped, type AnnotationFact, type Kind } from '../../catalog/annotations.ts';
import { annotation, type Annotation } from '../annotations.ts';
import type { Listener, LoadBalancer, Verdict } from '../load-balancer.ts';
import type { LoadBalancerChange } from './change.ts';

/** An annotation that is gone, or empty now, while the load balancer keeps what it said. */
export interface KeptSetting {
  readonly shortKey: string;
  /** Where base says it. */
  readonly annotation: Annotation;
  readonly text: string;
  /** `instance`: of the load balancer itself. `listener`: of listeners, their checks and their server groups. */
  readonly of: 'instance' | 'listener';
}

/**
 * Annotations whose removal the controller acts on, or that set nothing in the cloud.
 * Source: `isNeedUpdate`, `equalsAddressIPVersion`, `protocol`, `forwardPort`, `updateServiceStatus` of the controller,
 * v2.14.0, observed by running it.
 */
const readAnew: Readonly<Record<Kind, ReadonlySet<string>>> = {
  clb: new Set([
    'ip-version',
    'cert-id',
    'protocol-port',
    'forward-port',
    'hostname',
    'external-ip-type',
    'preserve-lb-on-delete',
  ]),
  // An NLB without zone-maps is refused as a whole.
  nlb: new Set(['protocol-port', 'listener-port-range', 'zone-maps', 'preserve-lb-on-delete']),
};

/**
 * What a Service no longer says and its load balancer keeps all the same, because the controller compares only what is
 * said. Left out is what a new load balancer would have without a word, and what goes with its listener.
 */
export function keptSettings({ base, head, before, after, became, effects }: LoadBalancerChange): KeptSetting[] {
  if (became !== 'changed' || base === undefined || head === undefined) return [];
  if (before === undefined || after === undefined) return [];
  const { controller } = before;
  if (controller === 'none' || after.controller !== controller) return [];
  if (effects.some(({ kind }) => kind === 'unnoticed' || kind === 'rejected' || kind === 'load-balancer-created'))
    return [];
  const isClosed = ({ port: { port } }: Listener): boolean =>
    effects.some(
      ({ kind, target }) =>
        (kind === 'listener-recreated' || kind === 'listener-deleted') && target?.split('/')[0] === String(port),
    );
  const listeners = before.listeners.filter((listener) => !isClosed(listener));
  return before.verdicts.flatMap((verdict): KeptSetting[] => {
    const { shortKey, fact, outcome } = verdict;
    const { located, text } = verdict.annotation;
    if (outcome !== 'applied' || fact === undefined || located === undefined || text === undefined) return [];
    const isOfGroup = controller === 'nlb' && nlbGroupKeys.has(shortKey);
    const of = fact.group === 'instance' ? 'instance' : isOfListener(fact) || isOfGroup ? 'listener' : undefined;
    if (of === undefined || readAnew[controller].has(shortKey) || shortKey === 'server-group-type') return [];
    if (annotation(head, shortKey) !== undefined || isOrder(after, shortKey)) return [];
    if (of === 'listener' && !(isOfGroup || after.managesListeners)) return [];
    if (isMoot(after, shortKey)) return [];
    const protocols = of === 'instance' ? [undefined] : protocolsOf(fact, controller, listeners);
    if (protocols.every((protocol) => isStandard(verdict, controller, protocol))) return [];
    return [{ shortKey, annotation: located, text, of }];
  });
}

function isOfListener({ group }: AnnotationFact): boolean {
  return group === 'listener' || group === 'healthcheck';
}

/** Written, and empty on purpose: the controller takes away what was set. */
function isOrder(after: LoadBalancer, shortKey: string): boolean {
  return (
    emptyIsAnOrder.has(shortKey) &&
    after.verdicts.some((verdict) => verdict.shortKey === shortKey && verdict.outcome === 'applied')
  );
}

/** Head says of the switch that it hangs on that it is off. */
function isMoot({ service, controller }: LoadBalancer, shortKey: string): boolean {
  return (
    controller !== 'none' &&
    conditionsOf(controller, shortKey).some(({ needs, values, not }) => {
      const text = annotation(service, needs)?.text;
      if (text === undefined) return false;
      return values === undefined ? not?.includes(text) === true : !values.includes(text);
    })
  );
}

/** Protocols of the listeners that it acts on; undefined for one that is not known. */
function protocolsOf(fact: AnnotationFact, kind: Kind, listeners: readonly Listener[]): (string | undefined)[] {
  const actsOn = fact.protocols?.[kind]?.map((protocol) => protocol.toLowerCase());
  return listeners
    .map(({ protocol }) => protocol)
    .filter((protocol) => protocol === undefined || actsOn === undefined || actsOn.includes(protocol));
}

/** What a new one would have without a word; facts write it ahead of any remark. */
function isStandard({ annotation: { text }, fact }: Verdict, kind: Kind, protocol: string | undefined): boolean {
  const standard = scoped(fact?.default, kind, protocol);
  return standard !== undefined && text?.toLowerCase() === /^[^\s(,]*/.exec(String(standard))?.[0].toLowerCase();
}
