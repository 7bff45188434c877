import { describe, expect, it } from 'vitest';
import { check, type CheckResult } from '../../../src/analysis/check.ts';
import { resolveSettings } from '../../../src/analysis/resolve-settings.ts';
import type { LastAudit } from '../../../src/analysis/earlier-finding.ts';
import type { Locale, Problem } from '../../../src/model/finding.ts';
import { auditIssue, standingOf } from '../../../src/reporting/history/audit-issue.ts';
import type { History } from '../../../src/reporting/history/history-schema.ts';
import { nextHistory } from '../../../src/reporting/history/next-history.ts';
import { serviceText } from '../../support/change-story.ts';
import { today, treeOf, type Files } from '../../support/check-files.ts';
import { leave } from '../../support/last-audit.ts';
import { filesWithFindings } from '../../support/many-findings.ts';

function audit(files: Files, lastAudit?: LastAudit, locale: Locale = 'en'): CheckResult {
  const settings = resolveSettings({ locale }, {}, false, 'en', lastAudit !== undefined);
  return check({ settings, head: treeOf(files), today, lastAudit });
}

const about = {
  version: '1.2.3',
  audited: { repository: 'acme/shop', repositoryId: '1', audit: '01234567' },
  commit: 'a'.repeat(40),
};

function issue(result: CheckResult, before?: CheckResult): string {
  const earlier =
    before === undefined
      ? undefined
      : nextHistory(undefined, before, { ...about, at: new Date('2026-06-01T03:00:00Z') });
  return issueOf(result, nextHistory(earlier, result, { ...about, at: new Date(`${today}T03:00:00Z`) }));
}

function issueOf(result: CheckResult, history: History): string {
  return auditIssue(result, {
    history,
    isKept: true,
    unfit: undefined,
    linkTo: ({ file, start }) =>
      `https://github.example/acme/shop/blob/main/${encodeURIComponent(file)}#L${start.line}`,
    commitUrl: (commit) => `https://github.example/acme/shop/commit/${commit}`,
    footer: '[This run](https://github.example/run)',
  });
}

const webText = (bandwidth: string): string => serviceText({ name: 'web', annotations: { bandwidth } });
const web = (bandwidth: string): Files => ({ 'k8s/web.yaml': webText(bandwidth) });

describe('the issue of audits', () => {
  it.each(['en', 'zh-CN'] as const)('tells what is new, fixed and still open: %s', async (locale) => {
    const before = audit({ ...web('5M'), ...filesWithFindings(1) }, undefined, locale);
    const after = audit({ ...web('6M'), 'k8s/pay.yaml': serviceText({ name: 'pay' }) }, leave(before), locale);
    await expect(issue(after, before)).toMatchFileSnapshot(`audit-issue.${locale}.expected`);
  });

  it('stays below what GitHub takes, and says what is left out', () => {
    const files = filesWithFindings(400);
    const before = audit({});
    const text = issue(audit(files, leave(before)), before);
    expect(text.length).toBeLessThan(65_000);
    expect(text).toContain('### New (4000): the first 50');
    expect(text).toContain('### By Service: the first 50');
    const gone = issue(audit({}, leave(audit(files))), audit(files));
    expect(gone).toContain('### Fixed (4000): the first 50');
  });

  it('has room for the Services however long the names are', () => {
    const long = (at: number): string => `${'very-long-name-'.repeat(4)}${at}`.slice(-63);
    const files = Object.fromEntries(
      Array.from({ length: 120 }, (_, at) => [
        `${'folder/'.repeat(30)}${long(at)}.yaml`,
        serviceText({
          name: long(at),
          annotations: { 'unknown-thing': 'x'.repeat(900), bandwidth: `${'5'.repeat(500)}M` },
        }),
      ]),
    );
    const text = issue(audit(files, leave(audit({}))), audit({}));
    expect(text.length).toBeLessThan(65_000);
    const [cut] = /^\*\*Left out for want of room\*\*.*$/m.exec(text) ?? [];
    expect(cut).toMatch(/: new findings: \d+/);
    expect(cut).not.toContain('Services');
    expect(text.match(/^\| `shop\/very-long/gm)).toHaveLength(50);
    expect(text).toMatch(/\n\[This run\]\(https:\/\/github\.example\/run\)\n$/);
  });

  it('lets no name of others do anything', () => {
    const evil = '@acme/all <!-- --> #1 | [x](https://evil.example) ``` <img src=x>';
    const files = {
      [`k8s/${evil.replaceAll('/', ' ')}.yaml`]: serviceText({
        name: JSON.stringify(evil),
        annotations: { bandwidth: '5M' },
      }),
    };
    const before = audit(files);
    for (const text of [issue(before), issue(audit({}, leave(before)), before)]) {
      const outside = text.replaceAll(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, '');
      expect(outside).not.toMatch(/@acme|<!--|#1\b|evil\.example\)|<img/);
    }
  });

  it('tells the last twelve audits, and that there were more', () => {
    const result = audit(web('5M'));
    let history: History | undefined;
    for (let day = 1; day <= 13; day++)
      history = nextHistory(history, result, { ...about, at: new Date(Date.UTC(2026, 4, day)) });
    const text = history === undefined ? '' : issueOf(result, history);
    expect(text).toMatch(/^Trend over the last 12 audits: \d+(?: → \d+){11} findings/m);
    expect(text).toContain('### Audits: the last 12\n');
    expect(text).not.toContain('2026-05-01');
  });

  it.each(['en', 'zh-CN'] as const)('is open while an override ends, and says that this is why: %s', (locale) => {
    const clear = audit({}, undefined, locale);
    const ending = (kind: Problem['kind']): CheckResult => ({
      ...clear,
      problems: [{ kind, file: 'gate.yml', message: { en: 'it ends', zh: '即将失效' }, location: null }],
    });
    for (const kind of ['expiring-override', 'expired-override'] as const) {
      expect(standingOf(ending(kind))).toBe('open');
      expect(issue(ending(kind))).toMatch(
        /^\*\*(?:Overrides end soon or have ended\*\*: this issue stays open|有例外（override）即将失效或已失效)/m,
      );
    }
    expect(standingOf(ending('unused-suppression'))).toBe('clean');
    const both = audit(web('5M'), undefined, locale);
    expect(issue({ ...both, problems: ending('expired-override').problems })).not.toMatch(/stays open|保持打开/);
  });

  it('is closed only when nothing may be left', () => {
    const before = audit(web('5M'));
    const cleared = audit({}, leave(before));
    const unseen = audit({ 'k8s/web.yaml': `${webText('5M')}  broken: "\n` }, leave(before));
    const quiet = { ...unseen, findings: [] };
    expect([before, cleared, unseen, quiet].map(standingOf)).toEqual(['open', 'clean', 'open', 'open']);
    const template = { 'c/Chart.yaml': 'name: c\n', 'c/templates/a.yaml': '{{ x }}\n' };
    expect(standingOf(audit(template))).toBe('unsure');
    expect(standingOf(audit(template, leave(audit({}))))).toBe('clean');
  });
});
