/**
 * Marks of other clouds' load balancers on a Service. A Service that carries one, and none of Alibaba Cloud's, is left
 * alone. Sources (checked 2026-11-24): AWS https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/,
 * GKE https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters,
 * Azure https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/, Tencent https://cloud.tencent.com/document/product/457/45487,
 * Huawei https://support.huaweicloud.com/usermanual-cce/cce_10_0681.html, MetalLB https://metallb.io/usage/,
 * OpenStack https://github.com/kubernetes/cloud-provider-openstack, DigitalOcean, Hetzner, Oracle, IBM, Linode, Scaleway,
 * Equinix, Volcengine, Baidu, UCloud, OpenELB, Cilium, kube-vip, Yandex and OVH: their own Service annotation pages.
 */
const foreignPrefixes: readonly string[] = [
  'service.beta.kubernetes.io/aws-',
  'service.kubernetes.io/aws-',
  'eks.amazonaws.com/',
  'elbv2.k8s.aws/',
  'cloud.google.com/',
  'networking.gke.io/',
  'beta.cloud.google.com/',
  'service.beta.kubernetes.io/azure-',
  'service.kubernetes.io/azure-',
  'service.beta.kubernetes.io/qcloud-',
  'service.kubernetes.io/qcloud-',
  'service.cloud.tencent.com/',
  'service.kubernetes.io/tke-',
  'service.kubernetes.io/loadbalance-id',
  'kubernetes.io/elb.',
  'metallb.universe.tf/',
  'metallb.io/',
  'loadbalancer.openstack.org/',
  'service.beta.kubernetes.io/openstack-',
  'service.beta.kubernetes.io/do-loadbalancer-',
  'kubernetes.digitalocean.com/',
  'load-balancer.hetzner.cloud/',
  'service.beta.kubernetes.io/oci-',
  'oci.oraclecloud.com/',
  'oci-network-load-balancer.oraclecloud.com/',
  'service.kubernetes.io/ibm-',
  'service.beta.kubernetes.io/linode-loadbalancer-',
  'service.beta.kubernetes.io/scw-loadbalancer-',
  'service.beta.kubernetes.io/volcengine-',
  'service.beta.kubernetes.io/cce-',
  'service.beta.kubernetes.io/vultr-loadbalancer-',
  'lbipam.cilium.io/',
  'io.cilium/',
  'kube-vip.io/',
  'yandex.cloud/',
  'loadbalancer.ovhcloud.com/',
  'service.beta.kubernetes.io/ucloud-load-balancer-',
  'metal.equinix.com/eip-',
  'lb.kubesphere.io/',
  'eip.openelb.kubesphere.io/',
];

/** Classes that another cloud's controller serves. */
const foreignClassPrefixes: readonly string[] = [
  'service.k8s.aws/',
  'eks.amazonaws.com/',
  'networking.gke.io/',
  'metallb.io/',
  'metallb.universe.tf/',
  'io.cilium/',
  'kube-vip.io/',
  'tailscale',
  'ngrok',
  'service.kubernetes.io/azure',
  'loadbalancer.openstack.org/',
];

const ownPrefixes: readonly string[] = [
  'service.beta.kubernetes.io/alibaba-cloud-',
  'service.beta.kubernetes.io/alicloud-',
  'service.k8s.alibaba/',
  'service.alibabacloud.com/',
];
const ownKeys = new Set(['service.beta.kubernetes.io/backend-type']);

/** True for an annotation key that only another cloud's controller reads. */
export function isForeignAnnotation(key: string): boolean {
  return foreignPrefixes.some((prefix) => key.startsWith(prefix));
}

/** True for a load balancer class that another cloud's controller serves. */
export function isForeignClass(loadBalancerClass: string): boolean {
  return foreignClassPrefixes.some((prefix) => loadBalancerClass.startsWith(prefix));
}

/** True for an annotation key that Alibaba Cloud's controller reads or writes. */
export function isAlibabaAnnotation(key: string): boolean {
  return ownKeys.has(key) || ownPrefixes.some((prefix) => key.startsWith(prefix));
}

/** True for a load balancer class of Alibaba Cloud. */
export function isAlibabaClass(loadBalancerClass: string): boolean {
  return loadBalancerClass.startsWith('alibabacloud.com/');
}
