import { describe, expect, it } from 'vitest';
import { checkReport, commit, folderOf, gate, git, linesOf, repositoryOf, write } from '../support/gate.ts';
import { cleanDeployment, cleanService, shortGrace, withoutDrain } from '../support/manifests.ts';

const drain = 'connection-drain-not-enabled';
const grace = 'grace-period-too-short';
const silencedGrace = shortGrace.replace(/PeriodSeconds: 40/, `$& # ack-service-gate-ignore: ${grace} -- batch`);
const files = { 's.yaml': withoutDrain, 'd.yaml': silencedGrace };

/** An override of the drain rule that ends so many days from today. */
function override(days: number): { text: string; date: string } {
  const date = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const text = `overrides:\n  - names: [shop/web]\n    rules: { ${drain}: off }\n    reason: next quarter\n    expires: ${date}\n`;
  return { text, date };
}

describe('silenced findings', () => {
  it('stay in the report, marked, and do not count', () => {
    const report = checkReport([], { in: folderOf(files) });

    expect(report.findings[0]?.suppression).toEqual({
      kind: 'comment',
      reason: 'batch',
      location: {
        tree: 'head',
        file: 'd.yaml',
        document: 0,
        path: '',
        startLine: 21,
        startColumn: 41,
        endLine: 21,
        endColumn: 99,
      },
    });
    expect(report.summary).toMatchObject({ suppressed: 1, new: 1, findings: { error: 0, warning: 1, info: 0 } });
    expect(report.outcome.result).toBe('pass');
  });

  it('are counted in the text and shown when verbose, in both languages', () => {
    const folder = folderOf(files);
    const text = (...args: string[]): string => gate(['check', ...args], { in: folder }).stdout;

    expect(text()).toContain('0 errors, 1 warning, 0 info, 1 suppressed (2 files');
    expect(text()).not.toContain(grace);
    expect(text('--verbose')).toContain(`[${grace}] (suppressed by d.yaml:21:41: batch)\n`);
    expect(text('--locale', 'zh-CN')).toContain('0 个提示，1 个已抑制（2 个文件');
    expect(text('--verbose', '--locale', 'zh-CN')).toContain('（已被 d.yaml:21:41 抑制：batch）');
  });

  it('by an override, until its day is over', () => {
    const run = (days: number) =>
      checkReport([], { in: folderOf({ ...files, 'ack-service-gate.yml': override(days).text }) });

    const holds = run(100);
    expect(holds.findings.map(({ suppression }) => suppression?.kind)).toEqual(['comment', 'config']);
    expect(holds.findings[1]?.suppression).toMatchObject({
      reason: 'next quarter',
      location: { file: 'ack-service-gate.yml', startLine: 3, path: `overrides[0].rules.${drain}` },
    });
    expect(holds.problems).toEqual([]);
    const over = run(-2);
    expect(over.findings[1]?.suppression).toBeNull();
    expect(over.problems).toMatchObject([
      {
        kind: 'expired-override',
        message: `this override expired on ${override(-2).date} and no longer holds (its reason: next quarter)`,
        location: { startLine: 5, startColumn: 14 },
      },
    ]);
    expect(run(7).problems).toMatchObject([{ kind: 'expiring-override' }]);
  });
});

describe('with a base', () => {
  const clean = { 's.yaml': cleanService, 'd.yaml': cleanDeployment };

  it('a change silences nothing that it brings, by manifest or configuration', () => {
    const folder = repositoryOf(clean);
    write(folder, { ...files, 'ack-service-gate.yml': `${override(100).text}suppressions: { honour: all }\n` });
    const report = checkReport(['--base', 'main'], { in: folder });

    expect(linesOf(report)).toEqual([
      `d.yaml:21:38 error ${grace} new in diff`,
      `s.yaml:6:3 error ${drain} new`,
      's.yaml:7:77 warning annotation-removal-has-no-effect new in diff',
    ]);
    expect(report.summary.suppressed).toBe(0);
    expect(report.problems.map(({ kind }) => kind)).toEqual(['new-suppression', 'configuration-changed']);
    expect(report.outcome.result).toBe('fail');
  });

  it('what was merged counts, wherever it has moved', () => {
    const folder = repositoryOf({ ...files, 'ack-service-gate.yml': override(100).text });
    git(folder, 'mv', 'd.yaml', 'e.yaml');
    write(folder, { 'e.yaml': `# moved\n${silencedGrace}` });
    commit(folder);
    const report = checkReport(['--base', 'main', '--gate', 'all', '--fail-on', 'info'], { in: folder });

    expect(report.findings.map(({ suppression }) => suppression?.kind)).toEqual(['comment', 'config']);
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ outcome: { result: 'pass' }, summary: { suppressed: 2, unchanged: 0, new: 0 } });
  });

  it('one that is hidden from the path that is checked stays hidden', () => {
    const folder = repositoryOf(files);

    expect(checkReport(['--base', 'main', 's.yaml'], { in: folder }).problems).toEqual([]);
  });
});
