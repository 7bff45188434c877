import { controllerChanges } from '../../catalog/controller-changes.ts';
import { releaseNotes } from '../../catalog/sources.ts';
import { isBelow } from '../../controller/controller-version.ts';
import { valueAt } from '../../model/node.ts';
import { annotationsSpot } from '../../world/service.ts';
import { defineRule } from '../rule.ts';
import { spot } from '../support.ts';

const { since } = controllerChanges.events;

interface Version {
  readonly version: string;
}

export const controllerTooOld = defineRule({
  id: 'controller-too-old',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  events: ['S14', 'E12'],
  summary: {
    en: 'The cloud controller manager is too old for this Service.',
    zh: 'cloud-controller-manager 版本过旧，无法可靠处理该 Service。',
  },
  why: {
    en: 'It puts no events on Services, so that failures stand in its log only (S14), and it asks for the shared instance type, which is no longer sold: a new load balancer is refused (E12).',
    zh: '该版本不在 Service 上产生事件，失败信息只出现在其日志中（S14）；它还会申请已停售的共享型实例，因此新建负载均衡会被拒绝（E12）。',
  },
  remedy: {
    en: `Upgrade the cloud controller manager of the cluster to ${since} or later; today's versions begin with v2.`,
    zh: `将集群的 cloud-controller-manager 升级到 ${since} 及以上；当前版本均为 v2 系列。`,
  },
  source: releaseNotes('events since v1.9.3.276; E12 of the troubleshooting guide'),
  messages: {
    outdated: {
      en: ({ version }: Version) =>
        `Version ${version} of the controller neither reports events nor makes today's load balancers.`,
      zh: ({ version }) => `控制器版本 ${version} 既不产生事件，也无法创建当前规格的负载均衡。`,
    },
    'outdated-reused': {
      en: ({ version }: Version) => `Version ${version} of the controller reports no events.`,
      zh: ({ version }) => `控制器版本 ${version} 不产生事件。`,
      events: ['S14'],
      why: {
        en: 'What goes wrong with this Service stands in the log of the controller only, where few people look (S14).',
        zh: '该 Service 出现的问题只记录在控制器的日志中，很少有人会查看（S14）。',
      },
    },
  },
  *check({ service, controller, reused }, { facts: { ccmVersion: version } }) {
    // A Service that nobody serves has no events of any controller.
    if (controller === 'none' || version === undefined || isBelow(version, since) !== true) return;
    const type = valueAt(service.spec, 'type');
    const at = type === undefined ? annotationsSpot(service.resource) : spot(type);
    yield { at, message: reused === undefined ? 'outdated' : 'outdated-reused', data: { version } };
  },
});
