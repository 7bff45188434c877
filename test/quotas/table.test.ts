import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { demandOf, type Bounds } from '../../src/controller/backends/demand.ts';
import { predictLoadBalancer } from '../../src/controller/load-balancer.ts';
import { buildWorld } from '../../src/world/world.ts';
import { treeOf } from '../support/check-files.ts';

/**
 * The arithmetic of backend servers, worked out by hand in table.tsv before the code was written: each row is a Service
 * and what stands behind it. `?` is what nobody knows, `0-12` what lies between.
 */
const [, ...lines] = readFileSync(join(import.meta.dirname, 'table.tsv'), 'utf8')
  .trimEnd()
  .split('\n');
const rows = lines.map((line) => {
  const [situation = '', ports = '', policy = '', type = '', annotations = '', pods = '', ...numbers] =
    line.split('\t');
  const [nodes = '', groups = '', members = '', servers = '', byHand = ''] = numbers;
  return { situation, ports, policy, type, annotations, pods, nodes, groups, members, servers, byHand };
});

it.each(rows)('$situation: $byHand', ({ ports, policy, type, annotations, pods, nodes, groups, members, servers }) => {
  const world = buildWorld(
    treeOf({ 'all.yaml': [service(ports, policy, type, annotations), ...behind(pods)].join('---\n') }),
    {
      clusterOf: () => ({ name: undefined, facts: {} }),
    },
  );
  const [only] = world.loadBalancers;
  if (only === undefined) throw new Error('no Service');
  const scaled = world
    .workloadsOf(only)
    .map((workload) => ({ workload, autoscaler: world.guardsOf(workload).scalers[0] }));
  const { prediction } = predictLoadBalancer(only, {});
  const demand = demandOf(prediction, scaled, nodes === '?' ? undefined : Number(nodes));

  const found = { groups: String(demand?.groups), members: shown(demand?.members), servers: shown(demand?.servers) };
  expect(found).toEqual({ groups, members, servers });
});

function shown({ least, most }: Bounds = { least: 0, most: undefined }): string {
  if (most === undefined) return '?';
  return least === most ? String(most) : `${least}-${most}`;
}

const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

function service(ports: string, policy: string, type: string, annotations: string): string {
  const entries = ports.split(' ').map((text, at) => {
    const [numbers = '', protocol = 'TCP'] = text.split('/');
    const [port = '', target, nodePort] = numbers.split(':');
    return [
      `    - name: p${at}`,
      `      port: ${port}`,
      `      protocol: ${protocol}`,
      ...(target === undefined ? [] : [`      targetPort: ${target}`]),
      ...(nodePort === undefined ? [] : [`      nodePort: ${nodePort}`]),
    ].join('\n');
  });
  const [key, ...value] = annotations.split('=');
  return `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  annotations:
    service.beta.kubernetes.io/backend-type: ${type}
${annotations === '' ? '' : `    ${prefix}${key}: ${value.join('=')}\n`}spec:
  type: LoadBalancer
${policy === '' ? '' : `  externalTrafficPolicy: ${policy}\n`}  selector: { app: web }
  ports:
${entries.join('\n')}
`;
}

/** `replicas 2, hpa 40`, `replicas 20, also 5`, `daemon`, `unsaid`, `none`. */
function behind(pods: string): string[] {
  const number = (word: string): string | undefined => new RegExp(`${word} (\\d+)`).exec(pods)?.[1];
  if (pods === 'none') return [];
  if (pods === 'daemon') return [workload('DaemonSet', 'web', '')];
  const replicas = (count: string | undefined): string => (count === undefined ? '' : `  replicas: ${count}\n`);
  const also = number('also');
  const most = number('hpa');
  return [
    workload('Deployment', 'web', replicas(number('replicas'))),
    ...(also === undefined ? [] : [workload('Deployment', 'web-canary', replicas(also))]),
    ...(most === undefined ? [] : [autoscaler(most)]),
  ];
}

function workload(kind: string, name: string, replicas: string): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
${replicas}  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web:1 }] }
`;
}

function autoscaler(most: string): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: ${most}
`;
}
