import { describe, expect, it } from 'vitest';
import { auditOf } from '../../src/reporting/audit.ts';
import { textReport } from '../../src/reporting/text.ts';
import { checkFiles, type Files } from '../support/check-files.ts';
import { cleanDeployment, cleanService, shortGrace, unquotedValue } from '../support/manifests.ts';

function report(files: Files, options: { colour?: boolean; quiet?: boolean; verbose?: boolean } = {}): string {
  return textReport(auditOf(checkFiles(files)), { colour: false, quiet: true, verbose: false, ...options });
}

/** The line that a finding shows and the underline below it. */
function excerpt(files: Files): string[] {
  return report(files).split('\n').slice(1, 3);
}

describe('the excerpt', () => {
  it.each([
    ['plain', 'x: on', ' 7 |     x: on', '   |        ^^'],
    ['wide characters before', '"键名": on', ' 7 |     "键名": on', '   |             ^^'],
    ['a combining mark before', '"e\u0301": on', ' 7 |     "e\u0301": on', '   |          ^^'],
    ['an emoji before', '"😀": on', ' 7 |     "😀": on', '   |           ^^'],
    ['a tab before', 'x:\ton', ' 7 |     x: on', '   |        ^^'],
    ['a comment behind', 'x: on # yes', ' 7 |     x: on # yes', '   |        ^^'],
    ['an invisible character', '"\u202E": on', String.raw` 7 |     "\u202E": on`, '   |               ^^'],
    ['a list over lines', 'x: [a,\n      b]', ' 7 |     x: [a,', '   |        ^^^'],
  ])('%s', (_, annotation, line, underline) => {
    const text = cleanService.replace('annotations:\n', `annotations:\n    ${annotation}\n`);

    expect(excerpt({ 'service.yaml': text })).toEqual([line, underline]);
  });

  it('of a very long line shows what is around the value', () => {
    const minified = `{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","labels":{"x":"${'a'.repeat(500)}"},"annotations":{"k":1,"l":"${'b'.repeat(500)}"}},"spec":{}}`;
    const [line = '', underline = ''] = excerpt({ 'service.json': minified });

    expect(line.length).toBeLessThan(250);
    expect(line.slice(underline.indexOf('^'), underline.lastIndexOf('^') + 1)).toBe('1');
  });

  it('of a CRLF file ends before the line end, and a byte order mark takes no column', () => {
    expect(excerpt({ 'service.yaml': `\uFEFF${unquotedValue.replaceAll('\n', '\r\n')}` })[0]).toMatch(
      / drain: on$|-drain: on$/,
    );
    expect(report({ 'x.yaml': '\uFEFFkind: [' })).toMatch(/^x\.yaml:1:7: error/);
  });
});

describe('text from manifests', () => {
  it('cannot steer the terminal', () => {
    const evil = '\u001B[2J\u0007';
    const shown = report(
      { [`${evil}.yaml`]: unquotedValue.replace('name: web', `name: "${String.raw`\e[2J`}"`) },
      { quiet: false },
    );

    expect(shown).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
    expect(shown).toContain(String.raw`\u001B[2J\u0007.yaml:7:77: error`);
  });
});

describe('explanations', () => {
  const two = { 'a.yaml': unquotedValue.replace('shop', 'a'), 'b.yaml': unquotedValue.replace('shop', 'b') };

  it('are given once a rule, and with every finding when verbose', () => {
    const count = (text: string, word: string): number => text.split(`  ${word}: `).length - 1;

    expect(count(report(two), 'why')).toBe(1);
    expect(count(report(two), 'fix')).toBe(1);
    expect(count(report(two, { verbose: true }), 'why')).toBe(2);
    expect(count(report(two, { verbose: true }), 'fix')).toBe(2);
  });
});

describe('the last lines', () => {
  it.each([
    [{ 'a.yaml': cleanService }, 'No problem found; 1 check left open (1 file, 1 LoadBalancer Service, 0 workloads).'],
    [
      { 'a.yaml': cleanService, 'b.yaml': cleanDeployment },
      'No problem found (2 files, 1 LoadBalancer Service, 1 workload).',
    ],
    [
      { 'a.yaml': cleanService, 'b.yaml': shortGrace },
      '1 error, 0 warnings, 0 info (2 files, 1 LoadBalancer Service, 1 workload).',
    ],
    [
      { 'a.yaml': cleanService.replace(/alibaba-cloud-loadbalancer/g, 'aws-load-balancer'), 'b.yaml': cleanDeployment },
      'No problem found (2 files, 0 LoadBalancer Services (and 1 of other clouds), 1 workload).',
    ],
    [
      { 'c/Chart.yaml': 'name: c\n', 'c/templates/a.yaml': '{{ x }}\n', 'c/templates/b.yaml': '{{ x }}\n' },
      'No problem in what could be read; 2 files were not judged (1 file, 0 LoadBalancer Services, 0 workloads).',
    ],
  ])('%#', (files, headline) => {
    expect(
      report(files as Files)
        .split('\n')
        .at(-3),
    ).toBe(headline);
  });

  it('notes of one kind share a line, three places at most', () => {
    const templates = Object.fromEntries([1, 2, 3, 4, 5].map((at) => [`c/templates/${at}.yaml`, '']));
    const shown = report({ 'c/Chart.yaml': '', ...templates }, { quiet: false });

    expect(shown).toContain(
      'note: c/templates/1.yaml, c/templates/2.yaml, c/templates/3.yaml and 2 more: a Helm template, which is not judged until it is rendered [unrendered-template]\n',
    );
  });
});
