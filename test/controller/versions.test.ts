import { describe, expect, it } from 'vitest';
import { annotationFacts } from '../../src/catalog/annotations.ts';
import { controllerChanges, newestKnownController } from '../../src/catalog/controller-changes.ts';
import { ControllerVersion, isBelow } from '../../src/controller/controller-version.ts';
import type { ClbPrediction, NlbPrediction } from '../../src/controller/prediction.ts';
import type { Surroundings } from '../../src/controller/surroundings.ts';
import { predictionOf, subjectOf, verdictLines, type Wish } from './support.ts';
import { predict } from '../../src/controller/prediction.ts';

function served(wish: Wish, surroundings: Surroundings): ClbPrediction | NlbPrediction {
  const prediction = predictionOf(wish, surroundings);
  if (prediction.controller === 'none') throw new Error('nobody serves it');
  return prediction;
}

describe('the version decides', () => {
  it('who takes a Service of class nlb', () => {
    expect(predictionOf({ kind: 'nlb' }, { ccmVersion: 'v2.4.0' })).toEqual({
      controller: 'none',
      reason: 'loadBalancerClass',
    });
    expect(predictionOf({ kind: 'nlb' }, { ccmVersion: 'v2.5.0' }).controller).toBe('nlb');
  });

  it('how a new CLB is billed', () => {
    const defaults = (ccmVersion: string) => served({}, { ccmVersion }).create?.defaults;
    expect(defaults('v2.12.0')).toMatchObject({ loadBalancerSpec: 'slb.s1.small' });
    expect(defaults('v2.12.0')).not.toHaveProperty('instanceChargeType');
    expect(defaults('v2.12.1')).toMatchObject({ instanceChargeType: 'PayByCLCU' });
    expect(defaults('v2.12.1')).not.toHaveProperty('loadBalancerSpec');
  });

  it('whether new instances join the resource group of the cluster', () => {
    const defaults = (ccmVersion: string) => served({}, { ccmVersion, resourceGroupId: 'rg-1' }).create?.defaults;
    expect(defaults('v2.9.0')).not.toHaveProperty('resourceGroupId');
    expect(defaults('v2.9.1')).toMatchObject({ resourceGroupId: 'rg-1' });
  });

  it('whether new NLB instances are protected', () => {
    const defaults = (ccmVersion: string) => served({ kind: 'nlb' }, { ccmVersion }).create?.defaults;
    expect(defaults('v2.9.0')).not.toHaveProperty('deletionProtectionConfig');
    expect(defaults('v2.9.1')).toMatchObject({ deletionProtectionConfig: { enabled: true } });
  });

  it('whether source ranges act on an NLB', () => {
    const subject = { ...subjectOf({ kind: 'nlb' }), sourceRanges: ['10.0.0.0/8'] };
    const instance = (ccmVersion: string) => {
      const prediction = predict(subject, { ccmVersion });
      return prediction.controller === 'none' ? undefined : prediction.instance;
    };
    expect(instance('v2.13.1')).not.toHaveProperty('sourceRanges');
    expect(instance('v2.14.0')).toMatchObject({ sourceRanges: ['10.0.0.0/8'] });
  });

  it('whether a wrong weight ends the run or is dropped', () => {
    const annotations = { id: 'lb-1', 'vgroup-port': 'rsp-1:80', weight: '101' };
    expect(served({ annotations }, { ccmVersion: 'v2.11.4' }).error).toMatchObject({ event: 'E34', failure: 'freeze' });
    expect(served({ annotations }, { ccmVersion: 'v2.12.0' }).error).toBeUndefined();
    expect(served({ annotations }, { ccmVersion: 'v2.12.0' }).problems).toMatchObject([
      { event: 'E34', failure: 'silent' },
    ]);
  });

  it('whether the tunnel annotation is looked at', () => {
    const annotations = { 'tunnel-type': 'x' };
    expect(predictionOf({ annotations }, { ccmVersion: 'v2.12.3' }).controller).toBe('clb');
    expect(predictionOf({ annotations }, { ccmVersion: 'v2.12.4' })).toEqual({
      controller: 'none',
      reason: 'tunnel-type',
    });
  });

  // Read by a version or not: nothing else is known of an annotation that came later.
  const dated = annotationFacts.flatMap((fact) =>
    fact.object === 'Service' && fact.group !== 'other' && fact.status === undefined
      ? fact.controllers.flatMap((kind) => {
          const since = fact.firstVersion[kind];
          const shortKey = fact.key.replace('service.beta.kubernetes.io/alibaba-cloud-loadbalancer-', '');
          return since === undefined || shortKey === fact.key ? [] : [{ shortKey, kind, since }];
        })
      : [],
  );
  it.each(dated.filter(({ kind, since }) => kind === 'clb' || isBelow(since, 'v2.5.1') === false))(
    'that $shortKey is read for $kind from $since on',
    ({ shortKey, kind, since }) => {
      const annotations = { [shortKey]: '1' };
      const before = kind === 'nlb' ? 'v2.5.0' : 'v1.9.2';
      const [old] = verdictLines({ kind, annotations }, { ccmVersion: before });
      expect(old).toBe(`${shortKey} ignored too-new ${since}`);
      const [current] = verdictLines({ kind, annotations }, { ccmVersion: since });
      expect(current).not.toContain('too-new');
    },
  );
});

describe('an unknown version', () => {
  it('counts as the newest that is known', () => {
    const wish: Wish = { annotations: { 'default-weight': '5' } };
    const unknown = served(wish, {});
    const newest = served(wish, { ccmVersion: newestKnownController });
    expect({ ...unknown, context: undefined, versions: [] }).toEqual({ ...newest, context: undefined, versions: [] });
  });

  it('comes with the versions that would make a difference', () => {
    expect(served({ annotations: { 'default-weight': '5' } }, {}).versions).toEqual(['v2.12.1', 'v2.14.0']);
  });
});

describe('versions', () => {
  it.each([
    ['v2.9.1', 'v2.10.0', true],
    ['v2.10.0', 'v2.9.1', false],
    ['2.14.0', 'v2.14.0', false],
    ['v2.14.0-alpha', 'v2.14.0', true],
    ['v1.9.3.105-gfd4e547-aliyun', 'v1.9.3.276', true],
    ['v1.9.3.339-g9830b58-aliyun', 'v1.9.3.276', false],
    ['v1.9.3.276-g372aa98-aliyun', 'v1.9.3.276', false],
    ['1.24', '1.24', false],
    ['1.23.17', '1.24', true],
    ['1.32.1-aliyun.1', '1.24', false],
  ])('%s lies below %s: %s', (version, threshold, below) => {
    expect(isBelow(version, threshold)).toBe(below);
    expect(new ControllerVersion(version).since(threshold)).toBe(!below);
  });

  it.each(['', 'latest', 'two', 'v2..1'])('%j is none', (text) => {
    expect(isBelow(text, 'v2.0.0')).toBeUndefined();
    expect(new ControllerVersion(text).since('v99.0.0')).toBe(true);
  });

  it('of the catalogue can all be compared', () => {
    for (const { since } of Object.values(controllerChanges)) expect(isBelow(since, 'v99.0.0')).toBe(true);
    for (const { firstVersion } of annotationFacts)
      for (const since of Object.values(firstVersion)) expect(isBelow(since, 'v99.0.0'), since).toBe(true);
  });
});
