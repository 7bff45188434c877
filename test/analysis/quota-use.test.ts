import { expect, it } from 'vitest';
import { serviceText } from '../support/change-story.ts';
import { checkFiles, type Files } from '../support/check-files.ts';
import { cleanDeployment } from '../support/manifests.ts';

const shared = { id: 'lb-shared', 'force-override-listeners': 'true' };
const pods = { 'k8s/deployment.yaml': cleanDeployment.replace('replicas: 2', 'replicas: 10') };
const service = (name: string, annotations: Record<string, string>, ports: string[]): string =>
  serviceText({ name, annotations, ports }).replace(/app: \S+/, 'app: web');

it.each<[situation: string, files: Files, facts: string[], quotas: unknown[]]>([
  [
    'a Service alone, pods as members',
    { ...pods, 'k8s/a.yaml': service('a', {}, ['80:8080', '81:8081']) },
    ['cluster.backendMode=eni'],
    [
      {
        services: 1,
        servers: { used: 20, limit: 200, isLeast: false },
        listeners: { used: 2, limit: 50, isLeast: false },
      },
    ],
  ],
  [
    'two that share a load balancer have one sum',
    {
      ...pods,
      'k8s/a.yaml': service('a', shared, ['80:8080']),
      'k8s/b.yaml': service('b', shared, ['81:8081', '82:8082']),
    },
    ['cluster.backendMode=eni'],
    Array.from({ length: 2 }, () => ({
      services: 2,
      servers: { used: 30, limit: 200, isLeast: false },
      listeners: { used: 3, limit: 50, isLeast: false },
    })),
  ],
  [
    'nodes that nobody has counted',
    { ...pods, 'k8s/a.yaml': service('a', {}, ['80:8080']) },
    ['cluster.backendMode=node'],
    [{ services: 1, servers: undefined, listeners: { used: 1, limit: 50, isLeast: false } }],
  ],
  [
    'nodes that are counted',
    { ...pods, 'k8s/a.yaml': service('a', {}, ['80:8080']) },
    ['cluster.backendMode=node', 'cluster.nodeCount=40'],
    [
      {
        services: 1,
        servers: { used: 40, limit: 200, isLeast: false },
        listeners: { used: 1, limit: 50, isLeast: false },
      },
    ],
  ],
  [
    'pods that nobody makes here',
    { 'k8s/a.yaml': service('a', {}, ['80:8080']) },
    ['cluster.backendMode=eni'],
    [{ services: 1, servers: undefined, listeners: { used: 1, limit: 50, isLeast: false } }],
  ],
  [
    'listeners that are left alone',
    { ...pods, 'k8s/a.yaml': service('a', { id: 'lb-shared' }, ['80:8080']) },
    ['cluster.backendMode=eni'],
    [{ services: 1, servers: { used: 10, limit: 200, isLeast: false }, listeners: undefined }],
  ],
])('%s', (_, files, facts, quotas) => {
  expect(
    checkFiles(files, { set: facts })
      .planned()
      .map((each) => each.quotas),
  ).toEqual(quotas);
});
