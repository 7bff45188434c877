import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { expectValidReport, folderOf, gate } from '../support/gate.ts';

const run = (args: readonly string[], env: Record<string, string> = {}): string => {
  const { status, stdout, stderr } = gate(['rules', ...args], { in: folderOf({}), env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

describe('rules', () => {
  it('lists every rule on one line, in order', () => {
    const lines = run([]).split('\n');

    expect(lines.slice(0, rules.length).map((line) => line.split(/ {2,}/))).toEqual(
      rules.map(({ id, severity, summary }) => [id, severity, summary.en]),
    );
    expect(lines.slice(rules.length)).toEqual(['', 'ack-service-gate rules <id> shows one rule in full.', '']);
  });

  it('lists them in Chinese', () => {
    const lines = run([], { LANG: 'zh_CN.UTF-8' }).split('\n');

    expect(lines.slice(0, rules.length).map((line) => line.split(/ {2,}/)[2])).toEqual(
      rules.map(({ summary }) => summary.zh),
    );
    expect(run(['--locale', 'zh-CN'])).toBe(lines.join('\n'));
    expect(run(['--locale', 'en'], { LANG: 'zh_CN.UTF-8' })).toBe(run([]));
  });

  it('shows one rule in full', () => {
    const page = run(['grace-period-too-short']);

    expect(page).toBe(`grace-period-too-short
terminationGracePeriodSeconds leaves too little time after preStop.

Why  The grace period starts together with preStop. What preStop uses up is gone for finishing requests: the container is killed with requests in flight, and users see 503 (S02).
Remedy  Set terminationGracePeriodSeconds to the preStop time plus 30 seconds or more.

Severity: error
Fires on: something written
Events: S02
Facts: –
Messages: short, unknown-prestop
Source: ${rules.find(({ id }) => id === 'grace-period-too-short')?.source.url}, detail section on 503 during updates: grace period at least preStop + 30 s; Kubernetes counts preStop into the grace period (checked ${rules.find(({ id }) => id === 'grace-period-too-short')?.source.checked})

Options:
  marginSeconds: 30  Seconds that must remain after preStop.
`);
  });

  it('says where the strict preset is stricter, and which facts a rule reads', () => {
    const page = run(['local-scheduler-not-wrr']);

    expect(page).toContain('Severity: warning (error with preset strict)\n');
    expect(page).toContain('Facts: cluster.backendMode\n');
  });

  it('prints all of them as JSON that the schema describes', () => {
    const report: unknown = JSON.parse(run(['--format', 'json']));

    expectValidReport(report);
    expect(report).toMatchObject({
      rules: rules.map(({ id, severity, summary }) => ({ id, severity, summary: summary.en })),
    });
  });

  it('prints one of them as JSON, in either language', () => {
    const report: unknown = JSON.parse(run(['prestop-missing', '--format', 'json', '--locale', 'zh-CN']));

    expectValidReport(report);
    const rule = rules.find(({ id }) => id === 'prestop-missing');
    expect(report).toMatchObject({
      rules: [{ id: 'prestop-missing', summary: rule?.summary.zh, strictSeverity: 'error' }],
    });
  });

  it('paints only when asked', () => {
    expect(run([])).not.toContain('\u001B');
    expect(run(['--color', 'always'])).toContain('\u001B[1mprestop-missing');
    expect(run(['--color', 'always', '--format', 'json'])).not.toContain('\u001B');
  });
});
