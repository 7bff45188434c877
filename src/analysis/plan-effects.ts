import type { ServerGroup } from '../controller/backends/groups.ts';
import type { Delisting, LoadBalancerChange } from '../controller/change/change.ts';
import type { Effect } from '../controller/change/effects.ts';
import { ignoredEdits, type IgnoredEdit } from '../controller/change/ignored-edits.ts';
import type { LoadBalancer } from '../controller/load-balancer.ts';
import { classKey, tunnelTypeKey } from '../catalog/annotation-keys.ts';
import { subjectOf } from '../controller/subject.ts';
import type { Cause } from '../controller/transition/causes.ts';
import { isPlaceholderValue, type Value } from '../controller/values.ts';
import type { Location, TreeName } from '../model/finding.ts';
import { entryAt, pathOf, spotOf, type Spot, type ValueNode } from '../model/node.ts';
import type { Service } from '../world/service.ts';
import { locationIn } from './locate.ts';
import type { AttributeChange, PlanEffect, PlannedLoadBalancer } from './plan-entry.ts';

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
  for (const effect of effects) {
    // What is done to something that comes or goes is part of its coming and going.
    if (effect.kind === 'group-changed' || (effect.kind === 'load-balancer-changed' && isGone(effect.loadBalancer)))
      continue;
    // A listener that the cloud refuses is none; the refusal is an effect of its own.
    if (effect.kind === 'listener-created' && effect.refused) continue;
    const attributes = [...attributesOf(effect, change), ...wholeOf(effect, before, after)];
    // That a listener sends to another group is what the change of backends says.
    if (effect.kind === 'listener-changed' && attributes.length === 0 && backends !== undefined) continue;
    const isListener = effect.kind.startsWith('listener-');
    shown.push({
      kind: effect.kind === 'rejected' ? 'not-accepted' : effect.kind,
      target: isListener ? (effect.target?.toLowerCase() ?? null) : null,
      attributes,
      causes: locatedCauses(causesOfEffect(effect, change), change, effect.kind),
    });
  }
  const exposure = exposureChange(before, after);
  if (exposure !== undefined)
    shown.push({ ...exposure, causes: causesOfKind(effects, change, 'load-balancer-created') });
  if (backends !== undefined) shown.push(backends);
  else if (shown.length === 0 && effects.some(({ kind }) => kind === 'group-changed'))
    shown.push({
      kind: 'members-changed',
      target: null,
      attributes: [],
      causes: causesOfKind(effects, change, 'group-changed'),
    });
  shown.push(...ignoredEdits(change).map((edit) => ignoredEffect(edit, change)));
  return shown;
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
const inner = new Set(['Description', 'listenerDescription', 'VServerGroupId', 'serverGroupId', 'servers', 'TagKeys']);

function attributesOf({ kind, target, args }: Effect, { before, after }: LoadBalancerChange): AttributeChange[] {
  // What is new has all its settings from its manifest, which `plan` without a base shows.
  if (kind !== 'listener-changed' && kind !== 'load-balancer-changed') {
    return kind === 'listener-recreated' ? protocolChange(target, before, after) : [];
  }
  return Object.entries(args).flatMap(([name, value]) => {
    if (inner.has(name)) return [];
    const own = attributeName(name);
    const from = settingOf(before, target, own);
    const told = { name: own, from: from === undefined ? null : textOf(from), to: textOf(value) };
    // Calls repeat what goes with what they change.
    return told.from === told.to ? [] : [told];
  });
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

/** Other pods or nodes behind the same load balancer. */
function backendsChange(change: LoadBalancerChange): PlanEffect | undefined {
  const { base, head, before, after, became } = change;
  if (became !== 'changed' || base === undefined || head === undefined) return undefined;
  const [from, to] = [backendsOf(before), backendsOf(after)];
  const attributes = [...to].flatMap(([name, text]): AttributeChange[] => {
    const old = from.get(name);
    return old === undefined || old === text ? [] : [{ name, from: old, to: text }];
  });
  if (attributes.length === 0) return undefined;
  const causes = change.effects.filter(({ kind }) => kind === 'group-changed').flatMap((effect) => effect.causes);
  const policy = base.externalTrafficPolicy?.text === head.externalTrafficPolicy?.text ? [] : [policyOf(change)];
  const located = locatedCauses(causes, change, 'group-changed');
  return { kind: 'backends-changed', target: null, attributes, causes: unique([...located, ...policy.flat()]) };
}

function policyOf({ base, head }: LoadBalancerChange): Location[] {
  return [
    ...(base?.externalTrafficPolicy === undefined ? [] : [locate(spotOf(base.externalTrafficPolicy), base, 'base')]),
    ...(head?.externalTrafficPolicy === undefined ? [] : [locate(spotOf(head.externalTrafficPolicy), head, 'head')]),
  ];
}

/** `eni 8080`, `cluster 30080`, by the port of the Service; empty where the members are not known. */
function backendsOf(loadBalancer: LoadBalancer | undefined): Map<string, string> {
  const prediction = loadBalancer?.prediction;
  if (prediction === undefined || prediction.controller === 'none') return new Map();
  const { mode, groups } = prediction.backends;
  if (mode === undefined) return new Map();
  const text = ({ servicePort: { targetPort, nodePort }, id }: ServerGroup): string => {
    const port = mode === 'eni' ? targetPort : nodePort;
    return `${mode}${port === undefined ? '' : ` ${port}`}${id === undefined ? '' : ` ${id}`}`;
  };
  return new Map(groups.map((group) => [`backends of ${group.servicePort.port ?? '?'}`, text(group)]));
}

function locatedCauses(causes: readonly Cause[], change: LoadBalancerChange, kind: Effect['kind']): Location[] {
  const { base, became } = change;
  const found = causes.flatMap((cause) => placesOf(cause, change));
  // What goes with a rename is the object of base, and the controller does not know that they belong together.
  if (became === 'renamed' && base !== undefined && /deleted|orphaned|left/.test(kind))
    found.unshift(locate(nameOf(base), base, 'base'));
  return unique(found);
}

/** Where a cause stands; what only changes stands in both trees, the old value first. */
function placesOf(cause: Cause, { base, head, became, delistedAt }: LoadBalancerChange): Location[] {
  const service = cause.tree === 'base' ? base : head;
  if (service === undefined) return [];
  if (cause.what === 'object' && cause.tree === 'base' && delistedAt !== undefined)
    return [locateDelisting(delistedAt)];
  const own = locate(spotOfCause(cause, service), service, cause.tree);
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

function spotOfCause(cause: Cause, service: Service): Spot {
  const node =
    cause.what === 'annotation'
      ? cause.annotation.located?.node
      : cause.what === 'port'
        ? (cause.port.located?.portNode ?? cause.port.located?.node)
        : cause.what === 'field'
          ? entryAt(service.spec, cause.field)?.value
          : undefined;
  return node === undefined ? nameOf(service) : spotOf(node);
}

export function nameOf({ resource }: Service): Spot {
  return spotOf(resource.name ?? resource.root);
}

export function locate({ node, range }: Spot, { resource }: Service, tree: TreeName): Location {
  const place = { tree, file: resource.file, lines: resource.manifest.lines };
  return locationIn(place, range, pathOf(node, resource.root), resource.document);
}

/** Where base listed what head lists no more. */
export function locateDelisting({ at, file, manifest }: Delisting): Location {
  return locationIn({ tree: 'base', file, lines: manifest.lines }, at.range, pathOf(at.node));
}

function unique(locations: readonly Location[]): Location[] {
  const key = ({ tree, file, startOffset, endOffset }: Location): string =>
    [tree, file, startOffset, endOffset].join('\0');
  return [...new Map(locations.map((location) => [key(location), location])).values()];
}
