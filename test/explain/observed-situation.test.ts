import { describe, expect, it } from 'vitest';
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
  ['JSON', (annotations: Annotations) => readJson(json(annotations))],
  ['a description', (annotations: Annotations) => readDescription(described(annotations))],
])('an annotation that %s shows', (_, read) => {
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
    const [state, ...others] = read(annotations).services;

    expect(others).toEqual([]);
    expect(state).toEqual({
      service: { namespace: undefined, name: 'web' },
      situation: {
        hasAddress: false,
        isTerminating: state?.situation.isTerminating,
        isNlb: false,
        isLocal: undefined,
        ...expected,
      },
    });
  });
});
