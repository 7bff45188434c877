import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/analysis/check.ts';
import { auditOf } from '../../src/reporting/audit.ts';
import { htmlReport } from '../../src/reporting/html/html-report.ts';
import { checkReport } from '../../src/reporting/json.ts';
import { markdownReport } from '../../src/reporting/markdown.ts';
import { judgedFrom } from '../../src/reporting/read-report.ts';
import { rolloutGantt } from '../../src/reporting/rollout/mermaid.ts';
import { rolloutSvg } from '../../src/reporting/rollout/svg.ts';
import { textReport } from '../../src/reporting/text.ts';
import { checkChange, checkFiles } from '../support/check-files.ts';
import { cleanDeployment, cleanService, renamed, shortGrace, withoutDrain } from '../support/manifests.ts';

const expected = (name: string): string => join(import.meta.dirname, 'rollout', name);
const withoutStop = cleanDeployment.replace(/ {10}lifecycle:[^]*$/, '');
/** Short of time, short of a preStop, and in order; under a Service that drains for longer than any of them lives. */
const files = {
  'service.yaml': cleanService.replace('"30"', '"90"'),
  'web.yaml': shortGrace,
  'api.yaml': withoutStop.replace('name: web\n  namespace', 'name: web-api\n  namespace'),
  'pay.yaml': renamed(cleanService, 'pay') + '---\n' + renamed(cleanDeployment, 'pay'),
};
const result = checkFiles(files, { set: ['cluster.backendMode=eni'] });
const verbose = (of: CheckResult): string => textReport(auditOf(of), { colour: false, quiet: false, verbose: true });
const rolloutsIn = (text: string): string => /^(?:Rollouts:|发布过程：)\n[^]*?\n\n/m.exec(text)?.[0] ?? '';
const picturesIn = (markdown: string): string[] => markdown.match(/```mermaid\n[^]*?\n```/g) ?? [];

describe('time lines', () => {
  it.each(['en', 'zh-CN'] as const)('are drawn for a terminal: %s', async (locale) => {
    const text = verbose({ ...result, settings: { ...result.settings, locale } });
    await expect(rolloutsIn(text)).toMatchFileSnapshot(expected(`chart.${locale}.expected`));
  });

  it('are drawn for a terminal only when it is to be verbose', () => {
    expect(textReport(auditOf(result), { colour: false, quiet: false, verbose: false })).not.toContain('Rollouts:');
  });

  it.each(['en', 'zh-CN'] as const)('are drawn in Markdown: %s', async (locale) => {
    const report = markdownReport({ ...result, settings: { ...result.settings, locale } });
    await expect(picturesIn(report).join('\n\n')).toMatchFileSnapshot(expected(`gantt.${locale}.expected`));
  });

  it.each(['en', 'zh-CN'] as const)('are drawn as a picture: %s', async (locale) => {
    const pictures = result.rollouts.map((pair) => rolloutSvg(pair, locale)?.text);
    await expect(pictures.join('\n')).toMatchFileSnapshot(expected(`picture.${locale}.expected`));
  });

  it('are drawn for what is unsafe and shown, five at most', () => {
    const many = Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [
        `${at}.yaml`,
        renamed(cleanService, `app${at}`) + '---\n' + renamed(shortGrace, `app${at}`),
      ]),
    );
    const report = markdownReport(checkFiles(many));

    expect(picturesIn(report)).toHaveLength(5);
    expect(report).toContain('Rollouts: 5 time lines, and 3 more that are not drawn');
    expect(picturesIn(markdownReport(checkFiles({ 'a.yaml': cleanService, 'b.yaml': cleanDeployment })))).toEqual([]);
  });

  it('of what base has too are not drawn again', () => {
    const before = { 'a.yaml': cleanService, 'b.yaml': shortGrace };
    const after = { ...before, 'c.yaml': renamed(withoutDrain, 'api') + '---\n' + renamed(cleanDeployment, 'api') };
    const [picture, ...others] = picturesIn(markdownReport(checkChange(before, after)));

    expect(picture).toContain('title Deployment shop/api behind Service shop/api');
    expect(others).toEqual([]);
  });
});

describe('names of others', () => {
  const hostile = 'web\n```\n<script>alert(1)</script> %%{init: {}}%% : ; # click x href "javascript:1"';
  const [pair] = checkFiles({ 'a.yaml': cleanService, 'b.yaml': shortGrace }).rollouts;
  const named = pair === undefined ? expect.fail() : { ...pair, service: { ...pair.service, name: hostile } };

  it('are no part of a diagram', () => {
    const gantt = rolloutGantt(named, 'en') ?? '';
    const title = gantt.split('\n')[2] ?? '';

    expect(gantt.match(/```/g)).toHaveLength(2);
    expect(title).toMatch(/^ {2}title [\w ./()–-]+$/);
    expect(gantt).not.toMatch(/<|%%|#|"/);
  });

  it('are no part of a picture', () => {
    const svg = rolloutSvg(named, 'en')?.text ?? '';

    expect(svg).not.toMatch(/<script|\n/);
    expect(svg).toContain('&#60;script&#62;');
    // Every element is closed, and nothing but these is there.
    const tags = [...svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)].map(
      ([, close, name, own]) => `${close}${name}${own}`,
    );
    expect(new Set(tags.map((tag) => tag.replaceAll('/', '')))).toEqual(
      new Set(['svg', 'title', 'desc', 'text', 'rect', 'path']),
    );
    for (const name of ['svg', 'title', 'desc', 'text'])
      expect(tags.filter((tag) => tag === name)).toHaveLength(tags.filter((tag) => tag === `/${name}`).length);
  });
});

it('the JSON report tells all that pictures are made from', () => {
  const report = checkReport(result, { version: '0.0.0', durationMs: 0 });
  const again = judgedFrom(report, 'en');

  // What is safe everywhere needs no time line.
  const told = result.rollouts.map(({ rollout }) => (rollout.verdict === 'safe' ? { ...rollout, modes: [] } : rollout));
  expect(again.rollouts.map(({ rollout }) => rollout)).toEqual(told);
  expect(picturesIn(markdownReport(again))).toEqual(picturesIn(markdownReport(result)));
  expect(report.rollouts?.map(({ workload, verdict }) => `${workload?.name} ${verdict}`)).toEqual([
    'web-api unsafe',
    'pay safe',
    'web unsafe',
  ]);
});

it('the page draws what is not safe in the card of its load balancer', () => {
  const html = htmlReport(auditOf(result), { version: '0.0.0' });
  const [drawn, ...more] = html.match(/<template id="block-\d+"><svg[^]*?<\/template>/g) ?? [];

  expect(drawn).toContain('Deployment shop/web-api behind Service shop/web');
  expect(more).toHaveLength(1);
});
