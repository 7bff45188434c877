/** Where facts come from, with the day on which they were checked. */
export interface Source {
  readonly url: string;
  readonly checked: string;
  readonly note: string;
}

const from =
  (url: string, checked = '2026-11-24') =>
  (note: string): Source => ({ url, checked, note });
const help = 'https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide';

/** The vendor's Service troubleshooting guide. */
export const guide = from(`${help}/service-troubleshooting-2`);
/** The vendor's page of CLB annotations. */
export const clbAnnotations = from(`${help}/add-annotations-to-the-yaml-file-of-a-service-to-configure-clb-instances`);
/** The vendor's page of NLB annotations. */
export const nlbAnnotations = from(`${help}/configure-nlb-instances-by-using-annotations`);
/** The vendor's release notes of the controller. */
export const releaseNotes = from('https://www.alibabacloud.com/help/en/ack/product-overview/cloud-controller-manager');
/** The vendor's considerations for LoadBalancer Services. */
export const considerations = from(`${help}/considerations-for-configuring-a-loadbalancer-type-service-1`);
/** Billing of pay-as-you-go CLB instances. */
export const clbBilling = from('https://www.alibabacloud.com/help/doc-detail/127268.html');
/** Default quotas of ACK clusters. */
export const clusterQuotas = from(
  'https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/developer-reference/api-query-resource-quotas',
);
/** Limits of CLB instances. */
export const clbLimits = from(
  'https://www.alibabacloud.com/help/en/slb/classic-load-balancer/product-overview/limits-1',
);
/** Limits of NLB instances. */
export const nlbLimits = from(
  'https://www.alibabacloud.com/help/en/slb/network-load-balancer/product-overview/restrictions-on-use',
);
/** The Service object of Kubernetes. */
export const kubernetesService = from(
  'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/',
);
/** The controller's source, v2.14.0. */
export const controllerSource = from('https://github.com/kubernetes/cloud-provider-alibaba-cloud');
export const kubernetesLifecycle = from('https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/');
export const kubernetesObjects = from('https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/');
export const kubernetesYaml = from('https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/');
export const yamlSpecification = from('https://yaml.org/spec/1.2.2/');
/** How a pod ends, as Kubernetes describes it. */
export const kubernetesPods = from('https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/');
/** How Deployments replace pods. */
export const kubernetesDeployments = from('https://kubernetes.io/docs/concepts/workloads/controllers/deployment/');
/** Traffic policies, and what kube-proxy does with pods that end. */
export const kubernetesVirtualIps = from('https://kubernetes.io/docs/reference/networking/virtual-ips/');
/** The vendor's page of readiness gates. */
export const readinessGates = from(`${help}/configure-a-readiness-gate-to-ensure-smooth-pod-updates`);
/** The autoscaler of Kubernetes. */
export const horizontalPodAutoscaler = from(
  'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/',
  '2026-11-26',
);
/** KEDA's autoscaler. */
export const scaledObject = from('https://keda.sh/docs/latest/reference/scaledobject-spec/', '2026-11-26');
