import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/analysis/configuration-schema.ts';
import { openAfter } from '../../src/analysis/since-last-audit.ts';
import { serviceText } from '../support/change-story.ts';
import { today } from '../support/check-files.ts';
import { audit, change, leave, type Audit } from '../support/last-audit.ts';
import { inventoryOf } from '../support/rule-fixtures.ts';
import { filesWithFindings, twoClusters } from '../support/many-findings.ts';

const fixture = (path: string): string => readFileSync(join(import.meta.dirname, '../rules', path), 'utf8');
const text = (bandwidth: string, name = 'web'): string => serviceText({ name, annotations: { bandwidth } });
const broken = `${text('5M')}  broken: "\n`;
const web: Audit = { files: { 'k8s/web.yaml': text('5M') } };
const right: Audit = { files: { 'k8s/web.yaml': serviceText({ name: 'web', annotations: { scheduler: 'rr' } }) } };
const count = audit(web).findings.length;
const many = filesWithFindings(4);
const all = audit({ files: many }).findings.length;
const chart = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

describe('since the last audit', () => {
  it.each<[situation: string, before: Audit, after: Audit, became: Record<string, number>]>([
    ['nothing changed', web, web, { same: count, new: 0, fixed: 0, unseen: 0, dropped: 0 }],
    ['the annotation was taken away', web, right, { same: count - 1, new: 0, fixed: 1, unseen: 0, dropped: 0 }],
    [
      'a value is another one that nobody can compare',
      web,
      { files: { 'k8s/web.yaml': text('6M') } },
      { same: count - 1, new: 1, fixed: 0, unseen: 0, dropped: 0 },
    ],
    ['the file is gone', web, { files: {} }, { same: 0, new: 0, fixed: count, unseen: 0, dropped: 0 }],
    [
      'a copy of one Service in another folder changes the scope of all',
      { files: many },
      { files: { ...many, 'old/web.yaml': many['clusters/prod/team-0/app-0000.yaml'] ?? '' } },
      { same: all, new: all / 4, fixed: 0, unseen: 0, dropped: 0 },
    ],
    [
      'clusters come into the configuration',
      { files: many },
      {
        files: many,
        configuration: { clusters: twoClusters.clusters?.map(({ name, paths }) => ({ name, paths })) ?? [] },
      },
      { same: all, new: 0, fixed: 0, unseen: 0, dropped: 0 },
    ],
    [
      'the file cannot be read',
      web,
      { files: { 'k8s/web.yaml': broken } },
      { same: 0, new: 1, fixed: 0, unseen: count, dropped: 0 },
    ],
    [
      'the file was moved and cannot be read',
      web,
      { files: { 'apps/shop.yaml': broken } },
      { same: 0, new: 1, fixed: 0, unseen: count, dropped: 0 },
    ],
    [
      'the file became a template of a chart',
      web,
      { files: { 'k8s/Chart.yaml': chart, 'k8s/templates/web.yaml': text('{{ .Values.bandwidth }}') } },
      { same: 0, new: 0, fixed: 0, unseen: count, dropped: 0 },
    ],
    [
      'the file was moved to where nobody asks',
      { ...web, configuration: { paths: { include: ['k8s/**'] } } },
      { files: { 'old/web.yaml': text('5M') }, configuration: { paths: { include: ['k8s/**'] } } },
      { same: 0, new: 0, fixed: 0, unseen: 0, dropped: count },
    ],
    [
      'one object left a file that stays, for a template',
      {
        files: {
          'k8s/web.yaml': `${text('5M')}---\n${serviceText({ name: 'api', annotations: { scheduler: 'rr' } })}`,
        },
      },
      {
        files: {
          'k8s/web.yaml': serviceText({ name: 'api', annotations: { scheduler: 'rr' } }),
          'k8s/Chart.yaml': chart,
          'k8s/templates/balancer.yaml': text('{{ .Values.bandwidth }}'),
        },
      },
      { same: count - 1, new: 0, fixed: 0, unseen: count, dropped: 0 },
    ],
    [
      'the file is gone, and a chart has long had a template of its name',
      { files: { ...web.files, 'c/Chart.yaml': chart, 'c/templates/web.yaml': text('{{ .Values.bandwidth }}') } },
      { files: { 'c/Chart.yaml': chart, 'c/templates/web.yaml': text('{{ .Values.bandwidth }}') } },
      { same: 0, new: 0, fixed: count, unseen: 0, dropped: 0 },
    ],
    [
      'the file of a Service is gone whose name is part of a word in one that cannot be read',
      { files: { 'k8s/api.yaml': text('5M', 'api') } },
      { files: { 'k8s/other.yaml': `${text('5', 'other')}  broken: "\n` } },
      { same: 0, new: 1, fixed: count, unseen: 0, dropped: 0 },
    ],
    [
      'files moved into the folder of a cluster that is new in the configuration',
      web,
      {
        files: { 'clusters/prod/web.yaml': text('5M') },
        configuration: { clusters: [{ name: 'prod', paths: ['clusters/prod/**'] }] },
      },
      { same: count, new: 0, fixed: 0, unseen: 0, dropped: 0 },
    ],
    [
      'a file with a value that is filled in can be read again',
      { files: { 'k8s/web.yaml': `${text('${BANDWIDTH}')}  broken: "\n` } },
      { files: { 'k8s/web.yaml': text('${BANDWIDTH}') } },
      { same: 0, new: count, fixed: 1, unseen: 0, dropped: 0 },
    ],
    [
      'the value is filled in elsewhere now',
      web,
      { files: { 'k8s/web.yaml': text('${BANDWIDTH}') } },
      { same: count - 1, new: 1, fixed: 0, unseen: 1, dropped: 0 },
    ],
    [
      'a copy that always stood in prod gets the value that dev had, and dev is gone',
      {
        files: {
          'dev/web.yaml': text('5M'),
          'prod/web.yaml': serviceText({ name: 'web', annotations: { scheduler: 'rr' } }),
        },
      },
      { files: { 'prod/web.yaml': text('5M') } },
      { same: count - 1, new: 1, fixed: count, unseen: 0, dropped: 0 },
    ],
    [
      'an example outside of the paths has always had the name of what is gone',
      { files: { ...web.files, 'old/web.yaml': text('5M') }, configuration: { paths: { include: ['k8s/**'] } } },
      { files: { 'old/web.yaml': text('5M') }, configuration: { paths: { include: ['k8s/**'] } } },
      { same: 0, new: 0, fixed: count, unseen: 0, dropped: 0 },
    ],
    [
      'its rule is not asked any more',
      web,
      { ...web, requested: { ignoreRule: ['annotation-not-integer'] } },
      { same: count - 1, new: 0, fixed: 0, unseen: 0, dropped: 1 },
    ],
    [
      'it was silenced',
      web,
      { files: { 'k8s/web.yaml': `# ack-service-gate-ignore: annotation-not-integer -- known\n${text('5M')}` } },
      { same: count - 1, new: 0, fixed: 0, unseen: 0, dropped: 1 },
    ],
  ])('%s', (_, before, after, became) => {
    expect(change(before, after)).toEqual(became);
  });

  it('what rests on a fact that nobody tells any more is not fixed', () => {
    const files = { 'k8s/web.yaml': fixture('annotation-needs-newer-ccm/bad-clb.yaml') };
    const told: Audit = { files, configuration: { cluster: { ccmVersion: 'v2.9.1' } } };
    const found = audit(told).findings.filter(({ ruleId }) => ruleId === 'annotation-needs-newer-ccm').length;
    expect(found).toBeGreaterThan(0);
    expect(change(told, { files })).toMatchObject({ fixed: 0, unseen: found, dropped: 0 });
    expect(change(told, { files, configuration: { cluster: { ccmVersion: 'v2.14.0' } } })).toMatchObject({
      fixed: found,
      unseen: 0,
    });
  });

  it('what rests on an inventory that is not there any more is not fixed', () => {
    const path = 'reused-clb-mismatch/bad-address-type.yaml';
    const files = { 'k8s/web.yaml': fixture(path) };
    const inventory = inventoryOf(fixture(path), join(import.meta.dirname, '../rules/reused-clb-mismatch'));
    const found = audit({ files, inventory }).findings.filter(({ ruleId }) => ruleId === 'reused-clb-mismatch').length;
    expect(found).toBeGreaterThan(0);
    expect(change({ files, inventory }, { files })).toMatchObject({ fixed: 0, unseen: found, new: 0 });
  });

  it('what nobody can look at is carried on for thirty days', () => {
    const carried = ['2026-06-10', '2026-05-16', '2026-05-15'].map((unseenSince) => {
      const last = leave(audit(web));
      const open = last.open.map((finding) => ({ ...finding, unseenSince }));
      const { since } = audit({ files: { 'k8s/web.yaml': broken } }, { ...last, open });
      return [since?.unseen.length, since?.dropped.length];
    });
    expect(carried).toEqual([
      [count, 0],
      [count, 0],
      [0, count],
    ]);
  });

  it('a fact that one of two clusters had is not made up for by the other', () => {
    const files = {
      'clusters/prod/web.yaml': fixture('annotation-needs-newer-ccm/bad-clb.yaml'),
      'clusters/staging/web.yaml': fixture('annotation-needs-newer-ccm/bad-clb.yaml'),
    };
    const told = (ccmVersion?: string): Configuration => ({
      clusters: [
        { name: 'prod', paths: ['clusters/prod/**'], ...(ccmVersion === undefined ? {} : { ccmVersion }) },
        { name: 'staging', paths: ['clusters/staging/**'], ccmVersion: 'v2.9.1' },
      ],
    });
    const became = change({ files, configuration: told('v2.9.1') }, { files, configuration: told() });
    expect(became['fixed']).toBe(0);
    expect(became['unseen']).toBeGreaterThan(0);
  });

  it('a finding that one cluster had and another has now is new', () => {
    const at = (prod: string, staging: string): Audit => ({
      files: { 'clusters/prod/web.yaml': text(prod), 'clusters/staging/web.yaml': text(staging) },
      configuration: {
        clusters: [
          { name: 'prod', paths: ['clusters/prod/**'] },
          { name: 'staging', paths: ['clusters/staging/**'] },
        ],
      },
    });
    expect(change(at('5M', '5'), at('5', '5M'))).toMatchObject({ unseen: 0, dropped: 0 });
    expect(change(at('5M', '5'), at('5', '5M'))['new']).toBeGreaterThan(0);
  });

  it('the day stays on which a finding was found first', () => {
    const second = audit(web, leave(audit(web), '2026-05-01'));
    expect(openAfter(second, `${today}T03:00:00Z`).map(({ since }) => since)).toEqual(
      Array.from({ length: count }, () => '2026-05-01'),
    );
  });

  it('the gravest of what is gone stands first', () => {
    const gone = audit({ files: {} }, leave(audit({ files: many }))).since?.fixed ?? [];
    const order = ['error', 'warning', 'info'];
    expect(gone.map(({ severity }) => severity)).toEqual(
      gone.map(({ severity }) => severity).toSorted((one, other) => order.indexOf(one) - order.indexOf(other)),
    );
  });
});
