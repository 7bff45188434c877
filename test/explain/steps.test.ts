import { describe, expect, it } from 'vitest';
import { explanationOf, type ExplainedId } from '../../src/analysis/explain/explanation.ts';
import type { Situation } from '../../src/analysis/explain/observation.ts';
import { manifestsOf } from '../../src/analysis/explain/in-repository.ts';
import { readDescription } from '../../src/analysis/explain/read-describe.ts';
import { readJson } from '../../src/analysis/explain/read-json.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import { today, treeOf } from '../support/check-files.ts';

const beginnings = (id: ExplainedId, situation: Situation): string[] =>
  explanationOf(id, situation).steps.map(({ text, when }) => {
    const open = when.length === 0 ? '' : `(${when.map(({ en }) => en).join(', ')}) `;
    return open + text.en.split(/[:,.]/, 1).join('');
  });

describe('a server group that a leftover listener uses', () => {
  const live = { hasAddress: true, isTerminating: false, isReused: true };

  it('goes when the listener is deleted or points elsewhere, whoever owns the listeners', () => {
    const mended = ['A port was removed', 'targetPort'];
    expect(beginnings('E08', { ...live, isOverridden: true })).toEqual(mended);
    expect(beginnings('E08', { ...live, isOverridden: false })).toEqual([
      ...mended,
      'Or let the controller own the listeners',
    ]);
  });
});

describe('too many backend servers', () => {
  const ofOthers = ['Give this Service a load balancer of its own', 'Or ask for a higher quota in the quota center'];

  it('are lessened by what the Service does not have yet', () => {
    const reused = { isReused: true, hasPodMembers: false };
    expect(beginnings('E01', { ...reused, isLocal: false })).toEqual([
      'Set externalTrafficPolicy',
      'Or keep Cluster and name the nodes that take traffic',
      ...ofOthers,
    ]);
    expect(beginnings('E01', { ...reused, isLocal: true })).toEqual([
      'Only nodes with pods of the Service count already',
      ...ofOthers,
    ]);
  });

  it('are told of with both policies where neither is known', () => {
    expect(beginnings('E01', { isReused: true, hasPodMembers: false }).slice(0, 3)).toEqual([
      '(externalTrafficPolicy: Cluster) Set externalTrafficPolicy',
      '(externalTrafficPolicy: Cluster) Or keep Cluster and name the nodes that take traffic',
      '(externalTrafficPolicy: Local) Only nodes with pods of the Service count already',
    ]);
  });
});

describe('the traffic policy of a Service', () => {
  const json = (spec: object): string =>
    JSON.stringify({ kind: 'Service', metadata: { name: 'web' }, spec: { type: 'LoadBalancer', ...spec } });
  const described = (line: string): string => `Name: web\nType: LoadBalancer\n${line}Events: <none>\n`;

  it.each([
    ['JSON with Local', readJson(json({ externalTrafficPolicy: 'Local' })), true],
    ['JSON with Cluster', readJson(json({ externalTrafficPolicy: 'Cluster' })), false],
    ['JSON without', readJson(json({})), undefined],
    ['a description with Local', readDescription(described('External Traffic Policy:  Local\n')), true],
    ['a description without', readDescription(described('')), undefined],
  ])('is read from %s', (_, { services }, isLocal) => {
    expect(services.map(({ situation }) => situation.isLocal)).toEqual([isLocal]);
  });

  it.each([
    ['that says Local', '  externalTrafficPolicy: Local\n', true],
    ['that says nothing, for which the cluster fills in Cluster', '', false],
  ])('is read from a manifest %s', (_, line, isLocal) => {
    const web = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
${line}  ports: [{ port: 80 }]
`;
    const manifests = manifestsOf(treeOf({ 'web.yaml': web }), resolveSettings({}, {}, false, 'en'), today);
    expect(manifests.situationOf({ namespace: 'shop', name: 'web' })?.isLocal).toBe(isLocal);
  });
});
