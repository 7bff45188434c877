import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/model/fix.ts';
import { checkFiles, today, treeOf, type Files } from '../support/check-files.ts';
import { cleanDeployment, cleanService, withoutDrain } from '../support/manifests.ts';
import { check } from '../../src/analysis/check.ts';
import { clusterLookup } from '../../src/analysis/cluster-lookup.ts';
import { fixFinder } from '../../src/analysis/fixes.ts';
import { Overrides } from '../../src/analysis/overrides.ts';
import { runRules } from '../../src/analysis/run-rules.ts';
import { rules } from '../../src/rules/index.ts';
import { buildWorld } from '../../src/world/world.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';

const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

/** What becomes of a file with the fix of the first finding of a rule; undefined where it has none. */
function mended(files: Files, rule: string, file = 'service.yaml'): string | undefined {
  const result = checkFiles(files);
  const found = result.findings.find(({ ruleId }) => ruleId === rule);
  if (found === undefined) throw new Error(`no finding of ${rule}`);
  const fix = result.fixOf(found);
  if (fix === null) return undefined;
  expect(new Set(fix.edits.map((edit) => edit.file))).toEqual(new Set([file]));
  return applyEdits(String(files[file]), fix.edits);
}

/** A Service with these lines as its annotations, and what may stand in front of it. */
function service(annotations: string, head = ''): string {
  return cleanService
    .replace(/ {4}service.*\n(?: {4}.*\n)+?(?=spec)/, annotations)
    .replace('apiVersion', `${head}apiVersion`);
}

describe('what is not written where it is used', () => {
  const drain = `    ${prefix}connection-drain: "on"\n    ${prefix}address-type: intranet\n`;

  it.each([
    [
      'a value behind an alias',
      `${drain}    shop.example/a: &seconds 30\n    ${prefix}connection-drain-timeout: *seconds\n`,
    ],
    [
      'a value that others use, too',
      `${drain}    ${prefix}connection-drain-timeout: &seconds 30\n    shop.example/b: *seconds\n`,
    ],
    ['a tag that makes it a number', `${drain}    ${prefix}connection-drain-timeout: !!int "30"\n`],
  ])('%s has no fix', (_, annotations) => {
    expect(mended({ 'service.yaml': service(annotations) }, 'annotation-not-string')).toBeUndefined();
  });

  it.each([
    ['a block scalar', `    ${prefix}address-type: |-\n      Intranet\n`],
    ['an escape', `    ${prefix}address-type: "Intr\\x61net"\n`],
    ['a folded text', `    ${prefix}address-type: "Intra\\\n      net"\n`],
  ])('%s has no fix', (_, annotations) => {
    expect(mended({ 'service.yaml': service(annotations) }, 'annotation-value-not-allowed')).toBeUndefined();
  });

  it('annotations behind a merge key get none that is new', () => {
    const merged = withoutDrain
      .replace('  annotations:\n', '  annotations:\n    <<: *common\n')
      .replace('metadata:\n', `metadata:\n  labels: &common\n    ${prefix}connection-drain: "on"\n`);
    expect(mended({ 'service.yaml': merged }, 'connection-drain-timeout-missing')).toBe(
      merged.replace(/(.*address-type.*\n)/, `$1    ${prefix}connection-drain-timeout: "30"\n`),
    );
  });

  it('annotations that another object shares are left alone', () => {
    const shared = withoutDrain
      .replace('annotations:', 'annotations: &all')
      .replace('spec:\n', '  labels: *all\nspec:\n');
    expect(mended({ 'service.yaml': shared }, 'connection-drain-not-enabled')).toBeUndefined();
  });
});

describe('what a fix would do elsewhere', () => {
  const short = cleanDeployment.replace('PeriodSeconds: 60', 'PeriodSeconds: 20').replace('"30"', '"5"');

  it('is proved across files: draining for longer than the pods live is no remedy', () => {
    const rule = 'connection-drain-not-enabled';
    expect(mended({ 'service.yaml': withoutDrain, 'pods/web.yaml': cleanDeployment }, rule)).toContain('drain: "on"');
    expect(mended({ 'service.yaml': withoutDrain, 'pods/web.yaml': short }, rule)).toBeUndefined();
  });

  it('is proved for rules that were not asked for, too', () => {
    const settings = resolveSettings({ rule: ['connection-drain-not-enabled'] }, {}, false, 'en');
    const head = treeOf({ 'service.yaml': withoutDrain, 'pods/web.yaml': short });
    const result = check({ settings, head, today });
    expect(result.findings.map((finding) => result.fixOf(finding))).toEqual([null]);
  });

  it('is proved in every environment that the file goes to', () => {
    const overlay = (name: string): string => `namespace: ${name}\nresources: [../base]\n`;
    const files = {
      'base/kustomization.yaml': 'resources: [service.yaml, web.yaml]\n',
      'base/service.yaml': withoutDrain,
      'base/web.yaml': cleanDeployment,
      'prod/kustomization.yaml': overlay('prod'),
      'test/kustomization.yaml': overlay('test'),
    };
    expect(mended(files, 'connection-drain-not-enabled', 'base/service.yaml')).toBeDefined();
  });

  it('is not offered where a patch may decide, but for what Kubernetes refuses as it stands', () => {
    const files = (text: string): Files => ({
      'kustomization.yaml': 'resources: [service.yaml]\npatches: [{path: patch.yaml}]\n',
      'patch.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {sessionAffinity: None}\n',
      'service.yaml': text,
    });
    const wrong = cleanService.replace('"intranet"', '"Intranet"');
    expect(mended(files(wrong), 'annotation-value-not-allowed')).toBeUndefined();
    const bare = cleanService.replace('"30"', '30');
    expect(mended(files(bare), 'annotation-not-string')).toBe(cleanService);
  });
});

describe('several documents', () => {
  const wrong = cleanService.replace('"30"', '30');
  const many = [cleanDeployment, wrong.replaceAll('web', 'one'), wrong.replaceAll('web', 'two')].join('---\n');

  it('each finding has its own edit, at its offset in the file', () => {
    const result = checkFiles({ 'all.yaml': many });
    const fixes = result.findings.filter(({ ruleId }) => ruleId === 'annotation-not-string').map(result.fixOf);
    expect(fixes.map((fix) => fix?.edits.map(({ startOffset }) => startOffset))).toEqual([
      [many.indexOf(' 30\n') + 1],
      [many.lastIndexOf(' 30\n') + 1],
    ]);
  });

  it('the objects of a list are told apart', () => {
    const item = (text: string): string => text.replace(/^/gm, '    ').replace('    ', '  - ').trimEnd();
    const list = `apiVersion: v1\nkind: List\nitems:\n${item(wrong)}\n${item(cleanDeployment)}\n`;
    expect(mended({ 'service.yaml': list }, 'annotation-not-string')).toBe(list.replace(' 30\n', ' "30"\n'));
  });
});

it('findings of base have no fix, and the same question has the same answer', () => {
  const base = treeOf({ 'service.yaml': withoutDrain }, 'base');
  const head = treeOf({ 'service.yaml': cleanService.replace('"30"', '30') });
  const change = { baseOf: new Map([['service.yaml', 'service.yaml']]), changed: new Set(['service.yaml']) };
  const result = check({ settings: resolveSettings({}, {}, true, 'en'), head, base: { tree: base, change }, today });
  const found = result.findings.map((finding) => [finding.status, finding.ruleId, result.fixOf(finding) !== null]);
  expect(found).toEqual(
    expect.arrayContaining([
      ['new', 'annotation-not-string', true],
      ['fixed', 'connection-drain-not-enabled', false],
    ]),
  );
  for (const finding of result.findings) expect(result.fixOf(finding)).toBe(result.fixOf(finding));
});

describe('the work for one report has an end', () => {
  const wrong = cleanService.replace('"30"', '30');
  const settings = resolveSettings({}, {}, false, 'en');
  const overrides = new Overrides([], settings, today);
  const many = ['one', 'two', 'three'].map((name) => wrong.replaceAll('web', name)).join('---\n');
  const world = buildWorld(treeOf({ 'all.yaml': many }), { clusterOf: clusterLookup(settings) });
  const found = runRules(world, rules, settings, overrides).findings.filter(
    ({ ruleId }) => ruleId === 'annotation-not-string',
  );
  const enough = { attempts: 3, characters: 3 * many.length, documentCharacters: many.length };

  it.each([
    ['as many attempts as there are', enough, [true, true, true]],
    ['fewer attempts', { ...enough, attempts: 2 }, [true, true, false]],
    ['fewer characters', { ...enough, characters: many.length / 2 }, [true, false, false]],
    ['a document that is too long', { ...enough, documentCharacters: 100 }, [false, false, false]],
  ])('%s', (_, limits, expected) => {
    const fixOf = fixFinder(world, settings, overrides, { limits });
    expect(found.map((finding) => fixOf(finding) !== null)).toEqual(expected);
    expect(found.map((finding) => fixOf(finding) !== null)).toEqual(expected);
  });
});
