import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';

const root = join(import.meta.dirname, '../..');
const fixtures = join(root, 'test/rules');
const changes = join(root, 'test/changes');

/** Severity by §6 and §6.4 of the behaviour notes. */
const severities: Readonly<Record<string, string>> = {
  'annotation-not-string': 'error',
  'duplicate-key': 'error',
  'duplicate-resource': 'warning',
  'port-name-missing': 'error',
  'unreadable-manifest': 'error',
  'unknown-annotation-key': 'warning',
  'annotation-on-wrong-object': 'warning',
  'placeholder-value': 'warning',
  'annotation-not-integer': 'error',
  'annotation-out-of-range': 'error',
  'annotation-flag-not-canonical': 'warning',
  'annotation-value-not-allowed': 'error',
  'annotation-needs-newer-ccm': 'warning',
  'legacy-annotation-prefix': 'info',
  'preserve-flag-any-value': 'warning',
  'acl-incomplete': 'error',
  'forward-port-incoherent': 'error',
  'sticky-session-incomplete': 'warning',
  'annotation-wrong-layer': 'warning',
  'ccm-owned-metadata': 'error',
  'explicit-address-type': 'warning',
  'load-balancer-type-annotation-ignored': 'warning',
  'class-annotation-opts-out': 'error',
  'load-balancer-class-not-served': 'error',
  'controller-too-old': 'warning',
  'bandwidth-billing-conflict': 'error',
  'network-placement-conflict': 'warning',
  'nlb-zone-maps-invalid': 'error',
  'pay-by-spec-discontinued': 'warning',
  'reuse-without-override': 'warning',
  'spec-ignored-under-clcu': 'warning',
  'health-check-disabled': 'warning',
  'health-check-timing': 'warning',
  'in-cluster-needs-hostname': 'info',
  'https-listener-needs-cert': 'error',
  'https-target-is-tls-port': 'error',
  'nlb-listener-ports-invalid': 'error',
  'protocol-port-syntax': 'error',
  'protocol-port-unmatched': 'warning',
  'eni-with-local-policy': 'info',
  'local-policy-in-cluster-access': 'info',
  'local-scheduler-not-wrr': 'warning',
  'named-target-port-unresolved': 'error',
  'selector-matches-no-workload': 'error',
  'eni-on-flannel': 'error',
  'eni-string-target-port-old-ccm': 'error',
  'node-ports-disabled-without-eni': 'error',
  'backend-label-invalid': 'error',
  'selectorless-node-backend': 'warning',
  'source-ranges-ignored': 'error',
  'vgroup-annotation-invalid': 'error',
  'ignored-service-field': 'warning',
  'connection-drain-not-enabled': 'warning',
  'connection-drain-timeout-missing': 'error',
  'drain-exceeds-grace': 'warning',
  'grace-period-too-short': 'error',
  'prestop-arg-not-string': 'error',
  'prestop-missing': 'warning',
  'prestop-sleep-needs-version': 'error',
  'prestop-too-short': 'warning',
  'readiness-gate-dangling': 'error',
  'readiness-gate-missing': 'info',
  'readiness-probe-missing': 'warning',
  'readiness-probe-unsane': 'warning',
  'shared-clb-port-collision': 'error',
  'shared-clb-attribute-conflict': 'error',
  'backend-quota-exceeded': 'warning',
  'reused-clb-mismatch': 'error',
  'vswitch-unusable': 'error',
  'rollout-leaves-no-backend': 'warning',
  'workload-on-excluded-nodes': 'warning',
  'service-removed-releases-ip': 'error',
  'loadbalancer-id-changed': 'error',
  'immutable-attribute-changed': 'error',
  'vswitch-change-has-no-effect': 'warning',
  'annotation-removal-has-no-effect': 'warning',
  'billing-change-unsupported': 'error',
  'listener-recreated': 'warning',
  'reused-listener-left-behind': 'error',
  'listener-ownership-toggled': 'warning',
  // No row of the notes: the hazard of two Services on one load balancer, which changes between them.
  'shared-port-moves': 'warning',
  'traffic-policy-changed': 'warning',
  'load-balancer-added': 'info',
};

/** Rules that the preset `strict` makes errors, as the contract lists them. */
const strict = [
  'connection-drain-not-enabled',
  'prestop-missing',
  'readiness-probe-missing',
  'local-scheduler-not-wrr',
  'drain-exceeds-grace',
];

/** Said of what is no text of a file; test/host and test/scenarios make links, submodules and folders for them. */
const fromTheHost = new Set(['unreadable-manifest/outside-root', 'unreadable-manifest/unavailable']);

it('lists every rule file once, and no other', () => {
  const ids = rules.map(({ id }) => id);
  const files = readdirSync(join(root, 'src/rules'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('/'))
    .map((file) => file.replace(/^.*\//, '').replace('.ts', ''));
  expect(ids.toSorted()).toEqual(files.toSorted());
  expect(Object.keys(severities).toSorted()).toEqual(ids.toSorted());
  expect(
    rules
      .filter((rule) => rule.strict === true)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(strict.toSorted());
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  // A change is two manifests in a folder of its own; some rules have both.
  const folders = [join(fixtures, id), join(changes, id)].filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  const expected = folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('expected'))
        .map((file) => readFileSync(join(folder, file), 'utf8')),
    )
    .join('\n');

  it('has the severity of the behaviour notes', () => {
    expect(rule.severity).toBe(severities[id]);
  });

  it('has manifests that are right and wrong', () => {
    expect(files.filter((file) => /^ok-.*\.yaml$/s.test(file)).length).toBeGreaterThan(0);
    expect(files.filter((file) => /^bad-.*\.yaml$/.test(file)).length).toBeGreaterThan(0);
  });

  it.each(Object.keys(rule.messages).filter((message) => !fromTheHost.has(`${id}/${message}`)))(
    'says "%s" about a fixture',
    (message) => {
      expect(expected).toMatch(new RegExp(`^(?:base )?[0-9:-]+ (?:error|warning|info) ${id}/${message}\\b(?!-)`, 'm'));
    },
  );

  it('speaks both languages', () => {
    const said = Object.values(rule.messages).flatMap((message) => (message?.why === undefined ? [] : [message.why]));
    for (const { en, zh } of [rule.summary, rule.why, rule.remedy, ...said]) {
      expect(en).toMatch(/[a-z]{3}/);
      expect(en).not.toMatch(/\p{Script=Han}/u);
      expect(zh).toMatch(/\p{Script=Han}/u);
      // Names and quoted messages stay as they are; a sentence of six English words is one that was not translated.
      expect(zh.replaceAll(/"[^"]*"/g, '')).not.toMatch(/(?:\b[A-Za-z]+ ){6}/);
    }
  });

  it('names its source, the day it was checked, and known events', () => {
    expect(rule.source.url).toMatch(/^https:\/\//);
    expect(rule.source.checked).toMatch(/^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/);
    expect(rule.source.note).not.toBe('');
    const events = [rule.events, ...Object.values(rule.messages).map((message) => message?.events ?? [])].flat();
    expect(
      events.filter((event) => !/^(?:E[0-4][0-9][ab]?|S[0-2][0-9]|X0[1-7]|N(?:0[1-9]|1[01])|P01)$/.test(event)),
    ).toEqual([]);
  });

  it('has its section in docs/rules.md', () => {
    expect(readFileSync(join(root, 'docs/rules.md'), 'utf8')).toContain(`\n## ${id}\n`);
  });
});
