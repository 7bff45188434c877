import { expect, it } from 'vitest';
import type { Cause } from '../../src/controller/transition/causes.ts';
import { sideOf } from '../../src/controller/transition/manifest-side.ts';
import { transitionOf, type PlannedStep, type Transition } from '../../src/controller/transition/transition.ts';
import type { Surroundings } from '../../src/controller/surroundings.ts';
import { buildWorld } from '../../src/world/world.ts';
import { treeOf } from '../support/check-files.ts';
import { prefix } from './support.ts';

/** What is changed of a Service with one port; everything else of the cluster and the cloud is unknown. */
interface Wish {
  readonly name?: string;
  readonly type?: string;
  readonly policy?: string;
  readonly selector?: string;
  readonly class?: string;
  readonly ports?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
}

const http = '{name: http, port: 80, targetPort: 8080}';
const https = '{name: https, port: 443, targetPort: 8443}';

function manifest({
  name = 'web',
  type = 'LoadBalancer',
  policy,
  selector = 'web',
  ports = [http],
  ...wish
}: Wish): string {
  const annotations = Object.entries(wish.annotations ?? {}).map(
    ([key, text]) => `    ${key.includes('/') ? key : prefix + key}: ${JSON.stringify(text)}`,
  );
  return [
    'apiVersion: v1',
    'kind: Service',
    'metadata:',
    `  name: ${name}`,
    '  namespace: shop',
    ...(annotations.length === 0 ? [] : ['  annotations:', ...annotations]),
    'spec:',
    `  type: ${type}`,
    ...(policy === undefined ? [] : [`  externalTrafficPolicy: ${policy}`]),
    ...(wish.class === undefined ? [] : [`  loadBalancerClass: ${wish.class}`]),
    `  selector: {app: ${selector}}`,
    '  ports:',
    ...ports.map((port) => `    - ${port}`),
    '',
  ].join('\n');
}

function change(base: Wish | null, head: Wish | null, surroundings: Surroundings = {}): Transition {
  const side = (wish: Wish | null) => {
    if (wish === null) return undefined;
    const world = buildWorld(treeOf({ 'web.yaml': manifest(wish) }), {
      clusterOf: () => ({ name: undefined, facts: {} }),
    });
    const [service] = world.services;
    return service === undefined ? undefined : sideOf(service);
  };
  return transitionOf({ base: side(base), head: side(head), surroundings: { backendMode: 'node', ...surroundings } });
}

/** The calls of a step, one a line: what is called on what, and what brings it about. */
function calls({ mutations }: PlannedStep): string[] {
  return mutations.map(({ api, target, causes, error }) =>
    [api, target ?? '', `<- ${causes.map(nameOf).join(', ')}`, error === undefined ? '' : 'refused']
      .filter((word) => word !== '')
      .join(' '),
  );
}

function nameOf(cause: Cause): string {
  const where = `${cause.tree} `;
  switch (cause.what) {
    case 'annotation':
      return where + cause.annotation.key.replace(prefix, '');
    case 'port':
      return `${where}port ${cause.port.port}`;
    case 'field':
      return where + cause.field;
    case 'object':
      return `${where}object`;
  }
}

function fates({ loadBalancers }: Transition): string[] {
  return loadBalancers.map(({ id, fate, address }) => `${id} ${fate}, address ${address}`);
}

const reused = { id: 'lb-1', 'force-override-listeners': 'true' };

it('makes a load balancer for a new Service', () => {
  const made = change(null, {});
  expect(made.head.result).toBe('ok');
  expect(calls(made.head)).toEqual([
    'CreateLoadBalancer <- head object',
    'CreateVServerGroup k8s/<node port of 80>/web/shop/<cluster id> <- head object',
    'AddVServerGroupBackendServers k8s/<node port of 80>/web/shop/<cluster id> <- head object',
    'CreateLoadBalancerTCPListener 80/tcp <- head object',
  ]);
  expect(fates(made)).toEqual(['lb-new-1 created, address new']);
});

it('deletes it with the Service, though it is protected', () => {
  const gone = change({ annotations: { 'delete-protection': 'on' } }, null);
  expect(calls(gone.head)).toEqual([
    'SetLoadBalancerDeleteProtection <- base object',
    'DeleteLoadBalancer <- base object',
  ]);
  expect(fates(gone)).toEqual(['lb-new-1 deleted, address lost']);
});

it('leaves it behind with preserve-lb-on-delete, of whatever text', () => {
  const gone = change({ annotations: { 'preserve-lb-on-delete': 'false' } }, null);
  expect(fates(gone)).toEqual(['lb-new-1 orphaned, address unused']);
  expect(gone.after.clbs[0]?.listeners).toEqual([]);
});

it('takes the address away when the type changes', () => {
  const changed = change({}, { type: 'ClusterIP' });
  expect(calls(changed.head)).toEqual([
    'SetLoadBalancerDeleteProtection <- head type',
    'DeleteLoadBalancer <- head type',
  ]);
  expect(fates(changed)).toEqual(['lb-new-1 deleted, address lost']);
});

it('deletes one and makes another when the Service gets another name', () => {
  const renamed = change({}, { name: 'shop' });
  expect([renamed.removal?.result, renamed.head.result]).toEqual(['ok', 'ok']);
  expect(fates(renamed)).toEqual(['lb-new-1 deleted, address lost', 'lb-new-2 created, address new']);
});

it('takes a reused load balancer to be as the Service wants it', () => {
  const changed = change(
    { annotations: { ...reused, 'address-type': 'intranet', name: 'a' } },
    { annotations: { ...reused, 'address-type': 'intranet', name: 'b' } },
  );
  expect(calls(changed.head)).toEqual(['SetLoadBalancerName <- head name']);
  expect(fates(changed)).toEqual(['lb-1 kept, address kept']);
});

it('leaves a reused one to its owner', () => {
  const gone = change({ annotations: reused }, null);
  expect(calls(gone.head)).toEqual([
    'DeleteLoadBalancerListener 80/tcp <- base object',
    'DeleteVServerGroup k8s/<node port of 80>/web/shop/<cluster id> <- base object',
  ]);
  expect(fates(gone)).toEqual(['lb-1 left, address unused']);
});

it('closes a port before its protocol is another one', () => {
  const changed = change(
    { ports: [http, https] },
    { ports: [http, https], annotations: { 'protocol-port': 'http:80' } },
  );
  expect(calls(changed.head)).toEqual([
    'DeleteLoadBalancerListener 80/tcp <- head protocol-port',
    'CreateLoadBalancerHTTPListener 80/http <- head protocol-port',
  ]);
  expect(changed.race).toBeUndefined();
});

it('says both outcomes where the order decides', () => {
  const changed = change(
    { annotations: { 'service.beta.kubernetes.io/backend-type': 'eni' } },
    {
      annotations: { 'service.beta.kubernetes.io/backend-type': 'eni', 'protocol-port': 'http:80' },
      ports: ['{name: http, port: 80, targetPort: 9090}'],
    },
  );
  expect(changed.head.result).toBe('ok');
  expect(changed.race?.head.result).toBe('error');
  expect(changed.race?.head.failure?.parts.map(({ event }) => event)).toEqual(['E37']);
  expect(changed.race?.head.retry?.result).toBe('ok');
});

it('refuses another address type at the annotation that asks for it', () => {
  const changed = change({}, { annotations: { 'address-type': 'intranet' } });
  expect([changed.head.result, changed.head.reach]).toEqual(['error', 'degraded']);
  expect(changed.head.failure?.parts.map(({ event }) => event)).toEqual(['E17']);
  expect(changed.head.failureCauses.map(nameOf)).toEqual(['head address-type']);
});

it('freezes where the id of another load balancer comes or goes', () => {
  for (const [base, head, event, cause] of [
    [{}, { id: 'lb-1' }, 'E18', 'head id'],
    [{ id: 'lb-1' }, { id: 'lb-2' }, 'E18', 'head id'],
    [{ id: 'lb-1' }, {}, 'E04b', 'base id'],
  ] as const) {
    const changed = change({ annotations: base }, { annotations: head });
    expect([changed.head.result, changed.head.reach, changed.head.failure?.parts[0]?.event]).toEqual([
      'error',
      'freeze',
      event,
    ]);
    expect(changed.head.failureCauses.map(nameOf)).toEqual([cause]);
    expect(changed.head.mutations).toEqual([]);
  }
});

it('does nothing for a removed annotation that the cloud keeps', () => {
  const changed = change({ annotations: { scheduler: 'wrr' } }, {});
  expect([changed.head.enqueued, changed.head.scope, calls(changed.head)]).toEqual([['clb'], 'all', []]);
});

it('looks at members alone when another selector is set', () => {
  const changed = change({}, { selector: 'other' });
  expect([changed.head.enqueued, changed.head.scope, calls(changed.head)]).toEqual([['clb'], 'members', []]);
});

it('notices nothing once the Service is taken from the controller', () => {
  const changed = change({}, { annotations: { 'service.beta.kubernetes.io/class': 'x' }, ports: [https] });
  expect([changed.head.result, changed.head.controller, changed.head.mutations]).toEqual(['ignored', 'none', []]);
});

it('tells members of all nodes from nodes that host a pod', () => {
  const changed = change({ policy: 'Cluster' }, { policy: 'Local' });
  expect(calls(changed.head)).toEqual([
    'AddVServerGroupBackendServers k8s/<node port of 80>/web/shop/<cluster id> <- head externalTrafficPolicy',
    'RemoveVServerGroupBackendServers k8s/<node port of 80>/web/shop/<cluster id> <- head externalTrafficPolicy',
  ]);
});

it('keeps a node port that is no longer stated', () => {
  const stated = '{name: http, port: 80, targetPort: 8080, nodePort: 30080}';
  expect(calls(change({ ports: [stated] }, { ports: [http] }).head)).toEqual([]);
  expect(
    calls(change({ ports: [stated] }, { ports: ['{name: http, port: 80, targetPort: 8080, nodePort: 30081}'] }).head),
  ).toEqual([
    'CreateVServerGroup k8s/30081/web/shop/<cluster id> <- head port 80',
    'AddVServerGroupBackendServers k8s/30081/web/shop/<cluster id> <- head port 80',
    'SetLoadBalancerTCPListenerAttribute 80/tcp <- head port 80',
    'DeleteVServerGroup k8s/30080/web/shop/<cluster id> <- head port 80',
  ]);
});

it('follows targetPort where pods are the members, and not where nodes are', () => {
  const moved = { ports: ['{name: http, port: 80, targetPort: 9090}'] };
  expect(calls(change({}, moved, { backendMode: 'node' }).head)).toEqual([]);
  expect(calls(change({}, moved, { backendMode: 'eni' }).head)).toContain(
    'DeleteVServerGroup k8s/8080/web/shop/<cluster id> <- head port 80',
  );
});

it('blocks a public load balancer where none may be, also on the way out', () => {
  const forbidden = { publicForbidden: true };
  expect(change(null, {}, forbidden).head.result).toBe('blocked');
  const gone = change({ annotations: { 'address-type': 'intranet' } }, null, forbidden);
  expect(fates(gone)).toEqual(['lb-new-1 deleted, address lost']);
});

it('changes an NLB in place where a CLB would refuse', () => {
  const zones = { 'zone-maps': 'a:vsw-1,b:vsw-2' };
  const nlb = 'alibabacloud.com/nlb';
  const changed = change(
    { class: nlb, annotations: zones },
    { class: nlb, annotations: { ...zones, 'address-type': 'intranet' } },
  );
  expect(calls(changed.head)).toEqual(['UpdateNLBAddressType <- head address-type']);
});

it('answers for ten thousand ports on both sides', () => {
  const many = (shift: number) =>
    Array.from({ length: 10_000 }, (_, at) => `{name: p${at}, port: ${at + 1}, targetPort: ${at + 1 + shift}}`);
  const changed = change({ ports: many(0) }, { ports: many(1) }, { backendMode: 'eni' });
  expect(changed.head.result).toBe('ok');
  expect(changed.head.mutations).toHaveLength(10_003);
});
