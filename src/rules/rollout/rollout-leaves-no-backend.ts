import { kubernetesDeployments } from '../../catalog/sources.ts';
import type { Bilingual } from '../../model/finding.ts';
import type { Resource } from '../../model/manifest.ts';
import { entryAt, isPresent, valueAt, type Spot, type ValueNode } from '../../model/node.ts';
import { preStopOf } from '../../rollout/prestop.ts';
import { earliestReady } from '../../rollout/pod-start.ts';
import { knownPreStop } from '../../rollout/pod-end.ts';
import { readinessOf } from '../../rollout/read-pod.ts';
import { allowsAll, replicasOf } from '../../rollout/read-strategy.ts';
import { backends } from '../../rollout/replacement.ts';
import type { Workload } from '../../world/workload.ts';
import { defineRule } from '../rule.ts';
import { replacementOf } from '../rollouts.ts';
import { containersServing, loadBalancersBehind, relatedServices, resourcesOf, spot } from '../support.ts';

interface Counted {
  readonly replicas: number;
}

const budgetRemedy = {
  en: () => 'Add a PodDisruptionBudget with minAvailable 1 or more, or maxUnavailable 1, that selects these pods.',
  zh: () => '添加选中这些 Pod 的 PodDisruptionBudget，设置 minAvailable 不小于 1，或 maxUnavailable 为 1。',
};

const evictionWhy: Bilingual = {
  en: 'When nodes are drained for an upgrade, all pods may be evicted at the same time; until new ones are ready the load balancer has no backend (S02).',
  zh: '节点升级排空时，所有 Pod 可能被同时驱逐；在新 Pod 就绪之前负载均衡没有后端（S02）。',
};

export const rolloutLeavesNoBackend = defineRule({
  id: 'rollout-leaves-no-backend',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'workload',
  crossResource: true,
  countsPods: true,
  events: ['S02', 'E03'],
  summary: {
    en: 'An update or eviction leaves the load balancer without a backend.',
    zh: '更新或驱逐会使负载均衡失去全部后端。',
  },
  why: {
    en: 'Until a new pod is ready and the controller has made it a member, every request fails (S02).',
    zh: '在新 Pod 就绪并由控制器加入后端之前，所有请求都会失败（S02）。',
  },
  remedy: {
    en: 'Run 2 replicas or more, update with maxUnavailable 0, and add a PodDisruptionBudget.',
    zh: '运行 2 个以上副本，更新时设置 maxUnavailable 为 0，并添加 PodDisruptionBudget。',
  },
  source: kubernetesDeployments('strategies; PodDisruptionBudget and evictions'),
  messages: {
    recreate: {
      en: ({ seconds }: { seconds: number }) =>
        `The strategy Recreate ends all pods before it makes new ones: no backend${seconds > 0 ? ` for at least ${seconds} s` : ''} on every update.`,
      zh: ({ seconds }) =>
        `Recreate 策略会先终止全部 Pod 再创建新的：每次更新${seconds > 0 ? `至少 ${seconds} 秒` : ''}没有后端。`,
      remedy: {
        en: () => 'Use RollingUpdate with maxUnavailable 0, if two versions may run at one time.',
        zh: () => '若允许新旧版本同时运行，改用 RollingUpdate 并设置 maxUnavailable 为 0。',
      },
    },
    'max-unavailable': {
      en: ({ most, replicas }: { most: string; replicas: number | null }) =>
        `maxUnavailable ${most} lets an update take all ${replicas === null ? '' : `${replicas} `}pods at one time.`,
      zh: ({ most, replicas }) =>
        `maxUnavailable 为 ${most}，更新时可同时终止全部${replicas === null ? '' : ` ${replicas} 个`} Pod。`,
      remedy: {
        en: () => 'Set maxUnavailable to 0 and maxSurge to 1 or more, or let fewer pods be unavailable than there are.',
        zh: () => '将 maxUnavailable 设为 0、maxSurge 设为 1 以上，或使不可用数量小于副本数。',
      },
    },
    'single-replica': {
      en: (_: object) =>
        'One pod is the only backend: a drained node, an eviction or a crash leaves none until another one is ready.',
      zh: () => '只有一个 Pod 作为后端：节点排空、驱逐或崩溃后，在新 Pod 就绪之前没有任何后端。',
      remedy: {
        en: () => 'Set replicas to 2 or more.',
        zh: () => '将 replicas 设置为 2 或更大。',
      },
    },
    'autoscaled-to-one': {
      en: (_: object) =>
        'The autoscaler may leave one pod as the only backend: a drained node, an eviction or a crash leaves none until another one is ready.',
      zh: () => '自动伸缩可能只留下一个 Pod 作为后端：节点排空、驱逐或崩溃后，在新 Pod 就绪之前没有任何后端。',
      remedy: {
        en: () => 'Set the minimum of the autoscaler to 2 or more.',
        zh: () => '将自动伸缩的最小副本数设置为 2 或更大。',
      },
    },
    'no-budget': {
      en: ({ replicas }: Counted) =>
        `No PodDisruptionBudget covers these ${replicas} pods, so that evictions may take all of them at one time.`,
      zh: ({ replicas }) => `没有 PodDisruptionBudget 覆盖这 ${replicas} 个 Pod，驱逐可能同时带走全部 Pod。`,
      severity: 'info',
      firesOn: 'absence',
      why: evictionWhy,
      remedy: budgetRemedy,
    },
    'budget-allows-all': {
      en: ({ replicas }: Counted) =>
        `The PodDisruptionBudget of these ${replicas} pods lets evictions take all of them at one time.`,
      zh: ({ replicas }) => `这 ${replicas} 个 Pod 的 PodDisruptionBudget 允许驱逐同时带走全部 Pod。`,
      severity: 'info',
      why: evictionWhy,
      remedy: budgetRemedy,
    },
  },
  *check(workload, context) {
    const { world } = context;
    const loadBalancers = loadBalancersBehind(workload, context);
    const containers = containersServing(workload, loadBalancers);
    const { name } = workload.resource;
    if (containers.length === 0 || name === undefined || world.lendsItsTemplate(workload)) return;
    const stops = containers.map(preStopOf);
    const gap = {
      startSeconds: earliestReady({ probes: containers.map(readinessOf) }),
      endSeconds: knownPreStop({ stops }),
    };
    const answers = loadBalancers.map((loadBalancer) => {
      const replacement = replacementOf(workload, loadBalancer, world);
      return { loadBalancer, replacement, verdict: backends(replacement, gap) };
    });
    const alone = answers.filter(({ verdict }) => verdict.verdict === 'unsafe').map(({ loadBalancer }) => loadBalancer);
    const guards = world.guardsOf(workload);
    const replicas = replicasOf(workload, guards);
    const [scaler] = guards.scalers;
    const verdict = answers.find((answer) => answer.verdict.verdict === 'unsafe')?.verdict;
    if (verdict?.verdict === 'unsafe') {
      const shared = {
        others: resourcesOf(alone),
        related: [...guardPlace(scaler, theScaler), ...relatedServices(alone)],
      };
      const [{ why, seconds = 0 }] = verdict.causes;
      if (why === 'recreate')
        yield {
          ...shared,
          at: placeOf(workload, ['strategy', 'type']),
          message: 'recreate',
          data: { seconds },
        };
      else if (why === 'max-unavailable') {
        const { node, text } = writtenMost(workload);
        const data = { most: text, replicas: typeof replicas === 'number' ? replicas : null };
        yield { ...shared, at: node === undefined ? spot(name) : spot(node), message: 'max-unavailable', data };
      } else {
        const one = { ...shared, at: placeOf(workload, ['replicas']), path: 'spec.replicas', data: {} };
        const isWritten = isPresent(valueAt(workload.resource.root, 'spec', 'replicas'));
        if (scaler === undefined)
          yield { ...one, message: 'single-replica', firesOn: isWritten ? 'presence' : 'absence' };
        else yield { ...one, message: 'autoscaled-to-one' };
      }
    }
    if (typeof replicas !== 'number' || replicas < 2 || loadBalancers.length === 0) return;
    const shared = { at: spot(name), data: { replicas }, others: resourcesOf(loadBalancers) };
    const [budget] = guards.budgets;
    // Where the tree holds none at all, they may well be made elsewhere.
    if (budget === undefined) {
      if (guards.budgetKeptHere !== undefined)
        yield { ...shared, message: 'no-budget', related: relatedServices(loadBalancers) };
    } else if (guards.budgets.every((each) => allowsAll(each, replicas)))
      yield {
        ...shared,
        message: 'budget-allows-all',
        related: [...guardPlace(budget, theBudget), ...relatedServices(loadBalancers)],
      };
  },
});

const theScaler: Bilingual = { en: 'the autoscaler', zh: '自动伸缩对象' };
const theBudget: Bilingual = { en: 'the PodDisruptionBudget', zh: '该 PodDisruptionBudget' };

/** An autoscaler or budget, as a place that a reader may want to see. */
function guardPlace(
  guard: { readonly resource: Resource } | undefined,
  message: Bilingual,
): { at: Spot; resource: Resource; message: Bilingual }[] {
  const name = guard?.resource.name;
  return guard === undefined || name === undefined ? [] : [{ at: spot(name), resource: guard.resource, message }];
}

/** A field of the workload's spec, else the nearest key above it. */
function placeOf({ resource: { root, name } }: Workload, path: readonly string[]): Spot {
  for (let length = path.length; length > 0; length -= 1) {
    const node = valueAt(root, 'spec', ...path.slice(0, length));
    if (isPresent(node))
      return spot(length === path.length ? node : (entryAt(root, 'spec', ...path.slice(0, length))?.key ?? node));
  }
  return spot(entryAt(root, 'spec')?.key ?? name ?? root);
}

/** How many pods may be unavailable, as it is written. */
function writtenMost({ resource: { root } }: Workload): { node: ValueNode | undefined; text: string } {
  const spec = valueAt(root, 'spec');
  const places = [
    ['strategy', 'rollingUpdate'],
    ['updateStrategy', 'rollingUpdate'],
    ['updateStrategy'],
    ['strategy', 'canary'],
  ];
  const node = places.map((place) => valueAt(spec, ...place, 'maxUnavailable')).find(isPresent);
  return { node, text: node?.kind === 'scalar' ? node.text : '' };
}
