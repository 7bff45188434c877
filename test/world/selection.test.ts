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

describe('of several copies', () => {
  const workload = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { ${pods()} } }\n`;
  const pairs = (paths: readonly string[], first?: readonly string[]): string[] => {
    const files = Object.fromEntries(paths.map((path) => [path, path.endsWith('service.yaml') ? service() : workload]));
    const clusterOf = (file: string) => ({ name: first?.includes(file) === true ? 'first' : undefined, facts: {} });
    const world = buildWorld(treeOf(files), { clusterOf });
    return world.services.flatMap((each) =>
      world.workloadsOf(each).map(({ resource }) => `${each.resource.file} ${resource.file}`),
    );
  };

  it.each([
    [
      'both below share what stands above',
      ['service.yaml', 'a/w.yaml', 'b/w.yaml'],
      ['service.yaml a/w.yaml', 'service.yaml b/w.yaml'],
    ],
    [
      'both Services select what stands above',
      ['a/service.yaml', 'b/service.yaml', 'w.yaml'],
      ['a/service.yaml w.yaml', 'b/service.yaml w.yaml'],
    ],
    ['the workload beside wins over one above', ['a/service.yaml', 'a/w.yaml', 'w.yaml'], ['a/service.yaml a/w.yaml']],
    ['the workload beside wins over one below', ['service.yaml', 'w.yaml', 'a/w.yaml'], ['service.yaml w.yaml']],
    [
      'the workload above wins over one below it',
      ['service.yaml', 'a/w.yaml', 'a/b/w.yaml'],
      ['service.yaml a/w.yaml'],
    ],
    [
      'the Service beside wins over one above',
      ['service.yaml', 'a/service.yaml', 'a/w.yaml'],
      ['a/service.yaml a/w.yaml'],
    ],
  ])('%s', (_, paths, expected) => {
    expect(pairs(paths)).toEqual(expected);
  });

  it('those of another cluster do not count', () => {
    const paths = ['a/service.yaml', 'a/w.yaml', 'b/w.yaml'];
    expect(pairs(paths, ['a/service.yaml', 'b/w.yaml'])).toEqual(['a/service.yaml b/w.yaml']);
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
    ['a pod of native sidecars only', '{ initContainers: [{ name: proxy, restartPolicy: Always }] }', 8080, []],
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
