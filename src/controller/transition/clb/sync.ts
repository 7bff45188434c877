import type { AttributeMap, ClbListenerState, DomainExtension } from '../cloud/state.ts';
import type { Value } from '../../values.ts';
import { about, failure, joined, within, type Failure } from '../failure.ts';
import { textOfValue } from '../live-service.ts';
import { inOrder, type Bench } from '../run.ts';
import { createGroup, updateGroup, type GroupPlan } from './groups.ts';
import { changesOf } from './listener-attributes.ts';
import type { ListenerAction, ListenerPlan, WantedListener } from './listener-plan.ts';

/**
 * Groups and listeners are worked on at the same time: a listener waits for a group that is to be made, and for nothing
 * else. The answers are the failures in the order in which the controller joins them.
 * Source: `applyVGroups` and `applyListeners` of the controller, v2.14.0.
 */
export function syncGroupsAndListeners(
  bench: Bench,
  lb: string,
  groups: GroupPlan,
  listeners: ListenerPlan | undefined,
): (Failure | undefined)[] {
  const ofGroups: (Failure | undefined)[] = [];
  const ofListeners: (Failure | undefined)[] = [];
  const unprocessed = new Set(listeners?.byGroup.keys());
  const workAtOnce = (): void => {
    ofListeners.push(...perform(bench, lb, listeners?.atOnce ?? []));
  };
  const workOnGroups = (): void => {
    for (const wanted of groups.create) {
      const failed = createGroup(bench, lb, wanted);
      ofGroups.push(failed);
      if (failed !== undefined || !unprocessed.delete(wanted.name)) continue;
      const waiting = listeners?.byGroup.get(wanted.name) ?? [];
      for (const action of waiting) if (action.does !== 'delete') action.wanted.group = wanted.id;
      ofListeners.push(...perform(bench, lb, waiting));
    }
    for (const { wanted, seen } of groups.update) ofGroups.push(...updateGroup(bench, lb, wanted, seen));
  };
  if (bench.order === 'deletions-first') {
    workAtOnce();
    workOnGroups();
  } else {
    workOnGroups();
    workAtOnce();
  }
  ofListeners.push(...perform(bench, lb, listeners?.atLast ?? []));
  if (unprocessed.size > 0) ofListeners.push(failure('there are unprocessed listeners in reconcile', [], 'E38'));
  return [...ofGroups, ...ofListeners];
}

function perform(bench: Bench, lb: string, actions: readonly ListenerAction[]): (Failure | undefined)[] {
  return inOrder(actions, bench.order).map((action) => {
    const failed = performOne(bench, lb, action);
    return failed === undefined ? undefined : within(`${action.does} listener error: `, failed);
  });
}

function performOne(bench: Bench, lb: string, action: ListenerAction): Failure | undefined {
  switch (action.does) {
    case 'delete':
      return bench.clb.deleteListener(lb, action.found);
    case 'create':
      return create(bench, lb, action.wanted);
    case 'update':
      return update(bench, lb, action.wanted, action.found);
  }
}

function create(bench: Bench, lb: string, wanted: WantedListener, more: AttributeMap = {}): Failure | undefined {
  const { port, protocol, description, group, attributes, createDefaults } = wanted;
  if (!['tcp', 'udp', 'http', 'https'].includes(protocol))
    return failure(`${protocol} protocol is not supported`, ['protocol-port']);
  const request = { port, protocol, description, group, attributes: { ...createDefaults, ...attributes, ...more } };
  const failed = bench.clb.createListener(lb, request);
  if (failed !== undefined) return about(keysOf(failed), within(`create ${protocol} listener ${port} error: `, failed));
  if (protocol === 'https')
    for (const { domain, certificate } of extensionsOf(attributes)) {
      const refused = bench.clb.createExtension(lb, port, domain, certificate);
      if (refused !== undefined)
        return within(
          `create https listener ${port} domain extension { ${domain} ${certificate}} error: `,
          about(['domain-extensions'], refused),
        );
    }
  return bench.journal.read('StartLoadBalancerListener');
}

/** The annotations that a refused listener points at. */
function keysOf({ text }: Failure): string[] {
  if (text.includes('ServerCertificateId')) return ['cert-id'];
  return text.includes('forward listener') ? ['forward-port'] : [];
}

function update(bench: Bench, lb: string, wanted: WantedListener, found: ClbListenerState): Failure | undefined {
  const { protocol } = wanted;
  if (protocol === 'http') {
    // Where a port is sent on to cannot be changed.
    const forwards = found.attributes['listenerForward'] ?? '';
    const isOther =
      wanted.forwardPort === 0
        ? forwards !== 'off'
        : forwards !== 'on' || found.attributes['forwardPort'] !== wanted.forwardPort;
    if (isOther) {
      const failed = bench.clb.deleteListener(lb, found);
      if (failed !== undefined) return within(`delete port [${found.port}] error: `, failed);
      return create(bench, lb, wanted, wanted.forwardPort === 0 ? { listenerForward: 'off' } : {});
    }
    if (forwards === 'on') return undefined;
  }
  if (protocol === 'https') {
    const failed = updateExtensions(bench, lb, wanted, found);
    if (failed !== undefined) return failed;
  }
  const changes: AttributeMap = changesOf(protocol, wanted.attributes, found.attributes);
  if (found.description !== wanted.description) changes['description'] = wanted.description;
  if (found.group !== wanted.group) changes['vGroupId'] = wanted.group;
  if (Object.keys(changes).length === 0) return undefined;
  if (changes['certId'] !== undefined) {
    const failed = certificateFailure(bench, textOfValue(found.attributes['certId']), textOfValue(changes['certId']));
    if (failed !== undefined) return about(['cert-id'], failed);
  }
  return bench.clb.setListener(lb, found, changes);
}

/** Source: `checkCertValidity` of the controller, v2.14.0. */
function certificateFailure({ rules, journal }: Bench, old: string, certificate: string): Failure | undefined {
  const unread = journal.read('DescribeServerCertificates');
  if (unread !== undefined) return within(`describe old cert ${old} error: `, unread);
  const exists = (id: string): boolean => id !== '' && !rules.missingCertificates.includes(id);
  if (!exists(old)) return undefined;
  if (!exists(certificate)) return failure(`can not found cert by id ${certificate}`, [], 'E36');
  if (rules.expiredCertificates.includes(certificate))
    return failure(`can not update cert ${certificate} because it is expired`, [], 'E36');
  return undefined;
}

/** Source: `updateDomainExtensions`, `diffDomainExtensions` of the controller, v2.14.0. */
function updateExtensions(
  bench: Bench,
  lb: string,
  { port, attributes }: WantedListener,
  found: ClbListenerState,
): Failure | undefined {
  const asked = attributes['domainExtensions'];
  // Only where the annotation says something are the extensions of the cloud looked up.
  if (asked === undefined) return undefined;
  const wanted = extensionsOf(attributes);
  const has: readonly DomainExtension[] = found.extensions;
  const failures: (Failure | undefined)[] = [];
  for (const { domain, certificate } of wanted) {
    const same = has.find((one) => one.domain === domain);
    // The controller sends the old certificate along, and no id.
    if (same !== undefined && same.certificate !== certificate) failures.push(bench.clb.setExtension(same.certificate));
  }
  for (const { domain, certificate } of wanted)
    if (!has.some((one) => one.domain === domain))
      failures.push(bench.clb.createExtension(lb, port, domain, certificate));
  for (const one of has)
    if (!wanted.some(({ domain }) => domain === one.domain)) failures.push(bench.clb.deleteExtension(lb, port, one));
  const failed = joined(failures);
  return failed === undefined ? undefined : about(['domain-extensions'], failed);
}

function extensionsOf(attributes: Readonly<AttributeMap>): { domain: string; certificate: string }[] {
  const pairs = attributes['domainExtensions'];
  if (!Array.isArray(pairs)) return [];
  return (pairs as readonly Readonly<Record<string, Value>>[]).map((pair) => ({
    domain: textOfValue(pair['domain']),
    certificate: textOfValue(pair['serverCertificateId']),
  }));
}
