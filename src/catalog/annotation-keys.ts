/**
 * Keys of Service annotations that the controller reads, without their common prefix.
 * Source: pkg/controller/service/reconcile/annotation of kubernetes/cloud-provider-alibaba-cloud v2.14.0,
 * https://github.com/kubernetes/cloud-provider-alibaba-cloud (checked 2026-11-24).
 */
export const currentPrefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
export const legacyPrefix = 'service.beta.kubernetes.io/alicloud-loadbalancer-';

/** The key without its common prefix, for keys that have it. */
export function shortKeyOf(key: string): string {
  const prefix = [currentPrefix, legacyPrefix].find((each) => key.startsWith(each)) ?? '';
  return key.slice(prefix.length);
}

/** Keys that exist without the prefix and without a legacy form. */
export const backendTypeKey = 'service.beta.kubernetes.io/backend-type';
export const classKey = 'service.beta.kubernetes.io/class';
export const tunnelTypeKey = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-tunnel-type';

/** The class that hands a Service to the NLB controller. */
export const nlbClass = 'alibabacloud.com/nlb';

/** Acts only behind the feature gate `LoadBalancerTypeAnnotation`. */
export const typeKey = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-type';
