/**
 * Kinds of Kubernetes objects that the gate reads, and those that certainly bring no pods.
 * Source: Kubernetes API reference, https://kubernetes.io/docs/reference/kubernetes-api/ (checked 2026-11-24);
 * Argo Rollouts, https://argoproj.github.io/argo-rollouts/features/specification/ (checked 2026-11-24);
 * OpenKruise, https://openkruise.io/docs/ (checked 2026-11-24).
 */

/** A kind with a pod template: its API groups and where the template stands. */
export interface WorkloadKind {
  readonly kind: string;
  /** API groups (`''` is the core group); removed versions of a group are still read. */
  readonly groups: readonly string[];
  /** Keys from the root to the object that holds `metadata` and `spec` of the pod. */
  readonly template: readonly string[];
  /** Pods of these end by themselves; questions about rolling updates make no sense for them. */
  readonly runsToCompletion: boolean;
}

const workload = (
  kind: string,
  groups: readonly string[],
  template = ['spec', 'template'],
  runsToCompletion = false,
): WorkloadKind => ({
  kind,
  groups,
  template,
  runsToCompletion,
});

export const workloadKinds: readonly WorkloadKind[] = [
  workload('Deployment', ['apps', 'extensions']),
  workload('StatefulSet', ['apps', 'apps.kruise.io']),
  workload('DaemonSet', ['apps', 'extensions', 'apps.kruise.io']),
  workload('ReplicaSet', ['apps', 'extensions']),
  workload('ReplicationController', ['']),
  workload('Pod', [''], []),
  workload('Job', ['batch'], ['spec', 'template'], true),
  workload('CronJob', ['batch'], ['spec', 'jobTemplate', 'spec', 'template'], true),
  workload('Rollout', ['argoproj.io']),
  workload('CloneSet', ['apps.kruise.io']),
];

/**
 * Kinds whose objects have folders of the repository applied: Flux' Kustomization, Argo CD's Application and
 * ApplicationSet. They are read for what they do to other resources and are not judged themselves.
 */
export const deployerKinds: ReadonlySet<string> = new Set(['Kustomization', 'Application', 'ApplicationSet']);

/**
 * Kinds whose objects watch over the pods of others: how many may go at once, how many there are. They are read for that
 * and are not judged themselves. Source of the last: https://keda.sh/docs/latest/reference/scaledobject-spec/
 * (checked 2026-11-26).
 */
export const guardKinds: ReadonlyMap<string, string> = new Map([
  ['PodDisruptionBudget', 'policy'],
  ['HorizontalPodAutoscaler', 'autoscaling'],
  ['ScaledObject', 'keda.sh'],
]);

/** True for kinds that are read for what they say of others: one that is broken is passed over. */
export function isContextKind(kind: string): boolean {
  return deployerKinds.has(kind) || guardKinds.has(kind);
}

const singleKinds = [
  'Service',
  'List',
  ...workloadKinds.map((entry) => entry.kind),
  ...deployerKinds,
  ...guardKinds.keys(),
];
const relevantKinds = new Set(singleKinds.flatMap((kind) => [kind, `${kind}List`]));

/** True for kinds that the gate parses; lists of them included. */
export function isRelevantKind(kind: string): boolean {
  return relevantKinds.has(kind);
}

/** The API group of an apiVersion: `apps` of `apps/v1`, empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function workloadKindOf(apiVersion: string, kind: string): WorkloadKind | undefined {
  const group = groupOf(apiVersion);
  return workloadKinds.find((entry) => entry.kind === kind && entry.groups.includes(group));
}

/**
 * Kinds that never make pods. Any other kind (an operator's custom resource, a HelmRelease) may bring the pods that a
 * Service selects, so that nothing can be said about a selector without a match beside it.
 */
export const kindsWithoutPods: ReadonlySet<string> = new Set(
  `ConfigMap ConfigMapList Secret SecretList ServiceAccount ServiceAccountList Namespace NamespaceList Node Event
  PersistentVolume PersistentVolumeClaim PersistentVolumeClaimList StorageClass VolumeSnapshotClass CSIDriver
  Role RoleList RoleBinding RoleBindingList ClusterRole ClusterRoleList ClusterRoleBinding ClusterRoleBindingList
  Ingress IngressList IngressClass NetworkPolicy NetworkPolicyList Endpoints EndpointSlice
  HorizontalPodAutoscaler PodDisruptionBudget VerticalPodAutoscaler ResourceQuota LimitRange PriorityClass RuntimeClass
  CustomResourceDefinition APIService MutatingWebhookConfiguration ValidatingWebhookConfiguration
  ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding PodSecurityPolicy
  ServiceMonitor PodMonitor PrometheusRule Probe AlertmanagerConfig
  VirtualService DestinationRule ServiceEntry Sidecar EnvoyFilter PeerAuthentication AuthorizationPolicy
  RequestAuthentication Telemetry WasmPlugin GatewayClass HTTPRoute GRPCRoute TCPRoute TLSRoute UDPRoute ReferenceGrant
  Certificate Issuer ClusterIssuer ExternalSecret SecretStore ClusterSecretStore SealedSecret
  Kustomization Component AnalysisTemplate ClusterAnalysisTemplate ScaledObject TriggerAuthentication AppProject
  GitRepository HelmRepository OCIRepository ImageRepository ImagePolicy ImageUpdateAutomation AlbConfig`.split(/\s+/),
);
