import { sleepAction } from '../../catalog/rollout.ts';
import { isBelow } from '../../controller/controller-version.ts';
import { entryAt, isPresent, numberOf, valueAt } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { spot } from '../support.ts';

export const prestopSleepNeedsVersion = defineRule({
  id: 'prestop-sleep-needs-version',
  severity: 'error',
  firesOn: 'presence',
  subject: 'workload',
  reads: ['kubernetesVersion'],
  thresholds: { kubernetesVersion: [sleepAction.since, sleepAction.zeroSince] },
  events: ['S02'],
  summary: {
    en: 'The sleep action of preStop needs a newer Kubernetes.',
    zh: 'preStop 的 sleep 动作需要更高版本的 Kubernetes。',
  },
  why: {
    en: 'An older API server drops the action or refuses the object: the pod then ends without waiting and users see 503 (S02), or nothing is deployed.',
    zh: '旧版 API Server 会丢弃该动作或拒绝该对象：Pod 不等待就终止，用户遇到 503（S02），或者部署失败。',
  },
  remedy: {
    en: 'Write it as exec of ["sleep", "30"], where the image has the program.',
    zh: '改用 exec 执行 ["sleep", "30"]（镜像中需有该程序）。',
  },
  source: sleepAction.source,
  messages: {
    'too-old': {
      en: ({ version }: { version: string }) =>
        `The sleep action of preStop needs Kubernetes ${sleepAction.since}, and the cluster has ${version}.`,
      zh: ({ version }) => `preStop 的 sleep 动作需要 Kubernetes ${sleepAction.since}，而集群版本为 ${version}。`,
    },
    'zero-too-old': {
      en: ({ version }: { version: string }) =>
        `A sleep action of 0 seconds needs Kubernetes ${sleepAction.zeroSince}, and the cluster has ${version}.`,
      zh: ({ version }) => `0 秒的 sleep 动作需要 Kubernetes ${sleepAction.zeroSince}，而集群版本为 ${version}。`,
      why: {
        en: 'An API server of this version refuses the object, so nothing is deployed.',
        zh: '该版本的 API Server 会拒绝该对象，导致部署失败。',
      },
      remedy: {
        en: () => 'Leave preStop out, or let it sleep for at least 1 second.',
        zh: () => '去掉 preStop，或至少休眠 1 秒。',
      },
    },
  },
  *check(workload, { facts: { kubernetesVersion: version = '' } }) {
    for (const container of workload.containers) {
      const sleep = entryAt(container.node, 'lifecycle', 'preStop', 'sleep');
      if (sleep === undefined || !isPresent(sleep.value)) continue;
      const seconds = valueAt(sleep.value, 'seconds');
      if (isBelow(version, sleepAction.since) === true)
        yield { at: spot(sleep.key), message: 'too-old', data: { version } };
      else if (seconds !== undefined && numberOf(seconds) === 0 && isBelow(version, sleepAction.zeroSince) === true)
        yield { at: spot(seconds), message: 'zero-too-old', data: { version } };
    }
  },
});
