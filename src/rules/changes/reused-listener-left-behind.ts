import { controllerSource } from '../../catalog/sources.ts';
import { placeOfCause, type Place } from '../../controller/change/cause-place.ts';
import type { Delisting, LoadBalancerChange } from '../../controller/change/change.ts';
import { groupDeletions, leavesListenersBehind } from '../../controller/change/listeners-left.ts';
import type { LoadBalancer } from '../../controller/load-balancer.ts';
import type { Cause } from '../../controller/transition/causes.ts';
import { entryAt, spotOf } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { list, nameOf } from '../support.ts';

interface OfService {
  readonly service: string;
}
interface Groups extends OfService {
  readonly groups: readonly string[];
}

export const reusedListenerLeftBehind = defineRule({
  id: 'reused-listener-left-behind',
  severity: 'error',
  firesOn: 'presence',
  subject: 'change',
  reads: ['backendMode'],
  conditional: true,
  events: ['E08'],
  summary: {
    en: 'A listener made by hand on a reused load balancer keeps sending to a server group that goes out of use.',
    zh: '复用的负载均衡上，手工创建的监听仍指向不再使用的服务器组。',
  },
  why: {
    en: 'Without force-override-listeners the controller leaves listeners alone. If this is deployed, it moves the backends to another server group and no listener follows: those made by hand keep sending to the old group, whose members are not updated any more, so that traffic fails with the next rollout. The old group is in use and cannot be deleted, so every sync ends in an error (E08). The load balancer and its address stay.',
    zh: '未开启 force-override-listeners 时控制器不会改动监听。部署后后端会移至另一个服务器组，而监听不会随之切换：手工创建的监听仍指向旧组，其成员不再更新，下一次发布后流量即会失败。旧组仍被使用而无法删除，每次同步都会报错（E08）。负载均衡及其地址保持不变。',
  },
  remedy: {
    en: 'Point the listeners made by hand to the new server group as part of the change, or name groups of your own with vgroup-port.',
    zh: '在变更过程中将手工创建的监听改为指向新的服务器组；或通过 vgroup-port 指定自建的服务器组。',
  },
  source: controllerSource(
    'ModelApplier.cleanup, getVGroupNamedKey, getVGroupIDs; rows T03, T12, T32, T39, T44, T45, T48, T50 of the behaviour notes',
  ),
  messages: {
    'port-removed': {
      en: ({ service }: OfService) =>
        `If deployed, Service ${service} gives this port up, but a listener made by hand for it stays and uses its server group: the group cannot be deleted, and every sync fails.`,
      zh: ({ service }) =>
        `部署后，Service ${service} 不再使用该端口，但为其手工创建的监听会保留并占用服务器组：该组无法删除，每次同步都会失败。`,
      why: {
        en: 'Without force-override-listeners the controller leaves listeners alone. If this is deployed, it wants to delete the server group of the port. While a listener uses the group the cloud refuses (E08), the sync is repeated without end, and the port still leads to backends that are not updated any more. The load balancer and its address stay.',
        zh: '未开启 force-override-listeners 时控制器不会改动监听。部署后控制器会尝试删除该端口的服务器组；只要仍有监听使用它，云端就会拒绝（E08），同步将不断重试，而该端口仍指向不再更新的后端。负载均衡及其地址保持不变。',
      },
      remedy: {
        en: () => 'Delete the listener made by hand first, then remove the port.',
        zh: () => '先删除手工创建的监听，再移除该端口。',
      },
    },
    'members-moved': {
      en: ({ service }: OfService) =>
        `If deployed, the backends of Service ${service} move to another server group, and the listeners made by hand stay with the old one, which is not updated any more.`,
      zh: ({ service }) =>
        `部署后，Service ${service} 的后端会移至另一个服务器组，而手工创建的监听仍指向不再更新的旧组。`,
    },
    'group-unnamed': {
      en: ({ service, groups }: Groups) =>
        `If deployed, Service ${service} ceases to update its members of ${list(groups, ' and ')}: they stay there, and a listener made by hand keeps sending to them.`,
      zh: ({ service, groups }) =>
        `部署后，Service ${service} 不再更新其在 ${groups.join('、')} 中的成员：它们会留在组内，手工创建的监听仍会向其转发。`,
      events: ['S10'],
      why: {
        en: 'The controller looks at a server group made by hand only while vgroup-port names it. If this is deployed, the members of this Service stay in the old group as they are; when pods move, its listeners send to addresses that are gone, without an event. The load balancer and its address stay.',
        zh: '只有在 vgroup-port 指定时，控制器才会查看手工创建的服务器组。部署后该 Service 在旧组中的成员保持原样；Pod 变化后，监听会向已不存在的地址转发，且不产生事件。负载均衡及其地址保持不变。',
      },
      remedy: {
        en: () => 'Point the listeners to the new group first, and take the members out of the old one by hand.',
        zh: () => '先将监听改为指向新的服务器组，再手工移除旧组中的成员。',
      },
    },
    'service-gone': {
      en: ({ service }: OfService) =>
        `If deployed, Service ${service} gives its load balancer up, but the listeners made by hand stay and use its server groups: the groups cannot be deleted, and the Service hangs.`,
      zh: ({ service }) =>
        `部署后，Service ${service} 不再使用其负载均衡，但手工创建的监听会保留并占用其服务器组：这些组无法删除，Service 会一直挂起。`,
      events: ['E08', 'E41', 'S27'],
      why: {
        en: 'Without force-override-listeners the controller leaves listeners alone. If this is deployed, it wants to delete the server groups of the Service; while a listener uses one the cloud refuses (E08), and the finalizer stays: a deleted Service hangs in Terminating. The ports still lead to backends that are not updated any more. The load balancer and its address stay.',
        zh: '未开启 force-override-listeners 时控制器不会改动监听。部署后控制器会尝试删除该 Service 的服务器组；只要仍有监听使用它们，云端就会拒绝（E08），finalizer 无法移除，被删除的 Service 会停留在 Terminating。端口仍指向不再更新的后端。负载均衡及其地址保持不变。',
      },
      remedy: {
        en: () => 'Delete the listeners made by hand first, or point them elsewhere.',
        zh: () => '先删除手工创建的监听，或将其改为指向别处。',
      },
    },
  },
  *check(change) {
    const { base, before, after } = change;
    if (base === undefined) return;
    const data = { service: nameOf(base.resource) };
    if (leavesListenersBehind(change)) {
      const place = placeOfLeaving(change);
      if (place !== undefined) yield { ...place, message: 'service-gone', data };
      return;
    }
    if (after === undefined || change.became === 'renamed') return;
    if (before?.reused === undefined || after.managesListeners) return;
    const groups = dropsGroups(after) ? [] : [...namedGroups(before)].filter((id) => !namedGroups(after).has(id));
    const unnamed = groups.length === 0 ? undefined : placeOfNames(change);
    if (unnamed !== undefined && isSynced(change))
      yield { ...unnamed, message: 'group-unnamed', data: { ...data, groups } };
    const seen = new Set<number>();
    for (const cause of groupDeletions(change).map(mainCause)) {
      const place = cause === undefined ? undefined : placeOfCause(cause, change);
      if (cause === undefined || place === undefined || seen.has(place.at.range.start)) continue;
      seen.add(place.at.range.start);
      yield {
        ...place,
        message: cause.what === 'port' && cause.tree === 'base' ? 'port-removed' : 'members-moved',
        data,
      };
    }
  },
});

/** A port that is gone explains the end of its group; else the annotation or the port that changed. */
function mainCause(causes: readonly Cause[]): Cause | undefined {
  return (
    causes.find(({ what, tree }) => what === 'port' && tree === 'base') ??
    causes.find(({ what }) => what === 'annotation') ??
    causes[0]
  );
}

/** The groups made by hand that `vgroup-port` names. */
function namedGroups({ prediction }: LoadBalancer): ReadonlySet<string> {
  if (prediction.controller === 'none') return new Set();
  return new Set(prediction.backends.groups.flatMap(({ id }) => id ?? []));
}

/** Where the weight cannot be read the controller empties the groups that are named (T51): no members stay. */
function dropsGroups({ prediction }: LoadBalancer): boolean {
  return prediction.controller === 'clb' && prediction.backends.portsWithoutGroup.length > 0;
}

function isSynced({ transition }: LoadBalancerChange): boolean {
  return transition.head.result !== 'ignored' && transition.head.reach !== 'freeze';
}

function placeOfNames(change: LoadBalancerChange): Place | undefined {
  for (const [tree, side] of [['head', change.after] as const, ['base', change.before] as const]) {
    const annotation = side?.verdicts.find(({ shortKey }) => shortKey === 'vgroup-port')?.annotation;
    if (annotation !== undefined) return placeOfCause({ tree, what: 'annotation', annotation }, change);
  }
  return undefined;
}

/** The new name or type in head; what is gone altogether stands in base, there or where it was listed. */
function placeOfLeaving({
  base,
  head,
  became,
  delistedAt,
}: LoadBalancerChange): (Place & { path: string; within?: Delisting | undefined }) | undefined {
  const resource = (head ?? base)?.resource;
  const type = became === 'renamed' ? undefined : entryAt(head?.resource.root, 'spec', 'type')?.value;
  const at = type ?? resource?.name;
  if (resource === undefined || at === undefined) return undefined;
  return { at: delistedAt?.at ?? spotOf(at), resource, path: 'metadata.name', within: delistedAt };
}
