import { describe, expect, it } from 'vitest';
import { withApprovals, type Approvals, type LabelledChange } from '../../src/analysis/approvals.ts';
import { check, type CheckResult } from '../../src/analysis/check.ts';
import { changeBetween } from '../../src/analysis/compare-trees.ts';
import { readConfiguration } from '../../src/analysis/read-configuration.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import type { Locale } from '../../src/model/finding.ts';
import { checkReport } from '../../src/reporting/json.ts';
import { markdownReport } from '../../src/reporting/markdown.ts';
import { judgedFrom } from '../../src/reporting/read-report.ts';
import { auditOf } from '../../src/reporting/audit.ts';
import { textReport } from '../../src/reporting/text.ts';
import { today, treeOf, type Files } from '../support/check-files.ts';
import { expectValidReport } from '../support/gate.ts';
import { cleanDeployment, cleanService } from '../support/manifests.ts';

const rule = 'service-removed-releases-ip';
const base: Files = { 'k8s/web.yaml': cleanService, 'k8s/deployment.yaml': cleanDeployment };
const removed: Files = { 'k8s/deployment.yaml': cleanDeployment };
const allowed = `rules:\n  ${rule}:\n    allowLabel: approved\n`;

interface Setting {
  readonly configuration?: string;
  readonly head?: Files;
  readonly base?: Files;
  readonly locale?: Locale;
}

/** The Service is removed, or what is given instead, and these labels are set. */
function judge(
  approvals: Approvals,
  { configuration = allowed, head: files = removed, base: before = base, locale = 'en' }: Setting = {},
): CheckResult {
  const [head, tree] = [treeOf(files), treeOf(before, 'base')];
  const read = readConfiguration(configuration, 'gate.yml', 'base');
  const settings = resolveSettings({ locale }, read.configuration, true, 'en');
  const result = check({ settings, head, base: { tree, change: changeBetween(head, tree) }, today });
  return withApprovals(result, read.labels, approvals);
}

const approvedBy = (by: string): LabelledChange['labels'] => [
  { name: 'Approved', by, at: '2026-01-02T03:04:05Z' },
  { name: 'other', by: 'eve', at: '2026-01-02T03:04:06Z' },
];
const one = (labels: LabelledChange['labels']): Approvals => ({ changes: [{ number: 7, labels, files: undefined }] });
/** A pull request of a group that touches these files. */
const touching = (number: number, labels: LabelledChange['labels'], ...files: string[]): LabelledChange => ({
  number,
  labels,
  files: new Set(files),
});
const notes = ({ problems }: CheckResult): string[] =>
  problems.map(({ kind, message, location }) => `${location?.start.line ?? '-'} ${kind}: ${message.en}`);
const suppressions = ({ findings }: CheckResult): (string | null)[] =>
  findings.filter(({ ruleId }) => ruleId === rule).map(({ suppression }) => suppression?.reason ?? null);

describe('a label', () => {
  it('approves the finding of its rule, and says who set it and when', () => {
    const result = judge(one(approvedBy('bob')));

    expect(suppressions(result)).toEqual(['label "approved" on #7, set by bob at 2026-01-02T03:04:05Z']);
    expect(result.findings[0]?.suppression).toMatchObject({
      kind: 'label',
      location: { tree: 'base', file: 'gate.yml', path: `rules.${rule}.allowLabel`, start: { line: 3, column: 17 } },
    });
    expect(result.outcome).toEqual({
      result: 'pass',
      reasons: [{ en: 'no new finding of severity error or above', zh: '没有新增的 error 级及以上问题' }],
    });
    expect(notes(result)).toEqual([]);
  });

  it('approves without a known person, too', () => {
    expect(suppressions(judge(one([{ name: 'approved', by: null, at: null }])))).toEqual([
      'label "approved" on #7, set by somebody',
    ]);
  });

  it.each([
    ['is not set', one([]), `3 label-missing: ${rule} is not approved: the label "approved" is not set on #7`],
    [
      'cannot be read',
      { unreadable: { en: 'no answer in time', zh: '' } },
      `3 label-unreadable: ${rule} is not approved, because the label "approved" cannot be read: no answer in time`,
    ],
    [
      'has no pull request',
      { changes: [] },
      `3 label-missing: ${rule} is not approved: the label "approved" is not set on `,
    ],
  ] as const)('that %s approves nothing, and the reason is told', (_, approvals, note) => {
    const result = judge(approvals);

    expect(suppressions(result)).toEqual([null]);
    expect(result.outcome.result).toBe('fail');
    expect(notes(result)).toEqual([note]);
  });

  it('is weaker than suppressible: false', () => {
    const result = judge(one(approvedBy('bob')), { configuration: `${allowed}    suppressible: false\n` });

    expect(suppressions(result)).toEqual([null]);
    expect(notes(result)).toEqual([
      `3 not-suppressible: ${rule} cannot be silenced: the configuration says suppressible: false`,
    ]);
  });

  it('that no rule names approves nothing, and nothing is said', () => {
    const result = judge(one(approvedBy('bob')), { configuration: '' });

    expect([...suppressions(result), ...notes(result)]).toEqual([null]);
  });
});

describe('in a merge group', () => {
  const bob = approvedBy('bob');
  const group = (...changes: LabelledChange[]): Approvals => ({ changes });

  it('the pull request that touches the file has to carry it', () => {
    const labelled = group(touching(1, bob, 'k8s/web.yaml'), touching(2, [], 'k8s/other.yaml'));
    const other = group(touching(1, [], 'k8s/web.yaml'), touching(2, bob, 'k8s/other.yaml'));

    expect(suppressions(judge(labelled))).toEqual(['label "approved" on #1, set by bob at 2026-01-02T03:04:05Z']);
    expect(notes(judge(other))).toEqual([expect.stringMatching(/ is not set on #1$/)]);
  });

  it('all that touch it have to', () => {
    const both = [touching(1, bob, 'k8s/web.yaml'), touching(2, [], 'k8s/web.yaml')] as const;

    expect(notes(judge(group(...both)))).toEqual([expect.stringMatching(/ is not set on #2$/)]);
    expect(suppressions(judge(group(both[0], { ...both[1], labels: approvedBy('carol') })))).toEqual([
      'label "approved" on #1, set by bob at 2026-01-02T03:04:05Z; on #2, set by carol at 2026-01-02T03:04:05Z',
    ]);
  });

  it('one whose files are not known may be the cause', () => {
    const unknown = group(touching(1, bob, 'k8s/web.yaml'), { number: 2, labels: [], files: undefined });

    expect(notes(judge(unknown))).toEqual([expect.stringMatching(/ is not set on #2$/)]);
  });

  it('all have to where none touches the file', () => {
    const none = group(touching(1, bob, 'k8s/a.yaml'), touching(2, [], 'k8s/b.yaml'), touching(3, []));

    expect(notes(judge(none))).toEqual([expect.stringMatching(/ is not set on #2 and #3$/)]);
  });

  it('all have to where the lines of the finding are untouched, since the cause lies elsewhere', () => {
    const listed = 'resources: [web.yaml]\n';
    const before = { ...base, 'k8s/kustomization.yaml': `namespace: shop\n${listed}` };
    const head = {
      ...base,
      'k8s/web.yaml': `# edited\n${cleanService}`,
      'k8s/kustomization.yaml': `namespace: other\n${listed}`,
    };
    const changes = group(touching(1, bob, 'k8s/web.yaml'), touching(2, [], 'k8s/kustomization.yaml'));
    const result = judge(changes, { base: before, head });

    expect(result.findings.filter(({ ruleId }) => ruleId === rule).map(({ inDiff }) => inDiff)).toEqual([false]);
    expect(notes(result)).toEqual([expect.stringMatching(/ is not set on #2$/)]);
  });
});

describe('what a label approves', () => {
  const approved = judge(one(approvedBy('bob')));
  const inChinese = judge(one(approvedBy('bob')), { locale: 'zh-CN' });

  it('stands in the JSON report with the line of the configuration', () => {
    const report = checkReport(approved, { version: '1', durationMs: 1 });

    expectValidReport(report);
    expect(report.summary).toMatchObject({ new: 0, suppressed: 1, findings: { error: 0 } });
    expect(report.findings[0]?.suppression).toMatchObject({
      kind: 'label',
      reason: 'label "approved" on #7, set by bob at 2026-01-02T03:04:05Z',
      location: { tree: 'base', file: 'gate.yml', startLine: 3 },
    });
  });

  it('is shown in the text without being asked for', () => {
    expect(textReport(auditOf(approved), { colour: false, verbose: false, quiet: false })).toContain(
      `[${rule}] (approved by label "approved" on #7, set by bob at 2026-01-02T03:04:05Z)\n`,
    );
    expect(textReport(auditOf(inChinese), { colour: false, verbose: false, quiet: false })).toContain(
      `[${rule}]（已批准：标签 "approved"（#7，由 bob 于 2026-01-02T03:04:05Z 设置））\n`,
    );
  });

  it('names nobody in a report that its author may have written', () => {
    const published = judgedFrom(checkReport(approved, { version: '1', durationMs: 1 }), 'en');

    expect(markdownReport(published)).toMatch(/^\| error \| Service .* \(approved by label\) <details>/m);
    expect(markdownReport(published)).not.toContain('bob');
  });

  it('stands in the main table of the Markdown, and not among what is suppressed', () => {
    const markdown = markdownReport(approved);

    expect(markdown).toMatch(/^\| error \| Service .*approved by .*set by bob at 2026-01-02T03:04:05Z/m);
    expect(markdown).toContain('No other problem found, 1 approved by label');
    expect(markdown).not.toContain('suppressed');
    expect(markdownReport(inChinese)).toContain('没有发现其他问题，1 个已由标签批准');
  });
});
