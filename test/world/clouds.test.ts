import { describe, expect, it } from 'vitest';
import { buildWorld } from '../../src/world/world.ts';
import type { ClusterFacts } from '../../src/world/facts.ts';
import { treeOf } from '../support/check-files.ts';

const service = (annotation: string, loadBalancerClass = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\n  annotations: { ${annotation} }\nspec:\n  type: LoadBalancer\n${loadBalancerClass === '' ? '' : `  loadBalancerClass: ${loadBalancerClass}\n`}  ports: [{ port: 80 }]\n`;

function isForeign(text: string, facts: ClusterFacts = {}, knownAsAck: ReadonlySet<string> = new Set()): boolean {
  const world = buildWorld(treeOf({ 'web.yaml': text }), {
    clusterOf: () => ({ name: 'one', facts }),
    knownAsAck: ({ key }) => knownAsAck.has(key),
  });
  expect(world.loadBalancers.length + world.foreignLoadBalancers.length).toBe(1);
  return world.foreignLoadBalancers.length === 1;
}

/** Keys as the pages of the clouds print them. */
const foreignKeys = [
  'service.beta.kubernetes.io/aws-load-balancer-type',
  'service.kubernetes.io/aws-load-balancer-target-node-labels',
  'cloud.google.com/load-balancer-type',
  'networking.gke.io/load-balancer-type',
  'service.beta.kubernetes.io/azure-load-balancer-internal',
  'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid',
  'service.kubernetes.io/tke-existed-lbid',
  'service.kubernetes.io/loadbalance-id',
  'service.cloud.tencent.com/direct-access',
  'kubernetes.io/elb.class',
  'metallb.universe.tf/address-pool',
  'metallb.io/loadBalancerIPs',
  'loadbalancer.openstack.org/keep-floatingip',
  'service.beta.kubernetes.io/openstack-internal-load-balancer',
  'service.beta.kubernetes.io/do-loadbalancer-protocol',
  'load-balancer.hetzner.cloud/location',
  'service.beta.kubernetes.io/oci-load-balancer-shape',
  'oci.oraclecloud.com/load-balancer-type',
  'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type',
  'service.beta.kubernetes.io/linode-loadbalancer-throttle',
  'service.beta.kubernetes.io/scw-loadbalancer-type',
  'service.beta.kubernetes.io/volcengine-loadbalancer-subnet-id',
  'service.beta.kubernetes.io/cce-load-balancer-internal-vpc',
  'io.cilium/lb-ipam-ips',
  'lbipam.cilium.io/ips',
  'kube-vip.io/loadbalancerIPs',
  'yandex.cloud/load-balancer-type',
  'loadbalancer.ovhcloud.com/flavor',
  'service.beta.kubernetes.io/ucloud-load-balancer-type',
  'metal.equinix.com/eip-metro',
  'lb.kubesphere.io/v1alpha1',
  'eip.openelb.kubesphere.io/v1alpha2',
];

const ownKeys = [
  'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-spec',
  'service.beta.kubernetes.io/alicloud-loadbalancer-spec',
  'service.beta.kubernetes.io/backend-type',
];

const neutralKeys = [
  'service.kubernetes.io/topology-mode',
  'external-dns.alpha.kubernetes.io/hostname',
  'prometheus.io/scrape',
  'kubernetes.io/description',
];

describe('whose a load balancer is', () => {
  it.each(foreignKeys)('%s is another cloud', (key) => {
    expect(isForeign(service(`${key}: x`))).toBe(true);
  });

  it.each(ownKeys)('%s is ours, whatever else is there', (key) => {
    expect(isForeign(service(`${key}: x`))).toBe(false);
    expect(isForeign(service(`${key}: x, metallb.universe.tf/address-pool: x`, 'service.k8s.aws/nlb'))).toBe(false);
  });

  it.each(neutralKeys)('%s says nothing', (key) => {
    expect(isForeign(service(`${key}: x`))).toBe(false);
  });

  it.each([
    ['service.k8s.aws/nlb', true],
    ['eks.amazonaws.com/nlb', true],
    ['networking.gke.io/l4-regional-external', true],
    ['metallb.io/metallb', true],
    ['io.cilium/bgp-control-plane', true],
    ['kube-vip.io/kube-vip-class', true],
    ['tailscale', true],
    ['alibabacloud.com/nlb', false],
    ['alibabacloud.com/clb', false],
    ['example.shop/own', false],
  ])('class %s', (loadBalancerClass, foreign) => {
    expect(isForeign(service('', loadBalancerClass))).toBe(foreign);
  });

  it('a foreign key beside a class of ours is ours', () => {
    expect(isForeign(service('metallb.universe.tf/address-pool: x', 'alibabacloud.com/nlb'))).toBe(false);
  });

  const marked = service('metallb.universe.tf/address-pool: x');

  it.each([
    ['ack', false],
    ['auto', true],
    [undefined, true],
    ['other', true],
  ] as const)('on a cluster of provider %s', (provider, foreign) => {
    expect(isForeign(marked, { provider })).toBe(foreign);
    expect(isForeign(service(''), { provider })).toBe(provider === 'other');
  });

  it.each([
    ['Service/shop/web', false],
    ['Service/pay/web', true],
  ])('where base knew %s as ours', (key, foreign) => {
    expect(isForeign(marked, {}, new Set([key]))).toBe(foreign);
  });
});
