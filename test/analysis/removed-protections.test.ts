import { describe, expect, it } from 'vitest';
import { check } from '../../src/analysis/check.ts';
import { changeBetween } from '../../src/analysis/compare-trees.ts';
import { resolveSettings, type Requested } from '../../src/analysis/resolve-settings.ts';
import type { Finding } from '../../src/model/finding.ts';
import { today, treeOf, type Files } from '../support/check-files.ts';
import { cleanDeployment, cleanService, renamed, withoutDrain } from '../support/manifests.ts';

const clean = { 's.yaml': cleanService, 'd.yaml': cleanDeployment };
const key = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
const withAnnotations = (...lines: readonly string[]): string =>
  cleanService.replace('annotations:\n', `annotations:\n${lines.map((line) => `    ${key}${line}\n`).join('')}`);

function judge(before: Files, after: Files, requested: Requested = {}): readonly Finding[] {
  const head = treeOf({ ...clean, ...after });
  const base = treeOf({ ...clean, ...before }, 'base');
  const settings = resolveSettings(requested, {}, true, 'en');
  return check({ settings, head, base: { tree: base, change: changeBetween(head, base) }, today }).findings;
}

const shown = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, ruleId, message }) =>
    `${severity} ${ruleId} ${/^This change removes [^.]*\./.exec(message.en)?.[0] ?? ''}`.trim(),
  );

const withoutPreStop = cleanDeployment.replace(/ {10}lifecycle:[^]*$/, '');
const withoutProbe = cleanDeployment.replace(/ {10}readinessProbe:[^]*(?= {10}lifecycle)/, '');

describe('a protection that this change removes', () => {
  it.each([
    [
      'drain',
      {},
      { 's.yaml': withoutDrain },
      ['error connection-drain-not-enabled This change removes connection draining from the manifest.'],
    ],
    [
      'drain, switched off',
      {},
      { 's.yaml': cleanService.replace('"on"', '"off"') },
      ['error connection-drain-not-enabled This change removes connection draining from the manifest.'],
    ],
    ['preStop', {}, { 'd.yaml': withoutPreStop }, ['error prestop-missing This change removes preStop.']],
    [
      'readiness',
      {},
      { 'd.yaml': withoutProbe },
      ['error readiness-probe-missing This change removes the readinessProbe.'],
    ],
    [
      'grace',
      {},
      { 'd.yaml': cleanDeployment.replace('PeriodSeconds: 60', 'PeriodSeconds: 40') },
      ['error grace-period-too-short This change removes the longer grace period.'],
    ],
    [
      'certificate',
      { 's.yaml': withAnnotations('protocol-port: "https:80"', 'cert-id: "1-cn"') },
      { 's.yaml': withAnnotations('protocol-port: "https:80"') },
      ['error https-listener-needs-cert This change removes the certificate from the manifest.'],
    ],
    [
      'access control',
      { 's.yaml': withAnnotations('acl-status: "on"', 'acl-id: "acl-1"', 'acl-type: "white"') },
      { 's.yaml': withAnnotations('acl-id: "acl-1"', 'acl-type: "white"') },
      ['error acl-incomplete This change removes access control from the manifest.'],
    ],
  ])('%s', (_, before, after, expected) => {
    const rule = [expected[0]?.split(' ')[1] ?? ''];
    const findings = judge(before, after, { rule });

    expect(shown(findings)).toEqual(expected);
    expect(findings[0]?.related.at(-1)?.location.tree).toBe('base');
    // Once it is merged it is an ordinary finding of the same identity.
    expect(judge(after, after, { rule })).toMatchObject([
      { status: 'unchanged', fingerprint: findings[0]?.fingerprint },
    ]);
  });

  it('is none where nobody had it', () => {
    const second = { 's2.yaml': renamed(withoutDrain, 'api'), 'd2.yaml': renamed(withoutPreStop, 'api') };

    expect(shown(judge({}, second))).toEqual([
      'warning prestop-missing',
      'info load-balancer-added',
      'warning connection-drain-not-enabled',
    ]);
    expect(shown(judge({ 's.yaml': withoutDrain }, { 's.yaml': withoutDrain }))).toEqual([
      'warning connection-drain-not-enabled',
    ]);
    const longer = cleanDeployment.replace('"sleep", "30"', '"sleep", "45"');
    expect(shown(judge({}, { 'd.yaml': longer }))).toEqual(['error grace-period-too-short']);
  });

  it('is none where preStop stays and cannot run any more', () => {
    const distroless = cleanDeployment.replace(/image: .*/, 'image: gcr.io/distroless/static-debian12');
    const findings = judge({ 'd.yaml': cleanDeployment }, { 'd.yaml': distroless });

    expect(shown(findings)).toEqual(['info prestop-missing']);
  });

  it('of a renamed file is found, too', () => {
    const findings = judge(
      { 'a/s.yaml': renamed(cleanService, 'x'), 'a/d.yaml': renamed(cleanDeployment, 'x') },
      { 'a/s.yaml': renamed(withoutDrain, 'x'), 'a/d.yaml': renamed(cleanDeployment, 'x') },
    );

    expect(shown(findings)).toEqual([
      'error connection-drain-not-enabled This change removes connection draining from the manifest.',
      'warning annotation-removal-has-no-effect',
    ]);
  });
});
