import { describe, expect, it } from 'vitest';
import { buildWorld, type World } from '../../src/world/world.ts';
import { servingContainers } from '../../src/world/workload.ts';
import { treeOf, type Files } from '../support/check-files.ts';

function worldOf(files: Files): World {
  return buildWorld(treeOf(files), { clusterOf: () => ({ name: undefined, facts: {} }) });
}

const pods = (labels = 'app: web', containers = '[{ name: web, image: web }]') =>
  `metadata: { labels: { ${labels} } }, spec: { containers: ${containers} }`;

const service = (lines = '') => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
${lines}`;

describe('workload kinds', () => {
  it.each([
    ['apps/v1', 'Deployment', `{ template: { ${pods()} } }`],
    ['extensions/v1beta1', 'Deployment', `{ template: { ${pods()} } }`],
    ['apps/v1', 'StatefulSet', `{ template: { ${pods()} } }`],
    ['apps/v1', 'DaemonSet', `{ template: { ${pods()} } }`],
    ['apps/v1', 'ReplicaSet', `{ template: { ${pods()} } }`],
    ['batch/v1', 'Job', `{ template: { ${pods()} } }`],
    ['batch/v1', 'CronJob', `{ jobTemplate: { spec: { template: { ${pods()} } } } }`],
    ['argoproj.io/v1alpha1', 'Rollout', `{ template: { ${pods()} } }`],
    ['apps.kruise.io/v1alpha1', 'CloneSet', `{ template: { ${pods()} } }`],
    ['apps.kruise.io/v1beta1', 'StatefulSet', `{ template: { ${pods()} } }`],
    ['apps.kruise.io/v1alpha1', 'DaemonSet', `{ template: { ${pods()} } }`],
  ])('%s %s', (apiVersion, kind, spec) => {
    const workload = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\nspec: ${spec}\n`;
    const world = worldOf({ 'service.yaml': service(), 'web.yaml': workload });
    const [found] = world.workloads;
    expect(found?.containers.map(({ name }) => name)).toEqual(['web']);
    expect(world.workloadsOf(world.services[0] ?? expect.fail())).toEqual([found]);
  });

  it('a Pod is its own template', () => {
    const world = worldOf({
      'service.yaml': service(),
      'pod.yaml': `{ apiVersion: v1, kind: Pod, ${pods().replace('metadata: {', 'metadata: { name: web, namespace: shop,')} }`,
    });
    expect(world.workloadsOf(world.services[0] ?? expect.fail())).toHaveLength(1);
  });

  it.each([
    ['serving.knative.dev/v1', 'Service'],
    ['example.shop/v1', 'Deployment'],
  ])('%s %s is something else', (apiVersion, kind) => {
    const other = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\nspec: { type: LoadBalancer, template: { ${pods()} } }\n`;
    const world = worldOf({ 'other.yaml': other });
    expect([...world.services, ...world.workloads]).toEqual([]);
  });
});

describe('who selects whom', () => {
  const deployment = (namespace: string | undefined, labels = 'app: web') =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web${namespace === undefined ? '' : `, namespace: ${namespace}`} }\nspec: { template: { ${pods(labels)} } }\n`;

  it.each([
    ['another folder of the same namespace', 'b/web.yaml', deployment('shop'), 1],
    ['more labels than asked for', 'a/web.yaml', deployment('shop', 'app: web, tier: front'), 1],
    ['another value', 'a/web.yaml', deployment('shop', 'app: worker'), 0],
    ['another namespace', 'a/web.yaml', deployment('staging'), 0],
    ['a namespace left open', 'a/web.yaml', deployment(undefined), 0],
  ])('%s', (_, file, workload, count) => {
    const world = worldOf({ 'a/service.yaml': service(), [file]: workload });
    expect(world.workloadsOf(world.services[0] ?? expect.fail())).toHaveLength(count);
  });

  it('the copy of the own scope, not the one of another', () => {
    const files = Object.fromEntries(
      ['prod', 'staging'].flatMap((name) => [
        [`k8s/${name}/service.yaml`, service()],
        [`k8s/${name}/web.yaml`, deployment('shop')],
      ]),
    );
    const world = worldOf(files);
    const pairs = world.services.flatMap((each) =>
      world.workloadsOf(each).map(({ resource }) => [each.resource.file, resource.file]),
    );
    expect(pairs).toEqual([
      ['k8s/prod/service.yaml', 'k8s/prod/web.yaml'],
      ['k8s/staging/service.yaml', 'k8s/staging/web.yaml'],
    ]);
  });
});

describe('serving containers', () => {
  const containersOf = (spec: string) => {
    const world = worldOf({
      'web.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: ${spec} } }\n`,
    });
    return world.workloads[0] ?? expect.fail();
  };

  it.each([
    [
      'declares the number',
      '{ containers: [{ name: a }, { name: b, ports: [{ containerPort: 8080 }] }] }',
      8080,
      ['b'],
    ],
    [
      'declares the name',
      '{ containers: [{ name: a }, { name: b, ports: [{ name: http, containerPort: 1 }] }] }',
      'http',
      ['b'],
    ],
    ['nobody does: the first', '{ containers: [{ name: a }, { name: b }] }', 8080, ['a']],
    [
      'a native sidecar that declares it',
      '{ containers: [{ name: a }], initContainers: [{ name: proxy, restartPolicy: Always, ports: [{ containerPort: 8080 }] }] }',
      8080,
      ['proxy'],
    ],
    [
      'a native sidecar is no fallback',
      '{ initContainers: [{ name: proxy, restartPolicy: Always }], containers: [{ name: a }] }',
      8080,
      ['a'],
    ],
    [
      'an init container never serves',
      '{ initContainers: [{ name: setup, ports: [{ containerPort: 8080 }] }], containers: [{ name: a }] }',
      8080,
      ['a'],
    ],
    [
      'both that declare it',
      '{ containers: [{ name: a, ports: [{ containerPort: 8080 }] }, { name: b, ports: [{ containerPort: 8080 }] }] }',
      8080,
      ['a', 'b'],
    ],
  ])('%s', (_, spec, target, names) => {
    expect(servingContainers(containersOf(spec), [target]).map(({ name }) => name)).toEqual(names);
  });
});

describe('other clouds', () => {
  const annotated = (annotations: string, spec = '') =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop, annotations: { ${annotations} } }\nspec: { type: LoadBalancer, ${spec} ports: [{ port: 80 }] }\n`;

  it.each([
    ['AWS', 'service.beta.kubernetes.io/aws-load-balancer-type: nlb', '', 'foreign'],
    ['GKE', 'cloud.google.com/load-balancer-type: Internal', '', 'foreign'],
    ['Azure', 'service.beta.kubernetes.io/azure-load-balancer-internal: "true"', '', 'foreign'],
    ['Tencent', 'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid: subnet-1', '', 'foreign'],
    ['Huawei', 'kubernetes.io/elb.class: union', '', 'foreign'],
    ['MetalLB', 'metallb.universe.tf/address-pool: production', '', 'foreign'],
    ['AWS by class', '', 'loadBalancerClass: service.k8s.aws/nlb,', 'foreign'],
    ['an unknown class', '', 'loadBalancerClass: example.shop/lb,', 'own'],
    ['an NLB', '', 'loadBalancerClass: alibabacloud.com/nlb,', 'own'],
    ['no marks at all', '', '', 'own'],
    [
      'both clouds',
      'service.beta.kubernetes.io/aws-load-balancer-type: nlb, service.beta.kubernetes.io/alibaba-cloud-loadbalancer-spec: slb.s1.small',
      '',
      'own',
    ],
    [
      'both, by the key without the prefix',
      'cloud.google.com/neg: x, service.beta.kubernetes.io/backend-type: eni',
      '',
      'own',
    ],
  ])('%s', (_, annotations, spec, whose) => {
    const world = worldOf({ 'service.yaml': annotated(annotations, spec) });
    const found = [world.loadBalancers.length, world.foreignLoadBalancers.length];
    expect(found).toEqual(whose === 'own' ? [1, 0] : [0, 1]);
  });

  it.each([
    ['ack', 'service.beta.kubernetes.io/aws-load-balancer-type: nlb', [1, 0]],
    ['other', '', [0, 1]],
  ] as const)('provider: %s decides', (provider, annotations, counts) => {
    const tree = treeOf({ 'service.yaml': annotated(annotations) });
    const world = buildWorld(tree, { clusterOf: () => ({ name: undefined, facts: { provider } }) });
    expect([world.loadBalancers.length, world.foreignLoadBalancers.length]).toEqual(counts);
  });
});
