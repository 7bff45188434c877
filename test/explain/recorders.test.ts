import { describe, expect, it } from 'vitest';
import { explain } from '../../src/analysis/explain/explain.ts';
import { readObserved } from '../../src/analysis/explain/read-observed.ts';

const words = 'Error syncing load balancer [lb-1]: alicloud: can not change LoadBalancer AddressType once created.';

/** What is explained of an input, and how many events are passed over. */
function told(input: string): { ids: string[]; passedOver: number } {
  const { explained, unknown, passedOver } = explain(readObserved(input));
  return { ids: [...explained.map(({ explanation }) => explanation.id), ...unknown.map(() => 'unknown')], passedOver };
}

const ours = { ids: ['E17'], passedOver: 0 };
const others = { ids: [], passedOver: 1 };

describe('an event of a Service in JSON', () => {
  const event = { kind: 'Event', involvedObject: { kind: 'Service', namespace: 'shop', name: 'web' }, message: words };

  it.each<[by: string, fields: object, expected: typeof ours | typeof others]>([
    ['by nobody in particular', {}, ours],
    ['by the controller of CLB', { source: { component: 'service-controller' } }, ours],
    ['by the controller of NLB', { source: {}, reportingComponent: 'nlb-controller' }, ours],
    ['by the controller of NLB, in events.k8s.io', { reportingController: 'nlb-controller' }, ours],
    ['by another controller', { source: { component: 'metallb-controller' } }, others],
    ['by another controller, as newer ones say it', { source: {}, reportingComponent: 'metallb-controller' }, others],
    ['by another controller, in events.k8s.io', { deprecatedSource: { component: 'kubelet' } }, others],
  ])('%s', (_, fields, expected) => {
    expect(told(JSON.stringify({ ...event, ...fields }))).toEqual(expected);
  });
});

describe('an event in a description', () => {
  const described = (from: string): string => `Name:       web
Namespace:  shop
Type:       ClusterIP
Events:
  Type     Reason                  Age               From                Message
  ----     ------                  ---               ----                -------
  Warning  SyncLoadBalancerFailed  3m (x5 over 10m)  ${from}${words}
`;

  it.each<[by: string, from: string, expected: typeof ours | typeof others]>([
    ['by the controller of CLB', 'service-controller  ', ours],
    ['by it, pasted with single blanks', 'service-controller ', ours],
    ['by nobody in particular', '                    ', ours],
    ['by another controller', 'metallb-controller  ', others],
    ['by a component of a node', 'kubelet, node-1     ', others],
  ])('%s', (_, from, expected) => {
    expect(told(described(from))).toEqual(expected);
  });
});

describe('an event in a table', () => {
  const row = (source: string): string => `5m  Warning  SyncLoadBalancerFailed  service/web  ${source}${words}`;
  const wide = 'LAST SEEN   TYPE   REASON   OBJECT   SUBOBJECT   SOURCE   MESSAGE\n';
  const narrow = 'LAST SEEN   TYPE   REASON   OBJECT   MESSAGE\n';

  it.each<[by: string, table: string, expected: typeof ours | typeof others]>([
    ['that does not tell who says it', narrow + row(''), ours],
    ['by the controller of CLB', wide + row('             service-controller   '), ours],
    ['by another controller', wide + row('             metallb-controller   '), others],
  ])('%s', (_, table, expected) => {
    expect(told(table)).toEqual(expected);
  });
});

it('what another controller says is no failure that findings are joined to, nor a success that ends one', () => {
  const of = (fields: object): object => ({
    kind: 'Event',
    involvedObject: { kind: 'Service', namespace: 'shop', name: 'web' },
    ...fields,
  });
  const items = [
    of({ message: words, lastTimestamp: '2026-03-01T08:00:00Z', source: { component: 'service-controller' } }),
    of({
      reason: 'EnsuredLoadBalancer',
      message: 'Ensured load balancer',
      lastTimestamp: '2026-03-01T09:00:00Z',
      source: { component: 'metallb-controller' },
    }),
  ];
  expect(readObserved(JSON.stringify({ kind: 'List', items }))).toMatchObject({ passedOver: 1, observations: [{}] });
});
