import { describe, expect, it } from 'vitest';
import { checkFiles } from '../support/check-files.ts';

/** What the rule says where the number of backend servers cannot be told: `?` with what would tell it. */
function said(files: readonly string[], nodeCount?: number): string[] {
  const cluster = nodeCount === undefined ? {} : { nodeCount };
  const { findings, notEvaluated } = checkFiles({ 'all.yaml': files.join('---\n') }, {}, { cluster });
  const isOurs = ({ ruleId }: { readonly ruleId: string }): boolean => ruleId === 'backend-quota-exceeded';
  return [
    ...findings.filter(isOurs).map(({ messageId }) => messageId),
    ...notEvaluated.filter(isOurs).map(({ missing }) => `? ${missing.join(', ')}`),
  ];
}

describe('Services that share an NLB', () => {
  const pods = (name: string, replicas: number): string[] => [nlb(name, 'eni'), workload('Deployment', name, replicas)];

  it('have at least the servers of the largest, and at most those of all', () => {
    expect(said([...pods('web', 100), ...pods('api', 300)])).toEqual([]);
    expect(said([...pods('web', 300), ...pods('api', 300)])).toEqual(['? workload']);
    expect(said([...pods('web', 300), ...pods('api', 401)])).toEqual(['servers']);
  });

  it('have no more nodes than the cluster', () => {
    expect(said([nlb('web', 'ecs'), nlb('api', 'ecs')], 300)).toEqual([]);
    expect(said([nlb('web', 'ecs'), nlb('api', 'ecs'), ...pods('chat', 150)], 300)).toEqual(['? workload']);
  });
});

describe('a Service whose members are nodes', () => {
  const files = (...targets: readonly number[]): string[] => [
    clb('web', targets).replace('backend-type: eni', 'backend-type: ecs'),
  ];

  it('asks for their number only where the most that a cluster has by default would not fit', () => {
    expect(said(files(8080, 8081))).toEqual([]);
    expect(said(files(8080, 8081, 8082))).toEqual(['? cluster.nodeCount']);
  });

  it('is counted by their number where it is told, however usual', () => {
    expect(said(files(8080, 8081), 100)).toEqual([]);
    expect(said(files(8080, 8081), 101)).toEqual(['servers']);
    expect(said(files(8080, 8081, 8082), 60)).toEqual([]);
  });
});

describe('a DaemonSet whose pods are members', () => {
  const files = [clb('web', [8080, 8081, 8082]), workload('DaemonSet', 'web')];

  it('asks for the number of nodes', () => {
    expect(said(files)).toEqual(['? cluster.nodeCount']);
    expect(said(files, 60)).toEqual([]);
    expect(said(files, 70)).toEqual(['servers']);
  });
});

function nlb(name: string, backendType: string): string {
  const annotations = `    service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id: nlb-1k3vq7m0d5r8
    service.beta.kubernetes.io/alibaba-cloud-loadbalancer-zone-maps: "cn-hangzhou-i:vsw-1,cn-hangzhou-j:vsw-2"
`;
  return service(name, backendType, annotations, '  loadBalancerClass: alibabacloud.com/nlb\n', [8080]);
}

function clb(name: string, targets: readonly number[]): string {
  return service(name, 'eni', '', '', targets);
}

function service(name: string, type: string, annotations: string, spec: string, targets: readonly number[]): string {
  const ports = targets.map((target) => `    - { name: p${target}, port: ${target}, targetPort: ${target} }\n`);
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: shop
  annotations:
    service.beta.kubernetes.io/backend-type: ${type}
${annotations}spec:
  type: LoadBalancer
${spec}  selector: { app: ${name} }
  ports:
${ports.join('')}`;
}

function workload(kind: string, name: string, replicas?: number): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
${replicas === undefined ? '' : `  replicas: ${replicas}\n`}  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: web, image: web:1 }] }
`;
}
