import { predictLoadBalancer } from '../../src/controller/load-balancer.ts';
import type { Rollout } from '../../src/rollout/rollout.ts';
import { rolloutOf } from '../../src/rules/rollouts.ts';
import type { ClusterFacts } from '../../src/world/facts.ts';
import { buildWorld } from '../../src/world/world.ts';
import { treeOf, type Files } from '../support/check-files.ts';

/** A row of the table, in words that a person can check by hand. */
export interface Situation {
  /** `eni`, `local 1.25`, `unknown`. */
  readonly mode: string;
  /** Seconds; `-` where it is left out, `?` where it is filled in later. The same below. */
  readonly grace: string;
  /** `exec sleep 30`, `sh sleep 15 && nginx -s quit`, `action 30`, `http`, `none`; `distroless …` names the image. */
  readonly preStop: string;
  /** Seconds, `off`, `layer7`, `?`. */
  readonly drain: string;
  readonly sync: string;
  /** `delay/period`, with `published` where the Service takes all pods for ready; `none`, `?`. */
  readonly probe: string;
  /** `Deployment 3 max=1 surge=0`, `Deployment 8 hpa=2`, `StatefulSet 2 OnDelete`. */
  readonly workload: string;
}

const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

/** The documents that a situation is written in: Service, workload, and an autoscaler where there is one. */
export function documentsOf(situation: Situation): string[] {
  const [, ...words] = situation.workload.split(' ');
  const least = words.find((word) => word.startsWith('hpa='))?.slice('hpa='.length);
  return [serviceOf(situation), workloadOf(situation), ...(least === undefined ? [] : [scalerOf(situation, least)])];
}

function serviceOf({ mode, drain, probe }: Situation): string {
  const annotations: Record<string, string> = { [`${prefix}address-type`]: 'intranet' };
  if (drain === 'layer7') annotations[`${prefix}protocol-port`] = 'http:80';
  else if (drain !== 'off') {
    annotations[`${prefix}connection-drain`] = 'on';
    annotations[`${prefix}connection-drain-timeout`] = drain === '?' ? '${LATER}' : drain;
  }
  if (mode.startsWith('eni')) annotations['service.beta.kubernetes.io/backend-type'] = 'eni';
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', annotations },
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: mode.startsWith('local') ? 'Local' : 'Cluster',
      ...(probe.endsWith('published') ? { publishNotReadyAddresses: true } : {}),
      selector: { app: 'web' },
      ports: [{ port: 80, targetPort: 8080 }],
    },
  });
}

function workloadOf({ grace, preStop, probe, workload }: Situation): string {
  const [kind = '', count, ...words] = workload.split(' ');
  const isDistroless = preStop.startsWith('distroless');
  const container = {
    name: 'web',
    image: isDistroless ? 'gcr.io/distroless/java21-debian12' : 'registry.example.com/shop/web:1',
    ports: [{ containerPort: 8080 }],
    ...probeOf(probe.replace(' published', '')),
    ...hookOf(preStop.replace('distroless', 'exec')),
  };
  const pod = { ...(grace === '-' ? {} : { terminationGracePeriodSeconds: written(grace) }), containers: [container] };
  const metadata = { name: 'web', namespace: 'shop' };
  const labels = { app: 'web' };
  if (kind === 'Pod') return text({ apiVersion: 'v1', kind, metadata: { ...metadata, labels }, spec: pod });
  const isCounted = count !== undefined && /^[0-9?-]/.test(count);
  const strategy = strategyOf(kind, isCounted ? words : [count ?? '', ...words]);
  return text({
    apiVersion: 'apps/v1',
    kind,
    metadata,
    spec: {
      ...(isCounted && count !== '-' ? { replicas: written(count) } : {}),
      ...strategy,
      template: { metadata: { labels }, spec: pod },
    },
  });
}

function strategyOf(kind: string, words: readonly string[]): object {
  const type = words.find((word) => word === 'Recreate' || word === 'OnDelete');
  const numbers = words.flatMap((word) => {
    const [, name = '', value = ''] = /^(max|surge)=(.*)$/.exec(word) ?? [];
    return name === '' ? [] : [[name === 'max' ? 'maxUnavailable' : 'maxSurge', written(value)]];
  });
  if (type === undefined && numbers.length === 0) return {};
  const rollingUpdate = numbers.length === 0 ? {} : { rollingUpdate: Object.fromEntries(numbers) as object };
  return {
    [kind === 'Deployment' ? 'strategy' : 'updateStrategy']: {
      ...(type === undefined ? {} : { type }),
      ...rollingUpdate,
    },
  };
}

function probeOf(probe: string): object {
  if (probe === 'none') return {};
  const [delay = '', period = ''] = probe.split('/');
  const times =
    probe === '?'
      ? { initialDelaySeconds: '${LATER}' }
      : { initialDelaySeconds: Number(delay), periodSeconds: Number(period) };
  return { readinessProbe: { tcpSocket: { port: 8080 }, ...times } };
}

function hookOf(hook: string): object {
  const [how = '', ...words] = hook.split(' ');
  const preStop = {
    none: undefined,
    http: { httpGet: { path: '/drain', port: 8080 } },
    action: { sleep: { seconds: Number(words[0]) } },
    exec: { exec: { command: words } },
    sh: { exec: { command: ['sh', '-c', words.join(' ')] } },
  }[how];
  return preStop === undefined ? {} : { lifecycle: { preStop } };
}

function scalerOf({ workload }: Situation, least: string): string {
  const [kind = ''] = workload.split(' ');
  return text({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind, name: 'web' }, minReplicas: Number(least), maxReplicas: 20 },
  });
}

function written(value: string): number | string {
  return value === '?' ? '${LATER}' : /^[0-9]+$/.test(value) ? Number(value) : value;
}

function text(object: object): string {
  return JSON.stringify(object);
}

/** The rollout that is worked out from files that hold one Service and one workload. */
export function rolloutFrom(files: Files, { mode, sync }: Pick<Situation, 'mode' | 'sync'>): Rollout {
  const [name, kubernetesVersion] = mode.split(' ');
  const facts: ClusterFacts = {
    ...(name === 'unknown' ? {} : { backendMode: name === 'eni' ? 'eni' : 'node' }),
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
  };
  const world = buildWorld(treeOf(files), { clusterOf: () => ({ name: undefined, facts }) });
  const [service] = world.loadBalancers;
  const [workload] = service === undefined ? [] : world.workloadsOf(service);
  if (service === undefined || workload === undefined) throw new Error('no pair of Service and workload');
  const assumptions = { syncDelaySeconds: sync === '-' ? 10 : Number(sync), marginSeconds: 30 };
  return rolloutOf(workload, predictLoadBalancer(service, facts), { world, facts, assumptions });
}
