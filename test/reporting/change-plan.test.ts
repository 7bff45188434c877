import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeBetween } from '../../src/analysis/compare-trees.ts';
import { planActions } from '../../src/analysis/plan-entry.ts';
import { planAgainst, type PlanResult } from '../../src/analysis/plan.ts';
import { resolveSettings, type Requested } from '../../src/analysis/resolve-settings.ts';
import { changePlanMarkdown } from '../../src/reporting/change-plan-markdown.ts';
import { changePlanText } from '../../src/reporting/change-plan-text.ts';
import { checkReport } from '../../src/reporting/json.ts';
import { markdownReport } from '../../src/reporting/markdown.ts';
import { changePlanReport } from '../../src/reporting/plan-json.ts';
import { judgedFrom, readReport } from '../../src/reporting/read-report.ts';
import { changeStory, serviceText } from '../support/change-story.ts';
import { checkChange, treeOf, type Files } from '../support/check-files.ts';
import { expectValidReport } from '../support/gate.ts';

const plain = { colour: false, quiet: false };
const context = { version: '0.0.0', durationMs: 0 };
const fixture = (name: string): string => join(import.meta.dirname, 'change-plan', name);

function planOf(base: Files, head: Files, requested: Requested = {}): PlanResult {
  const [before, after] = [treeOf(base, 'base'), treeOf(head)];
  const comparison = { tree: before, change: changeBetween(after, before) };
  return planAgainst(resolveSettings(requested, {}, true, 'en'), after, comparison, {
    notices: [],
    isAsked: () => true,
  });
}

const story = (requested: Requested = {}): PlanResult => planOf(changeStory.base, changeStory.head, requested);

describe('a change with every action', () => {
  it('has every action', () => {
    expect(new Set(story().changes?.map(({ action }) => action))).toEqual(new Set(planActions));
  });

  it('as text in English', async () => {
    await expect(changePlanText(story(), plain)).toMatchFileSnapshot(fixture('story.en.expected'));
  });

  it('as text in Chinese', async () => {
    const text = changePlanText(story({ locale: 'zh-CN' }), plain);
    await expect(text).toMatchFileSnapshot(fixture('story.zh.expected'));
  });

  it('as Markdown', async () => {
    await expect(changePlanMarkdown(story())).toMatchFileSnapshot(fixture('story.md.expected'));
  });

  it('as JSON that the schema describes', async () => {
    const report = changePlanReport(story(), context);
    expectValidReport(report);
    await expect(`${JSON.stringify(report.plan, null, 2)}\n`).toMatchFileSnapshot(fixture('story.plan.expected'));
  });

  it('is told the worst first', () => {
    const [first, ...rest] = story().changes ?? [];
    expect(first).toMatchObject({ action: 'delete', address: 'lost' });
    expect(rest.at(-1)).toMatchObject({ action: 'ignore' });
  });

  it('leaves alone what it does not touch', () => {
    const names = story().changes?.map(({ resource }) => resource.name);
    expect(names).not.toContain('same');
    expect(names).not.toContain('inside');
  });

  it('is coloured by what happens', () => {
    const lines = changePlanText(story(), { ...plain, colour: true }).split('\n');
    expect(lines.find((line) => line.includes('shop/gone'))).toMatch(/^\u001B\[31m-\u001B\[39m/);
    expect(lines.find((line) => line.includes('shop/new'))).toMatch(/^\u001B\[32m\+\u001B\[39m/);
  });
});

describe('the plan in a report on a change', () => {
  const result = checkChange(changeStory.base, changeStory.head);

  it('is that of the command plan', () => {
    const report = checkReport(result, context);
    expectValidReport(report);
    expect(report.plan).toEqual(changePlanReport(story(), context).plan);
  });

  it('stands behind the findings, folded when it is long', () => {
    const sections = markdownReport(result)
      .split('\n')
      .filter((line) => line.startsWith('### ') || line.includes('the plan in full'));
    expect(sections.slice(0, 3)).toEqual([
      '### Findings',
      '### Load balancer plan',
      '<details><summary>the plan in full</summary>',
    ]);
  });

  it('stands open when it is short', () => {
    const report = markdownReport(checkChange({}, { 'new.yaml': serviceText({ name: 'new' }) }));
    expect(report).toContain('### Load balancer plan');
    expect(report).not.toContain('the plan in full');
  });

  it('can be left out', () => {
    expect(markdownReport(result, { plan: false })).not.toContain('Load balancer plan');
  });

  it('is absent where nothing is compared or nothing happens', () => {
    const same = checkChange(changeStory.base, changeStory.base);
    expect(checkReport(same, context).plan).toEqual([]);
    expect(markdownReport(same)).not.toContain('Load balancer plan');
  });

  it('is cut before findings are, and says so', () => {
    const errors = (report: string): number => report.match(/^\| \*\*error\*\* \|/gm)?.length ?? 0;
    const whole = markdownReport(result);
    const budgets = Array.from({ length: 100 }, (_, at) => Math.ceil((Buffer.byteLength(whole) * (at + 1)) / 100));
    const reports = budgets.map((budget) => markdownReport(result, { budget }));
    const cut = reports.findLast((report) => /lines of the plan: \d/.test(report)) ?? '';

    expect(cut).toContain('**Left out for want of room**');
    expect(errors(cut)).toBe(errors(whole));
  });
});

describe('the plan of a report that another run made', () => {
  const result = checkChange(changeStory.base, changeStory.head);
  const change = { repository: 'o/r', headRepository: 'o/r', headSha: 'a'.repeat(40), baseSha: 'b'.repeat(40) };
  const report = checkReport(result, { ...context, change: { ...change, pullRequest: 1 } });

  it('is told in the same words, in either language', () => {
    const read = judgedFrom(readReport(JSON.stringify(report)), 'zh-CN');
    expect(read.plan?.map(({ summary }) => summary)).toEqual(result.plan?.map(({ summary }) => summary));
  });

  it('is not believed what it says in words', () => {
    const [first, ...rest] = report.plan ?? [];
    const altered = { ...report, plan: [{ ...first, summary: 'All is well.' }, ...rest] };
    const read = judgedFrom(readReport(JSON.stringify(altered)), 'en');
    expect(read.plan?.[0]?.summary).toEqual(result.plan?.[0]?.summary);
  });

  it.each([
    ['an assumption that is a sentence', { assumes: ['all is well'] }],
    ['an event that there is not', { event: 'E99' }],
    ['certainty with assumptions', { assumes: ['render=unchanged'], certainty: 'certain' }],
  ])('is refused for %s', (_, part) => {
    const altered = { ...report, plan: report.plan?.map((entry) => ({ ...entry, ...part })) };
    expect(() => judgedFrom(readReport(JSON.stringify(altered)), 'en')).toThrow(/report/);
  });
});

it('cannot be steered by what manifests say', () => {
  const hostile = serviceText({ name: '"w\\e[31m\\u202eb"' });
  const text = changePlanText(planOf({}, { 'a.yaml': hostile }), plain);
  expect(text).toContain('w\\u001B[31m\\u202Eb');
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);

  const markup = serviceText({ name: '"<img src=x> @everyone"' });
  const markdown = changePlanMarkdown(planOf({}, { 'a.yaml': markup }));
  expect(markdown.replaceAll(/`[^`]*`/g, '')).not.toMatch(/[<@]/);
});
