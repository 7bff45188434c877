import { annotation } from '../controller/annotations.ts';
import type { LoadBalancerChange } from '../controller/change/change.ts';
import type { Effect } from '../controller/change/effects.ts';
import { ignoredEdits, type IgnoredEdit } from '../controller/change/ignored-edits.ts';
import type { LoadBalancer } from '../controller/load-balancer.ts';
import { classKey, tunnelTypeKey } from '../catalog/annotation-keys.ts';
import { subjectOf } from '../controller/subject.ts';
import type { Cause } from '../controller/transition/causes.ts';
import { isPlaceholderValue, type Value } from '../controller/values.ts';
import type { Location } from '../model/finding.ts';
import { spotOf } from '../model/node.ts';
import type { ServicePort } from '../world/service.ts';
import { backendsChange, statusChange } from './plan-backends.ts';
import type { AttributeChange, PlanEffect, PlannedLoadBalancer } from './plan-entry.ts';
import { fieldInBoth, locate, locatedCauses } from './plan-places.ts';

/** The effects of a change as a plan shows them: with old values beside new ones, and located in both trees. */
export function planEffectsOf(
  change: LoadBalancerChange,
  { before, after }: { readonly before: PlannedLoadBalancer | null; readonly after: PlannedLoadBalancer | null },
): PlanEffect[] {
  const { effects } = change;
  const refused = notAccepted(change);
  if (refused !== undefined) return [refused];
  const backends = backendsChange(change);
  const isGone = (id: string | undefined): boolean =>
    effects.some(({ kind, loadBalancer }) => loadBalancer === id && fatesOfItself.has(kind));
  const shown: PlanEffect[] = [];
  const exposure = exposureChange(before, after);
  for (const effect of effects) {
    // The refusal says it.
    if (effect.kind === 'listener-created' && effect.refused) continue;
    // What is done to something that comes or goes is part of its coming and going.
    const { kind } = effect;
    if (kind === 'group-changed' || (effect.kind === 'load-balancer-changed' && isGone(effect.loadBalancer))) continue;
    const attributes = [...attributesOf(effect, change), ...wholeOf(effect, before, after)].filter(
      ({ name }) => effect.kind !== 'load-balancer-changed' || exposure === undefined || name !== 'addressType',
    );
    // What only the controller needs, beside what people see.
    if (kind === 'load-balancer-changed' && attributes.every((one) => isShown(one, shown))) continue;
    // That a listener sends to another group is what the change of backends says.
    if (effect.kind === 'listener-changed' && attributes.length === 0 && backends !== undefined) continue;
    const causes = locatedCauses(causesOfEffect(effect, change), change, effect.kind);
    shown.push({
      kind: kindOf({ ...effect, kind }),
      target: targetOf(effect, change),
      attributes,
      // What no call tells of goes with the load balancer that the Service names.
      causes:
        causes.length > 0 || !fatesOfItself.has(kind)
          ? causes
          : fieldInBoth(change, (service) => annotation(service, 'id')?.node),
    });
  }
  if (exposure !== undefined) shown.push({ ...exposure, causes: causesOfExposure(effects, change) });
  const released = releasedListeners(change);
  shown.push(...portsWithoutListener(change), ...released);
  if (backends !== undefined) shown.push(backends);
  else if (shown.length === 0 && effects.some(({ kind }) => kind === 'group-changed'))
    shown.push({
      kind: 'members-changed',
      target: null,
      attributes: weightChange(change),
      causes: causesOfKind(effects, change, 'group-changed'),
    });
  const status = statusChange(change);
  if (status !== undefined) shown.push(status);
  const isTold = (shortKey: string): boolean => released.length > 0 && shortKey === 'force-override-listeners';
  shown.push(
    ...ignoredEdits(change)
      .filter(({ shortKey }) => !isTold(shortKey))
      .map((edit) => ignoredEffect(edit, change)),
  );
  return shown;
}

/** Tags are set and taken off by two calls. */
function isShown({ name, from, to }: AttributeChange, shown: readonly PlanEffect[]): boolean {
  return shown.some(
    ({ kind, attributes }) =>
      kind === 'load-balancer-changed' &&
      attributes.some((other) => other.name === name && other.from === from && other.to === to),
  );
}

/** A listener that is deleted and cannot be made again is deleted. */
function kindOf({
  kind,
  refused,
}: Pick<Effect, 'refused'> & { kind: Exclude<Effect['kind'], 'group-changed'> }): PlanEffect['kind'] {
  if (kind === 'rejected') return 'not-accepted';
  return kind === 'listener-recreated' && refused ? 'listener-deleted' : kind;
}

function targetOf({ kind, target, refused }: Effect, { before }: LoadBalancerChange): string | null {
  if (!kind.startsWith('listener-') || target === undefined) return null;
  const port = target.split('/')[0];
  const old = kind === 'listener-recreated' && refused ? protocolAt(before, port) : undefined;
  return old === undefined ? target.toLowerCase() : `${port}/${old}`;
}

/** New ports of a load balancer whose listeners people make. T37 of the behaviour notes. */
function portsWithoutListener(change: LoadBalancerChange): PlanEffect[] {
  const { base, head, after, became } = change;
  if (became !== 'changed' || base?.isLoadBalancer !== true || head === undefined) return [];
  if (after === undefined || after.controller === 'none' || after.managesListeners) return [];
  const keyOf = ({ port, protocol }: ServicePort): string => `${port}/${protocol}`;
  const known = new Set(base.ports.map(keyOf));
  return head.ports
    .filter((port) => !known.has(keyOf(port)))
    .map((port) => ({
      kind: 'listener-not-made',
      target: keyOf(port).toLowerCase(),
      attributes: [],
      causes: [locate(spotOf(port.portNode ?? port.node), head, 'head')],
    }));
}

/** Override is switched off. T48 of the behaviour notes. */
function releasedListeners(change: LoadBalancerChange): PlanEffect[] {
  const { before, after, became } = change;
  if (became !== 'changed' || before?.reused === undefined || after?.reused?.text !== before.reused.text) return [];
  if (!before.managesListeners || after?.managesListeners !== false) return [];
  const causes = fieldInBoth(change, (service) => annotation(service, 'force-override-listeners')?.node);
  return [{ kind: 'listeners-released', target: null, attributes: [], causes }];
}

function weightChange({ base, head }: LoadBalancerChange): AttributeChange[] {
  const [from, to] = [base, head].map((service) =>
    service === undefined ? undefined : annotation(service, 'weight')?.text,
  );
  return from === to ? [] : [{ name: 'weight', from: from ?? null, to: to ?? null }];
}

function ignoredEffect({ shortKey, from, to }: IgnoredEdit, { base, head }: LoadBalancerChange): PlanEffect {
  return {
    kind: 'ignored',
    target: null,
    attributes: [{ name: shortKey, from: from?.text ?? null, to: to?.text ?? null }],
    causes: [
      ...(from === undefined || base === undefined ? [] : [locate(spotOf(from.node), base, 'base')]),
      ...(to === undefined || head === undefined ? [] : [locate(spotOf(to.node), head, 'head')]),
    ],
  };
}

const fatesOfItself = new Set<Effect['kind']>([
  'load-balancer-created',
  'load-balancer-deleted',
  'load-balancer-orphaned',
  'load-balancer-left',
]);

/** A change of class stands in for what no call tells of. */
function causesOfEffect({ kind, causes }: Effect, { head, effects }: LoadBalancerChange): readonly Cause[] {
  if (causes.length > 0 || head === undefined) return causes;
  if (kind !== 'unnoticed') return effects.find((other) => other.kind === 'load-balancer-created')?.causes ?? [];
  const { annotations } = subjectOf(head);
  return [classKey, tunnelTypeKey].flatMap((key) => {
    const annotation = annotations.get(key);
    return annotation === undefined ? [] : [{ tree: 'head', what: 'annotation', annotation } as const];
  });
}

/** The class of a live load balancer cannot change. Source: Kubernetes, `ServiceSpec.loadBalancerClass`. */
function notAccepted({ base, head, became }: LoadBalancerChange): PlanEffect | undefined {
  if (became !== 'changed' || base?.isLoadBalancer !== true || head?.isLoadBalancer !== true) return undefined;
  const [from, to] = [base.loadBalancerClass, head.loadBalancerClass];
  if (from?.text === to?.text) return undefined;
  return {
    kind: 'not-accepted',
    target: null,
    attributes: [{ name: 'loadBalancerClass', from: from?.text ?? null, to: to?.text ?? null }],
    causes: [
      ...(from === undefined ? [] : [locate(spotOf(from), base, 'base')]),
      ...(to === undefined ? [] : [locate(spotOf(to), head, 'head')]),
    ],
  };
}

/** A new load balancer is reached otherwise, or an NLB is switched in place. */
function causesOfExposure(effects: readonly Effect[], change: LoadBalancerChange): Location[] {
  const switches = effects.filter(
    ({ kind, args }) => kind === 'load-balancer-created' || (kind === 'load-balancer-changed' && 'addressType' in args),
  );
  return locatedCauses(
    switches.flatMap(({ causes }) => causes),
    change,
    'load-balancer-changed',
  );
}

function causesOfKind(effects: readonly Effect[], change: LoadBalancerChange, kind: Effect['kind']): Location[] {
  const causes = effects.filter((effect) => effect.kind === kind).flatMap((effect) => effect.causes);
  return locatedCauses(causes, change, kind);
}

/** Where one that comes or goes is reached from. */
function wholeOf(
  { kind }: Effect,
  before: PlannedLoadBalancer | null,
  after: PlannedLoadBalancer | null,
): AttributeChange[] {
  const exposure = (one: PlannedLoadBalancer | null): string | null =>
    one === null || one.exposure === 'unknown' ? null : one.exposure;
  const [from, to] = [exposure(before), exposure(after)];
  if (kind === 'load-balancer-created' && to !== null) return [{ name: 'addressType', from: null, to }];
  if (kind === 'load-balancer-deleted' && from !== null) return [{ name: 'addressType', from, to: null }];
  return [];
}

/** Texts of calls that only the controller needs. */
const inner = new Set(['Description', 'listenerDescription', 'VServerGroupId', 'serverGroupId', 'servers']);

function attributesOf({ kind, target, args }: Effect, { before, after }: LoadBalancerChange): AttributeChange[] {
  // What is new has all its settings from its manifest, which `plan` without a base shows.
  if (kind !== 'listener-changed' && kind !== 'load-balancer-changed') {
    return kind === 'listener-recreated' ? protocolChange(target, before, after) : [];
  }
  // Marks of the controller on what belongs to a load balancer.
  if ('resourceType' in args) return [];
  return Object.entries(args).flatMap(([name, value]): AttributeChange[] => {
    if (inner.has(name)) return [];
    if (name === 'TagKeys' || name === 'Tags') return tagChange(before, after);
    const own = attributeName(name);
    const from = settingText(before, target, own);
    // A call that takes something away names what it takes; others repeat what goes with what they change.
    const to = from === textOf(value) ? settingText(after, target, own) : textOf(value);
    return from === to ? [] : [{ name: own, from, to }];
  });
}

function settingText(loadBalancer: LoadBalancer | undefined, target: string | undefined, name: string): string | null {
  const value = settingOf(loadBalancer, target, name);
  return value === undefined ? null : textOf(value);
}

/** The tags that people ask for; those of the controller go with its load balancers. */
function tagChange(before: LoadBalancer | undefined, after: LoadBalancer | undefined): AttributeChange[] {
  const [from = null, to = null] = [before, after].map(tagsText);
  return from === to ? [] : [{ name: 'tags', from, to }];
}

function tagsText(loadBalancer: LoadBalancer | undefined): string | undefined {
  const tags = loadBalancer === undefined ? undefined : annotation(loadBalancer.service, 'additional-resource-tags');
  return tags?.text;
}

function protocolChange(
  target: string | undefined,
  before: LoadBalancer | undefined,
  after: LoadBalancer | undefined,
): AttributeChange[] {
  const port = target?.split('/')[0];
  const [from, to] = [protocolAt(before, port), protocolAt(after, port)];
  return from === to ? [] : [{ name: 'protocol', from: from ?? null, to: to ?? null }];
}

function protocolAt(loadBalancer: LoadBalancer | undefined, port: string | undefined): string | undefined {
  return listenersOf(loadBalancer)
    .find((listener) => String(listener.port) === port)
    ?.protocol?.toLowerCase();
}

function listenersOf(loadBalancer: LoadBalancer | undefined): readonly Listener[] {
  const prediction = loadBalancer?.prediction;
  return prediction === undefined || prediction.controller === 'none' ? [] : prediction.listeners;
}

type Listener = Extract<LoadBalancer['prediction'], { readonly context: unknown }>['listeners'][number];

/** What base says of a setting, its own default included. */
function settingOf(before: LoadBalancer | undefined, target: string | undefined, name: string): Value | undefined {
  const prediction = before?.prediction;
  if (prediction === undefined || prediction.controller === 'none') return undefined;
  const listener = listenersOf(before).find((each) => target !== undefined && target.startsWith(`${each.port}/`));
  const records: object[] =
    target === undefined
      ? [prediction.instance, prediction.create?.defaults ?? {}]
      : [
          listener?.attributes ?? {},
          listener !== undefined && 'createDefaults' in listener ? listener.createDefaults : {},
        ];
  for (const record of records) {
    const value = new Map<string, Value | undefined>(Object.entries(record)).get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Requests name attributes with a capital letter, and a few by another name. */
function attributeName(argument: string): string {
  const irregular: Readonly<Record<string, string>> = {
    ServerCertificateId: 'certId',
    ProxyProtocolV2Enabled: 'enableProxyProtocolV2',
    XForwardedForSLBPORT: 'xForwardedForSLBPort',
  };
  return irregular[argument] ?? argument.charAt(0).toLowerCase() + argument.slice(1);
}

function textOf(value: Value): string {
  if (isPlaceholderValue(value)) return value.placeholder;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function exposureChange(
  before: PlannedLoadBalancer | null,
  after: PlannedLoadBalancer | null,
): Omit<PlanEffect, 'causes'> | undefined {
  if (before === null || after === null || before.exposure === after.exposure) return undefined;
  if (before.exposure === 'unknown' || after.exposure === 'unknown') return undefined;
  const attributes = [{ name: 'addressType', from: before.exposure, to: after.exposure }];
  return { kind: 'exposure-changed', target: null, attributes };
}
