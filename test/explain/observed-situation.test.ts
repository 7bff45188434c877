import { describe, expect, it } from 'vitest';
import { explain } from '../../src/analysis/explain/explain.ts';
import type { Situation } from '../../src/analysis/explain/observation.ts';
import { readDescription } from '../../src/analysis/explain/read-describe.ts';
import { readJson } from '../../src/analysis/explain/read-json.ts';

const current = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
const legacy = 'service.beta.kubernetes.io/alicloud-loadbalancer-';
const backendType = 'service.beta.kubernetes.io/backend-type';

type Annotations = Readonly<Record<string, string>>;

const json = (annotations: Annotations): string =>
  JSON.stringify({ kind: 'Service', metadata: { name: 'web', annotations }, spec: { type: 'LoadBalancer' } });
const described = (annotations: Annotations): string => {
  const lines = Object.entries(annotations).map(([key, value]) => `${key}: ${value}`);
  return `Name:         web\nAnnotations:  ${lines.join('\n              ')}\nType:         LoadBalancer\nEvents:       <none>\n`;
};

describe.each([
  ['JSON', (annotations: Annotations) => readJson(json(annotations)), false],
  ['a description', (annotations: Annotations) => readDescription(described(annotations)), undefined],
])('an annotation that %s shows', (_, read, isTerminating) => {
  const nothing = { isReused: false, isOverridden: false, hasPodMembers: undefined };

  it.each<[title: string, annotations: Annotations, expected: Situation]>([
    ['counts', { [`${current}id`]: 'lb-1', [backendType]: 'eni' }, { ...nothing, isReused: true, hasPodMembers: true }],
    ['counts under its legacy key', { [`${legacy}id`]: 'lb-1' }, { ...nothing, isReused: true }],
    ['counts for nothing when it is empty', { [`${current}id`]: '' }, nothing],
    ['hides its legacy key, even empty', { [`${current}id`]: '', [`${legacy}id`]: 'lb-1' }, nothing],
    [
      'hides its legacy key, for override too',
      { [`${current}force-override-listeners`]: '', [`${legacy}force-override-listeners`]: 'true' },
      nothing,
    ],
    ['leaves the members to the cluster when it is empty', { [backendType]: '' }, nothing],
    ['says nodes by any other word', { [backendType]: 'ecs' }, { ...nothing, hasPodMembers: false }],
  ])('%s', (_, annotations, expected) => {
    expect(read(annotations).services).toEqual([
      {
        service: { namespace: undefined, name: 'web' },
        situation: { hasAddress: false, isTerminating, isNlb: false, isLocal: undefined, ...expected },
      },
    ]);
  });
});

describe('a Service that is being deleted', () => {
  // As kubectl 1.32 prints it, with a time of deletion and a finalizer in what the API server answered.
  const described = (events: string): string => `Name:                     web
Namespace:                shop
Labels:                   <none>
Annotations:              <none>
Selector:                 <none>
Type:                     LoadBalancer
IP Families:              <none>
IP:                       10.0.0.1
IPs:                      <none>
LoadBalancer Ingress:     1.2.3.4
Port:                     <unset>  80/TCP
TargetPort:               80/TCP
Endpoints:                <none>
Session Affinity:         None
External Traffic Policy:  Local
Events:                   ${events}
`;
  const ids = (events: string): unknown =>
    explain(readDescription(described(events))).explained.map(({ explanation: { id, effect } }) => [id, effect?.en]);

  it('is described like any other, so that nothing is said of it', () => {
    expect(ids('<none>')).toEqual([]);
  });

  it('is known by an event about its deletion', () => {
    const message = 'Error deleting load balancer [lb-1]: there are vips associating with this vServer group';
    const row = `\n  Warning  CleanLoadBalancerFailed  3m  service-controller  ${message}`;
    expect(ids(row)).toEqual([
      [
        'E08',
        'The Service stays in Terminating until the controller has cleaned up. It tries again, 5 seconds to 5 minutes apart.',
      ],
    ]);
  });
});
