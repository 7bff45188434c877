import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plan, type PlanResult } from '../../src/analysis/plan.ts';
import { resolveSettings, type Requested } from '../../src/analysis/resolve-settings.ts';
import { planReport } from '../../src/reporting/plan-json.ts';
import { planText } from '../../src/reporting/plan-text.ts';
import { cleanDeployment, cleanService } from '../support/manifests.ts';
import { treeOf, type Files } from '../support/check-files.ts';

const folder = join(import.meta.dirname, 'plan');
const plain = { colour: false, quiet: false, verbose: false };

function planOf(files: Files, requested: Requested = {}): PlanResult {
  return plan(resolveSettings(requested, {}, false, 'en'), treeOf(files));
}

describe('the plan of a file', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

  it.each(files)('%s', async (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const said = [
      planText(planOf({ [file]: text }), plain),
      planText(planOf({ [file]: text }, { locale: 'zh-CN', set: ['cluster.backendMode=node'] }), {
        ...plain,
        verbose: true,
      }),
    ];
    await expect(said.join('\n')).toMatchFileSnapshot(join(folder, file.replace('.yaml', '.expected')));
  });

  it.each(files)('%s as JSON', async (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const report = planReport(planOf({ [file]: text }), { version: '0.0.0', durationMs: 0 });
    await expect(`${JSON.stringify(report.predictions, null, 2)}\n`).toMatchFileSnapshot(
      join(folder, file.replace('.yaml', '.predictions')),
    );
  });
});

describe('what a plan rests on', () => {
  const one = (requested: Requested, files: Files = { 'web.yaml': cleanService }) =>
    planReport(planOf(files, requested), { version: '0.0.0', durationMs: 0 }).predictions[0];

  it('an unknown version of the controller', () => {
    expect(one({})).toMatchObject({ certainty: 'conditional', assumes: ['cluster.ccmVersion>=v2.12.1'] });
    expect(one({ set: ['cluster.ccmVersion=v2.14.0'] })).toMatchObject({ certainty: 'certain', assumes: [] });
  });

  it('the version decides what the defaults are', () => {
    const billing = (version: string) =>
      one({ set: [`cluster.ccmVersion=${version}`] })?.loadBalancer?.attributes.filter(
        ({ name }) => name === 'instanceChargeType' || name === 'loadBalancerSpec',
      );
    expect(billing('v2.12.1')).toEqual([{ name: 'instanceChargeType', value: 'PayByCLCU', from: 'default' }]);
    expect(billing('v2.12.0')).toEqual([{ name: 'loadBalancerSpec', value: 'slb.s1.small', from: 'default' }]);
  });

  it('patches that were not rendered', () => {
    const files = {
      'kustomization.yaml': 'resources: [web.yaml]\npatches: [{ path: patch.yaml }]\n',
      'patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: LoadBalancer }\n',
      'web.yaml': cleanService,
    };
    expect(one({ set: ['cluster.ccmVersion=v2.14.0'] }, files)).toMatchObject({ assumes: ['render=unchanged'] });
  });
});

it('says so when there is no load balancer', () => {
  expect(planText(planOf({ 'web.yaml': cleanDeployment }), plain)).toBe(
    'No LoadBalancer Service of Alibaba Cloud in 1 file.\n',
  );
});

it('cannot be steered by what manifests say', () => {
  const hostile = cleanService.replace('name: web\n', 'name: "w\\e[31m\\u202eb"\n').replace('"on"', '"\\e]0;x\\a"');
  const text = planText(planOf({ 'web.yaml': hostile }), plain);
  expect(text).toContain('w\\u001B[31m\\u202Eb');
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
});
