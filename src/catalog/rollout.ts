import {
  controllerSource,
  guide,
  kubernetesLifecycle,
  kubernetesPods,
  kubernetesVirtualIps,
  readinessGates,
  type Source,
} from './sources.ts';

/** A number of seconds that a time line is made from. */
interface Delay {
  readonly seconds: number;
  readonly what: string;
  readonly source: Source;
}

/** What passes between the decision to end a pod and its last moment, where nobody said otherwise. */
export const delays = {
  controllerSync: {
    seconds: 10,
    what: 'Until the controller has taken a member out of its server groups, or put one in. An assumption; `rollout.syncDelaySeconds` tells a better one.',
    source: controllerSource(
      'no number is documented: a queue of 3 workers and 10 calls a second, then API calls; after an error it tries again 5 s later, and it looks after waiting pods every 10 s. The guide waits 30 s in its example',
    ),
  },
  kubeProxy: {
    seconds: 2,
    what: 'Until kube-proxy on every node sends nothing new to a pod that ends. An assumption.',
    source: kubernetesVirtualIps(
      'rules are written once a second at the most (minSyncPeriod 1s), and the news takes its way',
    ),
  },
  gracePeriod: {
    seconds: 30,
    what: 'terminationGracePeriodSeconds where it is left out; preStop is part of it.',
    source: kubernetesPods('termination of pods'),
  },
  guidePreStop: {
    seconds: 30,
    what: 'How long preStop waits in the example.',
    source: guide('detail section on 503 during updates: the example Pod'),
  },
  margin: {
    seconds: 30,
    what: 'What must remain of the grace period after preStop.',
    source: guide('detail section on 503 during updates: preStop plus 30 s or more'),
  },
} as const satisfies Record<string, Delay>;

/** Defaults of a probe. */
export const probeDefaults = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  source: kubernetesPods('container probes'),
} as const;

/** How many pods a kind replaces at one time where its manifest does not say; percentages of what is wanted. */
export interface ReplacementDefaults {
  readonly maxUnavailable: number | string;
  readonly maxSurge: number | string;
  /** A part of a pod counts as one. */
  readonly roundsUp: boolean;
}

/** Sources: Deployment, StatefulSet, DaemonSet (apps/v1); https://openkruise.io/docs/user-manuals/cloneset and https://argo-rollouts.readthedocs.io/en/stable/features/specification/ (checked 2026-11-26). */
export const replacementDefaults: Readonly<Record<string, ReplacementDefaults>> = {
  Deployment: { maxUnavailable: '25%', maxSurge: '25%', roundsUp: false },
  Rollout: { maxUnavailable: '25%', maxSurge: '25%', roundsUp: false },
  StatefulSet: { maxUnavailable: 1, maxSurge: 0, roundsUp: true },
  DaemonSet: { maxUnavailable: 1, maxSurge: 0, roundsUp: true },
  CloneSet: { maxUnavailable: '20%', maxSurge: 0, roundsUp: true },
};

/** From this version on, kube-proxy sends to a pod that ends where a node has no other one. */
export const terminatingServedSince = '1.26';

/** Since when the sleep action of preStop is there without a switch, and since when it may be of zero seconds. */
export const sleepAction = {
  since: '1.30',
  zeroSince: '1.33',
  source: kubernetesLifecycle('KEP-3960 and KEP-4818: on by default'),
} as const;

/** The gate that keeps a pod from being ready before the controller has put it into the server groups. */
export const readinessGate = {
  prefix: 'service.readiness.alibabacloud.com/',
  controllerSince: 'v2.10.0',
  kubernetesSince: '1.24',
  source: readinessGates('needs Terway, Kubernetes 1.24 and the controller v2.10.0'),
} as const;

/**
 * True for an image that is named for having no shell and no `sleep`. The debug variants bring both. Source:
 * https://github.com/GoogleContainerTools/distroless (checked 2026-11-26).
 */
export function hasNoPrograms(image: string): boolean {
  return /(?:^|[/:._-])distroless(?:$|[/:._@-])/.test(image) && !/:(?:[\w.-]*-)?debug(?:-[\w.-]*)?(?:@|$)/.test(image);
}
