import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../src/reporting/markdown.ts';
import { checkFiles, type Files } from '../support/check-files.ts';
import { cleanDeployment, cleanService, renamed, shortGrace, unquotedValue } from '../support/manifests.ts';
import { secrets, type BrokenFile } from './secrets.ts';
import { story } from './story.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'markdown', name);

describe('the report of a change', () => {
  it('in English', async () => {
    await expect(markdownReport(story())).toMatchFileSnapshot(fixture('change.en.expected'));
  });

  it('in Chinese', async () => {
    await expect(markdownReport(story('zh-CN'))).toMatchFileSnapshot(fixture('change.zh.expected'));
  });

  it('is the same whenever it is written', () => {
    expect(markdownReport(story())).toBe(markdownReport(story()));
  });
});

it('of something clean says so, and nothing else', () => {
  expect(markdownReport(checkFiles({ 'a.yaml': cleanService, 'b.yaml': cleanDeployment }))).toBe(`\
## Gate passed: no finding of severity error or above.

No problem found (2 files, 1 LoadBalancer Service, 1 workload).
`);
});

it('links places of head when it knows where they are', () => {
  const report = markdownReport(checkFiles({ 'a b.yaml': unquotedValue }), {
    linkTo: ({ tree, file, start }) =>
      tree === 'base' ? undefined : `https://github.com/o/r/blob/c0ffee/${encodeURIComponent(file)}#L${start.line}`,
  });

  expect(report).toContain('| [`a b.yaml:7`](https://github.com/o/r/blob/c0ffee/a%20b.yaml#L7) |');
});

describe('a report with too much for its budget', () => {
  const many: Files = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [
      [`d${at}.yaml`, renamed(shortGrace, `web${at}`)],
      [`s${at}.yaml`, renamed(cleanService.replace('Policy: Cluster', 'Policy: Local'), `web${at}`)],
    ]).flat() as [string, string][],
  );
  const result = checkFiles(many);
  const whole = markdownReport(result);

  it('says below the outcome what was left out and where it is', () => {
    const lines = markdownReport(result, { budget: 20_000 }).split('\n');

    expect(lines[0]).toBe('## Gate failed: 60 findings of severity error or above.');
    expect(lines[4]).toMatch(
      /^\*\*Left out for want of room\*\*: findings: \d+, time lines of rollouts: \d+\. `--format json` has the full list\.$/,
    );
    expect(markdownReport(result, { budget: 20_000, fullReport: 'out/report.json' })).toContain(
      '`out/report.json` has the full list.',
    );
  });

  it('shows the gravest findings', () => {
    const cut = markdownReport(result, { budget: 20_000 });

    expect(cut).toContain('| **error** |');
    expect(cut).not.toContain('| warning |');
  });

  it('keeps within the budget, and every row that it shows is a whole one', () => {
    const rows = new Set(whole.split('\n'));
    fc.assert(
      fc.property(fc.integer({ min: 2048, max: Buffer.byteLength(whole) + 2048 }), (budget) => {
        const report = markdownReport(result, { budget });
        const strange = report.split('\n').filter((line) => !rows.has(line));

        expect(Buffer.byteLength(report)).toBeLessThanOrEqual(budget);
        expect(strange.length).toBeLessThanOrEqual(1);
        expect(strange.every((line) => line.startsWith('**Left out'))).toBe(true);
        expect(report.split('<details>').length).toBe(report.split('</details>').length);
        const shown = report.split('\n').filter((line) => /^\| (?:\*\*error\*\*|warning|info) /.test(line)).length;
        const left = Number(/findings: (\d+)/.exec(report)?.[1] ?? 0);
        expect(shown + left).toBe(result.findings.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('text from manifests', () => {
  const evil = '@octocat #1 o/r#2 <!-- | `x` https://evil.example </details>\u202E\n\n# Gate passed';
  const hostile = {
    [`${evil}.yaml`]: unquotedValue.replace('name: web', `name: ${JSON.stringify(evil)}`),
    'named.yaml': unquotedValue.replace('namespace: shop', `namespace: ${JSON.stringify(evil)}`).replaceAll('web', 'x'),
    'keys.yaml': unquotedValue.replace('annotations:\n', `annotations:\n    ${JSON.stringify(evil)}: 1\n`),
    'ports.yaml': cleanService
      .replace('targetPort: 8080', `targetPort: ${JSON.stringify(evil)}`)
      .replaceAll('web', 'y'),
    'selector.yaml': cleanService
      .replace('app: web', `app: ${JSON.stringify(evil)}`)
      .replaceAll('name: web', 'name: z'),
  };

  it.each(['en', 'zh-CN'] as const)('cannot break the report, in %s', (locale) => {
    const report = markdownReport(checkFiles(hostile, { locale }));
    const ours = /<\/?(?:details|summary)>|<br>/g;

    expect(report).toContain('octocat');
    expect(report.replace(ours, '')).not.toMatch(
      /@(?!\u200B)|<(?!\u200B)|\/\/evil(?<!\u200B\/\/evil)|(?<![\n#])#\d|\u202E/,
    );
    expect(report.match(/^#+ [^`]*$/gm)?.filter((line) => /Gate|检查/.test(line))).toHaveLength(1);
    expect(raggedRows(report)).toEqual([]);
    expect(report.split('<details>').length).toBe(report.split('</details>').length);
  });
});

/** Rows that have not as many cells as the head of their table. */
function raggedRows(report: string): string[] {
  const cells = (line: string): number => line.split('|').length;
  let head: string | undefined;
  return report.split('\n').filter((line) => {
    if (!line.startsWith('|')) head = undefined;
    else head ??= line;
    return head !== undefined && cells(line) !== cells(head);
  });
}

describe('secrets', () => {
  it.each(secrets)('$title', ({ files }: BrokenFile) => {
    const report = markdownReport(checkFiles(files));

    expect(report).toContain('secret.yaml');
    expect(report).not.toContain('hunter2');
  });
});
